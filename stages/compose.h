// From a checked row and a template to a laid-out letter: address block in the window, text in French type, pages with their codes.
// Deterministic; no clock, no file but those read on construction. A Composer serves one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "pipeline/errors.h"
#include "pipeline/form.h"
#include "pipeline/json.h"
#include "stages/laid_letter.h"
#include "stages/row_problem.h"
#include "templates/letters.h"
#include "templates/services.h"
#include "templates/stationery.h"

namespace pli {

/// A row found well-formed: every required value is there and has its variable's type, its service (or the template's) is one of the town's.
struct LetterRow {
  int line = 0;                          ///< in the file of rows, from 1
  std::string dossier, service, subject; ///< "" when the row doesn't say
  std::string recipient_name;
  std::vector<std::string> recipient_lines;  ///< the address below the name, the foreign country last
  std::string reminds = {};              ///< of a reminder: the letter of ours it reminds of, "" when the row doesn't say
  std::string received;                  ///< ISO date of what the letter answers, "" when the row doesn't say
  Json values;                           ///< object, by variable name: date "2026-11-03", amount "1234.50", integer 3, flag true, list ["..."], table [{column: "..."}]
};

struct IssueFacts {
  std::string letter_id, dossier;
  std::string date;      ///< ISO: of the letter
  std::string key_id, site_key;
  std::string implicit_date;         ///< ISO date at which silence decides, "" when it doesn't
  bool implicit_acceptance = false;  ///< silence accepts; true without a day when the day is not known yet
  std::string answer_date;         ///< ISO date by which an answer is expected, "" when none is
  std::string remedy = {};         ///< "cada": whom the procedure sends people to before the court; "": straight there
};

class Composer {
 public:
  /// Throws UsageError("template-invalid") when the template can't be set: markup that letters don't have, an unknown envelope, places of codes that its window could show or its folds cross.
  Composer(const LetterTemplate&, const Stationery&, const Services&);
  ~Composer();
  Composer(const Composer&) = delete;
  Composer& operator=(const Composer&) = delete;

  /// All that composing this row on that day would refuse: an address that doesn't fit, characters that no font has, nobody to sign, too long. [] when it can be composed.
  std::vector<RowProblem> check(const LetterRow&, const std::string& date) const;
  /// Throws UsageError("key-missing") without a site key; ItemError with the first problem's code when check() would have found one.
  LaidLetter compose(const LetterRow&, const IssueFacts&) const;
  /// Of a form: where its zones stand. nullptr for a letter.
  const FormLayout* layout() const;
  /// The service a row's letter comes from: its own, else the template's.
  std::string service_of(const LetterRow&) const;
  /// The subject line, filled.
  std::string subject_of(const LetterRow&, const IssueFacts&) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pli
