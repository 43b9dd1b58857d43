#include "templates/export_profile.h"

#include <algorithm>
#include <array>

#include "pipeline/errors.h"
#include "templates/toml_file.h"

namespace pli {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t most_of_a_name = 60;   // characters of a pattern between two slashes, besides its values
constexpr int most_values = 6;

// The standard's order (SEDA 2.1, CodeListVersions).
constexpr std::array<const char*, 9> code_list_names = {"ReplyCodeListVersion", "MessageDigestAlgorithmCodeListVersion", "MimeTypeCodeListVersion", "EncodingCodeListVersion", "FileFormatCodeListVersion",
                                                        "CompressionAlgorithmCodeListVersion", "DataObjectVersionCodeListVersion", "StorageRuleCodeListVersion", "AppraisalRuleCodeListVersion"};

template <typename Choice>
Choice choice_of(const TomlFile& file, const toml::table& table, const char* key, const std::string& otherwise, const std::map<std::string, Choice>& choices) {
  const auto found = choices.find(file.text_or(table, key, otherwise, ""));
  if (found != choices.end()) return found->second;
  std::string all;
  for (const auto& [name, choice] : choices) all += (all.empty() ? "" : ", ") + name;
  file.refuse(std::string(key) + ": one of " + all + " expected");
}

bool known_value(const std::string& name) {
  const auto& names = export_value_names();
  return std::find(names.begin(), names.end(), name) != names.end() || (name.starts_with("field.") && name.size() > 6);
}

// The values of a pattern, in order.
std::vector<std::string> values_in(const TomlFile& file, const std::string& pattern, const std::string& where) {
  std::vector<std::string> found;
  bool optional = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '[' || pattern[i] == ']') {
      if ((pattern[i] == '[') == optional) file.refuse(where + ": square brackets go in pairs, one inside another is none");
      optional = !optional;
    }
    if (pattern[i] == '}') file.refuse(where + ": a brace is closed that none opened");
    if (pattern[i] != '{') continue;
    const std::size_t end = pattern.find('}', i);
    if (end == std::string::npos) file.refuse(where + ": a brace is not closed");
    found.push_back(pattern.substr(i + 1, end - i - 1));
    if (!known_value(found.back())) file.refuse(where + ": {" + found.back() + "}: unknown value");
    i = end;
  }
  if (optional) file.refuse(where + ": square brackets go in pairs, one inside another is none");
  return found;
}

// A file's name is told apart by `must` in its last part, and stays below the folder whatever its values are.
std::string name_pattern(const TomlFile& file, const char* key, const char* must) {
  const std::string pattern = file.text(file.root(), key, "");
  if (pattern.front() == '/' || pattern.back() == '/') file.refuse(std::string(key) + ": a path below the folder expected");
  std::size_t begin = 0;
  for (;;) {
    const std::size_t end = std::min(pattern.find('/', begin), pattern.size());
    const std::string part = pattern.substr(begin, end - begin);
    const auto values = values_in(file, part, key);
    std::size_t length = part.size();
    for (const std::string& value : values) length -= value.size() + 2;
    if (part.empty() || part == "." || part == "..") file.refuse(std::string(key) + ": a path below the folder expected");
    if (length > most_of_a_name || static_cast<int>(values.size()) > most_values) file.refuse(std::string(key) + ": at most 60 characters and 6 values between two slashes");
    if (end == pattern.size()) {
      if (std::find(values.begin(), values.end(), must) == values.end()) file.refuse(std::string(key) + ": the file's name must hold {" + must + "}");
      return pattern;
    }
    begin = end + 1;
  }
}

