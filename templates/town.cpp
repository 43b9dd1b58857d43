#include "templates/town.h"

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/validators.h"
#include "templates/toml_file.h"

namespace pli {
namespace {

ServiceContact contact_of(const TomlFile& file, const toml::table& table, const std::string& where) {
  file.only(table, {"phone", "email", "address", "hours", "agent", "agent_capacity"}, where);
  const auto text = [&](const char* key) { return file.text_or(table, key, "", where); };
  return {text("phone"), text("email"), text("address"), text("hours"), text("agent"), text("agent_capacity")};
}

Signatory signatory_of(const TomlFile& file, const toml::table& table, const std::string& where) {
  file.only(table, {"id", "name", "capacity", "delegation", "deputy", "services", "absent_from", "absent_to"}, where);
  Signatory s;
  s.id = file.text(table, "id", where), s.name = file.text(table, "name", where);
  s.capacity = file.text(table, "capacity", where), s.delegation = file.text(table, "delegation", where);
  s.deputy = file.text_or(table, "deputy", "", where), s.services = file.texts(table, "services", where);
  s.absent_from = file.text_or(table, "absent_from", "", where), s.absent_to = file.text_or(table, "absent_to", "", where);
  for (const std::string& date : {s.absent_from, s.absent_to})
    if (!date.empty() && day_number(date) == unknown_day) file.refuse(where + "absent_from, absent_to: a day like 2026-11-23 expected");
  if (!s.absent_from.empty() && !s.absent_to.empty() && s.absent_to < s.absent_from) file.refuse(where + "absent_to: before absent_from");
  return s;
}

void read_services(const TomlFile& file, Town& town) {
  const auto* services = file.root()["service"].as_table();
  if (!services) {
    if (file.root().contains("service")) file.refuse("service: [service.CODE] expected");
    return;
  }
  for (const auto& [code, entry] : *services) {
    const std::string where = "service." + std::string(code.str()) + ": ";
    if (!entry.is_table()) file.refuse(where + "table expected");
    town.services.emplace(std::string(code.str()), contact_of(file, *entry.as_table(), where));
  }
}

void read_signatories(const TomlFile& file, Town& town) {
  const auto* array = file.root()["signatory"].as_array();
  if (!array || array->empty()) file.refuse("signatory: at least one [[signatory]] expected");
  const auto find = [&](const std::string& id) { return std::any_of(town.signatories.begin(), town.signatories.end(), [&](const Signatory& s) { return s.id == id; }); };
  for (const auto& entry : *array) {
    const std::string where = "signatory " + std::to_string(town.signatories.size() + 1) + ": ";
    if (!entry.is_table()) file.refuse(where + "table expected");
    Signatory signatory = signatory_of(file, *entry.as_table(), where);
    if (find(signatory.id)) file.refuse(where + "id: " + signatory.id + " stands twice");
    town.signatories.push_back(std::move(signatory));
  }
  for (const Signatory& signatory : town.signatories)
    if (!signatory.deputy.empty() && !find(signatory.deputy)) file.refuse("signatory " + signatory.id + ": deputy: nobody has the id " + signatory.deputy);
}

bool present(const Signatory& s, const std::string& date) {
  if (s.absent_from.empty() && s.absent_to.empty()) return true;
  return (!s.absent_from.empty() && date < s.absent_from) || (!s.absent_to.empty() && date > s.absent_to);
}

}  // namespace

ServiceContact Town::contact(const std::string& service) const {
  const auto at = services.find(service);
  ServiceContact contact = at == services.end() ? ServiceContact{} : at->second;
  if (contact.phone.empty()) contact.phone = phone;
  if (contact.email.empty()) contact.email = email;
  if (contact.address.empty()) contact.address = address;
  if (contact.hours.empty()) contact.hours = hours;
  return contact;
}

const Signatory* Town::signatory_for(const std::string& service, const std::string& date) const {
  const auto signs = [&](const Signatory& s) { return s.services.empty() || std::find(s.services.begin(), s.services.end(), service) != s.services.end(); };
  auto at = std::find_if(signatories.begin(), signatories.end(), signs);
  // As many steps as there are signatories: deputies may stand in a ring.
  for (std::size_t step = 0; at != signatories.end() && step <= signatories.size(); ++step) {
    if (present(*at, date)) return &*at;
    at = std::find_if(signatories.begin(), signatories.end(), [&](const Signatory& s) { return !at->deputy.empty() && s.id == at->deputy; });
  }
  return nullptr;
}

Town load_town(const std::filesystem::path& path) {
  const TomlFile file(path);
  const toml::table& root = file.root();
  file.only(root, {"name", "place", "sender", "address", "phone", "email", "website", "hours", "data_protection", "court", "logo", "service", "signatory"}, "");
  Town town;
  town.name = file.text(root, "name", ""), town.place = file.text(root, "place", "");
  town.sender = file.texts(root, "sender", "");
  if (town.sender.empty() || town.sender.size() > 6) file.refuse("sender: 1 to 6 lines expected");
  town.address = file.text(root, "address", "");
  for (auto [key, value] : {std::pair{"phone", &town.phone}, {"email", &town.email}, {"website", &town.website}, {"hours", &town.hours}, {"data_protection", &town.data_protection}, {"court", &town.court}})
    *value = file.text_or(root, key, "", "");
  read_services(file, town);
  read_signatories(file, town);
  Sha256 digest;
  digest.add_field(file.bytes());
  if (const std::string logo = file.text_or(root, "logo", "", ""); !logo.empty()) {
    town.logo = path.parent_path() / logo;
    std::error_code failed;
    if (!std::filesystem::is_regular_file(town.logo, failed)) file.refuse("logo: there is no file " + logo);
    digest.add_field(sha256_file(town.logo));
  }
  town.digest = digest.hex();
  return town;
}

}  // namespace pli
