#include "templates/two_d_doc.h"

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/text.h"
#include "templates/toml_file.h"

namespace pli {
namespace {

bool is_proof_code(const std::string& code) {
  return code.size() == 2 && std::all_of(code.begin(), code.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

std::string proof_code(const TomlFile& file, const toml::table& table, const char* key, const std::string& where) {
  std::string code = file.text(table, key, where);
  if (!is_proof_code(code)) file.refuse(where + key + ": two of A-Z and 0-9 expected");
  return code;
}

std::string one_among(const TomlFile& file, const toml::table& table, const char* key, std::initializer_list<const char*> allowed, const std::string& where) {
  std::string word = file.text_or(table, key, *allowed.begin(), where);
  if (std::find(allowed.begin(), allowed.end(), word) == allowed.end()) file.refuse(where + key + ": " + word + " is none");
  return word;
}

ProofRule proof_rule(const TomlFile& file, const toml::table& table, const std::string& where) {
  file.only(table, {"id", "name", "min", "max", "form", "role", "keep"}, where);
  ProofRule rule;
  rule.name = file.text(table, "name", where);
  rule.least = static_cast<int>(file.number_or(table, "min", 0, 0, 200, where));
  rule.most = static_cast<int>(file.number_or(table, "max", 0, 0, 200, where));
  if (rule.most > 0 && rule.least > rule.most) file.refuse(where + "min is more than max");
  rule.form = one_among(file, table, "form", {"text", "hexdays", "ddmmyyyy", "iban"}, where);
  if (table.contains("role")) rule.role = one_among(file, table, "role", {"name", "given", "surname", "postcode", "issued", "expires"}, where);
  rule.keep = file.flag_or(table, "keep", false, where);
  return rule;
}

// "10 / 11 12 13": 10, or all of the three.
ProofAlternatives proof_alternatives(const TomlFile& file, const std::string& text, const std::string& where) {
  ProofAlternatives alternatives(1);
  for (const std::string& word : split(text, ' ')) {
    if (word == "/") alternatives.emplace_back();
    else if (is_proof_code(word)) alternatives.back().push_back(word);
    else if (!word.empty()) file.refuse(where + "mandatory: " + word + ": two of A-Z and 0-9 expected");
  }
  if (std::any_of(alternatives.begin(), alternatives.end(), [](const auto& group) { return group.empty(); })) file.refuse(where + "mandatory: \"" + text + "\": an alternative without data");
  return alternatives;
}

ProofType proof_type(const TomlFile& file, const toml::table& table, const std::string& where) {
  file.only(table, {"code", "label", "dated", "recent_months", "mandatory"}, where);
  ProofType type;
  type.label = file.text(table, "label", where);
  type.dated = file.flag_or(table, "dated", false, where);
  type.recent_months = static_cast<int>(file.number_or(table, "recent_months", 0, 0, 120, where));
  for (const std::string& text : file.texts(table, "mandatory", where)) type.mandatory.push_back(proof_alternatives(file, text, where));
  return type;
}

// Types stand before the fields they name.
void refuse_unknown_data(const TomlFile& file, const ProofTable& proofs) {
  for (const auto& [code, type] : proofs.types)
    for (const ProofAlternatives& alternatives : type.mandatory)
      for (const auto& group : alternatives)
        for (const std::string& id : group)
          if (!proofs.fields.contains(id)) file.refuse("type " + code + ": mandatory: no field " + id);
}

}  // namespace

ProofTable load_proof_table(const std::filesystem::path& path) {
  const TomlFile file(path);
  file.only(file.root(), {"type", "field"}, "");
  ProofTable proofs;
  proofs.digest = sha256(file.bytes());
  file.each("type", [&](const toml::table& table, const std::string& where) {
    const std::string code = proof_code(file, table, "code", where);
    if (!proofs.types.emplace(code, proof_type(file, table, where)).second) file.refuse(where + "code: " + code + " stands twice");
  });
  file.each("field", [&](const toml::table& table, const std::string& where) {
    const std::string id = proof_code(file, table, "id", where);
    if (!proofs.fields.emplace(id, proof_rule(file, table, where)).second) file.refuse(where + "id: " + id + " stands twice");
  });
  refuse_unknown_data(file, proofs);
  return proofs;
}

}  // namespace pli
