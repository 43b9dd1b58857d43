#include "stages/fill_letter.h"

#include <algorithm>

#include "pipeline/errors.h"
#include "pipeline/text.h"
#include "stages/engines/md4c.h"
#include "stages/engines/mustache.h"

namespace pli {
namespace {

// Each value stands in the markup as one character of the private use area, which CommonMark takes for a letter.
constexpr char32_t first_mark = 0xe000, last_mark = 0xf8ff;

bool is_mark(char32_t c) { return c >= first_mark && c <= last_mark; }

class Values {
 public:
  std::string mark_for(const std::string& value) {
    if (values_.size() > last_mark - first_mark) throw ItemError("letter-too-long", {{"limit", std::to_string(last_mark - first_mark)}});
    values_.push_back(code_points(trimmed(value)));
    return utf8(std::u32string(1, static_cast<char32_t>(first_mark + values_.size() - 1)));
  }

  StyledText in(const StyledText& text) const {
    StyledText out;
    for (std::size_t i = 0; i < text.text.size(); ++i) {
      if (is_mark(text.text[i]) && text.text[i] - first_mark < values_.size()) out.add(values_[text.text[i] - first_mark], text.style[i]);
      else out.add(text.text[i], text.style[i]);
    }
    return out;
  }

 private:
  std::vector<std::u32string> values_;
};

bool blank(const StyledText& text) {
  return std::all_of(text.text.begin(), text.text.end(), [](char32_t c) { return c == ' ' || c == '\n' || c == 0xa0 || c == 0x202f; });
}

/// Parts at empty lines.
std::vector<StyledText> paragraphs(const StyledText& text) {
  std::vector<StyledText> parts(1);
  for (std::size_t i = 0; i < text.text.size(); ++i) {
    if (text.text[i] == '\n' && i + 1 < text.text.size() && text.text[i + 1] == '\n') {
      while (i + 1 < text.text.size() && text.text[i + 1] == '\n') ++i;
      parts.emplace_back();
    } else {
      parts.back().add(text.text[i], text.style[i]);
    }
  }
  std::erase_if(parts, blank);
  return parts;
}

}  // namespace

struct FilledText::State {
  MustacheTemplate mustache;
};

FilledText::FilledText(const std::string& text) : state_(new State{MustacheTemplate(text)}) {
  const std::u32string points = code_points(text);
  if (std::any_of(points.begin(), points.end(), is_mark)) throw UsageError("markup-unknown", {{"detail", "private use characters"}});
}

FilledText::~FilledText() = default;

std::vector<LetterBlock> FilledText::blocks(const Json& context) const {
  Values values;
  const std::string marked = state_->mustache.fill(context, [&](const std::string& value) { return values.mark_for(value); });
  std::vector<LetterBlock> out;
  for (LetterBlock& block : parse_markdown(marked)) {
    for (auto& row : block.rows)
      for (StyledText& cell : row) cell = values.in(cell);
    if (block.kind == LetterBlock::Kind::table || block.kind == LetterBlock::Kind::page_break) {
      out.push_back(std::move(block));
      continue;
    }
    for (StyledText& part : paragraphs(values.in(block.text))) {
      out.push_back(block);
      out.back().text = std::move(part);
      if (block.kind == LetterBlock::Kind::item) block.kind = LetterBlock::Kind::paragraph, block.marker.clear();
    }
  }
  return out;
}

std::string FilledText::line(const Json& context) const {
  std::string out = state_->mustache.fill(context, [](const std::string& value) { return trimmed(value); });
  std::replace(out.begin(), out.end(), '\n', ' ');
  return trimmed(out);
}

}  // namespace pli
