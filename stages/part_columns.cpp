#include "stages/part_columns.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/text.h"
#include "stages/find_address.h"

namespace pli {
namespace {

constexpr std::size_t most_pieces = 600;      // more are confetti
constexpr std::size_t most_gutters = 80;
constexpr double gutter = 1.2;               // of the print's height: the least white between columns
constexpr double paragraph = 2.4;            // between baselines, of the print's height: more parts groups of lines
constexpr double follows = 1.9;              // between baselines, of the print's height: the next line of a text
constexpr double one_row = 0.3;              // of the print's height: lines that far from each other surely stand in one row
constexpr double about_one_row = 0.5;        // and may, where the paper is bent
constexpr double lone = 4;                   // of the print's height: the white before a line that is a column by itself, and no word set apart
constexpr double head = 0.4;                 // of the page: where letterheads and addresses stand
constexpr double wide = 0.4, narrow = 0.5;   // of the text's width: a line of running text, a margin's column
constexpr std::size_t running_lines = 5;     // that stand beside a margin's column
constexpr std::size_t least_rows = 3;        // of a table

enum class Side { across, left, right };

struct LinePiece {
  Line line;
  std::size_t block = 0;   // of the page
  bool stamp = false;
  bool settled = false;    // in a margin's column
  Side side = Side::across;
};

using PieceColumn = std::vector<const LinePiece*>;

bool is_word(const Word& word) { return code_points(matching(word.text)).size() >= 2 && word.text.find_first_of("0123456789") == std::string::npos; }

bool is_worded(const PieceColumn& column) {
  const auto worded = std::count_if(column.begin(), column.end(), [](const LinePiece* piece) { return std::any_of(piece->line.words.begin(), piece->line.words.end(), is_word); });
  return 2 * static_cast<std::size_t>(worded) >= column.size();
}

bool holds_postcode(const PieceColumn& column) {
  return std::any_of(column.begin(), column.end(), [](const LinePiece* piece) { return begins_with_postcode(piece->line); });
}

Line line_of(std::vector<Word> words, int baseline) {
  Line line{{}, baseline, std::move(words)};
  for (const Word& word : line.words) line.box = united(line.box, word.box);
  return line;
}

int first_baseline(const PieceColumn& column) {
  return (*std::min_element(column.begin(), column.end(), [](const LinePiece* a, const LinePiece* b) { return a->line.baseline < b->line.baseline; }))->line.baseline;
}
int last_baseline(const PieceColumn& column) {
  return (*std::max_element(column.begin(), column.end(), [](const LinePiece* a, const LinePiece* b) { return a->line.baseline < b->line.baseline; }))->line.baseline;
}

class Columns {
 public:
  Columns(const PageText& text, int height) : page_height_(height) {
    std::vector<int> heights;
    int left = 1 << 30, right = 0;
    for (std::size_t i = 0; i < text.blocks.size(); ++i)
      for (const Line& line : text.blocks[i].lines) {
        if (line.words.empty()) continue;
        pieces_.push_back({line, i, text.blocks[i].stamp});
        left = std::min(left, line.box.x), right = std::max(right, line.box.right());
        for (const Word& word : line.words) heights.push_back(word.box.height);
      }
    width_ = std::max(1, right - left);
    if (heights.empty()) return;
    std::nth_element(heights.begin(), heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2), heights.end());
    print_ = std::max(4, heights[heights.size() / 2]);
  }

  bool part() {
    if (pieces_.size() > most_pieces || print_ == 0) return false;
    bool parted = false;
    for (const int x : gutters()) parted = part_at(x) || parted;
    return parted;
  }

  /// Lines that follow each other in a block and in a column are a block.
  std::vector<Block> blocks() const {
    std::vector<Block> out;
    const LinePiece* last = nullptr;
    for (const LinePiece& piece : pieces_) {
      if (!last || last->block != piece.block || last->stamp != piece.stamp) out.push_back({{}, {}, piece.stamp});
      out.back().box = united(out.back().box, piece.line.box);
      out.back().lines.push_back(piece.line);
      last = &piece;
    }
    return out;
  }

 private:
  double heights(double count) const { return count * print_; }

  /// Where a right column may begin: left of every line, and of what follows a wide space.
  std::vector<int> gutters() const {
    std::set<int> at;
    const int step = std::max(2, print_ / 2);
    const auto add = [&](int x) { at.insert((x - print_ / 2) / step * step); };
    for (const LinePiece& piece : pieces_)
      for (std::size_t i = 0; i < piece.line.words.size(); ++i)
        if (i == 0 || piece.line.words[i].box.x - piece.line.words[i - 1].box.right() >= heights(gutter)) add(piece.line.words[i].box.x);
    std::vector<int> out(at.begin(), at.end());
    if (out.size() > most_gutters) out.clear();
    return out;
  }

