// What people see on stderr while Pli works: messages by catalogue, and on a terminal a progress bar. Facts go to stdout through print().
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "pipeline/errors.h"
#include "templates/messages.h"

namespace pli {

class Console {
 public:
  Console();
  /// Before this every message is code and facts: `data` may be missing.
  /// `messages` are the sentences that all of Pli shares, `words` those of the command line; both must live as long as this.
  void speak(const Messages* messages, const Messages* words);

  /// One line on stderr: the sentence of `code`, from the words of the command line or the shared messages.
  void say(const std::string& code, const MessageArgs& = {});
  /// The same with the stable code in brackets: for warnings and errors.
  void error(const CodedError&);
  void error(const std::string& code, const MessageArgs& = {});
  /// A text as it is, on a line of its own.
  void line(std::string_view);
  std::string sentence(const std::string& code, const MessageArgs& = {}) const;

  /// Facts, on stdout at once. Throws Fatal("output-closed") when nobody takes them (disk full, closed pipe).
  void print(std::string_view);

  /// Progress of a batch. On a terminal: a bar with pages done, rate and time left, drawn at most ten times a second.
  /// Elsewhere document_done() writes one line a document. Every other message takes the bar away and puts it back.
  void begin(long long pages);
  void pages_done(long long done, long long of);
  /// Facts of the sentence `document-line`: id, service (its label), pages, and reasons for one that waits for a person.
  void document_done(const MessageArgs&);
  void end();
  bool terminal() const { return terminal_; }

 private:
  void draw(bool now);
  void erase();

  const Messages* messages_ = nullptr;
  const Messages* words_ = nullptr;
  bool terminal_ = false, active_ = false, drawn_ = false;
  long long done_ = 0, of_ = 0, first_ = -1;
  std::chrono::steady_clock::time_point begun_, last_draw_;
};

/// The bar as text of at most `columns` columns; `seconds` since the first of `done - before` pages. Alone for its tests.
std::string progress_line(long long done, long long of, long long before, double seconds, int columns, const std::string& pages_word,
                          const std::string& rate_word, const std::string& left_word);

}  // namespace pli