void read_files(const TomlFile& file, ExportProfile& profile) {
  const toml::table& root = file.root();
  profile.sidecar = choice_of<Sidecar>(file, root, "sidecar", "none",
                                       {{"none", Sidecar::none}, {"properties", Sidecar::properties}, {"json", Sidecar::json}, {"csv", Sidecar::csv}, {"seda", Sidecar::seda}});
  profile.marker = choice_of<ReadyMarker>(file, root, "marker", "none", {{"none", ReadyMarker::none}, {"document", ReadyMarker::document}, {"batch", ReadyMarker::batch}});
  if (profile.sidecar == Sidecar::seda && root.contains("pdf")) file.refuse("pdf: a seda package holds the PDFs itself");
  if (profile.sidecar != Sidecar::seda) profile.pdf = name_pattern(file, "pdf", "id");
  if (profile.sidecar != Sidecar::none) profile.sidecar_file = name_pattern(file, "sidecar_file", profile.together() ? "part" : "id");
  if (profile.sidecar == Sidecar::properties && profile.sidecar_file != profile.pdf + ".metadata.properties.xml") file.refuse("sidecar_file: the PDF's name and .metadata.properties.xml expected");
  if (profile.marker != ReadyMarker::none) profile.marker_file = name_pattern(file, "marker_file", profile.marker == ReadyMarker::document ? "id" : "part");
  if (profile.sidecar == Sidecar::seda && profile.marker == ReadyMarker::document) file.refuse("marker: a package has one marker: batch");
  if (profile.sidecar == Sidecar::none && root.contains("field")) file.refuse("field: there is no sidecar to say them in");
}

ExportField field_in(const TomlFile& file, const toml::table& table, const std::string& where) {
  file.only(table, {"key", "value", "type", "map", "otherwise"}, where);
  ExportField field{file.text(table, "key", where), file.text(table, "value", where), file.text_or(table, "type", "text", where), file.text_or(table, "map", "", where), file.text_or(table, "otherwise", "", where)};
  const auto values = values_in(file, field.value, where + "value");
  static const std::array<std::string_view, 6> types = {"text", "number", "flag", "list", "date-time", "pdf"};
  if (std::find(types.begin(), types.end(), field.type) == types.end()) file.refuse(where + "type: text, number, flag, list, date-time or pdf expected");
  if (field.type == "list" && (values.size() != 1 || field.value != "{" + values[0] + "}")) file.refuse(where + "value: a list is one value alone, such as {references}");
  return field;
}

void read_maps(const TomlFile& file, ExportProfile& profile) {
  if (!file.root().contains("map")) return;
  const auto* maps = file.root()["map"].as_table();
  if (!maps) file.refuse("map: tables [map.NAME] expected");
  for (const auto& [name, node] : *maps) {
    const auto* table = node.as_table();
    if (!table) file.refuse("map: tables [map.NAME] expected");
    for (const auto& [code, value] : *table) profile.maps[std::string(name.str())][std::string(code.str())] = file.text(*table, code.str(), "map." + std::string(name.str()) + ".");
  }
}

void read_seda(const TomlFile& file, ExportProfile& profile) {
  const auto* table = file.root()["seda"].as_table();
  if (!table) file.refuse("seda: table expected");
  file.only(*table, {"archival_agreement", "archival_agency", "transferring_agency", "originating_agency", "submission_agency", "archival_profile", "acquisition_information", "legal_status", "addressee",
                     "language", "comment", "description", "format_id", "format_name", "code_lists"}, "seda.");
  SedaTerms& terms = profile.seda;
  const auto required = [&](const char* key) { return file.text(*table, key, "seda."); };
  terms.archival_agreement = required("archival_agreement"), terms.archival_agency = required("archival_agency"), terms.transferring_agency = required("transferring_agency");
  terms.originating_agency = required("originating_agency"), terms.submission_agency = file.text_or(*table, "submission_agency", terms.transferring_agency, "seda.");
  terms.archival_profile = file.text_or(*table, "archival_profile", "", "seda."), terms.acquisition_information = file.text_or(*table, "acquisition_information", "", "seda.");
  terms.legal_status = file.text_or(*table, "legal_status", "Public Archive", "seda."), terms.addressee = required("addressee"), terms.language = file.text_or(*table, "language", "fra", "seda.");
  terms.comment = file.text_or(*table, "comment", "", "seda."), terms.description = file.text_or(*table, "description", "", "seda.");
  terms.format_id = required("format_id"), terms.format_name = required("format_name");
  values_in(file, terms.comment, "seda.comment"), values_in(file, terms.description, "seda.description");
  if (const auto* lists = (*table)["code_lists"].as_table()) {
    for (const char* name : code_list_names)
      if (lists->contains(name)) terms.code_lists.emplace_back(name, file.text(*lists, name, "seda.code_lists."));
    if (terms.code_lists.size() != lists->size()) file.refuse("seda.code_lists: unknown list");
  }
  file.each("appraisal", [&](const toml::table& one, const std::string& where) {
    file.only(one, {"services", "kinds", "rule", "final_action"}, where);
    profile.appraisal.push_back({file.texts(one, "services", where), file.texts(one, "kinds", where), file.text(one, "rule", where), file.text(one, "final_action", where)});
    if (profile.appraisal.back().final_action != "Keep" && profile.appraisal.back().final_action != "Destroy") file.refuse(where + "final_action: Keep or Destroy expected");
  });
  if (!profile.appraisal.back().services.empty() || !profile.appraisal.back().kinds.empty()) file.refuse("appraisal: the last must fit all services and kinds");
}

