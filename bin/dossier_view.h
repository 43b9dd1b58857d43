// A dossier, a list of them and what a search found, as people read it on a terminal and as JSON (CONTRACT.md, "Dossiers, codes and the loop").
#pragma once

#include <string>
#include <vector>

#include "bin/command.h"
#include "bin/context.h"
#include "pipeline/json.h"
#include "stages/legal_clock.h"

namespace pli {

/// Of a dossier with its documents (both directions, in date order), answers that are expected, open questions and history.
/// `asked` is the number a person typed: another one when it was merged.
Json dossier_json(Context&, const Registry&, const DossierEntry&, const std::string& asked);
std::string dossier_text(Context&, const Registry&, const DossierEntry&, const std::string& asked);

/// The clocks of requests that still run: those of one dossier, or of all open ones with "" (stages/legal_clock.h).
std::vector<RunningClock> clocks_of(Context&, const Registry&, const std::string& dossier = {});
/// A line a dossier with what is due next; the subject of a confidential service is not shown.
std::string due_text(Context&, const Registry&, const std::vector<RunningClock>&);
/// A dossier each, as in list_json, with `due`.
Json due_json(const Registry&, const std::vector<RunningClock>&);

Json list_json(const std::vector<DossierEntry>&);
/// A line a dossier; the subject of a confidential service is not shown.
std::string list_text(Context&, const std::vector<DossierEntry>&);

/// Of a confidential service or envelope only ids, date, kind and service are given: `withheld` is true then.
Json search_json(Context&, const Registry&, const std::vector<SearchHit>&);
std::string search_text(Context&, const Registry&, const std::vector<SearchHit>&);

/// An envelope: its documents in order, kind of mail, tracking and flags.
Json piece_json(const Registry&, const PieceEntry&);
std::string piece_text(Context&, const Registry&, const PieceEntry&);

/// `pli dossier expected`: declares its options.
void add_expected(CLI::App& command, Context&);

}  // namespace pli
