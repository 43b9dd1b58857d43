// Every write of Pli goes through here, so that nothing is ever seen half-written and faults can be injected in tests.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace pli {

namespace fs = std::filesystem;

/// Modes of CONTRACT.md: outputs are read by the group, registry and keys by their owner only.
enum class Access { shared, owner_only };

std::string read_file(const fs::path&);  ///< throws Fatal("file-unreadable", {file, detail})

/// Writes aside, syncs, renames into place, syncs the folder: the file appears whole or not at all. Throws Fatal("disk-full") or Fatal("write-failed").
void write_file(const fs::path&, std::string_view bytes, Access = Access::shared);
/// Writes in place with a sync at the end: for files inside a folder that is itself still aside.
void write_aside(const fs::path&, std::string_view bytes, Access = Access::shared);
/// Appends one line and syncs it.
void append_line(const fs::path&, std::string_view line, Access = Access::shared);
/// Creates a folder and its parents, mode 0750, each synced in the one above it.
void make_folder(const fs::path&);
/// Syncs every file and folder below `aside`, renames it to `place` and syncs both parents. `place` must not exist.
void move_folder(const fs::path& aside, const fs::path& place);
void sync_folder(const fs::path&);
void remove_tree(const fs::path&);
/// A byte-for-byte copy at `to`: reflink, hard link or copy, whichever the file system allows first. Mode 0640, except
/// that a hard link keeps the mode of its source and shares later changes: `may_link` is false for files that others still write to.
void copy_original(const fs::path& from, const fs::path& to, bool may_link);

/// Called before each step of a write ("open", "write", "sync", "rename", "link") with its path; a test makes it throw or kill. Default: nothing.
using FaultHook = std::function<void(std::string_view step, const fs::path&)>;
void set_fault_hook(FaultHook);

}  // namespace pli
