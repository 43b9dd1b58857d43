#include "templates/kinds.h"

#include <algorithm>

#include "templates/toml_file.h"

namespace pli {

const std::vector<std::string>& kind_codes() {
  static const std::vector<std::string> codes{"demande",     "reclamation",         "recours",                "mise-en-demeure", "facture",   "devis", "candidature",
                                              "convocation", "acte-juridictionnel", "pieces-complementaires", "information",     "publicite", "autre"};
  return codes;
}

bool is_kind(std::string_view code) { return std::find(kind_codes().begin(), kind_codes().end(), code) != kind_codes().end(); }

std::map<std::string, std::string> load_kind_labels(const std::filesystem::path& path) {
  const TomlFile file(path);
  file.only(file.root(), {"kind"}, "");
  const auto* table = file.root()["kind"].as_table();
  if (!table) file.refuse("kind: table expected");
  std::map<std::string, std::string> labels;
  for (const std::string& code : kind_codes()) labels[code] = file.text(*table, code, "kind.");
  for (const auto& [key, value] : *table)
    if (!is_kind(key.str())) file.refuse("kind." + std::string(key.str()) + ": unknown kind");
  return labels;
}

}  // namespace pli
