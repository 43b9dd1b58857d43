#include "stages/corrected_record.h"

#include "pipeline/files.h"
#include "pipeline/text.h"

namespace pli {
namespace {

Json read_json(const fs::path& file) {
  const Json json = fs::exists(file) ? Json::parse(read_file(file), nullptr, false) : Json::object();
  return json.is_object() ? json : Json::object();
}

std::string text_in(const Json& object, const char* key, const char* inner) {
  const auto at = object.find(key);
  if (at == object.end()) return "";
  if (at->is_string()) return trimmed(at->get<std::string>());
  const auto value = at->is_object() ? at->find(inner) : at->end();
  return at->is_object() && value != at->end() && value->is_string() ? trimmed(value->get<std::string>()) : "";
}

std::string field_in(const Json& object, const std::string& name) {
  const auto fields = object.find("fields");
  if (fields == object.end()) return text_in(object, name.c_str(), "value");
  if (fields->is_object()) return text_in(*fields, name.c_str(), "value");
  for (const Json& field : *fields)
    if (field.is_object() && field.value("name", Json()) == name) return text_in(field, "value", "");
  return text_in(object, name.c_str(), "value");
}

}  // namespace

CorrectedRecord::CorrectedRecord(const fs::path& folder) : record_(read_json(folder / "record.json")), correction_(read_json(folder / "correction.json")) {}

std::string CorrectedRecord::corrected_code(const char* key) const { return text_in(correction_, key, "code"); }

std::string CorrectedRecord::code(const char* key) const {
  const std::string corrected = corrected_code(key);
  return corrected.empty() ? text_in(record_, key, "code") : corrected;
}

std::string CorrectedRecord::field(const std::string& name) const {
  const std::string corrected = field_in(correction_, name);
  return corrected.empty() ? field_in(record_, name) : corrected;
}

bool CorrectedRecord::confirmed() const {
  const auto review = correction_.find("review");
  const bool settled = review != correction_.end() && (review->is_object() ? !review->value("needed", true) : *review == false);
  return settled || correction_.value("confirmed", Json()) == true;
}

}  // namespace pli
