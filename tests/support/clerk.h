// A clerk who looks at every letter of the morning, knows what it is, and types what Pli offers to set right what is not.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "pipeline/registry.h"
#include "tests/support/consumers.h"
#include "tests/support/fortnight.h"
#include "tests/support/whole_program.h"

namespace pli::test {

struct ClerksDesk {
  const WholeProgram& program;
  Consumers& consumers;
  NightMail& mail;
  const std::filesystem::path& place;    ///< holds out/ and pli.db
  bool by_hand;
  FortnightCount& count;
};

class Clerk {
 public:
  explicit Clerk(const ClerksDesk& desk) : desk_(desk) {}

  /// All batches that are complete and were not looked at yet; `judge_again`: the town has changed its threshold, and has them judged again first. Then receipts of what was taken over, as they came.
  void morning(bool judge_again);
  void hand_over();
  /// Documents that a person has seen and found right: whoever takes them takes nothing wrong.
  const std::set<std::string>& settled() const { return settled_; }
  /// Each letter is one document with all its pages in order, none failed, and is where it belongs.
  void check_letters();
  const std::vector<std::string>& troubles() const { return troubles_; }

 private:
  struct Looked {
    DocumentEntry entry;
    std::filesystem::path folder;          ///< where it stands, or would
    std::vector<TruePage> pages;           ///< that are not blank
    std::vector<int> numbers;              ///< theirs in the record
    std::vector<int> failed;               ///< numbers of pages that could not be read
    bool several() const;
    bool whole(const NightMail&) const;    ///< one letter with all its pages in order, all of them read
  };

  std::vector<Looked> look(const std::string& batch) const;
  Looked look_at(const DocumentEntry&, const std::filesystem::path& batch_folder) const;
  bool right(const Looked&) const;
  RunResult type(const std::vector<std::string>& arguments, int wanted = 0);
  RunResult type_on(const Looked&, const std::vector<std::string>& arguments);   ///< brings its folder back where it was taken
  void replace_bad(const std::vector<std::string>& batches);
  void mend_by_hand(const std::vector<std::string>& batches);
  void correct_by_hand(const std::vector<std::string>& batches);
  bool fill_in(const std::vector<std::string>& batches);                          ///< false: nothing is left to say
  bool filled_index(const std::string& batch, const std::filesystem::path& file) const;
  std::vector<std::vector<std::string>> torn(const std::vector<Looked>&) const;   ///< ids of the parts of each torn letter

  ClerksDesk desk_;
  std::set<std::string> settled_, seen_;   // documents; batches
  std::vector<std::string> troubles_;
};

}  // namespace pli::test
