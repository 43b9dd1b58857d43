// The payloads of Pli's own QR codes (CONTRACT.md, "Dossiers, codes and the loop").
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pli {

/// PLI1/S/<kind>/<number>/<of>: a sheet laid between letters.
struct SheetCode {
  std::string kind;      ///< DOCUMENT, ANNEX, ENVELOPE, BATCH, RETURNED, SERVICE, REGISTERED, CONFIDENTIAL, VALUABLES, URGENT, UNOPENED
  std::string service;   ///< with SERVICE: the code, in lower case
  int number = 0, of = 0;  ///< 0/0 when not numbered
  bool operator==(const SheetCode&) const = default;
};

/// PLI1/L/<key id>/<dossier>/<letter id>/<page>/<pages>/<form@version or ->/<tag>: a page of a letter of ours.
struct LetterCode {
  std::string key_id, dossier, letter;
  int page = 1, pages = 1;
  std::string form;      ///< "" when none, else form@version
  std::string tag;       ///< 16 characters, base 32
};

/// Well-formed codes only; anything else, however close, is nullopt and steers nothing. At most 300 bytes are looked at.
std::optional<SheetCode> parse_sheet_code(std::string_view payload);
std::optional<LetterCode> parse_letter_code(std::string_view payload);
/// True for anything that begins as a code of ours does.
bool claims_to_be_ours(std::string_view payload);

std::string payload(const SheetCode&);
/// All before the tag, signed with the site key.
std::string signed_payload(LetterCode, std::string_view site_key);
/// Whether the tag is right under that key; compares in constant time.
bool tag_is_right(const LetterCode&, std::string_view site_key);

}  // namespace pli
