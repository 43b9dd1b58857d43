#include "stages/expected_returns.h"

#include <algorithm>
#include <set>

namespace pli {
namespace {

// Reasons for review that say: not all that was asked for is there.
constexpr const char* page_missing = "letter-incomplete";
constexpr const char* form_page_missing = "form-incomplete";
constexpr const char* answer_missing = "form-unanswered";   // a form's needed answer was left empty

bool waits_for(const DocumentEntry& document, const char* reason) { return std::count(document.reasons.begin(), document.reasons.end(), reason) > 0; }

class Expecting {
 public:
  Expecting(const Registry& registry, const LetterEntry& letter) : registry_(registry) { expected_.letter = letter; }

  ExpectedReturn run(const std::string& day) {
    gather_documents();
    for (const LetterEntry& reminder : registry_.reminders_of(expected_.letter.id)) expected_.reminders.push_back(reminder.id);
    expected_.state = state_on(day);
    return std::move(expected_);
  }

 private:
  void gather_documents() {
    std::set<int> brought;
    const auto pages = registry_.pages_back(expected_.letter.id);
    for (const PageBefore& page : pages) brought.insert(page.page);
    for (int page = 1; !brought.empty() && page <= expected_.letter.pages; ++page)
      if (!brought.contains(page)) expected_.missing.push_back(page);
    for (const PageBefore& page : pages) add(page.document);
    add(expected_.letter.settled_by);
  }

  void add(const std::string& id) {
    const auto known = id.empty() || std::count(expected_.documents.begin(), expected_.documents.end(), id) > 0 ? std::nullopt : registry_.document(id);
    if (!known) return;
    expected_.documents.push_back(id);
    incomplete_ = incomplete_ || (waits_for(*known, page_missing) && !expected_.missing.empty()) || waits_for(*known, form_page_missing) || waits_for(*known, answer_missing);
    twice_ = twice_ || waits_for(*known, "code-replayed");
  }

  std::string state_on(const std::string& day) const {
    const LetterEntry& letter = expected_.letter;
    if (letter.state == "returned") return "undeliverable";
    if (letter.state == "answered") return incomplete_ ? "incomplete" : twice_ ? "twice" : "answered";
    return letter.state == "posted" && !letter.due.empty() && letter.due < day ? "overdue" : "waiting";
  }

  const Registry& registry_;
  ExpectedReturn expected_;
  bool incomplete_ = false, twice_ = false;
};

}  // namespace

ExpectedReturn expected_return(const Registry& registry, const LetterEntry& letter, const std::string& day) { return Expecting(registry, letter).run(day); }

std::vector<ExpectedReturn> expected_returns(const Registry& registry, const std::string& day, const std::string& service) {
  std::vector<ExpectedReturn> found;
  for (const LetterEntry& letter : registry.letters_expecting(service)) found.push_back(expected_return(registry, letter, day));
  return found;
}

BatchReturns returns_of_batch(const Registry& registry, const std::string& batch, const std::string& day) {
  BatchReturns returns;
  std::set<std::string> told;
  for (const DocumentEntry& document : registry.documents(batch))
    for (const LetterEntry& letter : registry.letters_brought_by(document.id))
      if (told.insert(letter.id).second) returns.changed.push_back(expected_return(registry, letter, day));
  for (const LetterEntry& letter : registry.letters_expecting())
    if (letter.state == "posted" && !letter.reminder && !letter.due.empty() && letter.due < day) returns.overdue.push_back(expected_return(registry, letter, day));
  return returns;
}

}  // namespace pli
