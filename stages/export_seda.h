// A transfer to the archives: the manifest of a SEDA 2.1 package (ArchiveTransfer), whose files lie in content/ beside it.
#pragma once

#include <string>
#include <vector>

#include "stages/export_values.h"

namespace pli {

/// UTF-8. One binary object a document with its SHA-512, size and format; the documents of a dossier are units below its own. Dates are the batch's: no clock is read.
/// `part` identifies the message. Documents without PDF are left out.
std::string seda_manifest(const ExportProfile&, const std::string& part, const std::string& received, const std::vector<ExportDocument>&);

/// Where a document's PDF lies in the package.
std::string seda_uri(const ExportDocument&);

}  // namespace pli
