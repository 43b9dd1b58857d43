// Mustache templates by kainjow's Mustache 4.1, parsed once and filled many times.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "pipeline/json.h"

namespace pli {

class MustacheTemplate {
 public:
  /// Throws UsageError("markup-unknown", {{"detail"}}) when it can't be parsed.
  explicit MustacheTemplate(const std::string& text);
  ~MustacheTemplate();

  /// Texts, lists, objects and booleans of `context`; an empty text or list and a missing name are false. `write` says how a value is written: nothing else of it gets into the text.
  std::string fill(const Json& context, const std::function<std::string(const std::string&)>& write);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pli
