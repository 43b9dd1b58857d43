#include "stages/acquire.h"

#include <algorithm>
#include <fstream>
#include <string_view>

#include "pipeline/errors.h"
#include "stages/acquire_page.h"
#include "stages/engines/jpeg.h"
#include "stages/engines/png.h"
#include "stages/engines/qpdf.h"
#include "stages/picture.h"

namespace pli {

namespace {

enum class Kind { tiff, jpeg, png, pdf, archive, unknown };

constexpr std::string_view pdf_mark = "%PDF-";

Kind kind_of(std::string_view head) {
  using namespace std::string_view_literals;
  const auto starts = [&](std::string_view mark) { return head.starts_with(mark); };
  if (starts("II*\0"sv) || starts("MM\0*"sv) || starts("II+\0"sv) || starts("MM\0+"sv)) return Kind::tiff;
  if (starts("\xff\xd8\xff"sv)) return Kind::jpeg;
  if (starts("\x89PNG\r\n\x1a\n"sv)) return Kind::png;
  if (starts(pdf_mark)) return Kind::pdf;
  for (const std::string_view mark : {"PK\3\4"sv, "PK\5\6"sv, "7z\xbc\xaf\x27\x1c"sv, "\x1f\x8b"sv, "\x1f\x9d"sv, "BZh"sv, "\xfd" "7zXZ\0"sv, "\x28\xb5\x2f\xfd"sv,
                                      "\x5d\0\0"sv, "Rar!\x1a\x07"sv, "070701"sv, "070702"sv, "070707"sv})
    if (starts(mark)) return Kind::archive;
  if (head.size() >= 262 && head.substr(257, 5) == "ustar") return Kind::archive;
  // Readers take a PDF that has rubbish before it (ISO 32000-1, annex H, note 13).
  if (head.substr(0, 1024 + pdf_mark.size()).find(pdf_mark) != std::string_view::npos) return Kind::pdf;
  return Kind::unknown;
}

Kind kind_of_file(const std::filesystem::path& file, const Limits& limits) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) throw Fatal("file-unreadable", {{"file", file.string()}, {"detail", error.message()}});
  if (size == 0) throw ItemError("empty-file", {});
  if (size >> 20 > static_cast<std::uintmax_t>(limits.input_mib)) throw ItemError("input-too-large", {{"limit", std::to_string(limits.input_mib)}});
  std::string head(2048, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  if (in.bad() || !in.is_open()) throw Fatal("file-unreadable", {{"file", file.string()}, {"detail", "can't be read"}});
  head.resize(static_cast<std::size_t>(in.gcount()));
  return kind_of(head);
}

// An image of one page whose header is broken is a broken file.
template <class Facts>
Listing one_image(const char* type, const std::filesystem::path& file, Facts&& facts) {
  try {
    facts(image_file(file));
  } catch (const ItemError& e) {
    if (e.code() == "damaged-page") throw ItemError("damaged-file", e.args());
    throw;
  }
  return {type, 1, {}};
}

}  // namespace

Listing list_input(const std::filesystem::path& file, const std::filesystem::path& unpack_into, const Limits& limits) {
  switch (kind_of_file(file, limits)) {
    case Kind::tiff: return {"tiff", tiff_pages(file, limits), {}};
    case Kind::pdf: return {"pdf", pdf_pages(file, limits.input_pages), {}};
    case Kind::jpeg: return one_image("jpeg", file, jpeg_facts);
    case Kind::png: return one_image("png", file, png_facts);
    case Kind::archive: return {"archive", 0, unpacked(file, unpack_into, limits)};
    case Kind::unknown: break;
  }
  throw ItemError("unknown-type", {});
}

Scan open_page(const std::filesystem::path& file, int index, const Limits& limits, const AcquireOptions& options) {
  const Kind kind = kind_of_file(file, limits);
  if (kind == Kind::tiff) return open_tiff_page(file, index, limits, options);
  if (kind == Kind::pdf) return open_pdf_page(file, index, limits, options);
  if (kind == Kind::jpeg && index == 0) return open_jpeg(file, limits, options);
  if (kind == Kind::png && index == 0) return open_png(file, limits, options);
  throw ItemError("damaged-page", {{"detail", "no such page"}});
}

}  // namespace pli
