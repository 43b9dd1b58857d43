#include "stages/count_pages.h"

#include <map>

namespace pli {
namespace {

struct Brought {
  int pages = 0;                // that the letter has
  std::map<int, int> times;     // that each page is there
};

std::map<std::string, Brought> brought_by(const std::vector<LetterMark>& marks) {
  std::map<std::string, Brought> letters;
  for (const LetterMark& mark : marks) {
    if (mark.proof != LetterMark::Proof::right) continue;
    Brought& brought = letters[mark.code.letter];
    brought.pages = mark.code.pages;
    ++brought.times[mark.code.page];
  }
  return letters;
}

}  // namespace

std::vector<LetterPage> proven_pages(const std::vector<LetterMark>& marks) {
  std::vector<LetterPage> pages;
  for (const auto& [letter, brought] : brought_by(marks))
    for (const auto& [page, times] : brought.times) pages.push_back({letter, page});
  return pages;
}

std::vector<LetterAccount> count_pages(const Registry& registry, const std::vector<LetterMark>& marks, const std::string& document) {
  std::vector<LetterAccount> amiss;
  for (const auto& [letter, brought] : brought_by(marks)) {
    LetterAccount account{letter, brought.pages, {}, {}, {}};
    for (int page = 1; page <= brought.pages; ++page)
      if (!brought.times.contains(page)) account.missing.push_back(page);
    for (const auto& [page, times] : brought.times) {
      if (times > 1) account.twice.push_back(page);
      if (const std::string other = registry.document_with_letter_page({letter, page}, document); !other.empty()) account.before.push_back({page, other});
    }
    if (!account.missing.empty() || !account.twice.empty() || !account.before.empty()) amiss.push_back(std::move(account));
  }
  return amiss;
}

}  // namespace pli
