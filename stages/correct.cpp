#include "stages/correct.h"

#include <algorithm>
#include <array>
#include <regex>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/reference.h"
#include "pipeline/text.h"
#include "pipeline/validators.h"
#include "stages/corrected_record.h"
#include "stages/legal_clock.h"
#include "stages/report_facts.h"
#include "templates/kinds.h"

namespace pli {
namespace {

constexpr std::size_t longest_value = 500;
constexpr std::array<std::string_view, 14> correctable = {"sender.name", "sender.street", "sender.postcode", "sender.city", "date", "subject", "reference",
                                                          "phone", "email", "iban", "siret", "amount", "stamp_date", "tracking"};

std::string without_spaces(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '.' || c == '-'; });
  return text;
}

std::string iso_of(const std::string& text) {
  static const std::regex iso(R"((\d{4})-(\d\d)-(\d\d))"), french(R"((\d{1,2})[/.](\d{1,2})[/.](\d{4}))");
  std::smatch found;
  if (std::regex_match(text, found, iso)) return day_number(text) == unknown_day ? "" : text;
  if (!std::regex_match(text, found, french)) return "";
  const int day = std::stoi(found[1]), month = std::stoi(found[2]), year = std::stoi(found[3]);
  return valid_date(year, month, day) ? iso_date(year, month, day) : "";
}

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return text;
}

// "" for what can't be.
std::string normal_field(const std::string& key, const std::string& value) {
  const std::string tight = without_spaces(value);
  if (key == "date" || key == "stamp_date") return iso_of(value);
  if (key == "sender.postcode") return valid_postcode(tight) ? tight : "";
  if (key == "phone") return normal_phone(value);
  if (key == "email") return valid_email(value) ? value : "";
  if (key == "iban") return valid_iban(upper(tight)) ? upper(tight) : "";
  if (key == "siret") return valid_siret(tight) ? tight : "";
  if (key == "amount") {
    static const std::regex amount(R"(\d{1,12}([.,]\d{1,2})?)");
    std::string plain = value;
    std::erase(plain, ' ');
    if (plain.size() > 20 || !std::regex_match(plain, amount)) return "";
    std::replace(plain.begin(), plain.end(), ',', '.');
    return plain;
  }
  return value;
}

// One correction on its way: where the folder stands, what the record and earlier corrections say.
class Correcting {
 public:
  Correcting(Registry& registry, const std::string& id, const Services& services, const Delays& delays) : registry_(registry), services_(services), delays_(delays) {
    const auto known = registry.document(id);
    if (!known) throw UsageError("unknown-document", {{"document", id}});
    if (known->origin != "batch" || !known->emitted) throw UsageError("document-not-inbound", {{"document", id}});
    entry_ = *known;
    batch_ = registry.batch(entry_.batch)->folder;
    folder_ = find_folder();
    if (folder_.empty()) throw UsageError("document-taken-away", {{"document", id}});
    if (fs::exists(folder_ / "correction.json")) said_ = Json::parse(read_file(folder_ / "correction.json"), nullptr, false);
    if (!said_.is_object()) throw UsageError("correction-damaged", {{"document", id}});
  }

  Corrected say(const Correction& correction) {
    Json wanted = said_;
    std::string dossier;
    for (const auto& [key, value] : correction.values) {
      const std::string normal = corrected_value(key, value, services_);
      if (key == "dossier") dossier = normal;
      if (key == "service" || key == "kind" || key == "dossier") wanted[key] = normal;
      else set_field(wanted, key, normal);
    }
    const bool settles = correction.confirm || correction.values.contains("service");
    if (settles) wanted["review"] = {{"needed", false}};
    if (wanted == said_ && finished()) return {false, entry_};
    if (wanted != said_) {
      Json written = {{"schema", "pli.correction/1"}, {"document", entry_.id}, {"by", correction.by}, {"at", correction.at}};
      for (const auto& [key, value] : wanted.items())
        if (!written.contains(key)) written[key] = value;
      said_ = std::move(written);
    }
    return carry_out(dossier);
  }

  Corrected take(const std::string& by, const std::string& at) {
    Correction correction{entry_.id, {}, CorrectedRecord(folder_).confirmed(), by, at};
    for (const char* key : {"service", "kind", "dossier"})
      if (const std::string value = text_of(said_, key); !value.empty()) correction.values[key] = value;
    for (const std::string_view key : correctable)
      if (const auto at_key = said_.find(key); at_key != said_.end()) correction.values[std::string(key)] = at_key->get<std::string>();
    const Json fields = said_.value("fields", Json::array());
    if (fields.is_object())
      for (const auto& [name, value] : fields.items()) correction.values[name] = value.is_string() ? value.get<std::string>() : "";
    else
      for (const Json& field : fields)
        if (field.is_object()) correction.values[field.value("name", "")] = field.value("value", "");
    said_ = Json::object();
    return say(correction);
  }

 private:
  // Where the registry says, or where an interrupted correction took it.
  fs::path find_folder() const {
    if (fs::is_directory(batch_ / entry_.path)) return batch_ / entry_.path;
    std::error_code failed;
    for (const auto& service : fs::directory_iterator(batch_, failed))
      if (fs::is_regular_file(service.path() / entry_.id / "record.json", failed)) return service.path() / entry_.id;
    return {};
  }

  bool finished() const {
    return folder_ == batch_ / entry_.path && fs::exists(folder_ / "correction.json") && registry_.correction_of(entry_.id) == sha256(read_file(folder_ / "correction.json"));
  }