  /// The pieces as a gutter at `x` parts them: lines with white there are cut in two.
  std::vector<LinePiece> cut_at(int x) const {
    std::vector<LinePiece> out;
    for (const LinePiece& piece : pieces_) {
      const std::vector<Word>& words = piece.line.words;
      const auto rest = std::find_if(words.begin(), words.end(), [&](const Word& word) { return word.box.right() > x; });
      const bool white = rest == words.end() || rest == words.begin() || rest->box.x - std::prev(rest)->box.right() >= heights(gutter);
      if (piece.stamp || piece.settled || !white || (rest != words.end() && rest->box.x < x)) {
        out.push_back(piece), out.back().side = Side::across;
      } else if (rest == words.end() || rest == words.begin()) {
        out.push_back(piece), out.back().side = rest == words.end() ? Side::left : Side::right;
      } else {
        out.push_back({line_of({words.begin(), rest}, piece.line.baseline), piece.block, false, false, Side::left});
        out.push_back({line_of({rest, words.end()}, piece.line.baseline), piece.block, false, false, Side::right});
      }
    }
    return out;
  }

  bool part_at(int x) {
    const std::vector<LinePiece> cut = cut_at(x);
    std::vector<const LinePiece*> down;
    for (const LinePiece& piece : cut)
      if (!piece.stamp && !piece.settled) down.push_back(&piece);
    std::stable_sort(down.begin(), down.end(), [](const LinePiece* a, const LinePiece* b) { return a->line.baseline < b->line.baseline; });
    for (std::size_t from = 0, to = 0; from < down.size(); from = to + 1) {
      PieceColumn left, right;
      for (to = from; to < down.size() && down[to]->side != Side::across; ++to) (down[to]->side == Side::left ? left : right).push_back(down[to]);
      if (left.empty() || right.empty()) continue;
      if (is_margin(left, right)) return take(cut, left, right, false);
      for (const PieceColumn& one : groups(left))
        for (const PieceColumn& other : groups(right))
          if (!is_cut_off(one, down) && !is_cut_off(other, down) && is_head(one, other)) return take(cut, one, other, true);
    }
    return false;
  }

  std::vector<PieceColumn> groups(const PieceColumn& column) const {
    std::vector<PieceColumn> out;
    for (const LinePiece* piece : column) {
      if (out.empty() || piece->line.baseline - out.back().back()->line.baseline > heights(paragraph)) out.emplace_back();
      out.back().push_back(piece);
    }
    return out;
  }

  bool are_apart(const PieceColumn& left, const PieceColumn& right, double least) const {
    int ends = 0, begins = 1 << 30;
    for (const LinePiece* piece : left) ends = std::max(ends, piece->line.box.right());
    for (const LinePiece* piece : right) begins = std::min(begins, piece->line.box.x);
    const bool beside = first_baseline(left) <= last_baseline(right) + heights(0.5) && first_baseline(right) <= last_baseline(left) + heights(0.5);
    return beside && begins - ends >= heights(least) && is_worded(left) && is_worded(right);
  }

  struct CommonRows {
    std::size_t count = 0;
    bool labels = false;   // what stands at the left names what stands at the right
  };

  CommonRows rows_in_common(const PieceColumn& left, const PieceColumn& right, double apart) const {
    CommonRows rows;
    for (const LinePiece* one : left) {
      const bool paired = std::any_of(right.begin(), right.end(), [&](const LinePiece* other) { return std::abs(one->line.baseline - other->line.baseline) <= heights(apart); });
      rows.count += paired ? 1 : 0;
      rows.labels = rows.labels || (paired && one->line.words.back().text.ends_with(':'));
    }
    return rows;
  }

  bool is_running(const Line& line) const {
    const auto& words = line.words;
    const auto gap = std::adjacent_find(words.begin(), words.end(), [&](const Word& a, const Word& b) { return b.box.x - a.box.right() >= heights(gutter); });
    return line.box.width >= wide * width_ && gap == words.end();
  }

