// A form laid out over as many pages as it takes: what is printed, and where each zone to fill in stands. The same template gives the same places, whoever it is sent to.
#pragma once

#include <filesystem>
#include <vector>

#include "pipeline/form.h"
#include "pipeline/json.h"
#include "stages/laid_letter.h"
#include "stages/set_pages.h"
#include "stages/type_faces.h"
#include "templates/forms.h"
#include "templates/letter_words.h"
#include "templates/stationery.h"

namespace pli {

inline constexpr double form_closing_room = 14;  ///< mm for what stands below the questions

struct LaidForm {
  FormLayout layout;
  std::vector<LaidPage> pages;  ///< without head, foot, marks and codes
  double end = 0;               ///< mm: below the last question on the last page
};

/// Measures are those of STANDARDS §5.4: boxes of 4.5 mm at 8.5 mm or more, cells of 4 by 5.2 mm at 5.1 mm, nothing printed within 2 mm of a box. `room`: mm kept on the last page for what
/// stands below the questions. Throws ItemError("form-question-too-high", {question}) for one that no page holds, ItemError("letter-too-long") beyond 20 pages.
LaidForm lay_form(const FormTemplate&, const TypeFaces&, const LetterWords&, const TypeArea&, double room);

/// What a row answers beforehand, printed where a person would write: a cross in a box, characters in cells, text in a zone. Throws ItemError("form-answer-unknown", {question}) for an option
/// that isn't there, ItemError("form-answer-too-long", {question}) for what its zone doesn't hold.
void add_answers(std::vector<LaidPage>&, const LaidForm&, const Json& values, const TypeFaces&, const LetterWords&);

/// Where the zones of a form stand when the town sends it.
FormLayout layout_of(const LetterTemplate& form, const Stationery&);
/// The same of every form of a folder; [] where there is no such folder.
std::vector<FormLayout> form_layouts(const std::filesystem::path& forms_folder, const Stationery&);

}  // namespace pli
