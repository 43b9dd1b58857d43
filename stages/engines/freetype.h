// Measures of a font file, read once with FreeType: which characters it has and how wide they are.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pli {

struct FontMeasures {
  std::string file;
  int units = 1000;                     ///< to the em
  std::vector<std::uint16_t> glyphs;    ///< by character of the basic plane; 0: the font has none
  std::vector<std::uint16_t> advances;  ///< by glyph, in units
  double cap_height = 0.7;              ///< of the em

  std::uint16_t glyph(char32_t c) const { return c < glyphs.size() ? glyphs[c] : 0; }
  /// In ems.
  double advance(char32_t c) const { return static_cast<double>(advances[glyph(c)]) / units; }
};

/// Throws Fatal("data-missing", {{"detail", path}}) when the font isn't there.
FontMeasures read_font(const std::string& path);

}  // namespace pli