bool profile_name(const std::string& name) {
  return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

}  // namespace

const std::vector<std::string>& export_value_names() {
  static const std::vector<std::string> names = {"id",         "batch",  "part",   "service",     "service_label", "kind",           "kind_label", "dossier",  "received", "year",   "date",         "sender",
                                                 "street",     "postcode", "city", "subject",     "references",    "phone",          "email",      "amount",   "iban",     "siret",  "tracking",     "mail",
                                                 "flags",      "urgent", "confidential", "acknowledge_by", "decide_by", "pages", "piece", "number", "review", "title", "file", "sha256", "documents", "copies"};
  return names;
}

std::vector<std::string> export_profile_names(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed))
    if (entry.path().extension() == ".toml" && profile_name(entry.path().stem().string())) names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

ExportProfile load_export_profile(const fs::path& folder, const std::string& name) {
  const auto known = export_profile_names(folder);
  if (std::find(known.begin(), known.end(), name) == known.end()) {
    std::string all;
    for (const std::string& one : known) all += (all.empty() ? "" : ", ") + one;
    throw UsageError("unknown-export", {{"export", name}, {"known", all}});
  }
  const TomlFile file(folder / (name + ".toml"));
  file.only(file.root(), {"label", "into", "markers", "pdf", "sidecar", "sidecar_file", "marker", "marker_file", "review", "withhold", "title", "separator", "field", "map", "seda", "appraisal"}, "");
  ExportProfile profile;
  profile.name = name;
  profile.label = file.text(file.root(), "label", "");
  profile.into = file.text_or(file.root(), "into", name, "");
  profile.markers = file.text_or(file.root(), "markers", profile.into, "");
  profile.title = file.text_or(file.root(), "title", "{id}", "");
  for (const std::string& value : values_in(file, profile.title, "title"))
    if (value == "title") file.refuse("title: it can't hold itself");
  profile.review = file.flag_or(file.root(), "review", false, ""), profile.withhold = file.flag_or(file.root(), "withhold", false, "");
  const std::string separator = file.text_or(file.root(), "separator", ";", "");
  if (separator != ";" && separator != ",") file.refuse("separator: ; or , expected");
  profile.separator = separator.front();
  read_files(file, profile);
  read_maps(file, profile);
  if (file.root().contains("field")) file.each("field", [&](const toml::table& table, const std::string& where) {
    profile.fields.push_back(field_in(file, table, where));
    if (!profile.fields.back().map.empty() && !profile.maps.contains(profile.fields.back().map)) file.refuse(where + "map: there is no [map." + profile.fields.back().map + "]");
  });
  if (profile.sidecar != Sidecar::none && profile.sidecar != Sidecar::seda && profile.fields.empty()) file.refuse("field: at least one [[field]] expected");
  if (profile.sidecar == Sidecar::seda) read_seda(file, profile);
  else if (file.root().contains("seda") || file.root().contains("appraisal")) file.refuse("seda, appraisal: only with sidecar = \"seda\"");
  return profile;
}

}  // namespace pli
