// The three kinds of task as they cross the socket between parent and workers.
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
  };
  std::filesystem::path pdf;
  std::vector<PageRef> pages;
  PdfInfo info;
  bool address_only = false;         ///< an unopened envelope: no text but the address block
};

Json list_task(const std::filesystem::path& file, const std::filesystem::path& unpack_into);
Json page_task(const PageJob&);
Json render_task(const std::filesystem::path& work_folder, const std::string& registry_uuid, const std::vector<RenderTask>&);

Listing listing_from(const Json&);

/// Does what the three functions above ask, with a reader that is made at the first task. A page that can't be read throws ItemError.
TaskHandler task_handler(ReaderFactory);

}  // namespace pli
