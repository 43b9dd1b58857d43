#include "stages/legal_clock.h"

#include <algorithm>

namespace pli {
namespace {

Regime regime_of(const Due& due) {
  Regime regime;
  regime.regime = due.regime, regime.months = due.months, regime.days = due.days;
  return regime;
}

// Under "none" a text may still give the town a time to answer.
std::string time_to_answer(const Regime& regime, const std::string& received) {
  if (regime.months > 0) return add_months(received, regime.months);
  return regime.days > 0 ? add_days(received, regime.days) : std::string();
}

std::string decided_by_silence(const Regime& regime, const Course& course) {
  if (regime.regime == "none") return time_to_answer(regime, course.received);
  return implicit_decision(regime, course).value_or("");
}

// The day a letter left; of one that came back answered without anybody having said so, the day it bears. "" for one that nobody got; a registered one that was refused or not claimed counts.
std::string posted_on(const LetterEntry& letter) {
  const bool counts = letter.state == "returned" && letter.legal_effect;
  if (letter.state != "posted" && letter.state != "answered" && !counts) return "";
  return letter.posted.empty() ? letter.date : letter.posted;
}

// The first document that came into the dossier after this day.
std::string next_arrival(const std::vector<DocumentEntry>& documents, const std::string& after, const std::string& request) {
  std::string first;
  for (const DocumentEntry& document : documents)
    if (document.direction == "inbound" && document.id != request && document.received >= after && (first.empty() || document.received < first)) first = document.received;
  return first;
}

class Clock {
 public:
  Clock(const ClockEntry& entry, const Registry& registry) : entry_(entry), registry_(registry) {}

  std::optional<RunningClock> after(const std::vector<LetterEntry>& letters, const LetterClocks& clocks) const {
    RunningClock clock{entry_.document, entry_.dossier, entry_.due, false};
    Course course;
    course.received = entry_.received;
    for (const LetterEntry& letter : letters) {
      const std::string posted = posted_on(letter);
      const auto does = clocks.find(letter.template_name);
      if (posted.empty() || posted < entry_.received || does == clocks.end()) continue;
      if (does->second == "decides" || does->second == "transmits") return std::nullopt;
      if (does->second == "acknowledges") clock.due.acknowledge_by.clear();
      if (does->second == "suspends") course.missing_asked = posted, course.missing_deadline = letter.due;
    }
    if (!course.missing_asked.empty()) {
      course.completed = next_arrival(registry_.documents_of_dossier(entry_.dossier), course.missing_asked, entry_.document);
      clock.suspended = course.completed.empty();
      if (entry_.due.regime != "none") clock.due.decide_by = decided_by_silence(regime_of(entry_.due), course);
    }
    if (clock.next().empty() && !clock.suspended) return std::nullopt;  // acknowledged, and no silence decides
    return clock;
  }

 private:
  const ClockEntry& entry_;
  const Registry& registry_;
};

}  // namespace

std::string RunningClock::next() const {
  if (due.acknowledge_by.empty() || due.decide_by.empty()) return due.acknowledge_by + due.decide_by;
  return std::min(due.acknowledge_by, due.decide_by);
}

std::optional<Due> due_of(const Record& record, const Delays& delays) {
  const bool request = record.kind.code == "demande" || record.kind.code == "reclamation" || record.kind.code == "recours";
  const bool returned = std::find(record.review.begin(), record.review.end(), "returned") != record.review.end();
  if (!request || returned || !record.kind.sure || !record.service.sure || record.service.code.empty() || record.service.code == "autre" || !record.duplicate_of.empty()) return std::nullopt;
  const Regime regime = delays.regime_of(record.service.code, record.kind.code);
  Course course;
  course.received = record.received;
  Due due{regime.acknowledge ? add_days(record.received, delays.acknowledge_days) : "", decided_by_silence(regime, course), regime.regime, regime.source, regime.months, regime.days};
  if (due.acknowledge_by.empty() && due.decide_by.empty()) return std::nullopt;
  return due;
}

std::vector<RunningClock> running_clocks(const Registry& registry, const LetterClocks& letters, const std::string& dossier) {
  std::vector<RunningClock> running;
  for (const ClockEntry& entry : registry.clocks(dossier))
    if (auto clock = Clock(entry, registry).after(registry.letters_of_dossier(entry.dossier), letters)) running.push_back(std::move(*clock));
  std::stable_sort(running.begin(), running.end(), [](const RunningClock& a, const RunningClock& b) {
    const std::string x = a.next(), y = b.next();
    return x.empty() != y.empty() ? y.empty() : x < y;
  });
  return running;
}

}  // namespace pli
