// What a search may show of a thing it found. Nothing of what stands in a letter is shown when the service in charge or the envelope is confidential,
// or while the service is unsure.
#pragma once

#include <string>

#include "bin/context.h"

namespace pli {

struct ShownHit {
  bool withheld = false;   ///< subject, names and snippet must not be shown; subject and names are empty then
  std::string service, date, direction, kind, subject, names;  ///< direction and kind "" for a dossier
};

ShownHit shown_hit(Context&, const Registry&, const SearchHit&);
bool confidential_service(Context&, const std::string& service);

}  // namespace pli
