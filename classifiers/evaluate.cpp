#include "classifiers/evaluate.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "pipeline/errors.h"

namespace pli {
namespace {

struct JudgedLetter {
  const TrainingLetter* letter;
  std::string truth, also;
  Verdict verdict;
  bool review = false;
  bool right() const { return verdict.code == truth || (!also.empty() && verdict.code == also); }
};

double ratio(double a, double b) { return b > 0 ? a / b : 0; }

void score_codes(TaskScore& score, const std::vector<JudgedLetter>& answers) {
  std::map<std::string, CodeScore> codes;
  for (const JudgedLetter& a : answers) {
    // An accepted alternative is the truth of that letter.
    const std::string& truth = a.right() ? a.verdict.code : a.truth;
    ++codes[truth].letters;
    ++codes[a.verdict.code].given;
    codes[truth].right += a.right();
    ++score.confusion[truth][a.verdict.code];
  }
  int occurring = 0;
  for (auto& [code, c] : codes) {
    c.code = code;
    c.precision = ratio(c.right, c.given);
    c.recall = ratio(c.right, c.letters);
    c.f1 = ratio(2 * c.precision * c.recall, c.precision + c.recall);
    if (c.letters > 0) score.macro_f1 += c.f1, ++occurring;
    score.codes.push_back(c);
  }
  score.macro_f1 = ratio(score.macro_f1, occurring);
}

CurvePoint point_at(double threshold, const std::vector<JudgedLetter>& answers) {
  CurvePoint point{.threshold = threshold};
  for (const JudgedLetter& a : answers)
    if (a.verdict.confidence >= threshold) ++point.sure, point.wrong += !a.right();
  point.coverage = ratio(point.sure, static_cast<double>(answers.size()));
  point.error = ratio(point.wrong, point.sure);
  return point;
}

TaskScore score_of(const std::vector<JudgedLetter>& answers, double threshold) {
  TaskScore score;
  score.letters = static_cast<int>(answers.size());
  for (const JudgedLetter& a : answers) {
    score.right += a.right();
    double p = 0;
    for (const Candidate& c : a.verdict.candidates)
      if (c.code == a.truth || (!a.also.empty() && c.code == a.also)) p += c.confidence;
    score.log_loss -= std::log(std::clamp(p, 1e-9, 1.0));
    if (!a.right()) score.mistakes.push_back({a.letter->id, a.letter->author, a.truth, a.verdict.code, a.verdict.confidence});
  }
  score.accuracy = ratio(score.right, score.letters);
  score.log_loss = ratio(score.log_loss, score.letters);
  std::tie(score.low, score.high) = wilson_interval(score.right, score.letters);
  score_codes(score, answers);
  std::set<double> thresholds{threshold};
  for (int percent = 50; percent <= 95; percent += 5) thresholds.insert(percent / 100.0);
  thresholds.insert({0.97, 0.98, 0.99});
  for (const double t : thresholds) score.curve.push_back(point_at(t, answers));
  std::stable_sort(score.mistakes.begin(), score.mistakes.end(), [](const Mistake& a, const Mistake& b) { return a.confidence > b.confidence; });
  if (score.mistakes.size() > 50) score.mistakes.resize(50);
  return score;
}

struct Answers {
  std::vector<JudgedLetter> service, kind;
};

void judge_all(const Cascade& cascade, const std::vector<TrainingLetter>& letters, Answers& out) {
  for (const TrainingLetter& letter : letters) {
    const Judgement judgement = cascade.judge({.subject = letter.subject, .sender = letter.sender, .body = letter.body, .sheet_service = {}, .dossier_service = {}});
    out.service.push_back({&letter, letter.service, "", judgement.service, !judgement.reasons.empty()});
    if (!letter.kind.empty()) out.kind.push_back({&letter, letter.kind, letter.kind_alternative, judgement.kind, false});
  }
}

Evaluation summed(const Answers& answers, const Services& services) {
  Evaluation out{.service = score_of(answers.service, services.threshold), .kind = score_of(answers.kind, services.kind_threshold)};
  for (const JudgedLetter& a : answers.service) {
    out.review += a.review;
    out.routed_wrong += !a.review && !a.right();
  }
  return out;
}

Evaluation evaluation_of(const Answers& answers, const Services& services) {
  Evaluation out = summed(answers, services);
  std::map<std::string, Answers> by_author;
  for (const JudgedLetter& a : answers.service) by_author[a.letter->author].service.push_back(a);
  for (const JudgedLetter& a : answers.kind) by_author[a.letter->author].kind.push_back(a);
  if (by_author.size() > 1)
    for (const auto& [author, own] : by_author) out.authors.emplace(author, summed(own, services));
  return out;
}

}  // namespace

std::pair<double, double> wilson_interval(int right, int n) {
  if (n <= 0) return {0, 1};
  const double z = 1.959964, p = static_cast<double>(right) / n, zz = z * z / n;
  const double middle = (p + zz / 2) / (1 + zz), half = z * std::sqrt(p * (1 - p) / n + zz / (4.0 * n)) / (1 + zz);
  return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

Evaluation evaluate(const Cascade& cascade, const Services& services, const std::vector<TrainingLetter>& letters) {
  Answers answers;
  judge_all(cascade, letters, answers);
  return evaluation_of(answers, services);
}

Evaluation cross_validate_by_author(const std::vector<TrainingLetter>& letters, const Services& services, const Rules& rules, const std::vector<TrainingLetter>& learnt,
                                    const TrainOptions& options) {
  std::map<std::string, std::vector<TrainingLetter>> by_author;
  for (const TrainingLetter& letter : letters) by_author[letter.author].push_back(letter);
  if (by_author.size() + !learnt.empty() < 2) throw ItemError("training-data-invalid", {{"file", ""}, {"line", ""}, {"detail", "two authors are needed"}});
  Answers answers;
  for (const auto& [author, own] : by_author) {
    std::vector<TrainingLetter> others;
    for (const std::vector<TrainingLetter>* source : {&letters, &learnt})
      for (const TrainingLetter& letter : *source)
        if (letter.author != author) others.push_back(letter);
    judge_all(Cascade(services, rules, TextModel::train(others, options)), own, answers);
  }
  return evaluation_of(answers, services);
}

}  // namespace pli
