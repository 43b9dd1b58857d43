// Numbers that carry their own proof: checksums and shapes of the French administration's numbers. Nothing is mended here; see stages/extract_numbers for that.
#pragma once

#include <string>
#include <string_view>

namespace pli {

/// ISO 7064 MOD 97-10 over an IBAN without spaces, upper case; the length of its country is checked where known (FR 27).
bool valid_iban(std::string_view);
/// The 23 characters of a French account after `FRkk`: key = 97 - ((89 bank + 15 branch + 3 account) mod 97).
bool valid_rib(std::string_view);
/// Luhn over nine digits.
bool valid_siren(std::string_view);
/// Luhn over 14 digits, and over its SIREN; La Poste's establishments (356000000) may have a sum of digits divisible by 5 instead.
bool valid_siret(std::string_view);
/// A French social security number (13 characters, 2A and 2B for Corsica) with its key (15 in all): `97 - number mod 97`.
bool valid_nir(std::string_view);
/// 13 or 15 characters, spaces already out: sex, month and department are possible; a key, when there, must be right.
bool looks_like_nir(std::string_view);
/// Ten digits of a French number from +33, 0033 or 0 and any separators; `+CC...` of a foreign one that says its country; "" otherwise.
std::string normal_phone(std::string_view);
/// One @, a plausible local part and a domain with a top level of two letters or more; ASCII.
bool valid_email(std::string_view);
/// Two letters, eight digits, a check digit, two letters (UPU S10), e.g. RB123456785FR.
bool valid_s10(std::string_view);
/// 01000 to 98890, or a military 00xxx.
bool valid_postcode(std::string_view);
/// A day that exists, from 1900 to 2199.
bool valid_date(int year, int month, int day);
/// ISO form of a valid date.
std::string iso_date(int year, int month, int day);
/// Days since 1970-01-01 of an ISO date; throws nothing, gives `unknown_day` for what is no date.
inline constexpr long long unknown_day = -1'000'000;
long long day_number(std::string_view iso);

}  // namespace pli
