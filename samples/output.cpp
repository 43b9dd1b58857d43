#include "samples/output.h"

#include <fstream>

#include "pipeline/errors.h"

namespace pli::samples {
namespace {

void write(const std::filesystem::path& file, const std::string& bytes, std::ios::openmode mode) {
  std::ofstream out(file, std::ios::binary | mode);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) throw Fatal("write-failed", {{"file", file.string()}, {"detail", "write"}});
}

}  // namespace

void make_folder_for(const std::filesystem::path& file) { std::filesystem::create_directories(file.parent_path()); }
void save(const std::filesystem::path& file, const std::string& bytes) { write(file, bytes, std::ios::trunc); }
void append(const std::filesystem::path& file, const std::string& line) {
  make_folder_for(file);
  write(file, line + "\n", std::ios::app);
}

}  // namespace pli::samples
