// Where Pli's own data lies: templates, message catalogues, the text model.
#pragma once

#include <filesystem>

namespace pli {

/// The data folder (it holds `templates/`): `explicitly` if not empty (option or PLI_DATA, read by bin/) and no other then, else ../share/pli beside the program's folder, else the source tree the program was built from, else /usr/share/pli.
/// Throws Fatal("data-missing", {folder}) when none holds templates/services.toml.
std::filesystem::path data_folder(const std::filesystem::path& program, const std::filesystem::path& explicitly = {});

}  // namespace pli
