#include "bin/log.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "bin/clock.h"
#include "pipeline/errors.h"

namespace pli {

Log::Log(const std::filesystem::path& file) : file_(open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640)) {
  if (file_ < 0) throw UsageError("log-unwritable", {{"file", file.string()}, {"detail", std::strerror(errno)}});
}

Log::~Log() {
  if (file_ >= 0) close(file_);
}

Log::Log(Log&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

Log& Log::operator=(Log&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

void Log::write(std::string_view level, std::string_view event, const Json& facts) {
  if (file_ < 0) return;
  Json line = {{"time", utc_now_exact()}, {"level", level}, {"event", event}};
  line.update(facts);
  const std::string text = compact(line) + "\n";
  // One write with O_APPEND is what keeps lines of several processes apart.
  [[maybe_unused]] const ssize_t written = ::write(file_, text.data(), text.size());
}

void Log::info(std::string_view event, const Json& facts) { write("info", event, facts); }
void Log::warning(std::string_view event, const Json& facts) { write("warning", event, facts); }
void Log::error(std::string_view event, const Json& facts) { write("error", event, facts); }

}  // namespace pli
