#include "pipeline/digest.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <cstdint>
#include <fstream>

#include "pipeline/errors.h"

namespace pli {

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  if (!state_->context || EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) != 1)
    throw Fatal("crypto-unavailable", {{"detail", "SHA-256"}});
}

Sha256::~Sha256() = default;

Sha256& Sha256::add(std::string_view bytes) {
  EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
  return *this;
}

Sha256& Sha256::add_field(std::string_view bytes) {
  return add(std::to_string(bytes.size())).add(":").add(bytes);
}

std::string Sha256::binary() {
  std::array<unsigned char, 32> out{};
  unsigned length = 0;
  EVP_DigestFinal_ex(state_->context, out.data(), &length);
  return {reinterpret_cast<const char*>(out.data()), length};
}

std::string Sha256::hex() { return pli::hex(binary()); }

std::string sha256(std::string_view bytes) { return Sha256().add(bytes).hex(); }

std::string sha256_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  Sha256 digest;
  std::array<char, 1 << 16> buffer{};
  while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) digest.add({buffer.data(), static_cast<std::size_t>(in.gcount())});
  if (!in.eof()) throw Fatal("file-unreadable", {{"file", path.string()}});
  return digest.hex();
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  std::array<unsigned char, 32> out{};
  unsigned length = out.size();
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
       out.data(), &length);
  return {reinterpret_cast<const char*>(out.data()), length};
}

std::string base32(std::string_view bytes, std::size_t characters) {
  static constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (unsigned char byte : bytes) {
    bits = (bits << 8) | byte;
    held += 8;
    while (held >= 5 && out.size() < characters) {
      held -= 5;
      out += alphabet[(bits >> held) & 31];
    }
  }
  if (held > 0 && out.size() < characters) out += alphabet[(bits << (5 - held)) & 31];
  return out;
}

std::string short_id(std::string_view text) { return base32(Sha256().add(text).binary(), 12); }

std::string hex(std::string_view bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (unsigned char byte : bytes) {
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

}  // namespace pli
