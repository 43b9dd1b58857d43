#include "pipeline/errors.h"

namespace pli {

static std::string summary(const std::string& code, const MessageArgs& args) {
  std::string text = code;
  for (const auto& [name, value] : args) text += (text.size() == code.size() ? ": " : ", ") + value;
  return text;
}

CodedError::CodedError(std::string code, MessageArgs args)
    : std::runtime_error(summary(code, args)), code_(std::move(code)), args_(std::move(args)) {}

}  // namespace pli
