#include "templates/data.h"

#include "pipeline/errors.h"

namespace pli {
namespace fs = std::filesystem;

static bool holds_data(const fs::path& folder) {
  std::error_code failed;
  return fs::is_regular_file(folder / "templates" / "services.toml", failed);
}

fs::path data_folder(const fs::path& program, const fs::path& explicitly) {
  // A folder that somebody named is never silently replaced by another.
  if (!explicitly.empty()) {
    if (holds_data(explicitly)) return explicitly;
    throw Fatal("data-missing", {{"folder", explicitly.string()}});
  }
  std::error_code failed;
  const fs::path real = program.empty() ? fs::path() : fs::weakly_canonical(program, failed);
  const fs::path installed = real.empty() ? fs::path() : real.parent_path().parent_path() / "share" / "pli";
  if (!installed.empty() && holds_data(installed)) return installed;
  if (holds_data(PLI_SOURCE_DIR)) return PLI_SOURCE_DIR;
  if (holds_data("/usr/share/pli")) return "/usr/share/pli";  // where nobody can say which file runs (no /proc)
  throw Fatal("data-missing", {{"folder", (installed.empty() ? fs::path(PLI_SOURCE_DIR) : installed).string()}});
}

}  // namespace pli
