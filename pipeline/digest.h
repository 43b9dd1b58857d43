// Digests and the short names made from them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace pli {

/// SHA-256 fed in pieces; hex() ends it.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  Sha256& add(std::string_view bytes);
  /// Adds the length before the bytes: two fields never run into one another.
  Sha256& add_field(std::string_view bytes);
  std::string hex();     ///< 64 lower-case digits
  std::string binary();  ///< 32 bytes

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256(std::string_view bytes);                       ///< hex
std::string sha256_file(const std::filesystem::path&);            ///< hex, read in pieces; throws Fatal("file-unreadable")
std::string hmac_sha256(std::string_view key, std::string_view bytes);  ///< 32 bytes

/// The first `characters` of the bytes in Crockford's base 32 (0-9, A-Z without I, L, O, U), most significant bits first.
std::string base32(std::string_view bytes, std::size_t characters);
/// A digest's short name: base32 of the SHA-256 of `text`, 12 characters (60 bits).
std::string short_id(std::string_view text);
std::string hex(std::string_view bytes);

}  // namespace pli
