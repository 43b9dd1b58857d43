#include "templates/review.h"

#include <algorithm>

#include "templates/toml_file.h"

namespace pli {

static bool kebab(const std::string& code) {
  if (code.empty() || code.front() < 'a' || code.front() > 'z') return false;
  return code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

const ReviewReason* ReviewReasons::find(const std::string& code) const {
  for (const ReviewReason& reason : all) {
    if (reason.code == code) return &reason;
  }
  return nullptr;
}

std::string ReviewReasons::label(const std::string& code) const {
  const ReviewReason* reason = find(code);
  return reason ? reason->label : code;
}

std::vector<std::string> ReviewReasons::by_weight(std::vector<std::string> codes) const {
  const auto place = [&](const std::string& code) {
    return std::find_if(all.begin(), all.end(), [&](const ReviewReason& reason) { return reason.code == code; }) - all.begin();
  };
  std::stable_sort(codes.begin(), codes.end(), [&](const std::string& a, const std::string& b) { return place(a) < place(b); });
  return codes;
}

ReviewReasons load_review_reasons(const std::filesystem::path& path, const std::string& language) {
  const TomlFile file(path);
  file.only(file.root(), {"reason"}, "");
  const toml::array* list = file.root()["reason"].as_array();
  if (!list || list->empty()) file.refuse("reason: list of tables expected");
  ReviewReasons reasons;
  for (const toml::node& node : *list) {
    const toml::table* entry = node.as_table();
    if (!entry) file.refuse("reason: list of tables expected");
    const std::string code = file.text(*entry, "code", "reason.");
    if (!kebab(code)) file.refuse(code + ": small letters, digits and dashes expected");
    if (reasons.find(code)) file.refuse(code + ": stands there twice");
    file.only(*entry, {"code", "fr", "en"}, code + ".");
    const toml::table* texts = (*entry)[language].as_table();
    if (!texts) file.refuse(code + "." + language + ": table expected");
    const std::string where = code + "." + language + ".";
    file.only(*texts, {"label", "advice"}, where);
    reasons.all.push_back({code, file.text(*texts, "label", where), file.text(*texts, "advice", where)});
  }
  return reasons;
}

}  // namespace pli
