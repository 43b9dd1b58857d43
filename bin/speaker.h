// In whose name a command changes what people see: events name him.
#pragma once

#include <string>

namespace pli {

/// `named` by an option, else the user of this session.
std::string speaker(const std::string& named);

}  // namespace pli
