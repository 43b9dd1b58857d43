#include "stages/set_pages.h"

#include <algorithm>
#include <numeric>

#include "pipeline/errors.h"
#include "stages/set_lines.h"
#include "stages/set_table.h"

namespace pli {
namespace {

constexpr std::size_t most_pages = 100;
constexpr double paragraph_gap = 0.5, item_gap = 0.12, heading_gap = 1.0;  // of the leading
constexpr double item_indent = 6, item_step = 6;                           // mm
constexpr double note_scale = 0.82;                                        // of a note's type: 9 points beside 11

/// A block's lines as strips that break only where two lines stand on both sides.
void add_lines(std::vector<Strip>& strips, const std::vector<SetLine>& lines, double x, double above, double leading, double size) {
  const double baseline = leading * 0.5 + size * point_mm * 0.34;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Strip strip{.above = i == 0 ? above : 0, .height = leading, .text = lines[i].runs, .boxes = {}};
    strip.may_begin_page = i == 0 || (i >= 2 && i + 2 <= lines.size());
    for (TextRun& run : strip.text) run.x += x, run.y = baseline;
    strips.push_back(std::move(strip));
  }
}

double indent_of(const LetterBlock& block) { return block.level > 0 && block.kind != LetterBlock::Kind::heading ? item_indent + (block.level - 1) * item_step : 0; }

/// A paragraph that is in italics from end to end is a note, in smaller type.
bool is_note(const LetterBlock& block) {
  return block.kind == LetterBlock::Kind::paragraph && block.level == 0 && block.text.style.find_first_not_of(char{italic_style}) == std::string::npos;
}

void add_text(std::vector<Strip>& strips, const LetterBlock& block, const TypeFaces& faces, const TypeArea& area, double gap) {
  const double indent = indent_of(block), scale = is_note(block) ? note_scale : 1, size = area.size * scale;
  const std::size_t first = strips.size();
  add_lines(strips, set_lines(block.text, faces, size, area.right - area.left - indent), area.left + indent, gap * area.leading, area.leading * scale, size);
  if (block.kind != LetterBlock::Kind::item) return;
  const double width = faces.width(TypeFace::regular, area.size, block.marker);
  strips[first].text.insert(strips[first].text.begin(), {TypeFace::regular, area.size, area.left + indent - std::max(width + 1.2, item_indent - 2), strips[first].text.empty() ? 0 : strips[first].text[0].y, block.marker});
}

void add_heading(std::vector<Strip>& strips, LetterBlock block, const TypeFaces& faces, const TypeArea& area) {
  static constexpr double larger[] = {2.5, 1.2, 0};
  for (char& style : block.text.style) style = static_cast<char>(style | bold_style);
  const double size = area.size + larger[std::clamp(block.level, 1, 3) - 1];
  add_lines(strips, set_lines(block.text, faces, size, area.right - area.left), area.left, heading_gap * area.leading, area.leading * size / area.size, size);
}

/// Before a heading's text two lines must follow it.
void keep_with_next(std::vector<Strip>& strips, std::size_t first) {
  for (std::size_t i = first; i < strips.size(); ++i) strips[i].may_begin_page = i == first;
}

class Pages {
 public:
  Pages(const std::vector<Strip>& strips, const TypeArea& area) : strips_(strips), area_(area) {}

  std::vector<LaidPage> lay() {
    start();
    for (std::size_t i = 0; i < strips_.size();) {
      const std::size_t end = group_end(i);
      const bool fresh = pages_.back().text.empty() && pages_.back().boxes.empty();
      if (strips_[i].must_begin_page && !fresh) start();
      else if (!fresh && y_ + height(i, end, true) > area_.bottom) start(), repeat_head(i);
      if (end - i > 1 && y_ + height(i, end, false) > area_.bottom + 0.01) {
        put_one_by_one(i, end);  // a group higher than a page keeps nothing together
      } else {
        for (std::size_t k = i; k < end; ++k) put(strips_[k]);
      }
      i = end;
    }
    return std::move(pages_);
  }

