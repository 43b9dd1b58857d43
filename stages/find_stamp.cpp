#include "stages/find_stamp.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include "pipeline/text.h"

namespace pli {
namespace {

bool capital(const std::string& word) {
  const std::u32string letters = code_points(capitals(word));
  const std::u32string as_read = code_points(word);
  for (std::size_t i = 0; i < as_read.size() && i < letters.size(); ++i)
    if (letters[i] >= U'A' && letters[i] <= U'Z') return as_read[i] < 0x80 ? as_read[i] == letters[i] : folded(utf8(std::u32string(1, as_read[i]))) != utf8(std::u32string(1, as_read[i]));
  return false;
}

// What OCR makes of REÇU and ARRIVÉ under a slanted frame: Recu, |Recu, [cou.
bool says_received(const std::string& word) {
  const std::string plain = matching(word);
  static constexpr std::array<std::string_view, 6> forms = {"recu", "regu", "cou", "reou", "arrive", "arrivee"};
  return std::find(forms.begin(), forms.end(), plain) != forms.end();
}

// A piece of a date as stamps write it: figures, a month, or what could not be read.
bool of_date(const Word& word) {
  const std::string plain = matching(word.text);
  static constexpr std::array<std::string_view, 26> months = {"jan",  "janv", "janvier", "fev",  "fevr", "fevrier", "mar",  "mars",    "avr",  "avril", "mai", "jun",     "juin",
                                                              "juil", "juillet", "jul", "aou", "aout", "sep", "sept", "septembre", "oct", "octobre", "nov", "dec", "decembre"};
  if (plain.empty() || std::find(months.begin(), months.end(), plain) != months.end()) return true;
  const bool figures = std::any_of(plain.begin(), plain.end(), [](unsigned char c) { return std::isdigit(c); });
  return (figures && plain.size() <= 8) || word.confidence < 0.6;
}

// The same, narrowly: a letter's own date, a postcode or a telephone number beside the stamp must stay where it is.
bool stray_of_date(const Word& word) {
  const std::string plain = matching(word.text);
  if (plain.empty() || word.confidence < 0.3) return true;
  const bool figures = plain.size() <= 4 && std::all_of(plain.begin(), plain.end(), [](unsigned char c) { return std::isdigit(c); });
  return figures || (of_date(word) && plain.size() <= 4 && capital(word.text));
}

double gap_before(const Line& line, std::size_t i) {
  return i == 0 ? 0 : line.words[i].box.x - line.words[i - 1].box.right();
}

double height_of(const Line& line) { return std::max(1, line.box.height); }

// Index of the first word of a stamp in the line, or its size.
std::size_t stamp_begins(const Line& line) {
  for (std::size_t i = 0; i + 1 < line.words.size(); ++i) {
    const Word& word = line.words[i];
    const Word& next = line.words[i + 1];
    if (!says_received(word.text) || matching(next.text) != "le" || line.words.size() - i > 8) continue;
    const bool stands_out = capital(next.text) || capital(word.text);
    const bool apart = i == 0 || gap_before(line, i) > 0.8 * height_of(line) || next.text == "LE";
    const bool dated = std::all_of(line.words.begin() + static_cast<std::ptrdiff_t>(i) + 2, line.words.end(), of_date);
    if (stands_out && apart && dated) return i;
  }
  return line.words.size();
}

void refit(Line& line) {
  line.box = {};
  for (const Word& word : line.words) line.box = united(line.box, word.box);
}

// The last words of a line that are nothing but figures of a date, near the stamp.
std::size_t date_tail(const Line& line, const Box& stamp) {
  const double height = height_of(line);
  const bool near = line.box.bottom() > stamp.y - 2 * height && line.box.y < stamp.bottom() + 2 * height;
  std::size_t begin = line.words.size();
  while (near && begin > 0 && stray_of_date(line.words[begin - 1]) && line.words[begin - 1].box.right() > stamp.x - 2 * height &&
         line.words[begin - 1].box.x < stamp.right() + 2 * height)
    --begin;
  if (begin == line.words.size()) return begin;
  const bool apart = begin == 0 || gap_before(line, begin) > 0.8 * height;
  return apart && line.words.size() - begin <= 2 ? begin : line.words.size();
}

// Cuts the words from `begin` off the line, into a line of the stamp.
void move_tail(Line& line, std::size_t begin, Block& stamp) {
  if (begin >= line.words.size()) return;
  Line moved;
  moved.baseline = line.baseline;
  moved.words.assign(line.words.begin() + static_cast<std::ptrdiff_t>(begin), line.words.end());
  line.words.resize(begin);
  refit(moved);
  refit(line);
  stamp.box = united(stamp.box, moved.box);
  stamp.lines.push_back(std::move(moved));
}

}  // namespace

void set_stamp_apart(PageText& page) {
  Block stamp;
  stamp.stamp = true;
  for (Block& block : page.blocks)
    for (Line& line : block.lines) move_tail(line, stamp_begins(line), stamp);
  if (stamp.lines.empty()) return;

  const Box found = stamp.box;
  for (Block& block : page.blocks)
    for (Line& line : block.lines) move_tail(line, date_tail(line, found), stamp);
  for (Block& block : page.blocks) {
    std::erase_if(block.lines, [](const Line& line) { return line.words.empty(); });
    block.box = {};
    for (const Line& line : block.lines) block.box = united(block.box, line.box);
  }
  std::erase_if(page.blocks, [](const Block& block) { return block.lines.empty(); });
  std::stable_sort(stamp.lines.begin(), stamp.lines.end(), [](const Line& a, const Line& b) { return a.baseline < b.baseline; });
  page.blocks.push_back(std::move(stamp));
}

}  // namespace pli
