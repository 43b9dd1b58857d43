// What was filled in on a page of a form of ours: only its zones are looked at, each against the blank print.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "pipeline/code.h"
#include "pipeline/form.h"
#include "pipeline/image.h"
#include "pipeline/page.h"
#include "stages/read_barcodes.h"
#include "stages/read_comb.h"
#include "stages/register_form.h"

namespace pli {

struct FormOptions {
  double most_residual = 0.8;   ///< mm, mean: print found farther off than that is not the print of this layout
};

/// A zone that a person may want to see.
struct ZoneCrop {
  std::string name;             ///< of its field
  Image image;
};

struct FormPage {
  FormReading reading;
  std::vector<ZoneCrop> crops;  ///< of doubts, of free text and signatures; answers name theirs by the field
};

/// Reads typed text in a picture of a zone: "" when there is none that can be read.
using ReadTyped = std::function<std::string(ImageView)>;

/// `page` is upright; `code` stands on it at `codes`. A layout of the same form and version is looked for among `forms`: else the reading's problem is form-unknown.
FormPage read_form(ImageView page, const LetterCode& code, const std::vector<Box>& codes, const std::vector<FormLayout>& forms, const CombReader&, const ReadTyped&, const FormOptions& = {});

/// The code of a form's page among a page's codes, with the boxes where it stands; no boxes when there is none.
struct FormCode {
  LetterCode code;
  std::vector<Box> boxes;
};
FormCode form_code_of(const std::vector<Barcode>&);
/// All barcodes of a page that was stood upright by a form's codes: as a rule it bears no others, and those are quickly read.
std::vector<Barcode> form_page_barcodes(ImageView page, const BarcodeOptions& = {});

}  // namespace pli
