#include "pipeline/certificates.h"

#include <doctest/doctest.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "tests/support/proofs.h"
#include "tests/support/run.h"

using namespace pli;
using namespace pli::test;

namespace {

TwoDDoc read(const std::string& text) { return read_two_d_doc(text, shipped_proofs()).value(); }
SignatureCheck check(const std::string& text) { return check_signature(read(text), test_certificates()); }

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

/// An issuer of our own on any curve: a key, its certificate for 2026, and what it signs.
struct Issuer {
  EVP_PKEY* key;
  explicit Issuer(const char* curve) : key(EVP_EC_gen(curve)) { REQUIRE(key != nullptr); }
  ~Issuer() { EVP_PKEY_free(key); }
  Issuer(const Issuer&) = delete;
  Issuer& operator=(const Issuer&) = delete;

  std::string certificate() const {
    X509* made = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(made), 1);
    ASN1_TIME_set_string_X509(X509_getm_notBefore(made), "20260101000000Z");
    ASN1_TIME_set_string_X509(X509_getm_notAfter(made), "20261231235959Z");
    X509_set_pubkey(made, key);
    X509_sign(made, key, EVP_sha256());
    unsigned char* out = nullptr;
    const int length = i2d_X509(made, &out);
    std::string der(reinterpret_cast<char*>(out), static_cast<std::size_t>(length));
    OPENSSL_free(out);
    X509_free(made);
    return der;
  }

  std::string signed_by(const std::string& text, const EVP_MD* digest, int width) const {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_DigestSignInit(context, nullptr, digest, nullptr, key);
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
};

// Signed on 2026-11-23 (9823 days, 265F).
const std::string bill = "DC03FR010002265F265F000126FR247500010MME/SPECIMEN/NATACHA\x1D";

}  // namespace

TEST_CASE("the published specimens bear the signature of the test certificate") {
  for (const std::string& text : {proof_v2(), proof_v3(), proof_card()}) {
    const SignatureCheck found = check(text);
    CHECK(found.known);
    CHECK(found.fits);
    CHECK_FALSE(found.revoked);
  }
  CHECK(check(proof_file("barcode_c40_v2.txt")).fits);
  CHECK(check(proof_file("barcode_c40_v3.txt")).fits);
  CHECK(check(spelt(proof_v2(), "<GS>", "")).fits);
}

TEST_CASE("one character more, less or other and the signature fits no longer") {
  std::string less = proof_card();
  less.erase(less.find("\x1D\x1F"), 1);
  CHECK_FALSE(check(less).fits);
  std::string other = proof_v2();
  other[other.find("NATACHA")] = 'M';
  CHECK_FALSE(check(other).fits);
  std::string more = proof_v2();
  more.insert(more.find('\x1F'), "26FR");
  CHECK_FALSE(check(more).fits);
  std::string forged = proof_v2();
  forged[forged.size() - 5] = forged[forged.size() - 5] == 'A' ? 'B' : 'A';
  CHECK_FALSE(check(forged).fits);
  CHECK_FALSE(check(proof_v2().substr(0, proof_v2().find('\x1F') + 1) + std::string(103, 'A')).fits);
}

TEST_CASE("the certificate must have been valid on the day of the signature") {
  CHECK(check(proof_v2()).in_time);
  CHECK(check(proof_v3()).in_time);
  CHECK_FALSE(check(proof_card()).in_time);  // signed in November 2016, the certificate ended in 2015
  std::string undated = proof_v2();
  undated.replace(16, 4, "FFFF");
  CHECK_FALSE(check(undated).in_time);
}

TEST_CASE("each curve has its digest, and a separator that was signed but not printed is put back") {
  for (const auto& [curve, digest, width] : {std::tuple("P-256", EVP_sha256(), 32), std::tuple("P-384", EVP_sha384(), 48), std::tuple("P-521", EVP_sha512(), 66)}) {
    CAPTURE(curve);
    const Issuer issuer(curve);
    Certificates certificates;
    certificates.files["FR010002"] = issuer.certificate();
    certificates.digest = "own";
    const auto fits = [&](const std::string& printed, const std::string& text) {
      const SignatureCheck found = check_signature(read(printed + '\x1F' + base32_of(issuer.signed_by(text, digest, width))), certificates);
      CHECK(found.known);
      CHECK(found.in_time);
      return found.fits;
    };
    CHECK(fits(bill, bill));
    std::string spaced = bill;
    spaced.insert(spaced.find("10MME"), 1, '\x1D');
    CHECK(fits(bill, spaced));
    spaced.insert(spaced.find("2475000"), 1, '\x1D');
    CHECK(fits(bill, spaced));
    CHECK_FALSE(fits(bill, bill + '\x1D'));
    CHECK_FALSE(check_signature(read(bill + '\x1F' + base32_of(issuer.signed_by(bill, EVP_sha1(), width))), certificates).fits);
    // The same name, another key: a foreign certificate.
    certificates.files["FR010002"] = Issuer(curve).certificate();
    CHECK_FALSE(check_signature(read(bill + '\x1F' + base32_of(issuer.signed_by(bill, digest, width))), certificates).fits);
    certificates.files["FR010002"] = proof_file("test_cert.pem");
    CHECK_FALSE(check_signature(read(bill + '\x1F' + base32_of(issuer.signed_by(bill, digest, width))), certificates).fits);
  }
}

TEST_CASE("who has no certificate in the folder is unknown, and so is one whose file is no certificate") {
  CHECK_FALSE(check("DC02FR000002" + proof_v2().substr(12)).known);
  Certificates broken = test_certificates();
  broken.files["FR000001"] = "not a certificate";
  CHECK_FALSE(check_signature(read(proof_v2()), broken).known);
  broken.files["FR000001"] = "";
  CHECK_FALSE(check_signature(read(proof_v2()), broken).known);
  CHECK_FALSE(check_signature(read(proof_v2()), {}).known);
}

TEST_CASE("a folder of certificates is read by its names, and what it holds is known by its digest") {
  const TemporaryFolder folder;
  CHECK_FALSE(load_certificates({}).there());
  CHECK_THROWS_AS(load_certificates(folder / "none"), UsageError);
  const Certificates empty = load_certificates(folder.path());
  CHECK(empty.there());
  CHECK(empty.files.empty());
  write_file(folder / "FR000001.pem", proof_file("test_cert.pem"));
  for (const char* other : {"fr000001.pem", "FR00001.pem", "FR000001.txt", "FR000001.pem.bak", "FR0000011.der"}) write_file(folder / other, "x");
  write_file(folder / "FR010001.der", std::string(100'000, 'x'));
  const Certificates one = load_certificates(folder.path());
  CHECK(one.files.size() == 1);
  CHECK(one.digest != empty.digest);
  CHECK(check_signature(read(proof_v2()), one).fits);
  write_file(folder / "FR000001.revoked", "");
  const Certificates gone = load_certificates(folder.path());
  CHECK(gone.digest != one.digest);
  CHECK(check_signature(read(proof_v2()), gone).revoked);
}