 private:
  std::size_t group_end(std::size_t begin) const {
    std::size_t end = begin + 1;
    while (end < strips_.size() && !strips_[end].may_begin_page && !strips_[end].must_begin_page) ++end;
    return end;
  }

  double height(std::size_t begin, std::size_t end, bool with_gap) const {
    double sum = with_gap ? strips_[begin].above : 0;
    for (std::size_t i = begin; i < end; ++i) sum += strips_[i].height + (i > begin ? strips_[i].above : 0);
    return sum;
  }

  void start() {
    if (pages_.size() >= most_pages) throw ItemError("letter-too-long", {{"limit", std::to_string(most_pages)}});
    pages_.emplace_back();
    y_ = pages_.size() == 1 ? area_.first_top : area_.next_top;
    top_ = true;
  }

  void repeat_head(std::size_t i) {
    if (strips_[i].head >= 0) put(strips_[static_cast<std::size_t>(strips_[i].head)]);
  }

  void put_one_by_one(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (!top_ && y_ + strips_[i].above + strips_[i].height > area_.bottom) start(), repeat_head(i);
      put(strips_[i]);
    }
  }

  void put(const Strip& strip) {
    if (!top_) y_ += strip.above;
    if (strip.height > area_.bottom - area_.next_top) throw ItemError("row-too-high", {});
    if (top_ && y_ + strip.height > area_.bottom) start();
    LaidPage& page = pages_.back();
    for (TextRun run : strip.text) run.y += y_, page.text.push_back(std::move(run));
    for (FilledBox box : strip.boxes) box.y += y_, page.boxes.push_back(box);
    y_ += strip.height;
    top_ = false;
  }

  const std::vector<Strip>& strips_;
  const TypeArea& area_;
  std::vector<LaidPage> pages_;
  double y_ = 0;
  bool top_ = true;
};

}  // namespace

std::vector<Strip> set_blocks(const std::vector<LetterBlock>& blocks, const TypeFaces& faces, const TypeArea& area) {
  std::vector<Strip> strips;
  bool new_page = false, after_heading = false;
  const LetterBlock* before = nullptr;
  for (const LetterBlock& block : blocks) {
    if (block.kind == LetterBlock::Kind::page_break) {
      new_page = true;
      continue;
    }
    const std::size_t first = strips.size();
    const bool in_list = block.kind == LetterBlock::Kind::item && before && (before->kind == LetterBlock::Kind::item || before->level > 0);
    switch (block.kind) {
      case LetterBlock::Kind::heading: add_heading(strips, block, faces, area); break;
      case LetterBlock::Kind::table: add_table(strips, block, faces, area); break;
      default: add_text(strips, block, faces, area, in_list ? item_gap : before && before->kind == LetterBlock::Kind::table ? 2 * paragraph_gap : paragraph_gap);
    }
    if (first == strips.size()) continue;
    if (block.kind == LetterBlock::Kind::heading) keep_with_next(strips, first);
    if (after_heading) strips[first].may_begin_page = false, strips[first].above *= 0.6;
    if (new_page) strips[first].must_begin_page = true;
    after_heading = block.kind == LetterBlock::Kind::heading, new_page = false, before = &block;
  }
  return strips;
}

void add_signature(std::vector<Strip>& letter, std::vector<Strip> signature) {
  // The last two lines of the text come along; a single line at the end brings the line before it.
  if (letter.size() >= 2) letter.back().may_begin_page = false;
  for (Strip& strip : signature) {
    strip.may_begin_page = letter.empty();
    letter.push_back(std::move(strip));
  }
}

std::vector<LaidPage> lay_pages(const std::vector<Strip>& strips, const TypeArea& area) { return Pages(strips, area).lay(); }

}  // namespace pli