  /// How many rows the lines of a column stand in.
  std::size_t rows_of(const PieceColumn& column) const {
    std::vector<int> baselines;
    for (const LinePiece* piece : column) baselines.push_back(piece->line.baseline);
    std::sort(baselines.begin(), baselines.end());
    std::size_t rows = 0;
    for (std::size_t i = 0; i < baselines.size(); ++i) rows += i == 0 || baselines[i] - baselines[i - 1] > heights(one_row) ? 1 : 0;
    return rows;
  }

  /// A line over both columns follows on them as their own lines do: what is above it is no column.
  bool is_cut_off(const PieceColumn& column, const std::vector<const LinePiece*>& down) const {
    const int first = first_baseline(column), last = last_baseline(column);
    Box box;
    for (const LinePiece* piece : column) box = united(box, piece->line.box);
    return std::any_of(down.begin(), down.end(), [&](const LinePiece* piece) {
      const int baseline = piece->line.baseline;
      const bool meets = piece->line.box.x < box.right() && box.x < piece->line.box.right();
      return piece->side == Side::across && meets && baseline > first - heights(follows) && baseline < last + heights(follows);
    });
  }

  /// A sender's names down the margin: beside them runs the whole letter, and nothing crosses the white between.
  bool is_margin(const PieceColumn& left, const PieceColumn& right) const {
    const auto running = std::count_if(right.begin(), right.end(), [&](const LinePiece* piece) { return is_running(piece->line); });
    if (left.size() < 2 || static_cast<std::size_t>(running) < running_lines || !are_apart(left, right, gutter)) return false;
    Box box;
    for (const LinePiece* piece : left) box = united(box, piece->line.box);
    const CommonRows rows = rows_in_common(left, right, one_row);
    return box.width <= narrow * width_ && !rows.labels && (rows.count < least_rows || 2 * rows.count < rows_of(left));
  }

  /// Two groups side by side in a page's head. What stands in rows with each other is a table or labels with what they are for, but for two addresses.
  bool is_head(const PieceColumn& left, const PieceColumn& right) const {
    const std::size_t lefts = rows_of(left), rights = rows_of(right);
    if (lefts + rights < 3 || !are_apart(left, right, rights == 1 ? lone : gutter)) return false;
    const CommonRows rows = rows_in_common(left, right, about_one_row);
    if (std::min(first_baseline(left), first_baseline(right)) > head * page_height_ || rows.labels) return false;
    if (rows.count >= least_rows && 4 * rows.count >= 3 * std::min(lefts, rights)) return holds_postcode(left) && holds_postcode(right);
    return 4 * rows.count < 3 * lefts;
  }

  /// The left column, then the right one, where the first of their lines stood.
  bool take(const std::vector<LinePiece>& cut, const PieceColumn& left, const PieceColumn& right, bool whole) {
    const std::set<const LinePiece*> lefts(left.begin(), left.end()), rights(right.begin(), right.end());
    std::vector<LinePiece> first, second, out;
    std::size_t blocks = 0, place = cut.size();
    for (const LinePiece& piece : cut) blocks = std::max(blocks, piece.block + 1);
    for (std::size_t i = 0; i < cut.size(); ++i) {
      const bool is_left = lefts.contains(&cut[i]), is_right = rights.contains(&cut[i]);
      if (is_left || is_right) place = std::min(place, out.size());
      (is_left ? first : is_right ? second : out).push_back(cut[i]);
    }
    for (LinePiece& piece : first) piece.block = blocks, piece.settled = !whole;
    for (LinePiece& piece : second) piece.block = whole ? blocks + 1 : piece.block;
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(place), second.begin(), second.end());
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(place), first.begin(), first.end());
    pieces_ = rejoined(out);
    return true;
  }

  /// Lines that were cut at the gutter and belong to neither column are whole again.
  static std::vector<LinePiece> rejoined(const std::vector<LinePiece>& pieces) {
    std::vector<LinePiece> out;
    for (const LinePiece& piece : pieces) {
      const bool rest = !out.empty() && out.back().side == Side::left && piece.side == Side::right && out.back().block == piece.block && out.back().line.baseline == piece.line.baseline;
      if (!rest) {
        out.push_back(piece);
        continue;
      }
      std::vector<Word> words = out.back().line.words;
      words.insert(words.end(), piece.line.words.begin(), piece.line.words.end());
      out.back().line = line_of(std::move(words), piece.line.baseline);
    }
    return out;
  }

  std::vector<LinePiece> pieces_;
  int page_height_, width_ = 1, print_ = 0;
};

}  // namespace

void part_columns(PageText& text, int height) {
  Columns columns(text, height);
  if (columns.part()) text.blocks = columns.blocks();
}

}  // namespace pli
