#include "pipeline/validators.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace pli {
namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool upper(char c) { return c >= 'A' && c <= 'Z'; }
bool lower(char c) { return c >= 'a' && c <= 'z'; }
bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), digit); }

int number_of(std::string_view digits) {
  int value = 0;
  for (char c : digits) value = value * 10 + (c - '0');
  return value;
}

bool luhn(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (auto at = digits.rbegin(); at != digits.rend(); ++at, twice = !twice) {
    const int value = (*at - '0') * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

int remainder_97(std::string_view digits, int from = 0) {
  for (char c : digits) from = (from * 10 + (c - '0')) % 97;
  return from;
}

/// Letters of a French account number count A-I 1-9, J-R 1-9, S-Z 2-9.
char account_digit(char c) {
  if (digit(c)) return c;
  if (c <= 'I') return static_cast<char>('1' + (c - 'A'));
  if (c <= 'R') return static_cast<char>('1' + (c - 'J'));
  return static_cast<char>('2' + (c - 'S'));
}

}  // namespace

bool valid_rib(std::string_view rib) {
  if (rib.size() != 23) return false;
  const std::string_view bank = rib.substr(0, 5), branch = rib.substr(5, 5), account = rib.substr(10, 11), key = rib.substr(21, 2);
  if (!all_digits(bank) || !all_digits(branch) || !all_digits(key)) return false;
  std::string number(account);
  if (!std::all_of(number.begin(), number.end(), [](char c) { return digit(c) || upper(c); })) return false;
  std::transform(number.begin(), number.end(), number.begin(), account_digit);
  const int sum = 89 * remainder_97(bank) + 15 * remainder_97(branch) + 3 * remainder_97(number);
  return number_of(key) == 97 - sum % 97;
}

namespace {

struct IbanLength {
  char country[3];
  std::size_t length;
};
constexpr std::array<IbanLength, 16> iban_lengths = {{{"FR", 27}, {"MC", 27}, {"BE", 16}, {"DE", 22}, {"ES", 24}, {"IT", 27}, {"LU", 20}, {"CH", 21},
                                                      {"NL", 18}, {"PT", 25}, {"GB", 22}, {"IE", 22}, {"AT", 20}, {"PL", 28}, {"DK", 18}, {"SE", 24}}};

}  // namespace

bool valid_iban(std::string_view iban) {
  if (iban.size() < 15 || iban.size() > 34 || !upper(iban[0]) || !upper(iban[1]) || !digit(iban[2]) || !digit(iban[3])) return false;
  for (const IbanLength& known : iban_lengths)
    if (iban.substr(0, 2) == known.country && iban.size() != known.length) return false;
  int rest = 0;
  for (std::size_t i = 0; i < iban.size(); ++i) {
    const char c = iban[(i + 4) % iban.size()];
    if (digit(c)) rest = (rest * 10 + (c - '0')) % 97;
    else if (upper(c)) rest = (rest * 100 + (c - 'A' + 10)) % 97;
    else return false;
  }
  return rest == 1;
}

bool valid_siren(std::string_view siren) { return siren.size() == 9 && all_digits(siren) && siren != "000000000" && luhn(siren); }

bool valid_siret(std::string_view siret) {
  if (siret.size() != 14 || !all_digits(siret) || !valid_siren(siret.substr(0, 9))) return false;
  if (luhn(siret)) return true;
  int sum = 0;
  for (char c : siret) sum += c - '0';
  return siret.substr(0, 9) == "356000000" && sum % 5 == 0;
}

bool looks_like_nir(std::string_view nir) {
  if (nir.size() != 13 && nir.size() != 15) return false;
  std::string number(nir.substr(0, 13));
  const bool corsica = number[5] == '2' && (number[6] == 'A' || number[6] == 'B');
  if (corsica) number[6] = number[6] == 'A' ? '9' : '8';  // 2A counts as 19 and 2B as 18
  if (corsica) number[5] = '1';
  if (!all_digits(number)) return false;
  const int month = number_of(number.substr(3, 2));
  if (std::string_view("123478").find(number[0]) == std::string_view::npos) return false;
  if (!((month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50)) return false;
  if (number.substr(5, 2) == "00") return false;
  if (nir.size() == 13) return true;
  return all_digits(nir.substr(13)) && number_of(nir.substr(13)) == 97 - remainder_97(number);
}

bool valid_nir(std::string_view nir) { return nir.size() == 15 && looks_like_nir(nir); }

std::string normal_phone(std::string_view text) {
  std::string digits;
  bool abroad = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (digit(text[i])) digits += text[i];
    else if (text[i] == '+' && digits.empty()) abroad = true;
    else if (text.substr(i, 3) == "(0)") i += 2;
    else if (std::string_view(" .-/()").find(text[i]) == std::string_view::npos) return {};
  }
  if (!abroad && digits.starts_with("00")) abroad = true, digits.erase(0, 2);
  if (abroad && digits.starts_with("33")) {
    digits.erase(0, 2);
    if (digits.size() == 9) digits.insert(0, 1, '0');
    abroad = false;
  }
  if (abroad) return digits.size() >= 9 && digits.size() <= 15 && digits[0] != '0' ? "+" + digits : "";
  return digits.size() == 10 && digits[0] == '0' && digits[1] != '0' ? digits : "";
}

bool valid_email(std::string_view mail) {
  const std::size_t at = mail.find('@');
  if (at == 0 || at == std::string_view::npos || at > 64 || mail.size() > 254 || mail.find('@', at + 1) != std::string_view::npos) return false;
  const std::string_view local = mail.substr(0, at), domain = mail.substr(at + 1);
  const auto letter = [](char c) { return digit(c) || upper(c) || lower(c); };
  const auto parts = [&](std::string_view text, std::string_view others) {
    if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != std::string_view::npos) return false;
    return std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || others.find(c) != std::string_view::npos; });
  };
  if (!parts(local, "._-+'") || !parts(domain, ".-") || domain.front() == '-') return false;
  const std::size_t dot = domain.rfind('.');
  if (dot == std::string_view::npos || domain.size() - dot - 1 < 2) return false;
  const std::string_view top = domain.substr(dot + 1);
  return std::all_of(top.begin(), top.end(), [](char c) { return upper(c) || lower(c); });
}

