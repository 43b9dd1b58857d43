#include "pipeline/validators.h"

#include <doctest/doctest.h>

using namespace pli;

TEST_CASE("an IBAN is right by its remainder and the length of its country") {
  CHECK(valid_iban("FR7630006000011234567890189"));
  CHECK(valid_iban("FR1420041010050500013M02606"));
  CHECK(valid_iban("BE68539007547034"));
  CHECK_FALSE(valid_iban("FR7630006000011234567890188"));
  CHECK_FALSE(valid_iban("FR763000600001123456789018"));
  CHECK_FALSE(valid_iban("FR76 3000 6000 0112 3456 7890 189"));
}

TEST_CASE("a French account number proves itself by its key") {
  CHECK(valid_rib("20041010050500013M02606"));
  CHECK_FALSE(valid_rib("20041010050500013M02607"));
  CHECK_FALSE(valid_rib("2004101005050001-M02606"));
}

TEST_CASE("a SIRET needs both its own Luhn sum and that of its SIREN") {
  CHECK(valid_siren("732829320"));
  CHECK(valid_siret("73282932000074"));
  CHECK_FALSE(valid_siret("73282932000075"));
  CHECK_FALSE(valid_siret("73282932100073"));
  CHECK_FALSE(valid_siren("000000000"));
}

TEST_CASE("La Poste's establishments may have a digit sum divisible by five instead") {
  CHECK(valid_siret("35600000000048"));
  CHECK(valid_siret("35600000049837"));
  CHECK_FALSE(valid_siret("35600000049838"));
}

TEST_CASE("a social security number is known by its key, Corsican letters included") {
  CHECK(valid_nir("206127511100564"));
  CHECK(valid_nir("157016748214562"));
  CHECK_FALSE(valid_nir("206127511100565"));
  CHECK(looks_like_nir("2061275111005"));
  CHECK_FALSE(looks_like_nir("2061375111005"));
  CHECK_FALSE(looks_like_nir("9061275111005"));
  CHECK(looks_like_nir("1790" "62A123456"));
}

TEST_CASE("phone numbers come out with ten digits, or with their country") {
  CHECK(normal_phone("02 41 20 77 35") == "0241207735");
  CHECK(normal_phone("+33 (0)2.41.20.77.35") == "0241207735");
  CHECK(normal_phone("0033241207735") == "0241207735");
  CHECK(normal_phone("+32 2 555 12 12") == "+3225551212");
  CHECK(normal_phone("02 41 20 77 3") == "");
  CHECK(normal_phone("00 41 20 77 35") == "");
  CHECK(normal_phone("1241207735") == "");
}

TEST_CASE("an e-mail address has one at sign, a local part and a domain") {
  CHECK(valid_email("mairie.accueil@ville-exemple.fr"));
  CHECK_FALSE(valid_email("mairie@exemple"));
  CHECK_FALSE(valid_email("@exemple.fr"));
  CHECK_FALSE(valid_email("a@b@exemple.fr"));
  CHECK_FALSE(valid_email("a..b@exemple.fr"));
  CHECK_FALSE(valid_email("a@exemple.f1"));
}

TEST_CASE("a registered letter's number proves itself") {
  CHECK(valid_s10("RR473124829GB"));
  CHECK_FALSE(valid_s10("RR473124828GB"));
}

TEST_CASE("postcodes end at 98890") {
  CHECK(valid_postcode("01000"));
  CHECK(valid_postcode("20200"));
  CHECK_FALSE(valid_postcode("99999"));
  CHECK_FALSE(valid_postcode("4910"));
}

TEST_CASE("days are counted from 1970 and what is no date is unknown") {
  CHECK(day_number("1970-01-02") == 1);
  CHECK(day_number("2024-02-29") - day_number("2024-02-28") == 1);
  CHECK(day_number("2025-02-29") == unknown_day);
  CHECK(day_number("") == unknown_day);
}
