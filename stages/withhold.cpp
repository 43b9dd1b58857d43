#include "stages/withhold.h"

#include <algorithm>

namespace pli {
namespace {

bool says_unopened(const PageSummary& page) {
  return std::any_of(page.sheets.begin(), page.sheets.end(), [](const SheetCode& code) { return code.kind == "UNOPENED"; });
}

}  // namespace

Withholding::Withholding(const std::vector<int>& inputs, bool stream) : stream_(stream) {
  for (int page = 0; page < static_cast<int>(inputs.size()); ++page) {
    const auto at = static_cast<std::size_t>(page);
    if (page == 0 || (!stream && inputs[at] != inputs[at - 1])) stretches_.push_back({page, page, page, false, {}, {}});
    stretches_.back().end = page + 1;
    stretch_.push_back(stretches_.size() - 1);
  }
  for (Stretch& stretch : stretches_) {
    stretch.pages.resize(static_cast<std::size_t>(stretch.end - stretch.begin));
    stretch.seen.resize(stretch.pages.size());
  }
}

std::vector<int> Withholding::add(int page, PageSummary summary) {
  Stretch& stretch = stretches_[stretch_[static_cast<std::size_t>(page)]];
  const auto at = static_cast<std::size_t>(page - stretch.begin);
  stretch.pages[at] = std::move(summary);
  stretch.seen[at] = true;
  std::vector<int> told;
  for (; stretch.known < stretch.end && stretch.seen[static_cast<std::size_t>(stretch.known - stretch.begin)]; ++stretch.known) {
    told.push_back(stretch.known);
    stretch.unopened = stretch.unopened || says_unopened(stretch.pages[static_cast<std::size_t>(stretch.known - stretch.begin)]);
  }
  return told;
}

// What a sheet says holds for pages behind it only: the stack up to a page separates as the whole stack does.
bool Withholding::closed(const std::vector<PageSummary>& until) const {
  const int last = static_cast<int>(until.size()) - 1;
  for (const PlannedDocument& document : separate(until, {stream_}).documents) {
    const bool holds = std::any_of(document.pages.begin(), document.pages.end(), [&](const PlannedPage& page) { return page.page == last; });
    if (holds) return std::find(document.flags.begin(), document.flags.end(), "unopened") != document.flags.end();
  }
  return false;
}

bool Withholding::withheld(int page) const {
  const Stretch& stretch = stretch_of(page);
  if (!stretch.unopened) return false;
  return closed({stretch.pages.begin(), stretch.pages.begin() + (page - stretch.begin) + 1});
}

bool Withholding::free(int page) const {
  const Stretch& stretch = stretch_of(page);
  if (stretch.known < page) return false;
  if (!stretch.unopened) return true;
  std::vector<PageSummary> until(stretch.pages.begin(), stretch.pages.begin() + (page - stretch.begin));
  PageSummary content;
  content.input = until.empty() ? 0 : until.back().input;
  until.push_back(content);
  return !closed(until);
}

}  // namespace pli
