#include "bin/settings.h"

#include <pwd.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/text.h"

extern char** environ;

namespace pli {

const std::vector<Setting>& setting_table() {
  using enum SettingType;
  static const std::vector<Setting> table = {
      {"out", path, "", "folder that receives the batch", {}},
      {"store", path, "", "file of the dossier registry, on a local disk", {}},
      {"batch", text, "", "name of the batch; by default made from the inputs and settings", {}},
      {"run", text, "", "name of the run; by default made from rows, template, town and settings", {}},
      {"date", date, "", "date of the letters (YYYY-MM-DD); by default today, on a re-run that of the first time", {}},
      {"duplex", flag, "true", "the print run is padded to whole sheets, for printing on both sides", {}},
      {"town", path, "", "the town as its letters show it; by default the one that comes with Pli", {}},
      {"letters", path, "", "folder of letter templates; by default those that come with Pli", {}},
      {"jobs", count, "", "worker processes; by default one for each core", {}},
      {"received", date, "", "day the letters came in (YYYY-MM-DD); by default found from the sources", {}},
      {"services", path, "", "the town's services; by default those that come with Pli", {}},
      {"forms", path, "", "folder of forms; by default those that come with Pli", {}},
      {"model", path, "", "text model; by default the one that comes with Pli", {}},
      {"lang", text, "fra", "languages to read, as Tesseract names them (fra+eng)", {}},
      {"settle", number, "2", "seconds a file must have been left alone before it is read; 0: none", {}},
      {"stream", flag, "false", "the sources are one stack of sheets: file boundaries part nothing", {}},
      {"done", path, "", "folder where inputs are moved once their batch is complete", {}},
      {"originals", path, "", "folder for the originals; none: keep none; by default in the batch", {}},
      {"image", choice, "default", "colour pages in the PDF: re-encoded, or kept as scanned", {"default", "keep"}},
      {"report", choice, "full", "lean: no thumbnails in the report", {"full", "lean"}},
      {"ui", choice, "fr", "language of messages", {"fr", "en"}},
      {"log", path, "", "file where JSON lines are appended", {}},
      {"keys", path, "", "folder of site keys; by default keys/ beside the registry", {}},
      {"certificates", path, "", "folder of certificates of those who sign 2D-Docs; by default none: signatures are not checked", {}},
      {"data", path, "", "Pli's own data folder; by default found beside the program", {}},
      {"limits.page_megapixels", number, "120", "a larger page fails", {}},
      {"limits.page_seconds", count, "60", "CPU seconds for a page", {}},
      {"limits.page_memory_mib", count, "1024", "memory for a page", {}},
      {"limits.input_pages", count, "5000", "an input with more pages is rejected", {}},
      {"limits.input_mib", count, "2048", "a larger input is rejected", {}},
      {"limits.archive_entries", count, "10000", "an archive with more entries is rejected", {}},
      {"limits.archive_ratio", count, "200", "an archive that unpacks to more than so many times its size is rejected", {}},
  };
  return table;
}

const Setting* find_setting(const std::string& key) {
  for (const Setting& setting : setting_table()) {
    if (setting.key == key) return &setting;
  }
  return nullptr;
}

std::string Setting::variable() const {
  std::string name = "PLI_";
  for (const char c : key) name += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return name;
}

SettingInputs inputs_of_process() {
  SettingInputs inputs;
  for (char** entry = environ; *entry; ++entry) {
    const std::string_view pair = *entry;
    const auto equals = pair.find('=');
    if (pair.starts_with("PLI_") && equals != pair.npos) inputs.environment.emplace(pair.substr(0, equals), pair.substr(equals + 1));
  }
  const char* xdg = std::getenv("XDG_DATA_HOME");
  if (xdg && *xdg == '/') {
    inputs.home_data = xdg;
  } else {
    const char* home = std::getenv("HOME");
    const passwd* user = home && *home ? nullptr : getpwuid(geteuid());
    inputs.home_data = fs::path(user ? user->pw_dir : home && *home ? home : "/") / ".local/share";
  }
  inputs.cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  return inputs;
}

static bool real_date(const std::string& value) {
  if (value.size() != 10 || value[4] != '-' || value[7] != '-') return false;
  for (const std::size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (value[i] < '0' || value[i] > '9') return false;
  }
  using namespace std::chrono;
  return year_month_day(year(std::stoi(value)), month(std::stoi(value.substr(5))), day(std::stoi(value.substr(8)))).ok();
}

template <typename Number>
static bool whole_text_is(Number& number, const std::string& value) {
  const auto end = value.data() + value.size();
  const auto [stopped, error] = std::from_chars(value.data(), end, number);
  return error == std::errc() && stopped == end && number >= 0;
}

/// What the setting takes, when `value` is not that; else "".
static std::string expected_instead(const Setting& setting, const std::string& value) {
  using enum SettingType;
  long long whole = 0;
  double real = 0;
  switch (setting.type) {
    case text:
    case path: return value.empty() ? "text" : "";
    // Jobs of zero and the like would never end a run.
    case count: return whole_text_is(whole, value) && whole >= 1 && whole <= 1'000'000'000 ? "" : "1, 2, 3…";
    case number: return whole_text_is(real, value) && real <= 1e9 ? "" : "0, 1, 2.5…";
    case flag: return value == "true" || value == "false" ? "" : "true, false";
    case date: return real_date(value) ? "" : "YYYY-MM-DD";
    case choice: break;
  }
  std::string choices;
  for (const std::string& one : setting.choices) {
    if (one == value) return "";
    choices += (choices.empty() ? "" : ", ") + one;
  }
  return choices;
}

void Settings::set(const std::string& key, const std::string& value, const std::string& origin) {
  const Setting* setting = find_setting(key);
  if (!setting) throw UsageError("unknown-key", {{"key", key}, {"file", origin}});
  const std::string allowed = expected_instead(*setting, value);
  if (!allowed.empty()) throw UsageError("bad-value", {{"key", key}, {"value", value}, {"allowed", allowed}, {"origin", origin}});
  values_[key] = {value, origin};
}

static std::string toml_value(const toml::node& node, const std::string& key, const std::string& origin) {
  if (const auto* value = node.as_string()) return value->get();
  if (const auto* value = node.as_boolean()) return value->get() ? "true" : "false";
  if (const auto* value = node.as_integer()) return std::to_string(value->get());
  std::ostringstream written;
  if (const auto* value = node.as_floating_point()) return written.imbue(std::locale::classic()), written << value->get(), written.str();
  if (const auto* value = node.as_date()) return written << value->get(), written.str();
  throw UsageError("bad-value", {{"key", key}, {"value", "[…]"}, {"allowed", "text"}, {"origin", origin}});
}

void Settings::read_file(const fs::path& file) {
  toml::table table;
  try {
    table = toml::parse(pli::read_file(file), file.string());
  } catch (const toml::parse_error& error) {
    throw UsageError("config-invalid", {{"file", file.string()},
                                        {"line", std::to_string(error.source().begin.line)},
                                        {"detail", std::string(error.description())}});
  } catch (const Fatal&) {
    throw UsageError("config-unreadable", {{"file", file.string()}});
  }
  const auto take = [&](const std::string& key, const toml::node& node) {
    std::string value = toml_value(node, key, file.string());
    const Setting* setting = find_setting(key);
    const bool is_place = setting && setting->type == SettingType::path && !value.empty() && !(key == "originals" && value == "none");
    if (is_place) value = (fs::absolute(file).parent_path() / value).lexically_normal().string();
    set(key, value, file.string());
  };
  for (const auto& [name, node] : table) {
    const std::string key(name.str());
    if (!node.is_table()) {
      take(key, node);
      continue;
    }
    for (const auto& [inner, value] : *node.as_table()) take(key + "." + std::string(inner.str()), value);
  }
}

Settings::Settings(const SettingInputs& inputs) {
  for (const Setting& setting : setting_table()) values_[setting.key].text = setting.fallback;
  values_["store"].text = (inputs.home_data / "pli/pli.db").string();
  values_["jobs"].text = std::to_string(inputs.cores);

  std::error_code failed;
  if (fs::exists(inputs.system_config, failed)) read_file(inputs.system_config);
  if (!inputs.config.empty()) read_file(inputs.config);

  std::map<std::string, std::string> keys = {{"PLI_CONFIG", ""}};
  for (const Setting& setting : setting_table()) keys[setting.variable()] = setting.key;
  for (const auto& [name, value] : inputs.environment) {
    const auto known = keys.find(name);
    if (known == keys.end()) throw UsageError("unknown-key", {{"key", name}});
    if (!value.empty() && !known->second.empty()) set(known->second, value, name);
  }
  for (const auto& [key, value] : inputs.options) set(key, value, "option");

  if (!given("keys")) values_["keys"].text = (path("store").parent_path() / "keys").string();
}

const std::string& Settings::text(const std::string& key) const { return values_.at(key).text; }
fs::path Settings::path(const std::string& key) const { return values_.at(key).text; }
long long Settings::count(const std::string& key) const { return std::stoll(values_.at(key).text); }

double Settings::number(const std::string& key) const {
  double value = 0;
  whole_text_is(value, values_.at(key).text);
  return value;
}

bool Settings::flag(const std::string& key) const { return values_.at(key).text == "true"; }
bool Settings::given(const std::string& key) const { return origin(key) != "default"; }
const std::string& Settings::origin(const std::string& key) const { return values_.at(key).origin; }

Limits Settings::limits() const {
  Limits limits;
  limits.page_megapixels = number("limits.page_megapixels");
  limits.page_seconds = static_cast<int>(count("limits.page_seconds"));
  limits.page_memory_mib = count("limits.page_memory_mib");
  limits.input_pages = static_cast<int>(count("limits.input_pages"));
  limits.input_mib = count("limits.input_mib");
  limits.archive_entries = static_cast<int>(count("limits.archive_entries"));
  limits.archive_ratio = static_cast<int>(count("limits.archive_ratio"));
  return limits;
}

}  // namespace pli
