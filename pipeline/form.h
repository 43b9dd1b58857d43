// Forms of ours as plain values: where their zones stand on the sheet, and what was read in them when they came back.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "pipeline/box.h"

namespace pli {

/// Millimetres from the top left of the sheet.
struct BoxMm {
  double x = 0, y = 0, width = 0, height = 0;
  double right() const { return x + width; }
  double bottom() const { return y + height; }
  bool operator==(const BoxMm&) const = default;
};

struct FormOption {
  std::string value, label;
  BoxMm box;
  bool operator==(const FormOption&) const = default;
};

/// A zone to fill in. Types: checkbox (true or false), choice (one option), choices (any of them), digits and capitals (a comb of cells), text (a free zone), signature.
struct FormField {
  std::string name, type, label;
  int page = 1;
  bool required = false;
  std::string check;    ///< of digits: date, phone, postcode, amount, number; "" for the other types
  std::string feeds;    ///< the field of a record that its answer gives (sender.name, phone...), "" none
  BoxMm box;            ///< of a checkbox the square itself, else the whole zone
  std::vector<FormOption> options;   ///< of a choice
  std::vector<BoxMm> cells;          ///< of a comb
  std::vector<BoxMm> tick_boxes() const;  ///< a checkbox's own, or those of the options; none of other types
  bool operator==(const FormField&) const = default;
};

/// Where everything stands that is read when a form comes back: kept for as long as one that was printed with it may come.
struct FormLayout {
  std::string id;
  int version = 1, pages = 1;
  std::string title, service, kind;  ///< service and kind: "" when the form doesn't say
  std::vector<FormField> fields;
  std::vector<BoxMm> marks;   ///< in the corners, on every page: top left, top right, bottom left, bottom right; the last has a white heart
  std::vector<BoxMm> codes;   ///< of the page's code
  const FormField* find(const std::string& name) const;  ///< nullptr when there is none
  bool operator==(const FormLayout&) const = default;
};
/// nullptr when it is not among them.
const FormLayout* find_layout(const std::vector<FormLayout>&, const std::string& id, int version);

/// What a zone of a form says: nothing (a choice that nobody made, a zone left empty), a box that is ticked or not, one option or written text, several options.
using AnswerValue = std::variant<std::monostate, bool, std::string, std::vector<std::string>>;

/// What was done to one box of a question.
struct OptionBox {
  std::string value;     ///< of the option, "" for a box that stands alone
  std::string state;     ///< empty, ticked, cancelled, doubtful
  Box box;               ///< on the page
};

/// The answer to a field of a form of ours.
struct Answer {
  std::string name;
  AnswerValue value;
  double confidence = 0;
  int page = 1;          ///< of the document, from 1
  Box box;
  std::string doubt;     ///< why a person must look: a code of templates/review.toml, "" when nobody needs to
  std::string crop;      ///< file beside the record that shows the zone; "" when none was cut out
  std::string text = {}; ///< of a comb: what was read, cell by cell, _ for an empty cell and ? for one that can't be read
  std::vector<OptionBox> boxes = {};  ///< of a question with boxes, one each; kept in files only where there is a doubt: they say which box is doubted
};

/// A filled-in form that came back.
struct FilledForm {
  std::string id;        ///< its folder in templates/forms
  int version = 0;
  std::string letter;    ///< that brought it to the citizen
  std::vector<Answer> answers;
  std::vector<std::string> missing = {};  ///< fields that need an answer and have none
};

/// What a worker made of a page that bears a form's code: read against the blank print, or why not.
struct FormReading {
  std::string id;
  int version = 0;
  std::string letter;
  int page = 1, pages = 1;      ///< of the form, as its code says
  std::string problem;          ///< form-unknown, form-unregistered: nothing was read; "" when it was
  int marks = 0;                ///< corner marks found
  double residual = 0;          ///< mm, mean: how far print was found from where the layout has it
  double most = 0;              ///< mm: the same, farthest
  std::vector<Answer> answers;  ///< of this page; `crop` is a file of the work folder, page 1
};

/// `id@version` as codes write it; empty parts when it is no such thing.
struct FormName {
  std::string id;
  int version = 0;
};
FormName form_name(const std::string& coded);

}  // namespace pli
