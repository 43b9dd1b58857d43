// --log FILE: JSON lines in UTC for machines. They hold ids, codes, counts and times, never content, names or subjects of letters.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "pipeline/json.h"

namespace pli {

class Log {
 public:
  Log() = default;  ///< writes nothing
  /// Appends to `file`, made with mode 0640 if missing. Throws UsageError("log-unwritable", {file, detail}).
  explicit Log(const std::filesystem::path& file);
  ~Log();
  Log(Log&&) noexcept;
  Log& operator=(Log&&) noexcept;

  /// One line: {"time":…, "level":…, "event":…, facts…}. Whole even when several processes append. A full disk loses the line, never the run.
  void info(std::string_view event, const Json& facts = Json::object());
  void warning(std::string_view event, const Json& facts = Json::object());
  void error(std::string_view event, const Json& facts = Json::object());

 private:
  void write(std::string_view level, std::string_view event, const Json& facts);
  int file_ = -1;
};

}  // namespace pli
