// The certificates of those who sign 2D-Docs, from a folder that the town fills: <authority><certificate>.der or .pem, and .revoked beside one that no longer counts.
// Nothing is fetched: who is not in the folder is unknown. The whole folder is read once, so no path is ever made from what a symbol says.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "pipeline/two_d_doc.h"

namespace pli {

struct SignatureCheck {
  bool known = false;    ///< its certificate is in the folder and can be read
  bool revoked = false;
  bool in_time = false;  ///< the certificate was valid on the day of the signature
  bool fits = false;     ///< the signature is that key's over that text
};

struct Certificates {
  std::map<std::string, std::string> files;  ///< by eight characters: the bytes
  std::set<std::string> revoked;
  std::string digest;                        ///< of all that is in it; "" when there is no folder
  bool there() const { return !digest.empty(); }
};

/// An empty path: none. Files with other names, of more than 64 KiB, and those beyond 5000 are passed over. Throws UsageError("source-missing") for a folder that isn't there.
Certificates load_certificates(const std::filesystem::path& folder);

/// ECDSA over P-256, P-384 and P-521 with the digest of each. A separator that some issuers sign behind a value of fixed length, but don't print, is tried too.
SignatureCheck check_signature(const TwoDDoc&, const Certificates&);

}  // namespace pli
