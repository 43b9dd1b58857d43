// Every setting of Pli in one table, and where each value came from: option > PLI_* variable > --config FILE > /etc/pli/pli.toml > default.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "stages/acquire.h"

namespace pli {

enum class SettingType { text, path, count, number, flag, choice, date, list };

struct Setting {
  std::string key;       ///< as options and files write it; `limits.x` stands in the table [limits] of a file
  SettingType type = SettingType::text;
  std::string fallback;  ///< the default; "" is unset, or worked out (store, jobs, keys, data: resolve says how)
  std::string help;      ///< one English sentence; the French one stands in templates/console/fr.toml
  std::vector<std::string> choices;  ///< of a choice
  std::string variable() const;      ///< PLI_JOBS, PLI_LIMITS_INPUT_PAGES
};

const std::vector<Setting>& setting_table();
/// nullptr when there is none.
const Setting* find_setting(const std::string& key);

/// All that values may come from; tests fill it by hand.
struct SettingInputs {
  std::map<std::string, std::string> options;      ///< by key, as typed
  std::map<std::string, std::string> environment;  ///< PLI_* variables by name; an empty value counts as unset
  std::filesystem::path config;                    ///< --config or PLI_CONFIG; must be readable when given
  std::filesystem::path system_config = "/etc/pli/pli.toml";  ///< read when it is there
  std::filesystem::path home_data;                 ///< $XDG_DATA_HOME, else ~/.local/share
  int cores = 1;
};

/// What this process was given.
SettingInputs inputs_of_process();

/// Checked values with their origin. Getters of an unset text or path give "".
class Settings {
 public:
  /// Throws UsageError: "unknown-key" {key, file}, "bad-value" {key, value, allowed, origin}, "config-invalid" {file, line, detail}, "config-unreadable" {file}.
  explicit Settings(const SettingInputs&);

  const std::string& text(const std::string& key) const;
  /// Of an option or variable: as typed. Of a configuration file: relative to that file's folder.
  std::filesystem::path path(const std::string& key) const;
  /// Of a list: its texts, in order; several options, or one text with commas.
  std::vector<std::string> list(const std::string& key) const;
  long long count(const std::string& key) const;   ///< whole, not negative
  double number(const std::string& key) const;     ///< not negative
  bool flag(const std::string& key) const;
  bool given(const std::string& key) const;        ///< somebody set it: it is not the default
  /// "option", "PLI_JOBS", the configuration file's path, or "default".
  const std::string& origin(const std::string& key) const;

  Limits limits() const;

 private:
  struct Value {
    std::string text, origin = "default";
  };
  void set(const std::string& key, const std::string& text, const std::string& origin);
  void read_file(const std::filesystem::path&);

  std::map<std::string, Value> values_;
};

}  // namespace pli
