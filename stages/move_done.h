// `--done DIR`: inputs move there once their batch is complete, and a move cut short is finished by the next run.
#pragma once

#include "stages/batch.h"

namespace pli {

/// Notes the moves in the output folder, then makes them: DONE/BATCH/NNN-NAME. A file that has changed since the batch took it stays where it is.
void move_done(const Batch&, const InboundRequest&);
/// Makes the moves that earlier runs noted and did not end; the names of their batches, sorted. Called before sources are gathered.
/// Throws Fatal("output-locked") while another run is about it.
std::vector<std::string> finish_moves(const std::filesystem::path& out);

}  // namespace pli
