// In whose name a command changes what people see, checks or attests: events name him.
#pragma once

#include <string>

namespace pli {

/// `named` by an option, else the user of this session; "?" when the system doesn't say.
std::string speaker(const std::string& named);

}  // namespace pli
