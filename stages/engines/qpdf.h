// Adapter of libqpdf: how many pages a PDF has, and whether a page is nothing but one scanned image. Scripts and actions are never looked at.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace pli {

/// Pages of a PDF that opens without a password (an empty one counts as none). Repairable files are repaired in memory.
/// Throws ItemError: "password", "damaged-file" (no page can be reached, or pages that the file announces are gone), "too-many-pages".
int pdf_pages(const std::filesystem::path&, int limit);

/// The one opaque image that makes a whole page, as its stream declares it.
struct PdfImage {
  enum class Coding { jpeg, g4, samples, other };  ///< samples: plain rows once unpacked; other: draw the page, at this image's resolution
  Coding coding = Coding::other;
  int width = 0, height = 0;
  int channels = 1, bits = 8;    ///< of samples
  bool inverted = false;         ///< grey samples whose 0 is white; of g4: 0 bits are black
  int turn = 0;                  ///< clockwise, of matrix and /Rotate together
  double dpi_x = 0, dpi_y = 0;   ///< along the image's own axes
};

class ForeignPdfPage {
 public:
  /// Throws ItemError("damaged-page") when the page can't be reached.
  ForeignPdfPage(const std::filesystem::path&, int index);
  ~ForeignPdfPage();
  ForeignPdfPage(const ForeignPdfPage&) = delete;
  ForeignPdfPage& operator=(const ForeignPdfPage&) = delete;

  double width_inches() const;   ///< of the crop box, before /Rotate
  double height_inches() const;
  /// What lies under the image and what is invisible (the words of an earlier OCR) doesn't count; anything visible above it, any annotation
  /// with an appearance, transparency, a mask or a margin of more than 1.5 % makes it nullopt: the page must be drawn.
  const std::optional<PdfImage>& image() const;
  /// The image's stream: as it is for jpeg and g4, unpacked for samples (whole, or ItemError("damaged-page")).
  std::string image_bytes() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pli
