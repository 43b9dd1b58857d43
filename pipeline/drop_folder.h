// Folders from which another program takes files away. It must be able to delete there, and must never see half a file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace pli {

/// Creates a folder and its parents, mode 0770: whoever is to take files away belongs to the group. Folders that are there keep their mode.
void make_drop_folder(const std::filesystem::path&);
/// Syncs every file and folder below.
void sync_tree(const std::filesystem::path&);
/// Renames a synced file into place and syncs its folder. Without `replace` a file that is there stays, and false comes back. Both must lie on one disk. Throws as write_file.
bool place_file(const std::filesystem::path& aside, const std::filesystem::path& place, bool replace);
/// read_file() for what may be taken away at any moment, also between looking and reading: nullopt where it isn't there.
std::optional<std::string> read_if_there(const std::filesystem::path&);

}  // namespace pli
