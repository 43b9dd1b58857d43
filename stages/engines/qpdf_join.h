// Adapter of libqpdf: PDFs of our own, one after the other in one file, their pages as they are.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pli {

struct JoinedPdf {
  std::string bytes;
  int pages = 0;   ///< padding included
};

/// A PDF/A-1b when all of them are. With `sheets` an empty page follows each that ends on the front of a sheet. Equal files give equal bytes.
/// Throws Fatal("pdf-failed", {detail}) for a file that can't be read whole.
JoinedPdf join_pdfs(const std::vector<std::filesystem::path>& files, bool sheets, const std::string& title);

}  // namespace pli
