#include "classifiers/rules.h"

#include <algorithm>
#include <cmath>

#include "classifiers/letter_lines.h"
#include "pipeline/digest.h"
#include "pipeline/text.h"
#include "templates/kinds.h"
#include "templates/toml_file.h"

namespace pli {
namespace {

constexpr double most_weight = 6;        // log-odds of 400 to 1: no pile of phrases says more
constexpr std::size_t most_text = 200'000;

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> out;
  for (std::string& word : split(matching(text.substr(0, most_text)), ' '))
    if (!word.empty()) out.push_back(std::move(word));
  return out;
}

}  // namespace

// Streets are no subject: "rue des Écoles" says nothing of a school, so rules read what the text model reads.
struct Rules::Letter {
  Letter(const std::string& subject_text, const std::string& sender_text, const std::string& body) : subject(words(subject_text)), sender(words(sender_text)) {
    const LetterLines lines = letter_lines(body, sender_text);
    text = words(subject_text + "\n" + lines.matter);
    head = words(lines.head);
  }
  std::vector<std::string> subject, sender, text, head;
  const std::vector<std::string>& at(Where where) const {
    return where == Where::subject ? subject : where == Where::sender ? sender : where == Where::head ? head : text;
  }
};

Rules::Rules() = default;

std::vector<Rules::Phrase> Rules::phrases(const std::vector<std::string>& texts) {
  std::vector<Phrase> out;
  for (const std::string& text : texts) {
    Phrase phrase{.shown = text, .words = {}};
    phrase.shown.erase(std::remove(phrase.shown.begin(), phrase.shown.end(), '*'), phrase.shown.end());
    for (const std::string& part : split(text, ' ')) {
      const bool open = !part.empty() && part.back() == '*';
      for (std::string& word : words(part)) phrase.words.push_back({std::move(word), false});
      if (open && !phrase.words.empty()) phrase.words.back().open = true;
    }
    out.push_back(std::move(phrase));
  }
  return out;
}

Rules Rules::load(const std::filesystem::path& path, const Services& services) {
  const TomlFile file(path);
  file.only(file.root(), {"deciding_weight", "service", "kind"}, "");
  Rules rules;
  rules.digest_ = sha256(file.bytes());
  rules.services_ = services.all.size();
  rules.deciding_weight_ = file.number_or(file.root(), "deciding_weight", rules.deciding_weight_, 0.1, most_weight, "");
  const auto read = [&](const char* section, std::vector<Rule>& into, auto known) {
    const auto* array = file.root()[section].as_array();
    if (!array) return;
    for (const auto& item : *array) {
      const std::string where = std::string(section) + " rule " + std::to_string(into.size() + 1) + ": ";
      if (!item.is_table()) file.refuse(where + "table expected");
      const toml::table& table = *item.as_table();
      file.only(table, {"code", "name", "all_of", "any_of", "none_of", "where", "weight", "takes_part"}, where);
      Rule rule{.target = file.text(table, "code", where), .name = file.text(table, "name", where)};
      rule.all_of = phrases(file.texts(table, "all_of", where));
      rule.any_of = phrases(file.texts(table, "any_of", where));
      rule.none_of = phrases(file.texts(table, "none_of", where));
      rule.weight = file.number_or(table, "weight", 0, -most_weight, most_weight, where);
      rule.takes_part = file.flag_or(table, "takes_part", false, where);
      const std::string place = file.text_or(table, "where", "text", where);
      if (place != "text" && place != "subject" && place != "sender" && place != "head") file.refuse(where + "where: text, subject, sender or head expected");
      rule.where = place == "subject" ? Where::subject : place == "sender" ? Where::sender : place == "head" ? Where::head : Where::text;
      if (!known(rule.target)) file.refuse(where + "code: " + rule.target + " is unknown");
      if (rule.weight == 0) file.refuse(where + "weight: a number other than 0 expected");
      if (rule.all_of.empty() && rule.any_of.empty()) file.refuse(where + "all_of or any_of expected");
      for (const auto* list : {&rule.all_of, &rule.any_of, &rule.none_of})
        for (const Phrase& phrase : *list)
          if (phrase.words.empty()) file.refuse(where + "a phrase without letters");
      into.push_back(std::move(rule));
    }
  };
  read("service", rules.service_rules_, [&](const std::string& code) { return services.find(code) != nullptr; });
  read("kind", rules.kind_rules_, [](const std::string& code) { return is_kind(code); });
  return rules;
}

