#include "pipeline/site_keys.h"

#include <sys/stat.h>

#include <utility>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/text.h"

namespace pli {

constexpr std::size_t key_bytes = 32, id_characters = 4;

const std::string* SiteKeys::find(const std::string& id) const {
  const auto found = bytes.find(id);
  return found == bytes.end() ? nullptr : &found->second;
}

std::string site_key_id(const std::string& bytes) { return base32(Sha256().add(bytes).binary(), id_characters); }

static int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// "" when the text is not a key.
static std::string bytes_of(const std::string& text) {
  const std::string digits = trimmed(text);
  if (digits.size() != 2 * key_bytes) return "";
  std::string bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const int high = hex_value(digits[i]), low = hex_value(digits[i + 1]);
    if (high < 0 || low < 0) return "";
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

SiteKeys load_site_keys(const fs::path& folder) {
  SiteKeys keys;
  std::pair<fs::file_time_type, std::string> newest{fs::file_time_type::min(), ""};
  std::error_code failed;
  if (!fs::exists(folder, failed)) return keys;
  fs::directory_iterator entries(folder, failed);
  if (failed) throw Fatal("file-unreadable", {{"file", folder.string()}, {"detail", failed.message()}});
  for (const fs::directory_entry& entry : entries) {
    if (entry.path().extension() != ".key") continue;
    const std::string id = entry.path().stem().string();
    const std::string bytes = bytes_of(read_file(entry.path()));
    if (bytes.empty() || site_key_id(bytes) != id) throw Fatal("key-invalid", {{"file", entry.path().string()}});
    newest = std::max(newest, std::pair(fs::last_write_time(entry.path()), id));
    keys.bytes[id] = bytes;
  }
  keys.newest = newest.second;
  return keys;
}

fs::path write_site_key(const fs::path& folder, const std::string& bytes) {
  const fs::path file = folder / (site_key_id(bytes) + ".key");
  std::error_code failed;
  if (fs::exists(file, failed)) throw Fatal("key-exists", {{"file", file.string()}});
  make_folder(folder);
  write_file(file, hex(bytes) + "\n", Access::owner_only);
  return file;
}

}  // namespace pli
