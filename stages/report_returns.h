// The section of the report about letters of ours: what this batch answers or brings back, and what should have come by now.
#pragma once

#include <string>

#include "stages/report.h"

namespace pli {

/// HTML of the section, "" when there is nothing to tell. Ids and states only: no name, no subject.
std::string returns_section(const BatchReport&, const ReportTemplates&);

/// Why a letter of ours came back, for the card of its document; HTML, "" when it is none.
std::string returned_fact(const Record&, const ReportTemplates&);

}  // namespace pli
