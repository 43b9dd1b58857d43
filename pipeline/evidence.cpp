#include "pipeline/evidence.h"

#include "pipeline/digest.h"

namespace pli {

std::string digest_of(const Event& e) {
  return Sha256().add_field(std::to_string(e.number)).add_field(e.at).add_field(e.kind).add_field(e.subject).add_field(e.facts).add_field(e.previous).hex();
}

}  // namespace pli
