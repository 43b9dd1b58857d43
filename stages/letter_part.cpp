#include "stages/letter_part.h"

#include <algorithm>

#include "stages/extract_address.h"

namespace pli {
namespace {

constexpr std::size_t prose_words = 6, fewest_prose_lines = 2, least_letter_words = 25;
constexpr double prose_width = 0.42, letter_foot = 0.88, letter_full = 0.70;

bool prose_line(const TextLine& line) { return line.words.size() >= prose_words && line.box.width > prose_width * line.page_width; }

bool says_farewell(const TextLine& line) {
  return has_any(line.fold, {"salutations", "cordialement", "agreer", "sentiments", "consideration", "respectueusement", "sincerement", "amicalement", "bien a vous", "devoue", "je vous salue", "nous vous saluons"});
}

bool signs(const TextLine& line, const std::string& sender) {
  const std::string name = letters_of(sender);
  return name.size() >= 5 && line.words.size() <= 8 && letters_of(line.plain).find(name) != std::string::npos;
}

/// The lines of one page, and what they tell of its end.
struct LetterPageEnd {
  const std::vector<const TextLine*> lines;
  const std::string& sender;
  int top = 0;

  int last_prose() const {
    int bottom = 0;
    for (const TextLine* line : lines)
      if (prose_line(*line)) bottom = std::max(bottom, line->box.bottom());
    return bottom;
  }

  std::size_t prose_below(int y) const {
    return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [&](const TextLine* line) { return prose_line(*line) && line->box.y > y; }));
  }

  bool is_prose() const { return prose_below(0) >= fewest_prose_lines; }

  bool stops_early() const {
    const int height = lines.empty() ? 0 : lines.front()->page_height;
    int bottom = 0;  // what stands in the foot is the firm's
    for (const TextLine* line : lines)
      if (line->box.bottom() < letter_foot * height) bottom = std::max(bottom, line->box.bottom());
    return bottom > 0 && bottom < letter_full * height && last_prose() < letter_full * height;
  }

  bool signed_off() const {
    return std::any_of(lines.begin(), lines.end(), [&](const TextLine* line) {
      if (line->box.y <= top) return false;
      // The formula may go on for a line or two.
      if (says_farewell(*line)) return prose_below(line->box.bottom() + 2 * line->box.height) == 0;
      return signs(*line, sender) && !prose_line(*line) && prose_below(line->box.y) == 0;
    });
  }
};

std::vector<const TextLine*> lines_of_page(const std::vector<TextLine>& lines, int page) {
  std::vector<const TextLine*> out;
  for (const TextLine& line : lines)
    if (line.page == page && !line.stamp) out.push_back(&line);
  return out;
}

}  // namespace

std::size_t letter_pages(const std::vector<TextPage>& pages, const std::vector<TextLine>& lines, const LetterLayout& layout, const std::string& sender) {
  std::size_t words = 0;
  for (std::size_t i = 0; i + 1 < pages.size(); ++i) {
    const LetterPageEnd page{lines_of_page(lines, pages[i].number), sender, pages[i].number == layout.page ? layout.body_top : 0};
    for (const TextLine* line : page.lines) words += line->words.size();
    if (pages[i].number < layout.page || words < least_letter_words || !page.is_prose()) continue;
    const auto behind = [&](bool (*tells)(const TextLine&)) {
      return std::any_of(lines.begin(), lines.end(), [&](const TextLine& line) { return line.page > pages[i].number && !line.stamp && tells(line); });
    };
    // A page that was left half empty goes on where the farewell is still to come.
    if (!page.signed_off() && (!page.stops_early() || behind(says_farewell))) continue;
    return behind(greeting_line) ? pages.size() : i + 1;
  }
  return pages.size();
}

}  // namespace pli
