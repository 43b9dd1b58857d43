// One cascade, one verdict: the separator sheet or the joined dossier, then the town's rules, then the text model; below the threshold, a person.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "classifiers/rules.h"
#include "classifiers/text_model.h"
#include "pipeline/record.h"
#include "templates/services.h"

namespace pli {

/// What is known of a letter when it is judged.
struct LetterFacts {
  std::string subject, sender, body;  ///< UTF-8 as read; body holds the whole text
  std::string sheet_service;          ///< said by a SERVICE sheet, else ""
  std::string dossier_service;        ///< of the dossier it joins by a code or a reference of ours, else ""
  bool legible = true;                ///< false: the text feeds no classifier
};

struct Judgement {
  Verdict service, kind;
  std::vector<std::string> reasons;   ///< review reasons: "service-unsure", "kind-unsure", "illegible", "service-autre", ...
};

class Cascade {
 public:
  Cascade(const Services&, Rules, TextModel);
  Judgement judge(const LetterFacts&) const;

 private:
  const Services& services_;
  Rules rules_;
  TextModel model_;
};

}  // namespace pli
