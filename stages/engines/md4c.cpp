#include "stages/engines/md4c.h"

#include <md4c.h>

#include "pipeline/errors.h"
#include "pipeline/text.h"

namespace pli {
namespace {

constexpr char32_t bullet = 0x2013;

/// What the parser tells, made into blocks. `refused` is set instead of thrown: no exception may pass through C.
struct MarkdownReader {
  std::vector<LetterBlock> blocks;
  std::string refused;
  struct List {
    bool ordered;
    unsigned next;
  };
  std::vector<List> lists;
  std::vector<std::size_t> links;  // where the text of each open link begins
  std::vector<std::string> targets;
  bool new_item = false, open = false;
  int bold = 0, italic = 0;

  int refuse(const char* what) {
    if (refused.empty()) refused = what;
    return -1;  // MD4C goes on for anything above
  }

  LetterBlock& start(LetterBlock::Kind kind, int level) {
    blocks.push_back({.kind = kind, .level = level, .marker = {}, .text = {}, .rows = {}, .align = {}});
    open = true;
    return blocks.back();
  }

  void start_text() {
    const int depth = static_cast<int>(lists.size());
    if (!new_item) {
      start(LetterBlock::Kind::paragraph, depth);
      return;
    }
    new_item = false;
    List& list = lists.back();
    start(LetterBlock::Kind::item, depth).marker = list.ordered ? code_points(std::to_string(list.next++) + ".") : std::u32string(1, bullet);
  }

  /// Where text goes: the last cell of a table, else the block's own text; tight items have no paragraph around their text.
  StyledText& here() {
    if (!open) start_text();
    LetterBlock& block = blocks.back();
    return block.kind == LetterBlock::Kind::table ? block.rows.back().back() : block.text;
  }

  char style() const { return static_cast<char>((bold ? bold_style : 0) | (italic ? italic_style : 0)); }

  int enter_block(MD_BLOCKTYPE type, void* detail);
  int leave_block(MD_BLOCKTYPE type);
  int enter_span(MD_SPANTYPE type, void* detail);
  int leave_span(MD_SPANTYPE type);
  int text(MD_TEXTTYPE type, std::string_view text);
  int entity(std::string_view text);
};

int MarkdownReader::enter_block(MD_BLOCKTYPE type, void* detail) {
  switch (type) {
    case MD_BLOCK_DOC: return 0;
    case MD_BLOCK_UL: open = false, lists.push_back({false, 1}); return 0;
    case MD_BLOCK_OL: open = false, lists.push_back({true, static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start}); return 0;
    case MD_BLOCK_LI: open = false, new_item = true; return 0;
    case MD_BLOCK_P: start_text(); return 0;
    case MD_BLOCK_HR: start(LetterBlock::Kind::page_break, 0), open = false; return 0;
    case MD_BLOCK_H: {
      const int level = static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
      if (level > 3 || !lists.empty()) return refuse("heading");
      start(LetterBlock::Kind::heading, level);
      return 0;
    }
    case MD_BLOCK_TABLE:
      if (!lists.empty()) return refuse("table in a list");
      start(LetterBlock::Kind::table, 0);
      return 0;
    case MD_BLOCK_THEAD: case MD_BLOCK_TBODY: return 0;
    case MD_BLOCK_TR: blocks.back().rows.emplace_back(); return 0;
    case MD_BLOCK_TH: case MD_BLOCK_TD: {
      LetterBlock& table = blocks.back();
      table.rows.back().emplace_back();
      if (type == MD_BLOCK_TH) {
        const MD_ALIGN align = static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align;
        table.align += align == MD_ALIGN_RIGHT ? 'r' : align == MD_ALIGN_CENTER ? 'c' : 'l';
        ++bold;
      }
      return 0;
    }
    case MD_BLOCK_QUOTE: return refuse("quote");
    case MD_BLOCK_CODE: return refuse("code");
    default: return refuse("html");
  }
}

int MarkdownReader::leave_block(MD_BLOCKTYPE type) {
  if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) lists.pop_back();
  if (type == MD_BLOCK_TH) --bold;
  if (type != MD_BLOCK_TH && type != MD_BLOCK_TD && type != MD_BLOCK_TR && type != MD_BLOCK_THEAD) open = false;
  return 0;
}

int MarkdownReader::enter_span(MD_SPANTYPE type, void* detail) {
  if (type == MD_SPAN_STRONG) return ++bold, 0;
  if (type == MD_SPAN_EM) return ++italic, 0;
  if (type == MD_SPAN_A) {
    const MD_ATTRIBUTE& href = static_cast<MD_SPAN_A_DETAIL*>(detail)->href;
    targets.emplace_back(href.text, href.size);
    links.push_back(here().text.size());
    return 0;
  }
  return refuse(type == MD_SPAN_IMG ? "image" : "code");
}

int MarkdownReader::leave_span(MD_SPANTYPE type) {
  if (type == MD_SPAN_STRONG) --bold;
  if (type == MD_SPAN_EM) --italic;
  if (type == MD_SPAN_A) {
    // Paper has no links: an address that the text doesn't show follows it.
    const std::string shown = utf8(here().text.substr(links.back())), target = targets.back();
    if (target != shown && target != "mailto:" + shown) here().add(code_points(" (" + target + ")"), style());
    links.pop_back(), targets.pop_back();
  }
  return 0;
}

int MarkdownReader::entity(std::string_view text) {
  static constexpr std::pair<std::string_view, char32_t> known[] = {{"&nbsp;", 0xa0}, {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}};
  for (const auto& [name, c] : known)
    if (text == name) return here().add(c, style()), 0;
  return refuse("entity");
}

int MarkdownReader::text(MD_TEXTTYPE type, std::string_view text) {
  switch (type) {
    case MD_TEXT_BR: here().add('\n', style()); return 0;
    case MD_TEXT_SOFTBR: here().add(' ', style()); return 0;
    case MD_TEXT_NULLCHAR: return refuse("html");
    case MD_TEXT_ENTITY: return entity(text);
    case MD_TEXT_NORMAL: here().add(code_points(text), style()); return 0;
    default: return refuse(type == MD_TEXT_HTML ? "html" : "code");
  }
}

}  // namespace

std::vector<LetterBlock> parse_markdown(const std::string& text) {
  MD_PARSER parser{};
  parser.flags = MD_FLAG_TABLES | MD_FLAG_NOINDENTEDCODEBLOCKS;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* reader) { return static_cast<MarkdownReader*>(reader)->enter_block(type, detail); };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* reader) { return static_cast<MarkdownReader*>(reader)->leave_block(type); };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* reader) { return static_cast<MarkdownReader*>(reader)->enter_span(type, detail); };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* reader) { return static_cast<MarkdownReader*>(reader)->leave_span(type); };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* part, MD_SIZE size, void* reader) { return static_cast<MarkdownReader*>(reader)->text(type, {part, size}); };
  MarkdownReader reader;
  if (md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &reader) != 0 || !reader.refused.empty())
    throw UsageError("markup-unknown", {{"detail", reader.refused.empty() ? "memory" : reader.refused}});
  return std::move(reader.blocks);
}

}  // namespace pli
