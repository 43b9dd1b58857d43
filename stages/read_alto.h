// alto.xml as write_alto wrote it, read back: what was read on a page is never read twice.
#pragma once

#include <map>
#include <string>

#include "pipeline/page.h"

namespace pli {

/// The text of each page by its number in the document, word for word as it was written, arrival stamps told apart. Throws std::invalid_argument for what is no such file.
std::map<int, PageText> texts_of_alto(const std::string& xml);

}  // namespace pli
