// What a worker can do for a batch: the three kinds of task. The real one opens scans; tests have one that reads descriptions of pages.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/page.h"
#include "stages/acquire.h"
#include "stages/write_pdf.h"

namespace pli {

struct PageJob {
  std::filesystem::path file;
  int index = 0;                       ///< page of the file, from 0
  std::filesystem::path picture, thumbnail;  ///< where the artefacts go
};

struct RenderJob {
  std::filesystem::path pdf;
  std::vector<PdfPage> pages;
  PdfInfo info;
};

class Reader {
 public:
  virtual ~Reader() = default;
  virtual Listing list(const std::filesystem::path& file, const std::filesystem::path& unpack_into) = 0;
  /// Facts and artefacts of a page. Throws ItemError when the page can't be read.
  virtual PageFacts read(const PageJob&) = 0;
  virtual void render(const RenderJob&) = 0;
};

/// Made inside a worker, at its first task.
using ReaderFactory = std::function<std::unique_ptr<Reader>()>;

}  // namespace pli
