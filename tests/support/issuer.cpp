#include "tests/support/issuer.h"

#include <doctest/doctest.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace pli::test {
namespace {

constexpr long serial = 1;

void extend(X509* certificate, int what, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str());
  REQUIRE(extension != nullptr);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

X509_NAME* named(const std::string& name) {
  X509_NAME* out = X509_NAME_new();
  X509_NAME_add_entry_by_txt(out, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  return out;
}

std::string taken(unsigned char* bytes, int length) {
  std::string out(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(length));
  OPENSSL_free(bytes);
  return out;
}

}  // namespace

std::string base32_of(const std::string& bytes) {
  static const char* alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  unsigned bits = 0;
  int held = 0;
  for (const char c : bytes) {
    bits = (bits << 8 | static_cast<unsigned char>(c)) & 0xFFFFu;
    for (held += 8; held >= 5; held -= 5) out += alphabet[bits >> (held - 5) & 31u];
  }
  if (held > 0) out += alphabet[bits << (5 - held) & 31u];
  return out;
}

Issuer::Issuer(const char* curve, std::string name) : key_(EVP_EC_gen(curve)), name_(std::move(name)) { REQUIRE(key_ != nullptr); }

std::string Issuer::certificate(const Wish& wish) const {
  X509* made = X509_new();
  X509_set_version(made, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(made), serial);
  ASN1_TIME_set_string_X509(X509_getm_notBefore(made), (wish.from + "000000Z").c_str());
  ASN1_TIME_set_string_X509(X509_getm_notAfter(made), (wish.to + "235959Z").c_str());
  X509_NAME *subject = named(name_), *issuer = named(wish.by ? wish.by->name_ : name_);
  X509_set_subject_name(made, subject);
  X509_set_issuer_name(made, issuer);
  X509_NAME_free(subject);
  X509_NAME_free(issuer);
  X509_set_pubkey(made, key_);
  if (wish.authority) extend(made, NID_basic_constraints, "critical,CA:TRUE");
  if (!wish.key_usage.empty()) extend(made, NID_key_usage, wish.key_usage);
  X509_sign(made, wish.by ? wish.by->key_ : key_, EVP_sha256());
  unsigned char* out = nullptr;
  const int length = i2d_X509(made, &out);
  X509_free(made);
  return taken(out, length);
}

std::string Issuer::takes_back() const {
  X509_CRL* list = X509_CRL_new();
  X509_NAME* issuer = named(name_);
  X509_CRL_set_issuer_name(list, issuer);
  X509_NAME_free(issuer);
  ASN1_TIME* day = ASN1_TIME_new();
  ASN1_TIME_set_string_X509(day, "20260601000000Z");
  X509_CRL_set1_lastUpdate(list, day);
  X509_REVOKED* entry = X509_REVOKED_new();
  ASN1_INTEGER* number = ASN1_INTEGER_new();
  ASN1_INTEGER_set(number, serial);
  X509_REVOKED_set_serialNumber(entry, number);
  X509_REVOKED_set_revocationDate(entry, day);
  X509_CRL_add0_revoked(list, entry);
  ASN1_INTEGER_free(number);
  ASN1_TIME_free(day);
  X509_CRL_sort(list);
  X509_CRL_sign(list, key_, EVP_sha256());
  unsigned char* out = nullptr;
  const int length = i2d_X509_CRL(list, &out);
  X509_CRL_free(list);
  return taken(out, length);
}

std::string Issuer::signed_by(const std::string& text, const EVP_MD* digest, int width) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestSignInit(context, nullptr, digest, nullptr, key_);
  std::string der(512, '\0');
  std::size_t length = der.size();
  REQUIRE(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(der.data()), &length, reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1);
  EVP_MD_CTX_free(context);
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(length));
  std::string raw(static_cast<std::size_t>(2 * width), '\0');
  BN_bn2binpad(ECDSA_SIG_get0_r(pair), reinterpret_cast<unsigned char*>(raw.data()), width);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair), reinterpret_cast<unsigned char*>(raw.data()) + width, width);
  ECDSA_SIG_free(pair);
  return raw;
}

}  // namespace pli::test
