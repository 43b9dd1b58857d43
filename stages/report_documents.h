// A document in the report: as a card where a person must act, as a table row where it went its way.
#pragma once

#include <cstddef>
#include <string>

#include "stages/report.h"

namespace pli {

/// What is left of the room for previews: the report stays within its size however large the batch.
struct PictureRoom {
  std::size_t characters = 9'000'000;  ///< of `data:` URIs, still free
};

/// An <article>: preview, service, facts, reasons and what to do.
std::string document_card(const ReportDocument&, const BatchReport&, const ReportTemplates&, PictureRoom&);

/// A <tr> of the table that document_table_head() begins. A document whose card stands elsewhere has no preview and a link to it.
std::string document_row(const ReportDocument&, bool has_card, const BatchReport&, const ReportTemplates&, PictureRoom&);
std::string document_table_head(const BatchReport&, const ReportTemplates&);

/// Escaped for HTML, cleaned and on one line.
std::string plain_html(const std::string&);

}  // namespace pli
