#include "stages/export_name.h"

#include <algorithm>
#include <array>

#include "pipeline/digest.h"
#include "pipeline/text.h"

namespace pli {
namespace {

constexpr std::size_t longest_part = 180, longest_value = 60, short_value = 20;

std::string cut_to(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text;
}

// Windows keeps them for devices, with any extension and in any case; its superscript digits count as digits.
bool reserved(const std::string& name) {
  std::string base = name.substr(0, name.find('.'));
  while (!base.empty() && base.back() == ' ') base.pop_back();
  for (const auto& [superscript, digit] : {std::pair{"¹", "1"}, {"²", "2"}, {"³", "3"}})
    if (base.ends_with(superscript)) base = base.substr(0, base.size() - 2) + digit;
  std::transform(base.begin(), base.end(), base.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  static const std::array<std::string_view, 6> devices = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"};
  if (std::find(devices.begin(), devices.end(), base) != devices.end()) return true;
  return base.size() == 4 && (base.starts_with("COM") || base.starts_with("LPT")) && base[3] >= '0' && base[3] <= '9';
}

std::string allowed_characters(std::string_view text) {
  std::string out;
  for (const char32_t c : code_points(clean(text))) {
    const bool forbidden = c < 0x20 || c == 0x7F || std::u32string_view(U"<>:\"/\\|?*").find(c) != std::u32string_view::npos || c == 0xFFFD || c == 0xFFFE || c == 0xFFFF;
    out += forbidden ? std::string("-") : utf8(std::u32string(1, c));
  }
  return out;
}

ExportTexts shortened(const ExportTexts& values, std::size_t most) {
  ExportTexts out;
  for (const auto& [name, value] : values) out[name] = cut_to(allowed_characters(value), most);
  return out;
}

}  // namespace

std::string fill(std::string_view pattern, const ExportTexts& values) {
  std::string out, optional;
  bool inside = false, missing = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    std::string& to = inside ? optional : out;
    if (pattern[i] == '[') {
      inside = true, missing = false;
      optional.clear();
    } else if (pattern[i] == ']') {
      inside = false;
      if (!missing) out += optional;
    } else if (pattern[i] == '{') {
      const std::size_t end = std::min(pattern.find('}', i), pattern.size());
      const auto value = values.find(std::string(pattern.substr(i + 1, end - i - 1)));
      if (value == values.end() || value->second.empty()) missing = true;
      else to += value->second;
      i = end;
    } else {
      to += pattern[i];
    }
  }
  return out;
}

std::string safe_component(std::string_view text, std::size_t most) {
  std::string name = cut_to(allowed_characters(text), most);
  const auto edge = [](char c) { return c == ' ' || c == '.'; };
  while (!name.empty() && edge(name.back())) name.pop_back();
  name.erase(name.begin(), std::find_if_not(name.begin(), name.end(), edge));
  if (name.empty()) return "_";
  return reserved(name) ? "_" + name : name;
}

std::string distinct_component(const std::string& text, std::size_t most) {
  const std::string name = safe_component(text, most);
  return name == text ? name : safe_component(text, most - 13) + '-' + short_id(text);
}

std::string export_path(std::string_view pattern, const ExportTexts& values) {
  const ExportTexts plain = shortened(values, longest_value), tight = shortened(values, short_value);
  std::string path;
  for (const std::string& part : split(pattern, '/')) {
    std::string name = fill(part, plain);
    if (name.size() > longest_part) name = fill(part, tight);
    path += (path.empty() ? "" : "/") + safe_component(name, longest_part);
  }
  return path;
}

}  // namespace pli
