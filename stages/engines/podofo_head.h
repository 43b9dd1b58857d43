// What all letters of a kind have in common, as the objects of a PDF: faces, colour profile, logo, the resources that pages name. Included only by stages/engines/podofo*.cpp.
#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "stages/laid_letter.h"

namespace pli::podofo {

/// Objects of a PDF file as text, with where each begins.
struct Objects {
  std::string bytes;
  std::vector<std::pair<int, std::size_t>> begins;  ///< number, offset

  void add(int number, std::string_view content);
  void add_stream(int number, std::string_view dictionary, std::string_view data);
  /// Appends another's objects.
  void add(const Objects&);
};

/// Numbers that are the same in every file.
inline constexpr int catalog_number = 1, info_number = 2, pages_number = 3, resources_number = 4, metadata_number = 5, first_shared = 6;

struct SharedObjects {
  Objects objects;      ///< from resources_number on; catalog, info, pages and metadata are the file's own
  int intent = 0;       ///< number of the output intent
  int next = 0;         ///< first number that is free
};

/// The faces whose `characters` are not empty, subset to them; the logo when there is one. Names of the fonts: F0 to F4, of the logo: Logo.
SharedObjects shared_objects(const std::string& font, const std::array<std::u32string, type_faces>& characters, const Image* logo);

}  // namespace pli::podofo
