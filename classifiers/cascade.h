// One cascade, one verdict: the separator sheet, the form or the joined dossier, then the town's rules, then the text model; below the threshold, a person.
//
// Rules and text model speak the same language, log-odds: where both have something to say, their log-odds are added (the product of experts), so that a phrase of a rule
// moves a doubtful model and a clear model outvotes a single phrase. `decided_by` is "rule" when the rules alone would have decided the same, else "text".
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
  std::string form_service = {};      ///< of a form of ours that came back filled in, else ""
};

struct Judgement {
  Verdict service, kind;
  /// A second service whose rules speak plainly of it, or say that it takes part whoever leads: proposed for information. At most one; empty where a sheet, a form or a dossier decided.
  std::vector<Copy> copies;
  /// Review reasons, each once: "service-unknown" (a sheet or dossier names a service that services.toml doesn't), "illegible", "text-too-short", "out-of-vocabulary" (another
  /// language, or gibberish), "service-unsure", "two-services" (two services share the letter: the first candidate and the one that gets a copy), "service-autre". A doubtful kind is no reason: `kind.sure` says it.
  std::vector<std::string> reasons;
};

class Cascade {
 public:
  /// `services` must outlive the cascade.
  Cascade(const Services& services, Rules, TextModel);
  /// The service always has a code of services.toml ("autre" with confidence 0 when nothing can be said). The kind has a code, or "autre" with confidence 0.
  Judgement judge(const LetterFacts&) const;
  const TextModel& model() const { return model_; }

 private:
  Verdict merged(const RuleFindings&, const Verdict& rule, const Verdict& text, const std::vector<std::string>& codes) const;
  void judge_text(const LetterFacts&, Judgement&) const;
  /// True when the service that gets it takes part whoever leads.
  bool propose_copy(const RuleFindings&, Judgement&) const;
  void take_given(const LetterFacts&, Judgement&) const;

  const Services& services_;
  Rules rules_;
  TextModel model_;
};

}  // namespace pli
