// Files that the generator leaves. Unlike Pli's own they need no sync and no rename: a set that was cut short is made again.
#pragma once

#include <filesystem>
#include <string>

namespace pli::samples {

void make_folder_for(const std::filesystem::path& file);
/// Throws Fatal("write-failed", {file, detail}).
void save(const std::filesystem::path& file, const std::string& bytes);
/// Adds one line.
void append(const std::filesystem::path& file, const std::string& line);

}  // namespace pli::samples
