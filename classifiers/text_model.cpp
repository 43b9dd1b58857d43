#include "classifiers/text_model.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "classifiers/text_model_state.h"
#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"

namespace pli {
namespace {

constexpr std::size_t most_held_out = 1500;  // letters that calibration reads: more change nothing but the time
constexpr std::size_t most_evidence = 6;

struct Sample {
  std::vector<Terms> terms;
  std::vector<Label> service, kind;
  std::vector<int> fold;
};

std::vector<std::string> codes_in(const std::vector<TrainingLetter>& letters, std::string TrainingLetter::*field) {
  std::set<std::string> codes;
  for (const TrainingLetter& letter : letters)
    if (!(letter.*field).empty()) codes.insert(letter.*field);
  return {codes.begin(), codes.end()};
}

int place_of(const std::vector<std::string>& codes, const std::string& code) {
  const auto at = std::lower_bound(codes.begin(), codes.end(), code);
  return at != codes.end() && *at == code ? static_cast<int>(at - codes.begin()) : -1;
}

constexpr int most_folds = 4;

// Whole authors, the largest first into the emptiest fold; an only author's letters by a hash of their text.
std::vector<int> folds_of(const std::vector<TrainingLetter>& letters) {
  std::map<std::string, int> of_author;
  for (const TrainingLetter& letter : letters) ++of_author[letter.author];
  std::vector<std::pair<int, std::string>> by_size;
  for (const auto& [author, count] : of_author) by_size.emplace_back(-count, author);
  std::sort(by_size.begin(), by_size.end());
  std::array<int, most_folds> filled{};
  std::map<std::string, int> fold;
  for (const auto& [count, author] : by_size) {
    const auto emptiest = std::min_element(filled.begin(), filled.end());
    *emptiest -= count;
    fold[author] = static_cast<int>(emptiest - filled.begin());
  }
  std::vector<int> folds;
  for (const TrainingLetter& letter : letters)
    folds.push_back(of_author.size() > 1 ? fold.at(letter.author) : static_cast<int>(gram_bucket(letter.body) % most_folds));
  return folds;
}

std::string digest_of(const std::vector<TrainingLetter>& letters) {
  Sha256 digest;
  for (const TrainingLetter& letter : letters)
    for (const std::string* field : {&letter.subject, &letter.sender, &letter.body, &letter.service, &letter.kind, &letter.kind_alternative, &letter.author})
      digest.add_field(*field);
  return digest.hex();
}

struct Fitted {
  Vocabulary vocabulary;
  LinearTask service, kind;
};

Fitted fit_both(const Sample& all, const std::vector<std::size_t>& chosen, const std::vector<std::string>& services, const std::vector<std::string>& kinds,
                const TrainOptions& options) {
  std::vector<Terms> terms;
  std::vector<Label> service, kind;
  for (const std::size_t i : chosen) {
    terms.push_back(all.terms[i]);
    service.push_back(all.service[i]);
    kind.push_back(all.kind[i]);
  }
  Fitted fitted{.vocabulary = vocabulary_of(terms, options.min_documents), .service = {}, .kind = {}};
  std::vector<SparseVector> vectors;
  for (const Terms& t : terms) vectors.push_back(vector_of(fitted.vocabulary, t));
  fitted.service = fit(services, vectors, service, fitted.vocabulary.features(), options.service_cost);
  fitted.kind = fit(kinds, vectors, kind, fitted.vocabulary.features(), options.kind_cost);
  return fitted;
}

// What the model says of letters it has not seen, author by author, fits its temperatures.
void calibrate(Fitted& model, const Sample& sample, const TrainOptions& options) {
  std::vector<std::size_t> used;
  const std::size_t step = sample.terms.size() / most_held_out + 1;
  for (std::size_t i = 0; i < sample.terms.size(); i += step) used.push_back(i);
  const std::set<int> folds(sample.fold.begin(), sample.fold.end());
  std::vector<std::vector<double>> service_odds, kind_odds;
  std::vector<Label> service_labels, kind_labels;
  for (const int fold : folds) {
    std::vector<std::size_t> rest;
    for (const std::size_t i : used)
      if (sample.fold[i] != fold) rest.push_back(i);
    if (rest.size() < 10 || rest.size() == used.size()) continue;
    const Fitted held = fit_both(sample, rest, model.service.codes, model.kind.codes, options);
    for (const std::size_t i : used) {
      if (sample.fold[i] != fold) continue;
      const SparseVector vector = vector_of(held.vocabulary, sample.terms[i]);
      service_odds.push_back(log_odds(held.service, vector));
      service_labels.push_back(sample.service[i]);
      kind_odds.push_back(log_odds(held.kind, vector));
      kind_labels.push_back(sample.kind[i]);
    }
  }
  if (service_odds.empty()) return;
  model.service.temperature = static_cast<float>(fitted_temperature(service_odds, service_labels));
  if (!model.kind.codes.empty()) model.kind.temperature = static_cast<float>(fitted_temperature(kind_odds, kind_labels));
}

}  // namespace

TextModel::TextModel() = default;
TextModel::~TextModel() = default;
TextModel::TextModel(TextModel&&) noexcept = default;
TextModel& TextModel::operator=(TextModel&&) noexcept = default;

TextModel TextModel::train(const std::vector<TrainingLetter>& letters, const TrainOptions& options) {
  const std::vector<std::string> services = codes_in(letters, &TrainingLetter::service), kinds = codes_in(letters, &TrainingLetter::kind);
  if (services.size() < 2) throw ItemError("training-data-invalid", {{"file", ""}, {"line", ""}, {"detail", "two services are needed"}});
  Sample sample;
  std::vector<std::size_t> everything;
  for (const TrainingLetter& letter : letters) {
    everything.push_back(sample.terms.size());
    sample.terms.push_back(terms_of(letter.subject, letter.sender, letter.body));
    sample.service.push_back({place_of(services, letter.service), -1});
    sample.kind.push_back({place_of(kinds, letter.kind), place_of(kinds, letter.kind_alternative)});
  }
  sample.fold = folds_of(letters);
  Fitted fitted = fit_both(sample, everything, services, kinds, options);
  calibrate(fitted, sample, options);
  TextModel model;
  model.state_ = std::make_unique<State>();
  // Read back, so that a model just trained and the same model loaded are one.
  parse_model(serialised_model(options, digest_of(letters), fitted.vocabulary, fitted.service, fitted.kind), "", *model.state_);
  return model;
}

TextModel TextModel::load(const std::filesystem::path& file) {
  TextModel model;
  model.state_ = std::make_unique<State>();
  std::error_code error;
  if (std::filesystem::file_size(file, error) > (256u << 20) && !error) throw Fatal("model-invalid", {{"file", file.string()}, {"detail", "larger than 256 MB"}});
  parse_model(read_file(file), file.string(), *model.state_);
  return model;
}

std::string TextModel::serialised() const { return state_ ? state_->bytes : std::string(); }
bool TextModel::empty() const { return !state_; }
std::string TextModel::digest() const { return state_ ? state_->digest : std::string(); }

namespace {

struct Spoken {
  double weight = 0;
  std::size_t begin = 0, end = 0;
};

// A word's share in the lead of the best code over the mean of all codes, strongest first; a pair that holds a word already shown replaces nothing.
std::vector<Evidence> evidence_of(const Vocabulary& vocabulary, const LinearTask& task, std::size_t best, const Terms& terms, const SparseVector& vector) {
  std::vector<Spoken> spoken;
  for (const SparseEntry& entry : vector) {
    if (entry.feature >= vocabulary.words.size()) break;
    const std::string& key = vocabulary.words[entry.feature];
    const auto& map = key.front() == '>' ? terms.head : key.front() == '~' ? terms.subject : key.find(' ') == std::string::npos ? terms.words : terms.pairs;
    const auto at = map.find(key.front() == '>' || key.front() == '~' ? key.substr(1) : key);
    if (at == map.end() || !at->second.evidence) continue;
    double mean = 0;
    for (std::size_t k = 0; k < task.codes.size(); ++k) mean += static_cast<double>(task.weight(entry.feature, k)) / static_cast<double>(task.codes.size());
    const double lead = (task.weight(entry.feature, best) - mean) * entry.value * task.temperature;
    if (lead > 0.005) spoken.push_back({lead, at->second.begin, at->second.end});
  }
  std::sort(spoken.begin(), spoken.end(), [](const Spoken& a, const Spoken& b) { return a.weight != b.weight ? a.weight > b.weight : a.begin < b.begin; });
  std::vector<Evidence> out;
  std::vector<Spoken> shown;
  for (const Spoken& s : spoken) {
    const bool overlaps = std::any_of(shown.begin(), shown.end(), [&](const Spoken& o) { return s.begin < o.end && o.begin < s.end; });
    if (overlaps) continue;
    std::string term = terms.shown.substr(s.begin, s.end - s.begin);
    std::replace(term.begin(), term.end(), '\n', ' ');
    out.push_back({std::move(term), s.weight});
    shown.push_back(s);
    if (out.size() == most_evidence) break;
  }
  return out;
}

Verdict verdict_of(const Vocabulary& vocabulary, const LinearTask& task, const Terms& terms) {
  Verdict verdict;
  const SparseVector vector = vector_of(vocabulary, terms);
  if (vector.empty() || task.codes.empty()) return verdict;
  const std::vector<double> p = probabilities(log_odds(task, vector), task.temperature);
  for (std::size_t k = 0; k < p.size(); ++k) verdict.candidates.push_back({task.codes[k], p[k]});
  std::stable_sort(verdict.candidates.begin(), verdict.candidates.end(), [](const Candidate& a, const Candidate& b) { return a.confidence > b.confidence; });
  verdict.code = verdict.candidates.front().code;
  verdict.confidence = verdict.candidates.front().confidence;
  verdict.decided_by = "text";
  verdict.evidence = evidence_of(vocabulary, task, static_cast<std::size_t>(place_of(task.codes, verdict.code)), terms, vector);
  return verdict;
}

}  // namespace

Verdict TextModel::service(const std::string& subject, const std::string& sender, const std::string& body) const {
  return state_ ? verdict_of(state_->vocabulary, state_->service, terms_of(subject, sender, body)) : Verdict{};
}

Verdict TextModel::kind(const std::string& subject, const std::string& sender, const std::string& body) const {
  return state_ ? verdict_of(state_->vocabulary, state_->kind, terms_of(subject, sender, body)) : Verdict{};
}

TextModel::Familiarity TextModel::familiarity(const std::string& body) const {
  Familiarity out;
  if (!state_) return out;
  int known = 0;
  for (const std::string& key : terms_of("", "", body).keys) {
    ++out.words;
    known += std::binary_search(state_->vocabulary.words.begin(), state_->vocabulary.words.end(), key);
  }
  if (out.words > 0) out.share = static_cast<double>(known) / out.words;
  return out;
}

}  // namespace pli
