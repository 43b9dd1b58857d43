// Rules are data (templates/rules.toml): phrases that speak for or against a service or a kind, with weights; a rule strong enough decides before the text model.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "pipeline/record.h"
#include "templates/services.h"

namespace pli {

/// What the rules make of a letter: weights are log-odds, summed for each code and held within -6..6.
struct RuleFindings {
  std::map<std::string, double> weights;                 ///< by code; no entry: nothing was found
  std::map<std::string, std::vector<Evidence>> evidence;  ///< by code: the rule's name with the phrase that was found, strongest first
  std::vector<std::string> taking_part;                   ///< codes of the rules found that take part, each once
};

class Rules {
 public:
  Rules();  ///< none
  /// Throws UsageError("template-invalid") naming file and rule; a rule may name only known services and kinds.
  static Rules load(const std::filesystem::path& file, const Services&);
  bool empty() const { return service_rules_.empty() && kind_rules_.empty(); }
  std::string digest() const { return digest_; }  ///< of the file's bytes; "" for none

  RuleFindings service_findings(const std::string& subject, const std::string& sender, const std::string& body) const;
  RuleFindings kind_findings(const std::string& subject, const std::string& sender, const std::string& body) const;

  /// Verdict with decided_by "rule" and a code when one service's (kind's) rules reach the deciding weight and no other's come within half of it; else code "" with the
  /// evidence gathered. Its confidence is a softmax of the weights in which the codes without a finding weigh 0.
  Verdict service(const std::string& subject, const std::string& sender, const std::string& body) const;
  Verdict kind(const std::string& subject, const std::string& sender, const std::string& body) const;

 private:
  struct Word {
    std::string text;
    bool open = false;  ///< written "abonn*": any ending will do
  };
  struct Phrase {
    std::string shown;  ///< as the file writes it
    std::vector<Word> words;
  };
  enum class Where { text, subject, sender, head };
  struct Rule {
    std::string target, name;
    std::vector<Phrase> all_of, any_of, none_of;  ///< in matching() form, whole words
    Where where = Where::text;
    double weight = 0;
    bool takes_part = false;  ///< a lawyer's letter is for the legal service to see, whoever's matter it is
  };
  struct Letter;
  static std::vector<Phrase> phrases(const std::vector<std::string>&);
  static bool holds(const std::vector<std::string>& words, const Phrase&);
  static RuleFindings findings(const std::vector<Rule>&, const Letter&);
  static void find(const Rule&, const Letter&, RuleFindings&);
  Verdict verdict(const RuleFindings&, std::size_t codes) const;

  std::vector<Rule> service_rules_, kind_rules_;
  double deciding_weight_ = 4;
  std::size_t services_ = 0;
  std::string digest_;
};

}  // namespace pli
