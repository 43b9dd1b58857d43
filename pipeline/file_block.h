// Many small files written at the cost of one sync: a run's letters.
#pragma once

#include <filesystem>
#include <string_view>

namespace pli {

/// Writes without a sync, for a folder that is still aside and for what only the next task reads.
void write_unsynced(const std::filesystem::path&, std::string_view bytes);
/// Syncs all of `aside` at once, then renames each of its files into `folder`, which exists: each appears whole or not at all. Throws as write_file.
void move_files(const std::filesystem::path& aside, const std::filesystem::path& folder);

}  // namespace pli
