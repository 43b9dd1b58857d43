// What the fuzzers feed: each reader of bytes that come from outside, by name. The suite feeds them their seeds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pli::fuzz {

/// code, proof, template, rows, record, archive, image, model.
std::vector<std::string> targets();

/// Gives `bytes` to the reader. Errors that Pli knows (CodedError, JSON's own) are answers; anything else, or a rule that is broken, aborts.
void feed(const std::string& target, std::string_view bytes);

}  // namespace pli::fuzz
