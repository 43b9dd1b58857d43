// The State's list of those who may certify signers of 2D-Docs (ETSI TS 119 612; pub.ants.gouv.fr, tsl_signed.xml), from the folder of certificates.
// It is believed because the town put it there: its own XML signature is not checked.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/certificates.h"

namespace pli {

/// The certificates (DER) of each authority whose service of issuing certificates is granted, by its four characters. nullopt for what is no such list.
std::optional<std::map<std::string, std::vector<std::string>>> read_trust_list(std::string_view xml);

/// load_certificates, and the authorities of every list (*.xml) in the folder. Throws UsageError("trust-list-invalid") for a list that can't be read: an authority must not be forgotten in silence.
Certificates load_trusted_certificates(const std::filesystem::path& folder);

}  // namespace pli
