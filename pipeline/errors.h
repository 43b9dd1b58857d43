// The three kinds of trouble and how each is treated (a bug is an assert and has no class here).
// Errors carry a stable code and the facts that belong to it; templates/messages turns them into sentences for people, in their language.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace pli {

/// Named facts of a message, filled into `{name}` of its sentence: file, page, detail, limit...
using MessageArgs = std::vector<std::pair<std::string, std::string>>;

/// What every error of Pli carries. what() is `code: value, value...`, for logs and tests; people read templates/messages.
class CodedError : public std::runtime_error {
 public:
  explicit CodedError(std::string code, MessageArgs args = {});
  const std::string& code() const { return code_; }
  const MessageArgs& args() const { return args_; }

 private:
  std::string code_;
  MessageArgs args_;
};

/// One item (a file, a page) can't be processed: it goes to rejects/ or becomes a placeholder page, and the batch goes on.
class ItemError : public CodedError {
  using CodedError::CodedError;
};

/// The world fails (disk full, registry locked, language data missing): the run stops whole and resumable, exit code 1.
class Fatal : public CodedError {
  using CodedError::CodedError;
};

/// The command or its configuration is wrong: exit code 2.
class UsageError : public CodedError {
  using CodedError::CodedError;
};

/// A person or the system asked the run to stop: it is whole and resumable, exit code 130 or 143.
struct Interrupted {};

}  // namespace pli
