// Which data a 2D-Doc may hold and how long each is, from two_d_doc.toml; which of it may stand in a record.
#pragma once

#include <filesystem>

#include "pipeline/two_d_doc.h"

namespace pli {

/// Throws UsageError("template-invalid") naming file and place.
ProofTable load_proof_table(const std::filesystem::path& file);

}  // namespace pli
