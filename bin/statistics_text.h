// The mailroom's figures as a page of text, as CSV, as a drawing and as JSON.
#pragma once

#include <string>

#include "bin/context.h"
#include "pipeline/json.h"
#include "stages/mail_statistics.h"

namespace pli {

std::string statistics_text(Context&, const MailStatistics&);
/// A figure a line: section, what is counted, documents, pages.
std::string statistics_csv(Context&, const MailStatistics&);
/// Documents by day and by service; one picture, no script.
std::string statistics_svg(Context&, const MailStatistics&);
Json statistics_json(const MailStatistics&);

}  // namespace pli
