#include "templates/services.h"

#include <algorithm>

#include "pipeline/digest.h"
#include "templates/toml_file.h"

namespace pli {
namespace {

bool is_code(const std::string& code) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  return !code.empty() && code.size() <= 40 && lower(code.front()) &&
         std::all_of(code.begin(), code.end(), [&](char c) { return lower(c) || (c >= '0' && c <= '9') || c == '-'; });
}

Service service_of(const TomlFile& file, const toml::table& table, const std::string& where) {
  file.only(table, {"code", "label", "confidential", "nir"}, where);
  Service service{.code = file.text(table, "code", where), .label = file.text(table, "label", where), .confidential = file.flag_or(table, "confidential", false, where),
                  .nir = file.flag_or(table, "nir", false, where)};
  if (!is_code(service.code)) file.refuse(where + "code: lower-case letters, digits and dashes expected, at most 40, a letter first");
  // The folder of what waits for a person, and those that a batch makes beside its services.
  for (const char* taken : {"review", "rejects", "originals", "blanks", "attestations"})
    if (service.code == taken) file.refuse(where + "code: " + service.code + " is the name of another folder");
  return service;
}

}  // namespace

const Service* Services::find(const std::string& code) const {
  const auto at = std::find_if(all.begin(), all.end(), [&](const Service& s) { return s.code == code; });
  return at == all.end() ? nullptr : &*at;
}

Services load_services(const std::filesystem::path& path) {
  const TomlFile file(path);
  file.only(file.root(), {"threshold", "kind_threshold", "town", "urgent", "service"}, "");
  Services services;
  services.threshold = file.number_or(file.root(), "threshold", services.threshold, 0, 1, "");
  services.kind_threshold = file.number_or(file.root(), "kind_threshold", services.kind_threshold, 0, 1, "");
  services.town = file.texts(file.root(), "town", "");
  services.urgent = file.texts(file.root(), "urgent", "");
  services.digest = sha256(file.bytes());
  const auto* array = file.root()["service"].as_array();
  if (!array) file.refuse("service: at least [[service]] autre expected");
  for (const auto& item : *array) {
    const std::string where = "service " + std::to_string(services.all.size() + 1) + ": ";
    if (!item.is_table()) file.refuse(where + "table expected");
    Service service = service_of(file, *item.as_table(), where);
    if (services.find(service.code)) file.refuse(where + "code: " + service.code + " stands twice");
    services.all.push_back(std::move(service));
  }
  if (services.all.empty() || services.all.back().code != "autre") file.refuse("service: the last one must be autre");
  return services;
}

}  // namespace pli
