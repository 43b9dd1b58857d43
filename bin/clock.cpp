#include "bin/clock.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>

#include "pipeline/errors.h"

namespace pli {

static std::string day(const std::tm& t) { return fmt::format("{:04}-{:02}-{:02}", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday); }

std::string local_day(long long seconds_since_1970) {
  const auto seconds = static_cast<std::time_t>(seconds_since_1970);
  std::tm parts = {};
  localtime_r(&seconds, &parts);
  return day(parts);
}

static std::string utc(std::time_t seconds) {
  std::tm parts = {};
  gmtime_r(&seconds, &parts);
  return fmt::format("{}T{:02}:{:02}:{:02}", day(parts), parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::string utc_now() { return utc(std::time(nullptr)) + "Z"; }

std::string utc_now_exact() {
  using namespace std::chrono;
  const auto now = floor<milliseconds>(system_clock::now());
  return fmt::format("{}.{:03}Z", utc(system_clock::to_time_t(now)), (now.time_since_epoch() % seconds(1)).count());
}

std::string local_minute(const std::string& utc) {
  std::tm parts = {};
  if (!strptime(utc.c_str(), "%Y-%m-%dT%H:%M:%S", &parts)) return utc;
  const std::time_t seconds = timegm(&parts);
  localtime_r(&seconds, &parts);
  return fmt::format("{} {:02}:{:02}", day(parts), parts.tm_hour, parts.tm_min);
}

std::string local_today() { return local_day(std::time(nullptr)); }

std::string local_day_of(const std::filesystem::path& file) {
  struct stat facts = {};
  if (stat(file.c_str(), &facts) != 0) throw Fatal("file-unreadable", {{"file", file.string()}, {"detail", std::strerror(errno)}});
  return local_day(facts.st_mtime);
}

}  // namespace pli
