// Rules are data (templates/rules.toml): phrases that speak for or against a service or a kind, with weights; a rule strong enough decides before the text model.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/record.h"
#include "templates/services.h"

namespace pli {

class Rules {
 public:
  Rules();  ///< none
  /// Throws UsageError("template-invalid") naming file and rule; a rule may name only known services and kinds.
  static Rules load(const std::filesystem::path& file, const Services&);

  /// Verdict with decided_by "rule" and a code when one service's (kind's) rules reach the deciding weight and no other's contradict; else code "" with the evidence gathered.
  Verdict service(const std::string& subject, const std::string& sender, const std::string& body) const;
  Verdict kind(const std::string& subject, const std::string& sender, const std::string& body) const;

 private:
  struct Rule {
    std::string target, name;
    std::vector<std::string> all_of, any_of, none_of;  ///< in matching() form, whole words
    std::string where;                                 ///< "subject", "sender", "text"
    double weight = 0;
  };
  std::vector<Rule> service_rules_, kind_rules_;
};

}  // namespace pli
