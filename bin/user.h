// Who works here: the name that corrections, checks and attestations bear when nobody gives another.
#pragma once

#include <string>

namespace pli {

/// The user of this session, "?" when the system doesn't say.
std::string user_of_session();

}  // namespace pli
