// Issuers of 2D-Docs of our own: keys, certificates, authorities that vouch for them and take them back. Made anew in each test; nothing depends on their bits.
#pragma once

#include <openssl/evp.h>

#include <string>

namespace pli::test {

std::string base32_of(const std::string& bytes);

class Issuer {
 public:
  struct Wish {
    const Issuer* by = nullptr;            ///< nullptr: signed by itself
    bool authority = false;                ///< may issue certificates
    std::string key_usage = {};            ///< as OpenSSL writes it; "": it says nothing
    std::string from = "20260101", to = "20261231";
  };

  explicit Issuer(const char* curve = "P-256", std::string name = "FR01");
  ~Issuer() { EVP_PKEY_free(key_); }
  Issuer(const Issuer&) = delete;
  Issuer& operator=(const Issuer&) = delete;

  std::string certificate(const Wish&) const;  ///< DER
  std::string certificate() const { return certificate(Wish()); }
  std::string takes_back() const;              ///< DER: a list with the one serial number that all its certificates have
  std::string signed_by(const std::string& text, const EVP_MD* digest = EVP_sha256(), int width = 32) const;
  /// A 2D-Doc of that text with its signature.
  std::string sealed(const std::string& text) const { return text + '\x1F' + base32_of(signed_by(text)); }

 private:
  EVP_PKEY* key_;
  std::string name_;
};

}  // namespace pli::test
