#include "stages/remind.h"

#include <algorithm>

#include "pipeline/calendar.h"
#include "pipeline/text.h"
#include "stages/expected_returns.h"

namespace pli {
namespace {

// A run that was stopped is no reminder yet: the same rows make it go on. One that names no letter reminds of all that its dossier was asked before.
bool reminds_of(const Registry& registry, const LetterEntry& reminder, const LetterEntry& letter) {
  if (!reminder.reminder || reminder.state == "cancelled" || reminder.id == letter.id) return false;
  if (reminder.reminds.empty() ? reminder.date < letter.posted : reminder.reminds != letter.id) return false;
  const auto run = registry.run(reminder.run);
  return run && run->complete;
}

bool reminded(const Registry& registry, const LetterEntry& letter) {
  const auto letters = registry.letters_of_dossier(letter.dossier);
  return std::any_of(letters.begin(), letters.end(), [&](const LetterEntry& other) { return reminds_of(registry, other, letter); });
}

std::string why_not_reminded(const Registry& registry, const LetterEntry& letter, bool again) {
  if (letter.reminder) return "reminder";
  if (trimmed(letter.recipient).empty() || trimmed(letter.address).empty()) return "no-address";
  if (registry.bad_address(letter.recipient, letter.address)) return "bad-address";
  return !again && reminded(registry, letter) ? "done" : "";
}

std::string about(const LetterEntry& letter, const ReturnWords& words) {
  if (letter.subject.empty()) return words.no_subject;
  std::string text = words.subject;
  if (const auto at = text.find("{subject}"); at != std::string::npos) text.replace(at, 9, letter.subject);
  return text;
}

Json reminder_row(const LetterEntry& letter, const ReturnWords& words, const std::string& day) {
  return {{"dossier", letter.dossier},
          {"service", letter.service},
          {"recipient", {{"name", letter.recipient}, {"lines", split(letter.address, '\n')}}},
          {"reminds", letter.id},
          {"lettre_date", letter.date},
          {"lettre_objet", about(letter, words)},
          {"attendu", words.expected},
          {"date_limite", add_days(day, words.reminder_days)}};
}

}  // namespace

Reminders propose_reminders(const Registry& registry, const ReturnWords& words, const std::string& day, bool again) {
  Reminders found;
  for (const LetterEntry& letter : registry.letters_expecting()) {
    if (expected_return(registry, letter, day).state != "overdue") continue;
    const std::string reason = why_not_reminded(registry, letter, again);
    if (!reason.empty()) {
      found.skipped.push_back({letter.id, reason});
      continue;
    }
    found.rows.push_back(reminder_row(letter, words, day));
    found.letters.push_back(letter.id);
  }
  return found;
}

}  // namespace pli
