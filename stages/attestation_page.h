// The attestation as people read it: a PDF/A of a page or a few.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "templates/attestation.h"

namespace pli {

struct AttestationText {
  std::string id;      ///< unique: the PDF's title
  std::string date;    ///< ISO
  std::vector<std::pair<std::string, std::string>> facts;      ///< label and value
  std::vector<std::pair<std::string, std::string>> originals;  ///< name and what is said of it, a digest at the end
};

std::string attestation_pdf(const AttestationText&, const AttestationWords&);

}  // namespace pli
