// What the PoDoFo adapter is made of: included only by stages/engines/podofo*.cpp.
#pragma once

#include <podofo/podofo.h>

#include <array>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "pipeline/errors.h"
#include "stages/engines/podofo.h"

namespace pli::podofo {

/// A new object with a stream: deflated, or (`plain`) byte for byte.
PoDoFo::PdfObject& add_stream(PoDoFo::PdfDocument&, std::string_view bytes, bool plain = false);

/// Bytes of one of the files that every PDF needs. Throws Fatal("data-missing").
std::string data_file(const char* path);

/// A PDF text string in UTF-16, made here: PoDoFo's own conversion overruns its buffer on bad UTF-8.
PoDoFo::PdfString text_string(std::u32string_view);

inline constexpr const char* maker = "Pli";  ///< creator and producer of every PDF

/// Throws UsageError("bad-date") for what is not like 2026-11-23.
void check_date(const std::string& date);
/// XMP metadata of a PDF/A-1b. `title` is clean UTF-8.
std::string xmp_packet(const std::string& title, const std::string& date);
/// The output intent that PDF/A asks for: sRGB where anything has `colour`, else a small profile of grey.
PoDoFo::PdfObject& add_output_intent(PoDoFo::PdfDocument&, bool colour);

/// Calls `work`; PoDoFo's errors become Fatal("pdf-failed") and nothing of them is printed.
template <typename Work>
auto guarded(Work work) {
  // PoDoFo logs to stderr by itself, and its errors are no std::exception.
  static std::once_flag silenced;
  std::call_once(silenced, [] {
    PoDoFo::PdfError::EnableDebug(false);
    PoDoFo::PdfError::EnableLogging(false);
  });
  try {
    return work();
  } catch (const PoDoFo::PdfError& error) {
    throw Fatal("pdf-failed", {{"detail", PoDoFo::PdfError::ErrorName(error.GetError())}});
  }
}

/// Info, XMP metadata that says the same, language. The output intent waits until all pages are known.
void describe(PoDoFo::PdfMemDocument&, const std::string& title, const std::string& date, const std::string& language);

/// An image object for the stream. Throws ItemError("damaged-page") when the bytes contradict `picture`.
PoDoFo::PdfObject& add_picture(PoDoFo::PdfDocument&, const Picture&, std::string_view bytes);

/// The font of invisible words: one empty glyph for every code. Codes are UTF-16 units; characters beyond the BMP get codes
/// of the surrogate range, which is free, each standing for its whole character.
class GlyphlessFont {
 public:
  /// The text as a hexadecimal string operand, with a space at its end; counts its codes, that space excluded.
  std::string operand(std::u32string_view text, std::size_t& codes);
  /// Adds font objects for what was written, to be called once at the end: fills the reserved font object.
  void finish(PoDoFo::PdfDocument&);
  /// The font object that pages refer to.
  PoDoFo::PdfObject& object(PoDoFo::PdfDocument&);

 private:
  std::string to_unicode() const;
  PoDoFo::PdfObject* font_ = nullptr;
  std::array<bool, 256> rows_{};            // high bytes in use
  std::map<char32_t, unsigned> beyond_;     // characters beyond the BMP, by code
};

}  // namespace pli::podofo
