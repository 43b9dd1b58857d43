#include "stages/extract_lines.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "pipeline/text.h"

namespace pli {
namespace {

constexpr std::size_t most_text_lines = 8000, longest_line = 1000, longest_value = 300;
constexpr char32_t table_end = 0x180;

/// Plain letters of the Latin code points, made once: asking ICU for every character would cost most of the time.
const std::array<std::string, table_end>& plain_letters() {
  static const std::array<std::string, table_end> table = [] {
    std::array<std::string, table_end> out;
    for (char32_t c = 0xA0; c < table_end; ++c) {
      const std::string low = folded(utf8(std::u32string_view(&c, 1)));
      const bool ascii = !low.empty() && std::all_of(low.begin(), low.end(), [](char l) { return l > 0; });
      out[c] = ascii ? low : "?";
      const bool capital = (c >= 0xC0 && c <= 0xDE) || c == 0x152 || c == 0x178;
      if (ascii && capital)
        for (char& l : out[c])
          if (is_lower(l)) l = static_cast<char>(l - 'a' + 'A');
    }
    out[0xB0] = out[0xBA] = "*";
    out[0xA0] = " ";
    return out;
  }();
  return table;
}

std::string_view plain_letter(char32_t c) {
  switch (c) {
    case 0x20AC: return "$";
    case 0x2018: case 0x2019: case 0x201B: case 0x02BC: return "'";
    case 0x201C: case 0x201D: case 0x201E: return "\"";
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: return "-";
    default: return c < table_end ? std::string_view(plain_letters()[c]) : "?";
  }
}

char32_t next_point(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const unsigned first = byte(at);
  if (first < 0x80) return at += 1, first;
  if (first < 0xE0) return at += 2, ((first & 0x1F) << 6) | (byte(at - 1) & 0x3F);
  if (first < 0xF0) return at += 3, ((first & 0x0F) << 12) | ((byte(at - 2) & 0x3F) << 6) | (byte(at - 1) & 0x3F);
  return at += 4, 0xFFFD;
}

void add_word(TextLine& line, const Word& word) {
  const auto add = [&](char c, int index, std::size_t byte) {
    line.plain += c;
    line.fold += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
    line.word_at.push_back(index);
    line.byte_at.push_back(static_cast<int>(byte));
  };
  if (!line.words.empty()) {
    add(' ', -1, line.text.size());
    line.text += ' ';
  }
  const std::size_t base = line.text.size();
  line.words.push_back(&word);
  for (std::size_t at = 0; at < word.text.size() && line.plain.size() < longest_line;) {
    const std::size_t start = at;
    const char32_t c = next_point(word.text, at);
    if (c < 0x80) {
      add(static_cast<char>(c), static_cast<int>(line.words.size()) - 1, base + start);
    } else {
      for (char l : plain_letter(c)) add(l, static_cast<int>(line.words.size()) - 1, base + start);
    }
  }
  line.text += word.text;
  line.box = united(line.box, word.box);
}

void finish(TextLine& line, std::vector<TextLine>& out) {
  if (line.words.empty()) return;
  double sum = 0, length = 0;
  for (const Word* word : line.words) {
    sum += word->confidence * static_cast<double>(word->text.size());
    length += static_cast<double>(word->text.size());
  }
  line.confidence = length > 0 ? sum / length : 0;
  line.byte_at.push_back(static_cast<int>(line.text.size()));
  line.taken.assign(line.plain.size(), 0);
  out.push_back(std::move(line));
}

/// A gap this wide (in heights of the line) is between columns, not between words.
constexpr double column_gap = 2.6;

/// A word that begins the contact column of a letterhead.
bool names_contact(const Word& word) {
  if (word.text.size() > 12) return false;
  const std::string letters = letters_of(word.text);
  for (std::string_view label : {"tel", "telephone", "fax", "mail", "email", "courriel", "mel", "port", "portable", "siret"})
    if (letters == label) return true;
  return false;
}

int usual_height(const Line& line) {
  std::vector<int> heights;
  for (const Word& word : line.words) heights.push_back(word.box.height);
  if (heights.empty()) return 0;
  std::nth_element(heights.begin(), heights.begin() + static_cast<long>(heights.size() / 2), heights.end());
  return heights[heights.size() / 2];
}

}  // namespace

std::string TextLine::read(std::size_t begin, std::size_t end) const {
  end = std::min(end, plain.size());
  if (begin >= end) return {};
  return text.substr(static_cast<std::size_t>(byte_at[begin]), static_cast<std::size_t>(byte_at[end] - byte_at[begin]));
}

bool TextLine::free(std::size_t begin, std::size_t end) const {
  end = std::min(end, taken.size());
  for (std::size_t i = begin; i < end; ++i)
    if (taken[i]) return false;
  return true;
}

void TextLine::take(std::size_t begin, std::size_t end) {
  end = std::min(end, taken.size());
  for (std::size_t i = begin; i < end; ++i) taken[i] = 1;
}

std::vector<TextLine> text_lines(const std::vector<TextPage>& pages) {
  std::vector<TextLine> out;
  for (const TextPage& page : pages) {
    if (!page.text || page.width <= 0 || page.height <= 0) continue;
    TextLine blank;
    blank.page = page.number, blank.page_width = page.width, blank.page_height = page.height;
    for (const Block& block : page.text->blocks) {
      for (const Line& source : block.lines) {
        if (out.size() >= most_text_lines) return out;
        const double gap = column_gap * std::max(usual_height(source), static_cast<int>(page.dpi / 12));
        TextLine line = blank;
        line.stamp = block.stamp;
        for (const Word& word : source.words) {
          const int space = line.words.empty() ? 0 : word.box.x - line.words.back()->box.right();
          const bool apart = space > gap || (space > gap * 0.4 && names_contact(word));
          if (apart) {
            finish(line, out);
            line = blank;
            line.stamp = block.stamp;
          }
          add_word(line, word);
        }
        finish(line, out);
      }
    }
  }
  return out;
}

Field field_at(const TextLine& line, std::size_t begin, std::size_t end, std::string name, std::string value, double strength) {
  Field field;
  field.name = std::move(name);
  field.text = line.read(begin, end);
  field.page = line.page;
  double sum = 0, length = 0;
  for (std::size_t i = begin; i < std::min(end, line.word_at.size()); ++i) {
    if (line.word_at[i] < 0) continue;
    const Word& word = *line.words[static_cast<std::size_t>(line.word_at[i])];
    field.box = united(field.box, word.box);
    sum += word.confidence;
    length += 1;
  }
  field.confidence = std::clamp((length > 0 ? sum / length : 0) * strength, 0.0, 1.0);
  const auto cut = [](std::string& text) {
    if (text.size() <= longest_value) return;
    std::size_t end_of = longest_value;
    while (end_of > 0 && (static_cast<unsigned char>(text[end_of]) & 0xC0) == 0x80) --end_of;
    text.resize(end_of);
  };
  cut(field.text);
  cut(value);
  field.value = std::move(value);
  return field;
}

char digit_like(char c) {
  switch (c) {
    case 'O': case 'o': case 'Q': case 'D': return '0';
    case 'I': case 'l': case 'i': case '|': case '!': return '1';
    case 'Z': case 'z': return '2';
    case 'S': case 's': return '5';
    case 'G': return '6';
    case 'B': return '8';
    default: return is_digit(c) ? c : '\0';
  }
}

int distance(std::string_view a, std::string_view b, int limit) {
  const auto gap = static_cast<int>(a.size() > b.size() ? a.size() - b.size() : b.size() - a.size());
  if (gap > limit) return limit + 1;
  std::vector<int> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0], least = row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1] ? 1 : 0)});
      diagonal = above;
      least = std::min(least, row[j]);
    }
    if (least > limit) return limit + 1;
  }
  return row[b.size()];
}

double likeness(std::string_view a, std::string_view b) {
  const std::string x = letters_of(a), y = letters_of(b);
  const std::size_t longer = std::max(x.size(), y.size());
  if (longer == 0 || longer > 200) return 0;
  const int limit = static_cast<int>(longer / 2);
  return 1 - static_cast<double>(distance(x, y, limit)) / static_cast<double>(longer);
}

std::string letters_of(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_point(text, at);
    const char one = static_cast<char>(c);
    for (char l : c < 0x80 ? std::string_view(&one, 1) : plain_letter(c))
      if (is_alnum(l)) out += is_upper(l) ? static_cast<char>(l - 'A' + 'a') : l;
  }
  return out;
}

std::size_t find_word(std::string_view fold, std::string_view word, std::size_t from) {
  for (std::size_t at = fold.find(word, from); at != std::string_view::npos; at = fold.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_alnum(fold[at - 1])) && (end >= fold.size() || !is_alnum(fold[end]))) return at;
  }
  return std::string_view::npos;
}

bool starts_with_word(std::string_view fold, std::string_view word) {
  return fold.starts_with(word) && (fold.size() == word.size() || !is_alnum(fold[word.size()]));
}

}  // namespace pli
