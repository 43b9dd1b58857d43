#include "classifiers/cascade.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "classifiers/terms.h"
#include "templates/kinds.h"

namespace pli {
namespace {

constexpr int fewest_words = 8;          // a signature and a greeting say nothing of the matter
constexpr double least_familiar = 0.30;  // French letters by unknown authors, five characters in a hundred misread, stay above (README)
constexpr double rule_strength = 1.6;    // rules know what few letters can teach: README
constexpr double text_strength = 0.85;   // what it says of letters by others is a little less sure than what it says of its own folds: README
constexpr std::size_t most_shown_evidence = 8;
constexpr double plain_weight = 3;      // of a second service's rules: two themes or more, none of them a stray word
constexpr double both_services = 0.85;  // below the threshold, but nobody else comes into question
constexpr double floor_probability = 1e-3;  // no model is surer than that of what a letter is not

Verdict unsaid() { return {.code = "autre", .confidence = 0, .decided_by = "text", .sure = false, .candidates = {{"autre", 0}}, .evidence = {}}; }

void add_evidence(std::vector<Evidence>& into, const std::vector<Evidence>& more, double factor) {
  for (const Evidence& e : more) into.push_back({e.term, e.weight * factor});
  std::stable_sort(into.begin(), into.end(), [](const Evidence& a, const Evidence& b) { return std::abs(a.weight) > std::abs(b.weight); });
  if (into.size() > most_shown_evidence) into.resize(most_shown_evidence);
}

}  // namespace

Cascade::Cascade(const Services& services, Rules rules, TextModel model) : services_(services), rules_(std::move(rules)), model_(std::move(model)) {}

Verdict Cascade::merged(const RuleFindings& found, const Verdict& rule, const Verdict& text, const std::vector<std::string>& codes) const {
  if (text.candidates.empty() && found.weights.empty()) return unsaid();
  Verdict verdict;
  double sum = 0;
  for (const std::string& code : codes) {
    const auto said = std::find_if(text.candidates.begin(), text.candidates.end(), [&](const Candidate& c) { return c.code == code; });
    const auto weight = found.weights.find(code);
    double p = text.candidates.empty() ? 1.0 : said == text.candidates.end() ? 0.0 : said->confidence;
    p = std::pow(std::max(p, floor_probability), text_strength);
    if (weight != found.weights.end()) p *= std::exp(rule_strength * weight->second);
    verdict.candidates.push_back({code, p});
    sum += p;
  }
  for (Candidate& c : verdict.candidates) c.confidence /= sum;
  std::stable_sort(verdict.candidates.begin(), verdict.candidates.end(), [](const Candidate& a, const Candidate& b) { return a.confidence > b.confidence; });
  verdict.code = verdict.candidates.front().code;
  verdict.confidence = verdict.candidates.front().confidence;
  verdict.decided_by = rule.code == verdict.code ? "rule" : "text";
  if (const auto at = found.evidence.find(verdict.code); at != found.evidence.end()) add_evidence(verdict.evidence, at->second, rule_strength);
  if (text.code == verdict.code) add_evidence(verdict.evidence, text.evidence, 1);
  return verdict;
}

// What a person laid down or the dossier says comes first; the text is read all the same, for its candidates.
void Cascade::take_given(const LetterFacts& facts, Judgement& judgement) const {
  const auto known = [&](const std::string& code) { return services_.find(code) != nullptr; };
  std::string code, by;
  for (const auto& [given, source] : {std::pair{facts.sheet_service, "sheet"}, std::pair{facts.form_service, "form"}, std::pair{facts.dossier_service, "dossier"}}) {
    if (given.empty()) continue;
    if (!known(given)) {
      if (judgement.reasons.empty() || judgement.reasons.front() != "service-unknown") judgement.reasons.insert(judgement.reasons.begin(), "service-unknown");
    } else if (code.empty()) {
      code = given, by = source;
    }
  }
  if (code.empty()) return;
  Verdict& service = judgement.service;
  const auto doubts = [](const std::string& reason) { return reason != "service-unknown"; };
  judgement.reasons.erase(std::remove_if(judgement.reasons.begin(), judgement.reasons.end(), doubts), judgement.reasons.end());
  std::erase_if(service.candidates, [&](const Candidate& c) { return c.code == code; });
  service.candidates.insert(service.candidates.begin(), {code, 1.0});
  if (service.code != code) service.evidence.clear();
  service.code = code;
  service.confidence = 1;
  service.decided_by = by;
  service.sure = true;
  judgement.copies.clear();
  if (code == "autre") judgement.reasons.push_back("service-autre");
}

bool Cascade::propose_copy(const RuleFindings& found, Judgement& judgement) const {
  const std::vector<Candidate>& candidates = judgement.service.candidates;
  if (judgement.service.code == "autre") return false;
  for (const std::string& code : found.taking_part)
    if (code != judgement.service.code) {
      judgement.copies = {{code, "info"}};
      return true;
    }
  for (std::size_t i = 1; i < candidates.size() && i < 3; ++i) {
    const auto weight = found.weights.find(candidates[i].code);
    if (weight == found.weights.end() || weight->second < plain_weight || candidates[i].code == "autre") continue;
    judgement.copies = {{candidates[i].code, "info"}};
    return false;
  }
  return false;
}

void Cascade::judge_text(const LetterFacts& facts, Judgement& judgement) const {
  judgement.service = judgement.kind = unsaid();
  if (!facts.legible) return judgement.reasons.push_back("illegible");
  const auto [words, share] = model_.familiarity(facts.body);
  const int read = model_.empty() ? static_cast<int>(words_of(facts.body).words.size()) : words;
  if (read < fewest_words) judgement.reasons.push_back("text-too-short");
  else if (!model_.empty() && share < least_familiar) judgement.reasons.push_back("out-of-vocabulary");
  std::vector<std::string> services;
  for (const Service& s : services_.all) services.push_back(s.code);
  const auto& [subject, sender, body] = std::tie(facts.subject, facts.sender, facts.body);
  const RuleFindings found = rules_.service_findings(subject, sender, body);
  judgement.service = merged(found, rules_.service(subject, sender, body), model_.service(subject, sender, body), services);
  judgement.kind = merged(rules_.kind_findings(subject, sender, body), rules_.kind(subject, sender, body), model_.kind(subject, sender, body), kind_codes());
  const bool doubtful_text = !judgement.reasons.empty();
  judgement.kind.sure = !doubtful_text && judgement.kind.confidence >= services_.kind_threshold;
  const bool another_takes_part = propose_copy(found, judgement);
  const std::vector<Candidate>& candidates = judgement.service.candidates;
  if (judgement.service.code == "autre") {
    judgement.reasons.push_back("service-autre");
  } else if (another_takes_part) {
    judgement.reasons.push_back("two-services");
  } else if (judgement.service.confidence < services_.threshold) {
    const bool shared = !judgement.copies.empty() && candidates[1].code == judgement.copies.front().service && candidates[0].confidence + candidates[1].confidence >= both_services;
    judgement.reasons.push_back(shared ? "two-services" : "service-unsure");
  }
  judgement.service.sure = judgement.reasons.empty();
}

Judgement Cascade::judge(const LetterFacts& facts) const {
  Judgement judgement;
  judge_text(facts, judgement);
  take_given(facts, judgement);
  return judgement;
}

}  // namespace pli
