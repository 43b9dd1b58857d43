// The kinds of task as they cross the socket between parent and workers.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/workers.h"
#include "stages/reader.h"

namespace pli {

/// A PDF to make from pages whose facts and pictures lie in the work folder.
struct RenderTask {
  struct PageRef {
    std::string key;                 ///< of the work folder; "" for a page without facts
    std::vector<std::string> note;   ///< printed on a placeholder
    std::vector<Box> masked;         ///< places to burn, their words to mask
  };
  std::filesystem::path pdf;
  std::vector<PageRef> pages;
  PdfInfo info;
};

Json list_task(const std::filesystem::path& file, const std::filesystem::path& unpack_into);
Json page_task(const PageJob&);
Json words_task(const std::filesystem::path& raster, const PageFacts&);
Json render_task(const std::filesystem::path& work_folder, const std::string& registry_uuid, const std::vector<RenderTask>&);

Listing listing_from(const Json&);
PageReading reading_from(const Json&);      ///< what page_task and words_task return
double render_seconds(const Json&);         ///< CPU seconds that render_task took: for timings only

/// Does what the functions above ask, with a reader that is made at the first task. A page that can't be read throws ItemError.
TaskHandler task_handler(ReaderFactory);

}  // namespace pli