bool valid_s10(std::string_view number) {
  if (number.size() != 13 || !upper(number[0]) || !upper(number[1]) || !upper(number[11]) || !upper(number[12])) return false;
  if (!all_digits(number.substr(2, 9))) return false;
  static constexpr int weights[8] = {8, 6, 4, 2, 3, 5, 9, 7};
  int sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum += (number[2 + i] - '0') * weights[i];
  const int check = 11 - sum % 11;
  return number[10] - '0' == (check == 10 ? 0 : check == 11 ? 5 : check);
}

bool valid_postcode(std::string_view code) {
  if (code.size() != 5 || !all_digits(code)) return false;
  const int value = number_of(code);
  return (value >= 1000 && value <= 98890) || (value > 0 && value < 1000);
}

bool valid_date(int year, int month, int day) {
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1) return false;
  return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)), std::chrono::day(static_cast<unsigned>(day))).ok();
}

std::string iso_date(int year, int month, int day) {
  char out[40];
  std::snprintf(out, sizeof out, "%04d-%02d-%02d", year, month, day);
  return out;
}

long long day_number(std::string_view iso) {
  if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return unknown_day;
  if (!all_digits(iso.substr(0, 4)) || !all_digits(iso.substr(5, 2)) || !all_digits(iso.substr(8, 2))) return unknown_day;
  const int year = number_of(iso.substr(0, 4)), month = number_of(iso.substr(5, 2)), day = number_of(iso.substr(8, 2));
  if (!valid_date(year, month, day)) return unknown_day;
  using namespace std::chrono;
  return sys_days(std::chrono::year(year) / month / day).time_since_epoch().count();
}

}  // namespace pli
