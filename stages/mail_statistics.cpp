#include "stages/mail_statistics.h"

#include <algorithm>
#include <set>

#include "pipeline/calendar.h"

namespace pli {
namespace {

Delay delay_of(std::vector<int> days) {
  Delay delay;
  if (days.empty()) return delay;
  std::sort(days.begin(), days.end());
  delay.documents = static_cast<int>(days.size());
  delay.median = days[(days.size() - 1) / 2];
  delay.slow = days[(days.size() * 9 + 9) / 10 - 1];
  return delay;
}

// The first letter that the dossier got on or after the day this document came; "" when none did.
std::string answered_on(const Registry& registry, const DocumentEntry& document) {
  if (document.dossier.empty()) return {};
  std::string first;
  for (const LetterEntry& letter : registry.letters_of_dossier(document.dossier)) {
    const std::string day = letter.posted.empty() ? letter.date : letter.posted;
    if (letter.state == "cancelled" || letter.sha256.empty() || day < document.received) continue;
    if (first.empty() || day < first) first = day;
  }
  return first;
}

void count(Volume& volume, const DocumentEntry& document) { ++volume.documents, volume.pages += document.pages; }

}  // namespace

MailStatistics mail_statistics(const Registry& registry, const std::vector<RunningClock>& clocks, const std::string& from, const std::string& to, const std::string& today) {
  MailStatistics all;
  all.from = from, all.to = to;
  std::vector<int> handed, answered;
  std::set<std::string> days, pieces;
  for (const DocumentEntry& document : registry.documents_between(from, to)) {
    if (document.direction == "outbound") {
      count(all.sent, document);
      continue;
    }
    count(all.received, document);
    count(all.by_service[document.service], document);
    count(all.by_kind[document.kind], document);
    count(all.by_day[document.received], document);
    days.insert(document.id);
    if (document.origin == "file") {
      ++all.by_channel["file"];
      continue;
    }
    if (pieces.insert(document.piece).second)
      if (const auto piece = registry.piece(document.piece)) ++all.by_channel[piece->kind_of_mail];
    ++all.judged;
    if (!document.first_reasons.empty()) ++all.reviewed;
    for (const std::string& reason : document.first_reasons) ++all.reasons[reason];
    if (document.review()) ++all.waiting;
    if (!registry.correction_of(document.id).empty()) ++all.corrected;
    if (document.first_reasons.empty() && document.first_service != document.service) ++all.rerouted;
    if (const auto taken = registry.handover(document.id)) handed.push_back(std::max(0, days_between(document.received, taken->date)));
    if (const std::string day = answered_on(registry, document); !day.empty()) answered.push_back(days_between(document.received, day));
  }
  all.pieces = static_cast<int>(pieces.size());
  for (const NumberEntry& number : registry.numbers(from, to)) all.rejected += number.rejected.empty() ? 0 : 1;
  for (const RunningClock& clock : clocks)
    if (days.contains(clock.document) && !clock.next().empty() && clock.next() < today) ++all.overdue;
  all.handed_over = delay_of(std::move(handed));
  all.answered = delay_of(std::move(answered));
  return all;
}

}  // namespace pli
