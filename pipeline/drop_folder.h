// Folders from which another program takes files away. It must be able to delete there, and must never see half a file.
#pragma once

#include <filesystem>

namespace pli {

/// Creates a folder and its parents, mode 0770: whoever is to take files away belongs to the group. Folders that are there keep their mode.
void make_drop_folder(const std::filesystem::path&);
/// Syncs every file and folder below.
void sync_tree(const std::filesystem::path&);
/// Renames a synced file into place and syncs its folder. Without `replace` a file that is there stays, and false comes back. Both must lie on one disk. Throws as write_file.
bool place_file(const std::filesystem::path& aside, const std::filesystem::path& place, bool replace);

}  // namespace pli
