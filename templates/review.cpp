#include "templates/review.h"

#include "pipeline/errors.h"
#include "templates/catalogue.h"

namespace pli {

static bool kebab(const std::string& code) {
  if (code.empty() || code.front() < 'a' || code.front() > 'z') return false;
  return code.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
}

[[noreturn]] static void invalid(const std::filesystem::path& file, const std::string& key, const std::string& detail) {
  throw UsageError("template-invalid", {{"file", file.string()}, {"key", key}, {"detail", detail}});
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

ReviewReasons load_review_reasons(const std::filesystem::path& file, const std::string& language) {
  const toml::table whole = read_catalogue(file);
  const toml::array* list = whole["reason"].as_array();
  if (!list || list->empty()) invalid(file, "reason", "there is no reason in it");
  ReviewReasons reasons;
  for (const toml::node& node : *list) {
    const toml::table* entry = node.as_table();
    if (!entry) invalid(file, "reason", "every [[reason]] is a table");
    const std::string code = toml_text(*entry, "code", file, "reason");
    if (!kebab(code)) invalid(file, code, "a code has small letters, digits and dashes");
    if (reasons.find(code)) invalid(file, code, "this code stands there twice");
    const toml::table* texts = (*entry)[language].as_table();
    if (!texts) invalid(file, code + "." + language, "this language is missing");
    const std::string where = code + "." + language;
    reasons.all.push_back({code, toml_text(*texts, "label", file, where), toml_text(*texts, "advice", file, where)});
  }
  return reasons;
}

}  // namespace pli
