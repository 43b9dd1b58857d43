// alto.xml: ALTO v4 of a document, a Page for each side, boxes in pixels.
#pragma once

#include <string>
#include <vector>

#include "pipeline/record.h"

namespace pli {

/// `pages` with their text; ids count from the page number. UTF-8, ends with a newline.
std::string alto(const std::string& document_id, const std::vector<RecordPage>& pages);

}  // namespace pli
