#include "templates/messages.h"

#include <algorithm>
#include <string_view>

#include "pipeline/text.h"
#include "pipeline/validators.h"
#include "templates/toml_file.h"

namespace pli {
namespace {

constexpr std::size_t longest_fact = 300;

const std::string* fact(const MessageArgs& args, std::string_view name) {
  for (const auto& [key, value] : args) {
    if (key == name && !value.empty()) return &value;
  }
  return nullptr;
}

struct Filled {
  std::string text;
  bool complete = true;  ///< every fact was given
};

// One pass over the pattern: what facts contain is never read as a pattern again.
Filled filled(std::string_view pattern, const MessageArgs& args) {
  Filled result;
  for (std::size_t i = 0; i < pattern.size();) {
    const char open = pattern[i];
    const std::size_t close = open == '{' ? pattern.find('}', i) : open == '[' ? pattern.find(']', i) : std::string_view::npos;
    if (close == std::string_view::npos) {
      result.text += pattern[i++];
      continue;
    }
    const std::string_view inner = pattern.substr(i + 1, close - i - 1);
    if (open == '[') {
      const Filled part = filled(inner, args);
      if (part.complete) result.text += part.text;
    } else if (const std::string* value = fact(args, inner)) {
      result.text += one_line(*value, longest_fact);
    } else {
      result.text += '?';
      result.complete = false;
    }
    i = close + 1;
  }
  return result;
}

}  // namespace

std::string one_line(const std::string& text, std::size_t most) {
  std::u32string points;
  bool space = false;
  std::string spaced = text;
  for (char& c : spaced) {
    if (c == '\t' || c == '\r' || c == '\v') c = ' ';
  }
  for (const char32_t c : code_points(clean(spaced))) {
    // Unicode line and paragraph separators break lines too.
    if (c == U' ' || c == U'\n' || c == U'\f' || c == 0x2028 || c == 0x2029) {
      space = !points.empty();
      continue;
    }
    if (space) points += U' ';
    space = false;
    points += c;
  }
  if (points.size() > most) points = points.substr(0, most) + U"…";
  return utf8(points);
}

Messages::Messages(const std::filesystem::path& folder, const std::string& language) : language_(language) {
  if (language != "fr" && language != "en") {
    throw UsageError("bad-value", {{"key", "ui"}, {"value", language}, {"allowed", "fr, en"}});
  }
  const TomlFile file(folder / (language + ".toml"));
  const auto table = [&](const toml::table& whole, const char* key) -> const toml::table& {
    const toml::table* found = whole[key].as_table();
    if (!found) file.refuse(std::string(key) + ": table expected");
    return *found;
  };
  const toml::table& sentences = table(file.root(), "sentences");
  for (const auto& [code, value] : sentences) sentences_[std::string(code.str())] = file.text(sentences, code.str(), "sentences.");
  for (const auto& [key, value] : table(file.root(), "labels")) {
    const std::string group(key.str());
    const toml::table* labels = value.as_table();
    if (!labels) file.refuse("labels." + group + ": table expected");
    for (const auto& [name, text] : *labels)
      labels_[group][std::string(name.str())] = file.text(*labels, name.str(), "labels." + group + ".");
  }
}

std::string Messages::sentence(const std::string& code, const MessageArgs& args) const {
  const auto found = sentences_.find(code);
  if (found != sentences_.end()) return filled(found->second, args).text;
  std::string text = one_line(code, longest_fact);
  for (const auto& [name, value] : args) {
    text += (&value == &args.front().second ? ": " : ", ") + name + "=" + one_line(value, longest_fact);
  }
  return text;
}

std::string Messages::error(const CodedError& error) const {
  return sentence(error.code(), error.args()) + " [" + error.code() + "]";
}

std::string Messages::label(const std::string& group, const std::string& key) const {
  const auto table = labels_.find(group);
  if (table == labels_.end()) return key;
  const auto found = table->second.find(key);
  return found == table->second.end() ? key : found->second;
}

bool Messages::has(const std::string& code) const {
  return sentences_.contains(code);
}

std::string Messages::date(const std::string& iso) const {
  if (day_number(iso) == unknown_day) return iso;
  const std::string day = std::to_string(std::stoi(iso.substr(8, 2)));
  return label("day", day) + " " + label("month", iso.substr(5, 2)) + " " + iso.substr(0, 4);
}

std::string Messages::noun(long long number, const std::string& noun) const {
  const bool one = number == 1 || (number == 0 && label("language", "zero") == "one");
  return label("count", noun + (one ? "-one" : "-many"));
}

std::string Messages::counted(long long number, const std::string& noun) const {
  return std::to_string(number) + " " + this->noun(number, noun);
}

}  // namespace pli
