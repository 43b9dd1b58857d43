// The faces that a letter is set in, with their measures at hand: no engine is asked for each word.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "stages/letter_blocks.h"
#include "stages/engines/freetype.h"
#include "stages/laid_letter.h"

namespace pli {

inline constexpr double point_mm = 25.4 / 72;
inline constexpr char32_t narrow_space = 0x202f;
inline constexpr double narrow_space_width = 0.2;  ///< of the em: the font has no such character, it is a plain space drawn closer

struct TypeFaces {
  std::array<FontMeasures, type_faces> of;  ///< by TypeFace

  const FontMeasures& operator[](TypeFace face) const { return of[static_cast<std::size_t>(face)]; }
  /// Millimetres.
  double width(TypeFace face, double size, char32_t c) const { return (c == narrow_space ? narrow_space_width : (*this)[face].advance(c)) * size * point_mm; }
  double width(TypeFace face, double size, std::u32string_view text) const;
  /// Whether letters can show the character as it should be: in the four text faces, left to right, without marks to be placed.
  bool can_print(char32_t c) const;
};

/// `font`: sans (Liberation Sans) or serif (Liberation Serif). Throws Fatal("data-missing") when a font is not installed.
TypeFaces load_type_faces(const std::string& font);
/// The file of a face.
std::string type_face_file(const std::string& font, TypeFace);

constexpr TypeFace face_of(char style) {
  const bool bold = (style & bold_style) != 0, italic = (style & italic_style) != 0;
  return bold ? (italic ? TypeFace::bold_italic : TypeFace::bold) : (italic ? TypeFace::italic : TypeFace::regular);
}

/// What a character is drawn as: no-break spaces and hyphens have the plain glyph, which keeps copied text clean.
constexpr char32_t drawn(char32_t c) { return c == 0xa0 ? U' ' : c == 0x2011 ? U'-' : c; }

}  // namespace pli
