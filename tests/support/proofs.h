// The published specimens of 2D-Doc: strings about an invented person, signed with the ANTS test certificate (tests/pipeline/two_d_doc/README.md).
#pragma once

#include <string>

#include "pipeline/certificates.h"
#include "pipeline/two_d_doc.h"

namespace pli::test {

const ProofTable& shipped_proofs();
std::string proof_file(const std::string& name);   ///< of tests/pipeline/two_d_doc, without a line's end
std::string proof_v2();                            ///< a bill of Natacha Specimen, 75000
std::string proof_v3();                            ///< the same in version 3
std::string proof_card();                            ///< a driver's card; ends with a separator that is signed
Certificates test_certificates();                  ///< the ANTS test certificate as FR000001
/// The separators in another spelling.
std::string spelt(const std::string& text, const std::string& gs, const std::string& us);

}  // namespace pli::test
