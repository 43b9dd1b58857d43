// What registries of tests know of time and chance: nothing.
#pragma once

#include "pipeline/registry.h"

namespace pli::test {

/// Every event at the same moment, the same UUID.
RegistryContext fixed_registry();

}  // namespace pli::test
