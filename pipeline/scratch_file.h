// Files that only the next task reads: a run that was stopped makes them anew, so they need not survive the machine.
#pragma once

#include <filesystem>
#include <string_view>

namespace pli {

/// Writes in place, mode 0640, without waiting for the disk. Throws Fatal("disk-full") or Fatal("write-failed"). Never for anything that is kept.
void write_scratch(const std::filesystem::path&, std::string_view bytes);

}  // namespace pli
