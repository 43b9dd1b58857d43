#include "pipeline/certificates.h"

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "tests/support/issuer.h"
#include "tests/support/proofs.h"
#include "tests/support/run.h"

using namespace pli;
using namespace pli::test;

namespace {

TwoDDoc read(const std::string& text) { return read_two_d_doc(text, shipped_proofs()).value(); }
SignatureCheck check(const std::string& text) { return check_signature(read(text), test_certificates()); }

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

TEST_CASE("a certificate counts as its authority says: signed by it, by another, or by nobody who was asked") {
  const Issuer authority("P-384", "FR01"), stranger("P-384", "FR01"), signer("P-256", "0002");
  const TwoDDoc doc = read(signer.sealed(bill));
  Certificates certificates;
  certificates.files["FR010002"] = signer.certificate({.by = &authority});
  const auto check = [&] {
    const SignatureCheck found = check_signature(doc, certificates);
    CHECK(found.fits);
    return found;
  };
  CHECK(check().vouching == Vouching::unchecked);
  const Issuer::Wish issues{.authority = true, .key_usage = "critical,keyCertSign,cRLSign"};
  certificates.authorities["FR02"] = {authority.certificate(issues)};
  CHECK(check().vouching == Vouching::unchecked);
  certificates.listed = true;
  CHECK(check().vouching == Vouching::refused);
  certificates.authorities["FR01"] = {stranger.certificate(issues)};
  CHECK(check().vouching == Vouching::refused);
  certificates.authorities["FR01"].push_back(authority.certificate(issues));
  CHECK(check().vouching == Vouching::vouched);
  CHECK(check().in_time);
  // One that may not issue certificates vouches for none: who has a signer's key would be an authority.
  certificates.authorities["FR01"] = {authority.certificate({.key_usage = "digitalSignature"})};
  CHECK(check().vouching == Vouching::refused);
  certificates.authorities["FR01"] = {authority.certificate({.authority = true, .from = "20250101", .to = "20251231"})};
  CHECK(check().vouching == Vouching::vouched);
  CHECK_FALSE(check().in_time);
  certificates.authorities["FR01"] = {"no certificate"};
  CHECK(check().vouching == Vouching::refused);
}

TEST_CASE("a certificate that its authority took back is revoked; another's list takes nothing back") {
  const Issuer authority("P-256", "FR01"), stranger("P-256", "FR01"), signer("P-256", "0002");
  Certificates certificates;
  certificates.files["FR010002"] = signer.certificate({.by = &authority});
  certificates.authorities["FR01"] = {authority.certificate({.authority = true})};
  const auto revoked = [&] { return check_signature(read(signer.sealed(bill)), certificates).revoked; };
  CHECK_FALSE(revoked());
  certificates.revocations["FR01"] = stranger.takes_back();
  CHECK_FALSE(revoked());
  certificates.revocations["FR01"] = "no list";
  CHECK_FALSE(revoked());
  certificates.revocations["FR01"] = authority.takes_back();
  CHECK(revoked());
}

TEST_CASE("a key that is meant for something else signs nothing") {
  const Issuer signer("P-256", "0002");
  const auto may_sign = [&](const char* usage) {
    Certificates certificates;
    certificates.files["FR010002"] = signer.certificate({.key_usage = usage});
    return check_signature(read(signer.sealed(bill)), certificates).may_sign;
  };
  CHECK(may_sign(""));
  CHECK(may_sign("digitalSignature"));
  CHECK(may_sign("critical,nonRepudiation"));
  CHECK_FALSE(may_sign("keyAgreement"));
  CHECK(check(proof_v2()).may_sign);
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
  const Issuer authority("P-256", "FR00");
  write_file(folder / "FR00.der", authority.certificate({.authority = true}));
  write_file(folder / "FR00.crl", authority.takes_back());
  write_file(folder / "FR0.der", "x");
  const Certificates asked = load_certificates(folder.path());
  CHECK(asked.digest != gone.digest);
  CHECK(asked.files.size() == 1);
  CHECK(asked.authorities.at("FR00").size() == 1);
  CHECK(asked.revocations.contains("FR00"));
  CHECK(check_signature(read(proof_v2()), asked).vouching == Vouching::refused);
}
