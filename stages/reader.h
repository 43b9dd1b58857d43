// What a worker can do for a batch: the kinds of task. The real one opens scans; tests have one that reads descriptions of pages.
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

/// How far a page is read.
enum class Words {
  all,      ///< every word
  later,    ///< none yet: it is not known whether the page may be read
  address,  ///< those of the address block alone: the pli was not opened
  picture,  ///< none, nor anything else: what it says was read before, only the picture for document.pdf is wanted
};

struct PageJob {
  std::filesystem::path file;
  int index = 0;                       ///< page of the file, from 0
  std::filesystem::path picture, thumbnail;  ///< where the artefacts go
  Words words = Words::all;
  std::filesystem::path raster;        ///< where the upright page goes for read_words, with Words::later
  int turn = 0;                        ///< with Words::picture: the clockwise turn that is known to make it upright
};

struct PageReading {
  PageFacts facts;
  bool words_due = false;              ///< Words::later, and the page is neither blank nor a sheet: read_words completes it
};

struct RenderJob {
  std::filesystem::path pdf;
  std::vector<PdfPage> pages;
  PdfInfo info;
};

/// Where the picture of a form's zone lies until its document is made, beside the page's own picture (or raster).
std::filesystem::path zone_file(const std::filesystem::path& picture, const std::string& field);

class Reader {
 public:
  virtual ~Reader() = default;
  virtual Listing list(const std::filesystem::path& file, const std::filesystem::path& unpack_into) = 0;
  /// Facts and artefacts of a page; with Words::picture no facts but `picture`. Throws ItemError when the page can't be read.
  virtual PageReading read(const PageJob&) = 0;
  /// The facts of a page whose words were due, with its words.
  virtual PageFacts read_words(const std::filesystem::path& raster, PageFacts) = 0;
  virtual void render(const RenderJob&) = 0;
};

/// Made inside a worker, at its first task.
using ReaderFactory = std::function<std::unique_ptr<Reader>()>;

}  // namespace pli
