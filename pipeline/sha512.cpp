#include "pipeline/sha512.h"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <memory>

#include "pipeline/digest.h"
#include "pipeline/errors.h"

namespace pli {

std::string sha512_file(const std::filesystem::path& path) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  if (!context || EVP_DigestInit_ex(context.get(), EVP_sha512(), nullptr) != 1) throw Fatal("crypto-unavailable", {{"detail", "SHA-512"}});
  std::ifstream in(path, std::ios::binary);
  std::array<char, 1 << 16> buffer{};
  while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) EVP_DigestUpdate(context.get(), buffer.data(), static_cast<std::size_t>(in.gcount()));
  if (!in.eof()) throw Fatal("file-unreadable", {{"file", path.string()}});
  std::array<unsigned char, 64> out{};
  unsigned length = 0;
  EVP_DigestFinal_ex(context.get(), out.data(), &length);
  return hex({reinterpret_cast<const char*>(out.data()), length});
}

}  // namespace pli
