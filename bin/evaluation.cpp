#include "bin/evaluation.h"

#include <set>

#include "pipeline/errors.h"

namespace pli {

void Tally::add(const Tally& other) {
  letters += other.letters;
  service_right += other.service_right;
  routed += other.routed;
  routed_right += other.routed_right;
  with_kind += other.with_kind;
  kind_right += other.kind_right;
}

static Tally tally_of(const TrainingLetter& letter, const Judgement& judgement) {
  Tally tally;
  tally.letters = 1;
  tally.service_right = judgement.service.code == letter.service;
  tally.routed = judgement.service.sure;
  tally.routed_right = tally.routed && tally.service_right;
  tally.with_kind = !letter.kind.empty();
  tally.kind_right = tally.with_kind && (judgement.kind.code == letter.kind || (!letter.kind_alternative.empty() && judgement.kind.code == letter.kind_alternative));
  return tally;
}

static void judge_into(Evaluation& evaluation, const Cascade& cascade, const std::vector<TrainingLetter>& letters) {
  for (const TrainingLetter& letter : letters) {
    LetterFacts facts;
    facts.subject = letter.subject;
    facts.sender = letter.sender;
    facts.body = letter.body;
    const Judgement judgement = cascade.judge(facts);
    const Tally tally = tally_of(letter, judgement);
    evaluation.all.add(tally);
    evaluation.by_author[letter.author].add(tally);
    evaluation.by_service[letter.service].add(tally);
    ++evaluation.confusion[letter.service][judgement.service.code];
  }
}

Evaluation evaluate(const Cascade& cascade, const std::vector<TrainingLetter>& letters) {
  Evaluation evaluation;
  judge_into(evaluation, cascade, letters);
  return evaluation;
}

Evaluation evaluate_by_author(const Services& services, const Rules& rules, const std::vector<TrainingLetter>& letters) {
  std::set<std::string> authors;
  for (const TrainingLetter& letter : letters) authors.insert(letter.author);
  if (authors.size() < 2) throw UsageError("authors-missing", {});
  Evaluation evaluation;
  for (const std::string& author : authors) {
    std::vector<TrainingLetter> others, own;
    for (const TrainingLetter& letter : letters) (letter.author == author ? own : others).push_back(letter);
    judge_into(evaluation, Cascade(services, rules, TextModel::train(others)), own);
  }
  return evaluation;
}

}  // namespace pli
