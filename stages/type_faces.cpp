#include "stages/type_faces.h"

namespace pli {

double TypeFaces::width(TypeFace face, double size, std::u32string_view text) const {
  double sum = 0;
  for (char32_t c : text) sum += width(face, size, c);
  return sum;
}

bool TypeFaces::can_print(char32_t c) const {
  if (c == '\n') return true;
  const bool control = c < 0x20 || (c >= 0x7f && c < 0xa0), mark = c >= 0x300 && c <= 0x36f, right_to_left = c >= 0x590 && c <= 0x8ff;
  if (control || mark || right_to_left) return false;
  for (int face = 0; face < 4; ++face)
    if (of[static_cast<std::size_t>(face)].glyph(drawn(c)) == 0) return false;
  return true;
}

std::string type_face_file(const std::string& font, TypeFace face) {
  static constexpr std::array<const char*, 4> styles = {"Regular", "Bold", "Italic", "BoldItalic"};
  const std::string folder = "/usr/share/fonts/truetype/liberation/Liberation";  // fonts-liberation
  if (face == TypeFace::address) return folder + "Mono-Regular.ttf";
  return folder + (font == "serif" ? "Serif-" : "Sans-") + styles[static_cast<std::size_t>(face)] + ".ttf";
}

TypeFaces load_type_faces(const std::string& font) {
  TypeFaces faces;
  for (int face = 0; face < type_faces; ++face) {
    FontMeasures& measures = faces.of[static_cast<std::size_t>(face)];
    measures = read_font(type_face_file(font, static_cast<TypeFace>(face)));
    measures.glyphs[narrow_space] = measures.glyph(' ');
  }
  return faces;
}

}  // namespace pli
