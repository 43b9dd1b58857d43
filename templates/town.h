// The town as its letters show it, from town.toml: letterhead, contacts of the services, who signs.
//
//   name = "Ville de Rivemont"            # first line of the letterhead
//   place = "Rivemont"                    # before the date
//   sender = ["1 place de l'Hôtel-de-Ville", "49890 Rivemont"]   # lines of the letterhead below the name
//   address = "1 place de l'Hôtel-de-Ville, 49890 Rivemont"      # in a sentence; so are phone, email, website, hours, data_protection (contact), court (administrative court)
//   logo = "logo.png"                     # PNG or JPEG, meant from the file's folder; may be left out
//   [service.etat-civil]                  # phone, email, address, hours, agent, agent_capacity: all may be left out; phone to hours default to the town's
//   [[signatory]]                         # id, name, capacity, delegation required; services (none: any), absent_from, absent_to, deputy may be left out. The first that fits signs
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace pli {

struct ServiceContact {
  std::string phone, email, address, hours;
  std::string agent, agent_capacity;  ///< who handles the service's letters, when that is always the same person; "" else
};

struct Signatory {
  std::string id, name, capacity, delegation;
  std::string deputy;                   ///< id of who signs while this one is absent; "" when nobody does
  std::vector<std::string> services;    ///< [] for all
  std::string absent_from, absent_to;   ///< ISO dates, both included; "" and "" when present, a missing end is open
};

struct Town {
  std::string name, place;
  std::vector<std::string> sender;
  std::string address, phone, email, website, hours, data_protection, court;
  std::filesystem::path logo;           ///< empty when there is none
  std::map<std::string, ServiceContact> services;
  std::vector<Signatory> signatories;
  std::string digest;                   ///< of the file's and the logo's bytes

  /// The service's contact with the town's own where it says nothing.
  ServiceContact contact(const std::string& service) const;
  /// Who signs for a service on a day: the first signatory of that service, or along the deputies the first one present; nullptr when nobody is.
  const Signatory* signatory_for(const std::string& service, const std::string& date) const;
};

/// Throws UsageError("template-invalid") naming file and key; a deputy must exist, delegation, name and capacity must be there.
Town load_town(const std::filesystem::path& file);

}  // namespace pli
