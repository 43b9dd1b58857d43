// The certificates of those who sign 2D-Docs, from a folder that the town fills: <authority><certificate>.der or .pem (eight characters), <authority>.der or .pem (four) for the authority
// that issues them, <authority>.crl for what it took back, and .revoked beside a certificate that no longer counts. Nothing is fetched: who is not in the folder is unknown. The whole folder
// is read once, so no path is ever made from what a symbol says. The State's list of authorities is stages/trust_list.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "pipeline/two_d_doc.h"

namespace pli {

/// Who vouches for a signer's certificate: nobody was asked (no certificate of its authority here); its authority signed it; it did not.
enum class Vouching { unchecked, vouched, refused };

struct SignatureCheck {
  bool known = false;    ///< its certificate is in the folder and can be read
  bool revoked = false;
  bool in_time = false;  ///< the certificate, and that of the authority which vouches for it, were valid on the day of the signature
  bool may_sign = false; ///< the certificate says nothing of its key's use, or that it signs
  bool fits = false;     ///< the signature is that key's over that text
  Vouching vouching = Vouching::unchecked;
};

struct Certificates {
  std::map<std::string, std::string> files;  ///< by eight characters: the bytes
  std::set<std::string> revoked;
  std::string digest;                        ///< of all that is in it; "" when there is no folder
  std::map<std::string, std::vector<std::string>> authorities = {};  ///< by four characters: an authority's certificates
  std::map<std::string, std::string> revocations = {};               ///< by four characters: its list; one that it did not sign counts for nothing
  bool listed = false;                       ///< a list of all authorities was read: one that is not in `authorities` vouches for nobody
  bool there() const { return !digest.empty(); }
};

/// An empty path: none. Files with other names, of more than 64 KiB (a list of revocations: 16 MiB), and those beyond 5000 are passed over. Throws UsageError("source-missing") for a folder
/// that isn't there.
Certificates load_certificates(const std::filesystem::path& folder);

/// ECDSA over P-256, P-384 and P-521 with the digest of each. A separator that some issuers sign behind a value of fixed length, but don't print, is tried too. An authority vouches by its
/// signature on the certificate, and when it may issue any (basic constraints, key use).
SignatureCheck check_signature(const TwoDDoc&, const Certificates&);

}  // namespace pli
