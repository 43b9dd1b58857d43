#include "pipeline/code.h"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "pipeline/digest.h"
#include "pipeline/reference.h"
#include "pipeline/text.h"

namespace pli {
namespace {

constexpr std::size_t longest_payload = 300;
constexpr std::size_t tag_characters = 16;  // 80 bits in base 32
constexpr std::array<std::string_view, 11> sheet_kinds = {"DOCUMENT",     "ANNEX",     "ENVELOPE", "BATCH",    "RETURNED", "SERVICE",
                                                          "REGISTERED", "CONFIDENTIAL", "VALUABLES", "URGENT", "UNOPENED"};

bool made_of(std::string_view text, std::string_view more, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most && std::all_of(text.begin(), text.end(), [&](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || more.find(c) != std::string_view::npos;
         });
}

std::optional<int> number(std::string_view text, int most) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool plain = error == std::errc() && end == text.data() + text.size() && value >= 0 && value <= most;
  return plain && std::to_string(value) == text ? std::optional(value) : std::nullopt;
}

std::string unsigned_payload(const LetterCode& code) {
  return fmt::format("PLI1/L/{}/{}/{}/{}/{}/{}", code.key_id, code.dossier, code.letter, code.page, code.pages,
                     code.form.empty() ? "-" : capitals(code.form));
}

std::string tag_of(const LetterCode& code, std::string_view key) { return base32(hmac_sha256(key, unsigned_payload(code)), tag_characters); }

}  // namespace

bool claims_to_be_ours(std::string_view payload) { return payload.substr(0, 3) == "PLI" && payload.find('/') < 8; }

std::optional<SheetCode> parse_sheet_code(std::string_view text) {
  if (text.size() > longest_payload || text.substr(0, 7) != "PLI1/S/") return std::nullopt;
  const auto parts = split(text.substr(7), '/');
  if (parts.size() != 3) return std::nullopt;
  SheetCode code;
  const std::size_t colon = parts[0].find(':');
  code.kind = parts[0].substr(0, colon);
  if (std::find(sheet_kinds.begin(), sheet_kinds.end(), code.kind) == sheet_kinds.end()) return std::nullopt;
  if ((code.kind == "SERVICE") != (colon != std::string::npos)) return std::nullopt;
  if (code.kind == "SERVICE") {
    const std::string service = parts[0].substr(colon + 1);
    if (!made_of(service, "-", 1, 40) || service.front() == '-') return std::nullopt;
    for (char c : service) code.service += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  const auto n = number(parts[1], 9999), of = number(parts[2], 9999);
  if (!n || !of || *n > *of || (*n == 0) != (*of == 0)) return std::nullopt;
  code.number = *n;
  code.of = *of;
  return code;
}

std::optional<LetterCode> parse_letter_code(std::string_view text) {
  if (text.size() > longest_payload || text.substr(0, 7) != "PLI1/L/") return std::nullopt;
  const auto parts = split(text.substr(7), '/');
  if (parts.size() != 7) return std::nullopt;
  LetterCode code{parts[0], parts[1], parts[2], 1, 1, parts[5] == "-" ? "" : parts[5], parts[6]};
  const auto page = number(parts[3], 999), pages = number(parts[4], 999);
  const bool well_formed = made_of(code.key_id, "", 1, 12) && valid_dossier_id(code.dossier) && made_of(code.letter, "-", 1, 24) && page &&
                           pages && *page >= 1 && *page <= *pages && (code.form.empty() || made_of(code.form, "-@.", 1, 60)) &&
                           made_of(code.tag, "", tag_characters, tag_characters);
  if (!well_formed) return std::nullopt;
  code.page = *page;
  code.pages = *pages;
  return code;
}

std::string payload(const SheetCode& code) {
  return fmt::format("PLI1/S/{}{}/{}/{}", code.kind, code.kind == "SERVICE" ? ":" + capitals(code.service) : "", code.number, code.of);
}

std::string signed_payload(LetterCode code, std::string_view site_key) { return unsigned_payload(code) + '/' + tag_of(code, site_key); }

bool tag_is_right(const LetterCode& code, std::string_view site_key) {
  const std::string right = tag_of(code, site_key);
  return right.size() == code.tag.size() && CRYPTO_memcmp(right.data(), code.tag.data(), right.size()) == 0;
}

}  // namespace pli
