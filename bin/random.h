// The only place where Pli draws random bytes: site keys, the name of a new registry.
#pragma once

#include <cstddef>
#include <string>

namespace pli {

/// Throws Fatal("no-randomness").
std::string random_bytes(std::size_t count);
/// A version 4 UUID, lower case.
std::string random_uuid();

}  // namespace pli
