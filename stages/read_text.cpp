#include "stages/read_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <string_view>
#include <vector>

#include "pipeline/text.h"
#include "stages/engines/opencv_marks.h"
#include "stages/engines/opencv_paper.h"
#include "stages/engines/tesseract.h"
#include "stages/find_address.h"
#include "stages/find_stamp.h"
#include "stages/judge_legibility.h"
#include "stages/part_columns.h"
#include "stages/tidy_text.h"

namespace pli {
namespace {

constexpr double ink_dpi = 100;
constexpr int least_loose = 6;            // letters that nobody read: fewer are dirt
constexpr int least_unread = 60;          // shapes: less is a signature, a stamp, a page number, and nobody misses their text

Box scaled(const Box& box, double scale, int width, int height) {
  const auto at = [&](int value, int most) { return std::clamp(static_cast<int>(std::lround(value * scale)), 0, most); };
  const int left = at(box.x, width), top = at(box.y, height);
  return {left, top, at(box.right(), width) - left, at(box.bottom(), height) - top};
}

void scale_boxes(PageText& text, double scale, int width, int height) {
  for (Block& block : text.blocks) {
    block.box = {};
    for (Line& line : block.lines) {
      line.baseline = std::clamp(static_cast<int>(std::lround(line.baseline * scale)), 0, height);
      line.box = {};
      for (Word& word : line.words) {
        word.box = scaled(word.box, scale, width, height);
        line.box = united(line.box, word.box);
      }
      block.box = united(block.box, line.box);
    }
  }
}

std::vector<Box> word_boxes(const PageText& text) {
  std::vector<Box> out;
  for (const Block& block : text.blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words) out.push_back(word.box);
  return out;
}

double mean_confidence(const PageText& text) {
  double sum = 0, length = 0;
  for (const Block& block : text.blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words) {
        const auto letters = static_cast<double>(code_points(word.text).size());
        sum += word.confidence * letters;
        length += letters;
      }
  return length > 0 ? sum / length : 0;
}

Image small_ink(ImageView grey, ImageView light) { return ink_of(reduced(grey, ink_dpi), light, 0.7, true); }

PageInk ink_around(ImageView ink, const PageText& text, double dpi) {
  const Marks marks = find_marks(ink, 0.02);
  const Coverage coverage = cover(ink, word_boxes(text), dpi / ink.dpi);
  return {coverage.inside, coverage.outside, marks.letters, marks.blots, marks.strokes};
}

// Print that the layout passed over: what stands in a stamp's frame, sums far from what they are for. Such letters are looked for alone, and what is surely read is put in.
void read_loose(Tesseract& tesseract, ImageView white, ImageView ink, PageText& text) {
  constexpr double around = 1.2;  // mm: accents and points come with their letters, neighbours don't
  const LooseLetters loose = letters_outside(ink, word_boxes(text), white.dpi / ink.dpi);
  if (loose.count < least_loose) return;
  PageText more = tesseract.read(near_ink(white, loose.ink, around), true);
  drop_specks(more);
  drop_unsure(more, least_confidence);
  add_lines(text, more);
}

// What was lifted from the print, in one block: a stamp's lines belong together however far apart its frame sets them.
PageText read_stamp(Tesseract& tesseract, ImageView stamp) {
  PageText read = tesseract.read(stamp, true), out;
  drop_specks(read);
  drop_unsure(read, least_confidence);
  Block block;
  block.stamp = true;
  for (Block& one : read.blocks)
    for (Line& line : one.lines) block.lines.push_back(std::move(line));
  std::stable_sort(block.lines.begin(), block.lines.end(), [](const Line& a, const Line& b) { return a.baseline < b.baseline; });
  if (!block.lines.empty()) out.blocks.push_back(std::move(block));
  return out;
}

// Print that a reader of French makes gibberish of. Asked only of pages that can't be read: it takes as long as half a page of OCR.
bool in_other_script(ImageView page, CharacterShapes& shapes) {
  static constexpr std::array<std::string_view, 4> others = {"Cyrillic", "Greek", "Arabic", "Hebrew"};
  const auto script = shapes.script(page);
  return script && std::find(others.begin(), others.end(), *script) != others.end();
}

// The page with white everywhere but in the box: it is read as a page, so that boxes need no shift.
Image alone(ImageView page, const Box& box) {
  constexpr int margin = 3;  // pixels: the box ends at the ink
  Image out(page.width, page.height, page.channels, page.dpi);
  const int left = std::max(0, box.x - margin), right = std::min(page.width, box.right() + margin);
  for (int y = std::max(0, box.y - margin); y < std::min(page.height, box.bottom() + margin); ++y)
    std::copy(page.row(y) + left, page.row(y) + right, out.row(y) + left);
  return out;
}

}  // namespace

struct TextReader::State {
  ReadTextOptions options;
  Tesseract tesseract;
  CharacterShapes shapes;
};

TextReader::TextReader(const ReadTextOptions& options) : state_(new State{options, Tesseract(options.language), {}}) {}
TextReader::~TextReader() = default;

ReadText TextReader::read(ImageView page, ImageView stamp) {
  ReadText out;
  if (page.empty()) return out;
  const Image small = page.channels == 1 ? reduced(page, state_->options.ocr_dpi) : reduced(grey_copy(page), state_->options.ocr_dpi);
  const Image light = paper_light(small);
  const Image white = whitened(small, light);
  out.text = state_->tesseract.read(white);
  drop_specks(out.text);
  const Image ink = small_ink(small, light);
  PageInk around = ink_around(ink, out.text, small.dpi);
  if (out.text.empty() && is_sparse_print(around)) {
    out.text = state_->tesseract.read(near_ink(white, ink, 3), true);
    drop_unsure(out.text, least_confidence);
    around = ink_around(ink, out.text, small.dpi);
  }
  if (!out.text.empty()) read_loose(state_->tesseract, white, ink, out.text);
  PageText stamped = stamp.empty() ? PageText() : read_stamp(state_->tesseract, reduced(stamp, state_->options.ocr_dpi));
  scale_boxes(stamped, static_cast<double>(page.width) / small.width, page.width, page.height);
  scale_boxes(out.text, static_cast<double>(page.width) / small.width, page.width, page.height);
  join_rivers(out.text);
  order_blocks(out.text);
  mend_units(out.text);
  set_stamp_apart(out.text);
  drop_scrawl(out.text);
  part_columns(out.text, page.height);
  out.text.blocks.insert(out.text.blocks.end(), std::make_move_iterator(stamped.blocks.begin()), std::make_move_iterator(stamped.blocks.end()));
  out.confidence = mean_confidence(out.text);
  const bool expect_french = state_->options.language == "fra";
  const LegibilityVerdict verdict = judge_legibility(out.text, out.confidence, around, expect_french);
  out.legibility = verdict.legibility;
  const bool unread = out.legibility == Legibility::none && around.letters + around.strokes >= least_unread;
  if (out.legibility != Legibility::low && !unread) return out;
  const bool gibberish = unread || verdict.reason == "unsure-words" || verdict.reason == "unlike-words";
  const bool foreign = verdict.reason == "foreign-language" || (expect_french && gibberish && in_other_script(white, state_->shapes));
  out.doubts.push_back(foreign ? "foreign-language" : "legibility-low");
  return out;
}

ReadText TextReader::read_address(ImageView page) {
  ReadText out;
  out.legibility = Legibility::none;
  if (page.empty()) return out;
  const Image small = page.channels == 1 ? reduced(page, state_->options.ocr_dpi) : reduced(grey_copy(page), state_->options.ocr_dpi);
  const Image white = whitened(small, paper_light(small));
  const auto place = find_address(state_->tesseract.layout(white), small.dpi);
  if (!place) return out;
  PageText text = state_->tesseract.read(alone(white, *place));
  scale_boxes(text, static_cast<double>(page.width) / small.width, page.width, page.height);
  set_stamp_apart(text);
  std::erase_if(text.blocks, [](const Block& block) { return block.stamp; });
  if (!is_address(text)) return out;
  out.text = std::move(text);
  out.confidence = mean_confidence(out.text);
  out.legibility = out.confidence < least_confidence ? Legibility::low : Legibility::good;
  return out;
}

}  // namespace pli
