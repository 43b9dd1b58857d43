// Forms of ours filled in by many hands, on their way back: with the truth of every box and every cell.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "samples/degrade.h"
#include "samples/hand.h"
#include "samples/printed.h"

namespace pli::samples {

/// What somebody did to a box; `value` is the option's, "" for a checkbox.
struct BoxTruth {
  std::string field, value, how;   ///< how: empty, or tick_name
  bool marked = false;             ///< it counts: neither empty nor blackened
  BoxMm box;
};

struct CombTruth {
  std::string field, text;         ///< a character a cell, _ for an empty one, ? for what is no digit
  std::string value;               ///< that the field then says (pipeline/form.h); "" where it says none
};

/// A page of a form, filled in and printed.
struct FilledPage {
  Image image;
  std::string form;                ///< id
  int page = 1;
  Hand hand;
  std::vector<BoxTruth> boxes;
  std::vector<CombTruth> combs;
  std::vector<std::string> twice;  ///< exclusive questions that were answered twice
  std::vector<CodePlace> codes;
};

class FormOffice {
 public:
  /// `templates` is the folder of that name, the shipped forms in it; `scratch` a folder in which a PDF may stand for a moment.
  FormOffice(std::vector<SampleLetter>, const std::filesystem::path& templates, const std::filesystem::path& scratch);
  ~FormOffice();

  const std::vector<FormLayout>& layouts() const;
  /// The pages of the form with that number, all forms in turn; equal numbers and equal chance give equal pages.
  std::vector<FilledPage> fill(int number, const std::string& dossier, const SiteKey&, Random&) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The page as it comes back: now and then copied 94 to 106 %, folded, punched, turned up to 10°, a corner torn off; one code at least is whole.
struct ScannedForm {
  Image scan;
  Wear wear;
  std::vector<std::string> done;
};
ScannedForm return_form(const FilledPage&, Level, Random&);

}  // namespace pli::samples
