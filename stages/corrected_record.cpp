#include "stages/corrected_record.h"

#include <algorithm>

#include "pipeline/drop_folder.h"
#include "pipeline/text.h"

namespace pli {
namespace {

Json read_json(const fs::path& file) {
  const auto bytes = read_if_there(file);
  const Json json = bytes ? Json::parse(*bytes, nullptr, false) : Json::object();
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

CorrectedRecord::CorrectedRecord(const fs::path& folder) : record_(read_json(folder / "record.json")), correction_(read_json(folder / "correction.json")) {
  const Json judged = correction_.value("judged_again", Json::object());
  if (!judged.is_object()) return;
  for (const Json& key : judged.value("keys", Json::array()))
    if (key.is_string()) judged_again_.insert(key.get<std::string>());
}

std::string CorrectedRecord::corrected_code(const char* key) const { return by_person(key) ? text_in(correction_, key, "code") : ""; }

std::string CorrectedRecord::code(const char* key) const {
  const std::string corrected = text_in(correction_, key, "code");
  return corrected.empty() ? text_in(record_, key, "code") : corrected;
}

std::string CorrectedRecord::field(const std::string& name) const {
  const std::string corrected = field_in(correction_, name);
  return corrected.empty() ? field_in(record_, name) : corrected;
}

bool CorrectedRecord::says(const std::string& key) const {
  if (!key.starts_with("fields.")) return correction_.contains(key);
  const auto said = said_fields();
  return std::any_of(said.begin(), said.end(), [&](const Field& field) { return "fields." + field.name == key; });
}

double CorrectedRecord::confidence(const char* key) const {
  const Json said = correction_.value(key, Json());
  const Json confidence = said.is_object() ? said.value("confidence", Json()) : Json();
  return confidence.is_number() ? std::clamp(confidence.get<double>(), 0.0, 1.0) : 1.0;
}

std::vector<Field> CorrectedRecord::said_fields() const {
  std::vector<Field> said;
  const auto add = [&](const std::string& name, const Json& of) {
    Field field;
    field.name = name;
    field.confidence = 1;
    if (of.is_string()) field.value = field.text = of.get<std::string>();
    if (of.is_object()) {
      field.value = text_in(of, "value", "");
      field.text = of.contains("text") ? text_in(of, "text", "") : field.value;
      if (const Json at = of.value("confidence", Json()); at.is_number()) field.confidence = at.get<double>();
      if (const Json at = of.value("page", Json()); at.is_number_integer()) field.page = at.get<int>();
      const Json box = of.value("box", Json());
      if (box.is_array() && box.size() == 4 && std::all_of(box.begin(), box.end(), [](const Json& n) { return n.is_number_integer(); })) field.box = box_from_json(box);
    }
    said.push_back(std::move(field));
  };
  const Json fields = correction_.value("fields", Json::array());
  if (fields.is_object())
    for (const auto& [name, value] : fields.items()) add(name, value);
  else
    for (const Json& field : fields)
      if (field.is_object()) add(text_in(field, "name", ""), field);
  return said;
}

std::vector<Copy> CorrectedRecord::copies(const std::vector<Copy>& recorded) const {
  if (!correction_.contains("copies")) return recorded;
  std::vector<Copy> said;
  for (const Json& copy : correction_.at("copies"))
    if (copy.is_object()) said.push_back({text_in(copy, "service", ""), text_in(copy, "mode", "")});
  return said;
}

bool CorrectedRecord::confirmed() const {
  if (judged_again_.contains("review")) return false;
  const auto review = correction_.find("review");
  const bool settled = review != correction_.end() && (review->is_object() ? !review->value("needed", true) : *review == false);
  return settled || correction_.value("confirmed", Json()) == true;
}

}  // namespace pli
