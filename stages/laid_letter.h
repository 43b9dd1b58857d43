// A letter as it will be printed: what stands where on each page. Millimetres from the top left of an A4 sheet; type sizes in points.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/image.h"
#include "stages/engines/zxing.h"

namespace pli {

/// The faces of a letter: four of its family, and a fixed pitch for the address (NF Z 10-011).
enum class TypeFace : std::uint8_t { regular, bold, italic, bold_italic, address };
inline constexpr int type_faces = 5;

/// Text on one baseline. Every character is one that the face has.
struct TextRun {
  TypeFace face = TypeFace::regular;
  double size = 11;       ///< points
  double x = 0, y = 0;    ///< mm: start of the baseline
  std::u32string text;
};

struct FilledBox {
  double x = 0, y = 0, width = 0, height = 0;  ///< mm
  double grey = 0;                             ///< 0 black, 1 white
};

struct PlacedCode {
  double x = 0, y = 0, module = 0;  ///< mm: top left of the dark part, side of a module
};

struct LaidPage {
  std::vector<TextRun> text;
  std::vector<FilledBox> boxes;
  Modules code;                     ///< the page's QR code, drawn at each of the places
  std::vector<PlacedCode> codes;
  bool logo = false;                ///< the letter's logo stands on this page
};

struct LaidLetter {
  std::string id, dossier, date;    ///< date: ISO
  std::string title;                ///< of the PDF: title of the letter and reference
  std::string subject;
  std::string font = "sans";        ///< family: sans or serif
  std::vector<LaidPage> pages;
  std::shared_ptr<const Image> logo;  ///< grey or RGB, no transparency; null when the town has none
  FilledBox logo_box;
};

}  // namespace pli
