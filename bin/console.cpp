#include "bin/console.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "pipeline/text.h"

namespace pli {

using std::chrono::duration;
using std::chrono::steady_clock;

constexpr int narrow = 40;  // columns: below it a bar would be all bar and no numbers

/// Writes all of it, or says with false that nobody takes it.
static bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

static int columns_of_terminal() {
  winsize size = {};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

static std::string duration_text(double seconds) {
  const auto whole = static_cast<long long>(seconds + 0.5);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

std::string progress_line(long long done, long long of, long long before, double seconds, int columns, const std::string& pages_word,
                          const std::string& rate_word, const std::string& left_word) {
  const double share = of > 0 ? std::clamp(static_cast<double>(done) / static_cast<double>(of), 0.0, 1.0) : 0;
  std::string numbers = fmt::format("{}/{} {}", done, of, pages_word);
  // A rate from less than a second or a single page would only jump about.
  if (done > before + 1 && seconds >= 1) {
    const double rate = static_cast<double>(done - before) / seconds;
    numbers += fmt::format(" · {:.1f} {}", rate, rate_word);
    if (done < of) numbers += " · " + left_word + " " + duration_text(static_cast<double>(of - done) / rate);
  }
  const auto length = static_cast<int>(code_points(numbers).size());
  const int room = std::min(columns - length - 5, 30);
  std::string bar;
  if (columns >= narrow && room >= 8) {
    const int full = static_cast<int>(share * room);
    bar = "[" + std::string(static_cast<std::size_t>(full), '#') + std::string(static_cast<std::size_t>(room - full), '.') + "] ";
  }
  std::u32string points = code_points(bar + numbers);
  // The last column stays free: some terminals wrap as soon as it is written.
  if (columns > 1 && static_cast<int>(points.size()) > columns - 1) points.resize(static_cast<std::size_t>(columns - 1));
  return utf8(points);
}

Console::Console() {
  const char* kind = std::getenv("TERM");
  terminal_ = isatty(STDERR_FILENO) == 1 && kind && std::strcmp(kind, "dumb") != 0;
}

void Console::speak(const Messages* messages, const Messages* words) {
  messages_ = messages;
  words_ = words;
}

std::string Console::sentence(const std::string& code, const MessageArgs& args) const {
  if (words_ && words_->has(code)) return words_->sentence(code, args);
  if (messages_) return messages_->sentence(code, args);
  return CodedError(code, args).what();
}

void Console::say(const std::string& code, const MessageArgs& args) { line(sentence(code, args)); }
void Console::error(const std::string& code, const MessageArgs& args) { line(sentence(code, args) + " [" + code + "]"); }
void Console::error(const CodedError& error) { this->error(error.code(), error.args()); }

void Console::line(std::string_view text) {
  erase();
  write_all(STDERR_FILENO, std::string(text) + "\n");
  if (active_) draw(true);
}

void Console::print(std::string_view text) {
  erase();
  if (!write_all(STDOUT_FILENO, text)) throw Fatal("output-closed", {{"detail", std::strerror(errno)}});
  if (active_) draw(true);
}

void Console::begin(long long pages) {
  active_ = terminal_;
  done_ = 0, of_ = pages, first_ = -1;
  draw(true);
}

void Console::pages_done(long long done, long long of) {
  // Pages that an earlier run had done come at once and would make the rate a lie: the clock starts at the first report.
  if (first_ < 0) first_ = done, begun_ = steady_clock::now();
  const bool last = done == of && done_ != done;
  done_ = done, of_ = of;
  draw(last);
}

void Console::document_done(const MessageArgs& facts) {
  if (!terminal_) say("document-line", facts);
}

void Console::end() {
  erase();
  active_ = false;
}

void Console::draw(bool now) {
  if (!active_ || of_ == 0) return;  // nothing to count yet
  const auto time = steady_clock::now();
  if (!now && time - last_draw_ < std::chrono::milliseconds(100)) return;
  last_draw_ = time;
  const double seconds = first_ < 0 ? 0 : duration<double>(time - begun_).count();
  const std::string text = progress_line(done_, of_, std::max(first_, 0LL), seconds, columns_of_terminal(), sentence("progress-pages"),
                                         sentence("progress-rate"), sentence("progress-left"));
  write_all(STDERR_FILENO, "\r" + text + "\x1b[K");
  drawn_ = true;
}

void Console::erase() {
  if (drawn_) write_all(STDERR_FILENO, "\r\x1b[K");
  drawn_ = false;
}

}  // namespace pli
