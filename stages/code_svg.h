// Codes to paste into a letter made elsewhere: a picture in millimetres, sharp at any size, with the reference beside each code for people.
#pragma once

#include <string>
#include <vector>

#include "pipeline/code.h"

namespace pli {

/// What stands beside a code.
struct CodeWords {
  std::string reference;  ///< before the dossier's number
  std::string page;       ///< before `1/2`, where there are several pages
};

/// An SVG with the code of each page below the one before: modules of 0.6 mm, a quiet zone of four on white ground, text in a face that word processors have.
/// `payloads` are signed (pipeline/code.h) and in order of pages.
std::string codes_svg(const std::vector<std::string>& payloads, const std::string& dossier, const CodeWords&, int first_page, int pages);

}  // namespace pli
