#include "stages/export_values.h"

#include <algorithm>
#include <array>

#include "pipeline/drop_folder.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/text.h"
#include "stages/corrected_record.h"
#include "stages/report_facts.h"
#include "templates/messages.h"

namespace pli {
namespace {

constexpr std::size_t longest_text = 500;
constexpr std::array<const char*, 13> of_the_letter = {"sender", "street", "postcode", "city", "subject", "references", "phone", "email", "amount", "iban", "siret", "tracking", "title"};

std::string one_after_another(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

class Telling {
 public:
  Telling(const Registry& registry, const DocumentEntry& entry, const fs::path& batch_folder, const ExportProfile& profile, const ExportWords& words)
      : registry_(registry), profile_(profile), words_(words), folder_(batch_folder / entry.path), corrected_(folder_) {
    out_.entry = entry;
    out_.kind = entry.kind;
    const auto written = read_if_there(folder_ / "record.json");
    if (!corrected_.there() || !written) return;
    record_ = record_from_json(Json::parse(*written));
    record_.service.code = entry.service;
    if (!corrected_.corrected_code("service").empty()) {  // a person named it: nobody need doubt any more
      record_.service.sure = true;
      std::erase(record_.review, "service-unsure");
    }
    if (fs::exists(folder_ / "document.pdf")) out_.pdf = folder_ / "document.pdf";
  }

  ExportDocument tell() {
    say_place();
    say_letter();
    for (const OutputFile& file : record_.files)
      if (file.path == "document.pdf") text("sha256", file.sha256), out_.bytes = file.bytes;
    const bool secret = confidential(record_, words_.services);
    text("confidential", secret ? "true" : "false");
    if (secret && profile_.withhold) {
      for (const char* name : of_the_letter) out_.texts.erase(name);
      std::erase_if(out_.texts, [](const auto& value) { return value.first.starts_with("field."); });
      out_.lists.erase("references");
    }
    text("title", fill(profile_.title, out_.texts));
    return std::move(out_);
  }

 private:
  void text(const std::string& name, const std::string& value) { out_.texts[name] = one_line(value, longest_text); }

  void say_place() {
    const DocumentEntry& entry = out_.entry;
    text("id", entry.id), text("batch", entry.batch), text("service", entry.service), text("kind", entry.kind);
    text("service_label", service_label(words_.services, entry.service));
    const auto kind = words_.kinds.find(entry.kind);
    text("kind_label", kind == words_.kinds.end() ? entry.kind : kind->second);
    text("dossier", entry.dossier), text("received", entry.received), text("year", entry.received.substr(0, 4));
    text("piece", entry.piece), text("review", entry.review() ? "true" : "false");
    text("mail", record_.piece.kind_of_mail), text("number", record_.piece.number);
    text("pages", corrected_.there() ? std::to_string(sheet_sides(record_)) : "");
    out_.lists["flags"] = record_.piece.flags;
    text("flags", one_after_another(record_.piece.flags));
    const bool urgent = std::find(record_.piece.flags.begin(), record_.piece.flags.end(), "urgent") != record_.piece.flags.end();
    text("urgent", urgent ? "true" : "false");
    std::vector<std::string> copies;
    for (const Copy& copy : record_.copies) copies.push_back(copy.service);
    out_.lists["copies"] = copies;
    text("copies", one_after_another(copies));
    say_clock();
  }

  // A correction may have changed the clock that the record tells: the registry has the one that runs.
  void say_clock() {
    std::optional<Due> due = record_.due;
    if (!out_.entry.dossier.empty()) {
      due.reset();
      for (const ClockEntry& clock : registry_.clocks(out_.entry.dossier))
        if (clock.document == out_.entry.id) due = clock.due;
    }
    text("acknowledge_by", due ? due->acknowledge_by : ""), text("decide_by", due ? due->decide_by : "");
  }

  void say_letter() {
    const DocumentEntry& entry = out_.entry;
    text("date", entry.date), text("sender", entry.sender), text("subject", entry.subject);
    for (const auto& [name, field] : {std::pair{"street", "sender.street"}, {"postcode", "sender.postcode"}, {"city", "sender.city"}, {"phone", "phone"}, {"email", "email"},
                                      {"amount", "amount"}, {"iban", "iban"}, {"siret", "siret"}, {"tracking", "tracking"}})
      text(name, corrected_.field(field));
    if (out_.texts["tracking"].empty()) text("tracking", record_.piece.tracking);
    for (const Field& field : record_.fields) text("field." + field.name, corrected_.field(field.name));
    std::vector<std::string> references;
    for (const Field& field : record_.fields)
      if (field.name == "reference" && !field.value.empty()) references.push_back(one_line(field.value, longest_text));
    const std::string first = corrected_.field("reference");
    if (!first.empty() && std::find(references.begin(), references.end(), first) == references.end()) references = {first};  // a person put it in the place of those read
    out_.lists["references"] = references;
    text("references", one_after_another(references));
  }

  const Registry& registry_;
  const ExportProfile& profile_;
  const ExportWords& words_;
  fs::path folder_;
  CorrectedRecord corrected_;
  Record record_;
  ExportDocument out_;
};

}  // namespace

ExportDocument export_document(const Registry& registry, const DocumentEntry& entry, const fs::path& batch_folder, const ExportProfile& profile, const ExportWords& words) {
  return Telling(registry, entry, batch_folder, profile, words).tell();
}

bool tells_content(const std::string& pattern) {
  return pattern.find("{field.") != std::string::npos || std::any_of(of_the_letter.begin(), of_the_letter.end(), [&](const char* name) { return pattern.find("{" + std::string(name) + "}") != std::string::npos; });
}

ExportTexts naming_values(const ExportDocument& document) {
  ExportTexts values = document.texts;
  if (values["confidential"] != "true") return values;
  for (const char* name : of_the_letter) values.erase(name);
  std::erase_if(values, [](const auto& value) { return value.first.starts_with("field."); });
  return values;
}

}  // namespace pli
