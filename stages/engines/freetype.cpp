#include "stages/engines/freetype.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_ADVANCES_H
#include FT_TRUETYPE_TABLES_H

#include <memory>

#include "pipeline/errors.h"

namespace pli {

FontMeasures read_font(const std::string& path) {
  FT_Library library = nullptr;
  FT_Face face = nullptr;
  if (FT_Init_FreeType(&library) != 0) throw Fatal("data-missing", {{"detail", "FreeType"}});
  const std::unique_ptr<FT_LibraryRec_, decltype(&FT_Done_FreeType)> library_owner(library, FT_Done_FreeType);
  if (FT_New_Face(library, path.c_str(), 0, &face) != 0) throw Fatal("data-missing", {{"detail", path}});
  const std::unique_ptr<FT_FaceRec_, decltype(&FT_Done_Face)> face_owner(face, FT_Done_Face);

  FontMeasures font{path, face->units_per_EM, std::vector<std::uint16_t>(0x10000), std::vector<std::uint16_t>(static_cast<std::size_t>(face->num_glyphs))};
  FT_UInt glyph = 0;
  for (FT_ULong c = FT_Get_First_Char(face, &glyph); glyph != 0; c = FT_Get_Next_Char(face, c, &glyph))
    if (c < 0x10000) font.glyphs[c] = static_cast<std::uint16_t>(glyph);
  for (std::size_t i = 0; i < font.advances.size(); ++i) {
    FT_Fixed advance = 0;
    if (FT_Get_Advance(face, static_cast<FT_UInt>(i), FT_LOAD_NO_SCALE, &advance) == 0) font.advances[i] = static_cast<std::uint16_t>(advance);
  }
  if (const auto* os2 = static_cast<const TT_OS2*>(FT_Get_Sfnt_Table(face, FT_SFNT_OS2)); os2 && os2->sCapHeight > 0) font.cap_height = static_cast<double>(os2->sCapHeight) / font.units;
  return font;
}

}  // namespace pli
