// The site's keys: what signs the codes on outgoing letters, so that nobody can print himself into somebody else's dossier.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace pli {

struct SiteKeys {
  std::map<std::string, std::string> bytes;  ///< 32 bytes by key id: letters signed by an old key are still verified
  std::string newest;                        ///< id of the key that signs: the file changed last, the last id among equals; "" when there is none
  /// nullptr when this site has no such key.
  const std::string* find(const std::string& id) const;
};

/// Every `ID.key` in `folder`; none when the folder is missing. Other files are left alone.
/// Throws Fatal("key-invalid", {file}) for a file that is not 64 hexadecimal digits or whose name is not its key's id, Fatal("file-unreadable").
SiteKeys load_site_keys(const std::filesystem::path& folder);

/// The first 4 characters (Crockford base 32) of the key's SHA-256.
std::string site_key_id(const std::string& bytes);

/// Writes `bytes` (32, drawn by the caller) as `folder/ID.key`, readable by its owner only. Throws Fatal("key-exists", {file}) rather than write over a key.
std::filesystem::path write_site_key(const std::filesystem::path& folder, const std::string& bytes);

}  // namespace pli
