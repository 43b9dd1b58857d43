#include "tests/support/fixed_registry.h"

namespace pli::test {

RegistryContext fixed_registry() {
  return {[] { return std::string("2026-11-23T20:00:00Z"); }, [] { return std::string("00000000-0000-4000-8000-000000000001"); }};
}

}  // namespace pli::test
