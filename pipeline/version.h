// The version of Pli, as records and reports state it.
#pragma once

namespace pli {

inline constexpr const char* version = "0.1.0";

}  // namespace pli
