// The register of mail: what came and what went out on some days, a line for each number, as CSV and as a PDF/A to sign and keep.
// Numbers of what was rejected, cancelled or replaced stay listed: a gap would be a lost letter. Nothing confidential is shown (stages/report_facts.h).
#pragma once

#include <string>
#include <vector>

#include "pipeline/registry.h"
#include "templates/messages.h"
#include "templates/services.h"

namespace pli {

struct RegisterLine {
  NumberEntry entry;
  std::string state;                     ///< of what came: filed, review, handed-over, rejected; of what went out: generated, signed, posted, returned, answered, cancelled
  std::string kind_of_mail, tracking;    ///< simple, registered, hand-delivered; "" for what went out
  std::vector<std::string> flags;
  bool withheld = false;                 ///< confidential: `who` and `subject` are empty
  std::string who, subject;              ///< sender or recipient
  std::string service, dossier;          ///< of its first document
  std::vector<std::string> documents;    ///< ids, in the order they lay in the piece
  int pages = 0;
};

/// ISO days, ends inclusive. Arrivals first, each series in the order of its numbers.
std::vector<RegisterLine> register_lines(const Registry&, const Services&, const std::string& from, const std::string& to);

/// `;` between cells, UTF-8 with BOM, LF; columns in the language of `messages`.
std::string register_csv(const std::vector<RegisterLine>&, const Services&, const Messages&);

/// A4, lying; the date of the PDF is `to`.
std::string register_pdf(const std::vector<RegisterLine>&, const std::string& from, const std::string& to, const Services&, const Messages&);

}  // namespace pli
