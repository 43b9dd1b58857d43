// A filed document as index and report show it: its record with what a person said of it, and what the registry decided since.
#pragma once

#include <filesystem>

#include "pipeline/registry.h"
#include "stages/report.h"

namespace pli {

/// `batch` is the batch's folder. Where another program took the document's folder away, it is told from the registry alone. Without thumbnail.
ReportDocument described(const Registry&, const std::filesystem::path& batch, const DocumentEntry&);

}  // namespace pli
