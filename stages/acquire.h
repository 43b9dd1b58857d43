// From bytes of strangers to scans: what a file is (told by content, never by name), how many pages it has, and each page's pixels.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/image.h"
#include "pipeline/page.h"

namespace pli {

/// Bounds on what one input may cost, judged on headers before anything is allocated.
struct Limits {
  double page_megapixels = 120;         ///< a larger page fails with code "page-too-large"
  int page_seconds = 60;                ///< CPU seconds of a page task
  long long page_memory_mib = 1024;     ///< address space of a worker's page task, above what it has at rest
  int input_pages = 5000;               ///< more: the input is rejected, "too-many-pages"
  long long input_mib = 2048;           ///< more: "input-too-large"
  int archive_entries = 10000;          ///< more: "archive-too-many-entries"
  int archive_ratio = 200;              ///< unpacked over packed bytes; more: "archive-bomb"
};

/// A file found in an archive, unpacked under a name of ours.
struct Member {
  std::string name;                 ///< as the archive says, cleaned for display; never used as a path
  std::filesystem::path file;       ///< where its bytes lie
  std::string rejected;             ///< an error code instead of a file: encrypted entry, link, device...
};

struct Listing {
  std::string type;                 ///< "tiff", "pdf", "jpeg", "png", "archive"
  int pages = 0;                    ///< of an image file or PDF
  std::vector<Member> members;      ///< of an archive, in natural name order
};

/// Tells what `file` is and counts its pages; an archive's members are unpacked into `unpack_into` (made if missing) as 0001, 0002...
/// A chain of TIFF pages that breaks off counts one page more, which open_page then finds damaged: a loss must show.
/// Throws ItemError: "unknown-type", "empty-file", "damaged-file", "password", "empty-archive", and those of Limits.
Listing list_input(const std::filesystem::path& file, const std::filesystem::path& unpack_into, const Limits& = {});

/// One page decoded, with the stream that goes into document.pdf.
struct Scan {
  Image image;                 ///< always grey (all that later stages need), alpha flattened on white, 8 bits, EXIF turn and /Rotate applied, same dpi both ways
  Image stamp;                 ///< a coloured stamp that was taken off `image` (stages/lift_stamp.h), of the same size; empty where there was none
  Image thumbnail;             ///< longest side at most 420 pixels, turned like `image`; RGB when the page has colour
  Picture picture;
  std::string picture_bytes;   ///< the stream that `picture` describes
  ScanOrigin origin;           ///< what the page was before anything was done to it
  bool dpi_guessed = false;    ///< the file says no resolution, or an absurd one: taken from the page size (A4 if it fits)
};

struct AcquireOptions {
  bool keep_colour = false;         ///< `--image keep`: a colour JPEG or PNG passes through as it is; one under colour_bytes always does
  int colour_dpi = 200;             ///< re-encoded colour pictures are brought down to this
  int colour_bytes = 330'000;       ///< and to this size by lowering JPEG quality, never under 35
};

/// Decodes page `index` (from 0) of a file that list_input accepted. Throws ItemError: "damaged-page", "page-too-large",
/// "unsupported-page" (a kind of pixels that is not known).
Scan open_page(const std::filesystem::path& file, int index, const Limits& = {}, const AcquireOptions& = {});

}  // namespace pli
