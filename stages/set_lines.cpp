#include "stages/set_lines.h"

#include <algorithm>

namespace pli {
namespace {

constexpr std::size_t short_word = 4;

bool letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0xc0; }

/// A chunk of text that stays whole: a word with what breaks behind it.
struct Chunk {
  std::size_t begin = 0, end = 0;  // without its space
  double width = 0, space = 0;     // of the text, of the space behind it
  bool newline = false;            // a break behind it was asked for
};

class Breaker {
 public:
  Breaker(const StyledText& text, const TypeFaces& faces, double size) : text_(text), faces_(faces), size_(size) {}

  std::vector<Chunk> pieces() const {
    std::vector<Chunk> out;
    Chunk piece;
    const auto close = [&](std::size_t end) {
      piece.end = end;
      out.push_back(piece);
      piece = {};
    };
    for (std::size_t i = 0; i < text_.text.size(); ++i) {
      const char32_t c = text_.text[i];
      if (c == ' ' || c == '\n') {
        if (c == ' ') piece.space = width(i);
        piece.newline = c == '\n';
        close(i);
        piece.begin = i + 1;
        continue;
      }
      piece.width += width(i);
      if (c == '-' && i > piece.begin + 1 && i + 2 < text_.text.size() && letter(text_.text[i - 1]) && letter(text_.text[i + 1])) {
        close(i + 1);
        piece.begin = i + 1;
      }
    }
    close(text_.text.size());
    return out;
  }

  double width(std::size_t i) const { return faces_.width(face_of(text_.style[i]), size_, drawn(text_.text[i])); }

  SetLine line(std::size_t begin, std::size_t end) const {
    SetLine line;
    while (end > begin && text_.text[end - 1] == ' ') --end;
    for (std::size_t i = begin; i < end; ++i) {
      const TypeFace face = face_of(text_.style[i]);
      if (line.runs.empty() || line.runs.back().face != face) line.runs.push_back({face, size_, line.width, 0, {}});
      line.runs.back().text += drawn(text_.text[i]);
      line.width += width(i);
    }
    return line;
  }

 private:
  const StyledText& text_;
  const TypeFaces& faces_;
  double size_;
};

/// Joins a very short last word to the one before it.
void join_last(std::vector<Chunk>& pieces) {
  if (pieces.size() < 3) return;
  Chunk& last = pieces.back();
  Chunk& before = pieces[pieces.size() - 2];
  if (before.newline || last.end - last.begin > short_word) return;
  before.width += before.space + last.width, before.end = last.end;
  pieces.pop_back();
}

}  // namespace

std::vector<SetLine> set_lines(const StyledText& text, const TypeFaces& faces, double size, double width) {
  const Breaker breaker(text, faces, size);
  std::vector<Chunk> pieces = breaker.pieces();
  join_last(pieces);
  std::vector<SetLine> lines;
  std::size_t begin = 0, end = 0;
  double used = 0, space = 0;
  const auto end_line = [&] { lines.push_back(breaker.line(begin, end)), used = space = 0; };
  for (const Chunk& piece : pieces) {
    if (used > 0 && used + space + piece.width > width) end_line(), begin = piece.begin;
    if (used == 0) begin = piece.begin;
    used += space + piece.width, space = piece.space, end = piece.end;
    // Only a word wider than the line is still too wide here: it is cut where the line is full.
    while (used > width + 0.001) {
      std::size_t cut = begin;
      double part = 0;
      while (cut < end && (cut == begin || part + breaker.width(cut) <= width)) part += breaker.width(cut++);
      lines.push_back(breaker.line(begin, cut));
      begin = cut, used -= part;
      if (begin >= end) used = 0;
    }
    if (piece.newline) end_line(), begin = end = piece.end + 1;
  }
  if (used > 0 || lines.empty()) end_line();
  return lines;
}

TextWidths text_widths(const StyledText& text, const TypeFaces& faces, double size) {
  TextWidths widths;
  double line = 0;
  for (const Chunk& piece : Breaker(text, faces, size).pieces()) {
    widths.word = std::max(widths.word, piece.width);
    line += piece.width;
    widths.line = std::max(widths.line, line);
    line = piece.newline ? 0 : line + piece.space;
  }
  return widths;
}

}  // namespace pli
