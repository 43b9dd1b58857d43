#include "pipeline/form.h"

#include <algorithm>
#include <charconv>

namespace pli {

const FormField* FormLayout::find(const std::string& name) const {
  const auto at = std::find_if(fields.begin(), fields.end(), [&](const FormField& field) { return field.name == name; });
  return at == fields.end() ? nullptr : &*at;
}

std::vector<BoxMm> FormField::tick_boxes() const {
  if (type == "checkbox") return {box};
  std::vector<BoxMm> boxes;
  for (const FormOption& option : options) boxes.push_back(option.box);
  return boxes;
}

const FormLayout* find_layout(const std::vector<FormLayout>& forms, const std::string& id, int version) {
  const auto at = std::find_if(forms.begin(), forms.end(), [&](const FormLayout& form) { return form.id == id && form.version == version; });
  return at == forms.end() ? nullptr : &*at;
}

FormName form_name(const std::string& coded) {
  const std::size_t at = coded.find('@');
  if (at == std::string::npos || at == 0) return {};
  FormName name;
  for (char c : coded.substr(0, at)) name.id += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  const std::string digits = coded.substr(at + 1);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), name.version);
  const bool plain = error == std::errc() && end == digits.data() + digits.size() && name.version >= 1 && name.version <= 9999;
  return plain ? name : FormName{};
}

}  // namespace pli
