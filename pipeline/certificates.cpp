#include "pipeline/certificates.h"

#include <openssl/bio.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>
#include <memory>
#include <vector>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/validators.h"

namespace pli {
namespace {

constexpr std::size_t most_certificates = 5000, most_tries = 16;
constexpr std::uintmax_t largest_certificate = 64 * 1024, largest_revocations = 16 * 1024 * 1024;

template <auto free>
struct Freed {
  template <typename T>
  void operator()(T* thing) const {
    free(thing);
  }
};
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Revocations = std::unique_ptr<X509_CRL, Freed<X509_CRL_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>>;

Certificate parsed_certificate(const std::string& bytes) {
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  Certificate found(d2i_X509(nullptr, &at, static_cast<long>(bytes.size())));
  if (!found) {
    const Bio bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
    if (bio) found.reset(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
  }
  ERR_clear_error();
  return found;
}

std::string day_of(const ASN1_TIME* time) {
  std::tm parts = {};
  return time && ASN1_TIME_to_tm(time, &parts) == 1 ? iso_date(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday) : "";
}

bool valid_on(const X509* certificate, const std::string& day) {
  const std::string from = day_of(X509_get0_notBefore(certificate)), to = day_of(X509_get0_notAfter(certificate));
  return !day.empty() && !from.empty() && !to.empty() && from <= day && day <= to;
}

// r and s side by side, as DER wants them.
std::string der_signature(const std::string& raw) {
  const Signature pair(ECDSA_SIG_new());
  const auto* bytes = reinterpret_cast<const unsigned char*>(raw.data());
  const int half = static_cast<int>(raw.size() / 2);
  BIGNUM* r = BN_bin2bn(bytes, half, nullptr);
  BIGNUM* s = BN_bin2bn(bytes + half, half, nullptr);
  if (!pair || !r || !s || ECDSA_SIG_set0(pair.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return "";
  }
  unsigned char* out = nullptr;
  const int length = i2d_ECDSA_SIG(pair.get(), &out);
  std::string der = length > 0 ? std::string(reinterpret_cast<const char*>(out), static_cast<std::size_t>(length)) : "";
  OPENSSL_free(out);
  return der;
}

bool verifies(EVP_PKEY* key, const EVP_MD* digest, const std::string& der, const std::string& text) {
  const DigestContext context(EVP_MD_CTX_new());
  if (!context || EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) != 1) return false;
  return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(der.data()), der.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

std::vector<std::string> signed_texts(const TwoDDoc& doc) {
  std::vector<std::string> texts{doc.signed_text};
  const std::size_t count = std::min(doc.after_fixed.size(), most_tries);
  for (std::size_t i = 0; i < count; ++i) texts.push_back(std::string(doc.signed_text).insert(doc.after_fixed[i], 1, '\x1D'));
  if (count > 1) {
    std::string all = doc.signed_text;
    for (std::size_t i = count; i-- > 0;) all.insert(doc.after_fixed[i], 1, '\x1D');
    texts.push_back(std::move(all));
  }
  return texts;
}

bool signature_fits(const X509* certificate, const TwoDDoc& doc) {
  EVP_PKEY* key = X509_get0_pubkey(certificate);
  if (!key || EVP_PKEY_get_base_id(key) != EVP_PKEY_EC) return false;
  const int bits = EVP_PKEY_get_bits(key);
  const EVP_MD* digest = bits == 256 ? EVP_sha256() : bits == 384 ? EVP_sha384() : bits == 521 ? EVP_sha512() : nullptr;
  if (!digest || doc.signature.size() != 2 * static_cast<std::size_t>((bits + 7) / 8)) return false;
  const std::string der = der_signature(doc.signature);
  const auto texts = signed_texts(doc);
  return !der.empty() && std::any_of(texts.begin(), texts.end(), [&](const std::string& text) { return verifies(key, digest, der, text); });
}

Revocations parsed_revocations(const std::string& bytes) {
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  Revocations found(d2i_X509_CRL(nullptr, &at, static_cast<long>(bytes.size())));
  if (!found) {
    const Bio bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
    if (bio) found.reset(PEM_read_bio_X509_CRL(bio.get(), nullptr, nullptr, nullptr));
  }
  ERR_clear_error();
  return found;
}

// It issues certificates, and issued this one.
bool issued_by(X509* authority, X509* certificate) {
  return X509_check_ca(authority) > 0 && X509_check_issued(authority, certificate) == X509_V_OK && X509_verify(certificate, X509_get0_pubkey(authority)) == 1;
}

bool taken_back(X509* authority, X509* certificate, const std::string& list) {
  const Revocations revocations = parsed_revocations(list);
  X509_REVOKED* entry = nullptr;
  return revocations && X509_CRL_verify(revocations.get(), X509_get0_pubkey(authority)) == 1 && X509_CRL_get0_by_cert(revocations.get(), &entry, certificate) == 1;
}

void ask_authority(X509* certificate, const TwoDDoc& doc, const Certificates& certificates, SignatureCheck& check) {
  const auto own = certificates.authorities.find(doc.authority);
  if (own == certificates.authorities.end()) {
    if (certificates.listed) check.vouching = Vouching::refused;
    return;
  }
  check.vouching = Vouching::refused;
  bool authority_in_time = false;
  const auto list = certificates.revocations.find(doc.authority);
  for (const std::string& bytes : own->second) {  // an authority has its successors under the same name
    const Certificate authority = parsed_certificate(bytes);
    if (!authority || !issued_by(authority.get(), certificate)) continue;
    check.vouching = Vouching::vouched;
    authority_in_time = authority_in_time || valid_on(authority.get(), doc.signed_on);
    check.revoked = check.revoked || (list != certificates.revocations.end() && taken_back(authority.get(), certificate, list->second));
  }
  if (check.vouching == Vouching::vouched) check.in_time = check.in_time && authority_in_time;
}

bool key_signs(X509* certificate) { return (X509_get_key_usage(certificate) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0; }  // all bits where it says nothing

constexpr std::size_t of_signer = 8, of_authority = 4;

bool is_certificate_name(const std::string& stem) {
  return (stem.size() == of_signer || stem.size() == of_authority) && std::all_of(stem.begin(), stem.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

// The bytes of a file that is not too large to be what its name says.
std::string small_file(const fs::path& path, std::uintmax_t largest) {
  std::error_code failed;
  const auto size = fs::file_size(path, failed);
  return failed || size > largest ? "" : read_file(path);
}

void take_file(const fs::path& path, Certificates& certificates, Sha256& digest) {
  const std::string stem = path.stem().string(), kind = path.extension().string();
  const bool authority = stem.size() == of_authority;
  if (kind == ".revoked" && !authority && certificates.revoked.insert(stem).second) digest.add_field("revoked").add_field(stem);
  if (kind == ".crl" && authority) {
    if (const std::string bytes = small_file(path, largest_revocations); !bytes.empty()) digest.add_field("crl").add_field(stem).add_field(certificates.revocations[stem] = bytes);
  }
  if (kind != ".der" && kind != ".pem") return;
  const std::string bytes = small_file(path, largest_certificate);
  if (bytes.empty()) return;
  if (authority) {
    certificates.authorities[stem].push_back(bytes);
    digest.add_field("authority").add_field(stem).add_field(bytes);
  } else if (certificates.files.size() < most_certificates && certificates.files.emplace(stem, bytes).second) {
    digest.add_field(stem).add_field(bytes);
  }
}

}  // namespace

Certificates load_certificates(const fs::path& folder) {
  Certificates certificates;
  if (folder.empty()) return certificates;
  std::error_code failed;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder, failed)) paths.push_back(entry.path());
  if (failed) throw UsageError("source-missing", {{"file", folder.string()}});
  std::sort(paths.begin(), paths.end());
  Sha256 digest;
  for (const fs::path& path : paths)
    if (is_certificate_name(path.stem().string()) && fs::is_regular_file(path, failed)) take_file(path, certificates, digest);
  certificates.digest = digest.hex();
  return certificates;
}

SignatureCheck check_signature(const TwoDDoc& doc, const Certificates& certificates) {
  SignatureCheck check;
  const std::string name = doc.authority + doc.certificate;
  check.revoked = certificates.revoked.contains(name);
  const auto file = certificates.files.find(name);
  const Certificate certificate = file == certificates.files.end() ? nullptr : parsed_certificate(file->second);
  if (!certificate) return check;
  check.known = true;
  check.in_time = valid_on(certificate.get(), doc.signed_on);
  check.may_sign = key_signs(certificate.get());
  ask_authority(certificate.get(), doc, certificates, check);
  check.fits = signature_fits(certificate.get(), doc);
  ERR_clear_error();
  return check;
}

}  // namespace pli