  static std::string text_of(const Json& json, const char* key) {
    const auto at = json.find(key);
    if (at == json.end()) return "";
    if (at->is_string()) return at->get<std::string>();
    return at->is_object() ? at->value(std::string(key) == "dossier" ? "id" : "code", "") : "";
  }

  static void set_field(Json& json, const std::string& name, const std::string& value) {
    Json& fields = json["fields"];
    if (!fields.is_array()) fields = Json::array();
    for (Json& field : fields)
      if (field.is_object() && field.value("name", "") == name) {
        field["value"] = value;
        return;
      }
    fields.push_back({{"name", name}, {"value", value}});
  }

  Corrected carry_out(const std::string& dossier) {
    DocumentChange change;
    const std::string bytes = pretty(said_);
    change.correction_sha256 = sha256(bytes);
    change.by = said_.value("by", "");
    for (const auto& [key, value] : said_.items()) {
      if (key == "fields")
        for (const Json& field : value) change.keys.push_back(field.value("name", ""));
      else if (key != "schema" && key != "document" && key != "by" && key != "at") change.keys.push_back(key);
    }
    describe(change, dossier);
    write_file(folder_ / "correction.json", bytes);
    if (const fs::path place = batch_ / change.path; folder_ != place) {
      make_folder(place.parent_path());
      move_folder(folder_, place);
      folder_ = place;
    }
    return {true, registry_.correct(entry_.id, change)};
  }

  void describe(DocumentChange& change, const std::string& dossier) const {
    Record record = record_from_json(Json::parse(read_file(folder_ / "record.json")));
    const auto said = [&](const char* name, const std::string& before) {
      for (const Json& field : said_.value("fields", Json::array()))
        if (field.value("name", "") == name) return field.value("value", "");
      return before;
    };
    change.service = text_of(said_, "service").empty() ? entry_.service : text_of(said_, "service");
    change.kind = text_of(said_, "kind").empty() ? entry_.kind : text_of(said_, "kind");
    change.date = said("date", entry_.date), change.subject = said("subject", entry_.subject), change.sender = said("sender.name", entry_.sender);
    change.settled = said_.contains("review") || entry_.reasons.empty();
    if (change.settled && (change.service.empty() || (change.service == "autre" && text_of(said_, "service").empty()))) throw UsageError("correction-autre", {{"document", entry_.id}});
    const Service* target = services_.find(change.service);
    const bool readable = std::any_of(record.fields.begin(), record.fields.end(), [](const Field& field) { return field.name == "nir" && field.value == "shown"; });
    if (readable && change.service != entry_.service && !(target && target->nir)) throw UsageError("nir-shown", {{"document", entry_.id}, {"service", change.service}});
    change.path = (change.settled ? change.service : std::string("review")) + '/' + entry_.id;
    change.dossier = dossier;
    if (dossier.empty() && entry_.dossier.empty() && change.settled && may_open()) change.dossier = "new";
    record.kind.sure = kind_sure(record, services_) || !text_of(said_, "kind").empty();
    record.service.sure = change.settled;
    record.service.code = change.service, record.kind.code = change.kind;
    change.due = due_of(record, delays_);
  }

  // A code that was forged, or that contradicts another, is for a person to settle by naming the dossier.
  bool may_open() const {
    return std::none_of(entry_.reasons.begin(), entry_.reasons.end(), [](const std::string& reason) {
      return reason.starts_with("code-") || reason == "several-dossiers" || reason == "returned";
    });
  }

  Registry& registry_;
  const Services& services_;
  const Delays& delays_;
  DocumentEntry entry_;
  fs::path batch_, folder_;
  Json said_ = Json::object();
};

// What a hand wrote may be JSON and yet hold numbers where names belong.
template <typename Action>
Corrected guarded(const std::string& document, const Action& action) {
  try {
    return action();
  } catch (const Json::exception&) {
    throw UsageError("correction-damaged", {{"document", document}});
  }
}

}  // namespace

std::string corrected_value(const std::string& key, const std::string& value, const Services& services) {
  const std::string text = trimmed(clean(value));
  const auto refuse = [&] { throw UsageError("correction-value", {{"key", key}}); };
  if (text.size() > longest_value) refuse();
  if (key == "service") {
    if (!services.find(text)) refuse();
    return text;
  }
  if (key == "kind") {
    if (!is_kind(text)) refuse();
    return text;
  }
  if (key == "dossier") {
    if (text == "new") return text;
    const auto found = quoted_references(text);
    if (found.size() != 1 || found[0].begin != 0) refuse();
    return found[0].id;
  }
  if (std::find(correctable.begin(), correctable.end(), key) == correctable.end()) throw UsageError("correction-key", {{"key", clean(key).substr(0, 40)}});
  if (text.empty()) return text;
  const std::string normal = normal_field(key, text);
  if (normal.empty()) refuse();
  return normal;
}

Corrected correct(Registry& registry, const Correction& correction, const Services& services, const Delays& delays) {
  return guarded(correction.document, [&] { return Correcting(registry, correction.document, services, delays).say(correction); });
}

Corrected take_correction(Registry& registry, const std::string& document, const std::string& by, const std::string& at, const Services& services, const Delays& delays) {
  return guarded(document, [&] { return Correcting(registry, document, services, delays).take(by, at); });
}

}  // namespace pli
