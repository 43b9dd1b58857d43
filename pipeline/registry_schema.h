// The tables of the registry and how an older one becomes the newest.
#pragma once

#include "pipeline/sqlite.h"

namespace pli {

/// Brings the file to the newest schema (its number is PRAGMA user_version). Throws Fatal("registry-too-new") for one written by a later Pli.
void migrate_registry(Database&);

}  // namespace pli