bool Rules::holds(const std::vector<std::string>& text, const Phrase& phrase) {
  const auto same = [](const std::string& word, const Word& wanted) { return wanted.open ? word.starts_with(wanted.text) : word == wanted.text; };
  return std::search(text.begin(), text.end(), phrase.words.begin(), phrase.words.end(), same) != text.end();
}

// Each further phrase of the same rule adds half of what is left to twice its weight: one theme, however often repeated, is one theme.
void Rules::find(const Rule& rule, const Letter& letter, RuleFindings& out) {
  const std::vector<std::string>& text = letter.at(rule.where);
  const auto held = [&](const Phrase& phrase) { return holds(text, phrase); };
  if (!std::all_of(rule.all_of.begin(), rule.all_of.end(), held) || std::any_of(rule.none_of.begin(), rule.none_of.end(), held)) return;
  const Phrase* shown = rule.all_of.empty() ? nullptr : &rule.all_of.front();
  int found = rule.any_of.empty() ? 1 : 0;
  for (const Phrase& phrase : rule.any_of)
    if (held(phrase)) {
      if (found == 0) shown = &phrase;
      // What the writer himself calls the matter counts twice.
      found += rule.where == Where::text && holds(letter.subject, phrase) ? 2 : 1;
    }
  if (found == 0) return;
  const double weight = rule.weight * (2 - std::pow(0.5, found - 1));
  out.weights[rule.target] += weight;
  out.evidence[rule.target].push_back({rule.name + " (« " + shown->shown + " »)", weight});
  if (rule.takes_part && std::find(out.taking_part.begin(), out.taking_part.end(), rule.target) == out.taking_part.end()) out.taking_part.push_back(rule.target);
}

RuleFindings Rules::findings(const std::vector<Rule>& rules, const Letter& letter) {
  RuleFindings out;
  for (const Rule& rule : rules) find(rule, letter, out);
  for (auto& [code, weight] : out.weights) weight = std::clamp(weight, -most_weight, most_weight);
  for (auto& [code, evidence] : out.evidence)
    std::stable_sort(evidence.begin(), evidence.end(), [](const Evidence& a, const Evidence& b) { return a.weight > b.weight; });
  return out;
}

RuleFindings Rules::service_findings(const std::string& subject, const std::string& sender, const std::string& body) const {
  return findings(service_rules_, Letter(subject, sender, body));
}

RuleFindings Rules::kind_findings(const std::string& subject, const std::string& sender, const std::string& body) const {
  return findings(kind_rules_, Letter(subject, sender, body));
}

Verdict Rules::verdict(const RuleFindings& found, std::size_t codes) const {
  Verdict verdict;
  double sum = static_cast<double>(codes - std::min(codes, found.weights.size()));
  for (const auto& [code, weight] : found.weights) sum += std::exp(weight);
  for (const auto& [code, weight] : found.weights) verdict.candidates.push_back({code, std::exp(weight) / sum});
  std::stable_sort(verdict.candidates.begin(), verdict.candidates.end(), [](const Candidate& a, const Candidate& b) { return a.confidence > b.confidence; });
  if (verdict.candidates.empty()) return verdict;
  const std::string& best = verdict.candidates.front().code;
  verdict.confidence = verdict.candidates.front().confidence;
  if (const auto at = found.evidence.find(best); at != found.evidence.end()) verdict.evidence = at->second;
  const double weight = found.weights.at(best);
  const bool contradicted = std::any_of(found.weights.begin(), found.weights.end(), [&](const auto& other) { return other.first != best && other.second > weight / 2; });
  if (weight >= deciding_weight_ && !contradicted) verdict.code = best, verdict.decided_by = "rule";
  return verdict;
}

Verdict Rules::service(const std::string& subject, const std::string& sender, const std::string& body) const {
  return verdict(service_findings(subject, sender, body), services_);
}

Verdict Rules::kind(const std::string& subject, const std::string& sender, const std::string& body) const {
  return verdict(kind_findings(subject, sender, body), kind_codes().size());
}

}  // namespace pli
