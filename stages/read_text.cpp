#include "stages/read_text.h"

#include <algorithm>
#include <cmath>

#include "stages/engines/opencv_marks.h"
#include "stages/engines/opencv_paper.h"
#include "stages/engines/tesseract.h"
#include "stages/judge_legibility.h"
#include "pipeline/text.h"

namespace pli {
namespace {

constexpr double ink_dpi = 100;

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

void drop_empty(PageText& text) {
  for (Block& block : text.blocks) std::erase_if(block.lines, [](const Line& line) { return line.words.empty(); });
  std::erase_if(text.blocks, [](const Block& block) { return block.lines.empty(); });
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

PageInk ink_around(ImageView grey, ImageView light, const PageText& text) {
  const Image small = reduced(grey, ink_dpi);
  const Image ink = ink_of(small, light, 0.7, true);
  const Marks marks = find_marks(ink, 0.02);
  const Coverage coverage = cover(ink, word_boxes(text), grey.dpi / small.dpi);
  return {coverage.inside, coverage.outside, marks.text_like, marks.strokes};
}

}  // namespace

struct TextReader::State {
  ReadTextOptions options;
  Tesseract tesseract;
};

TextReader::TextReader(const ReadTextOptions& options) : state_(new State{options, Tesseract(options.language)}) {}
TextReader::~TextReader() = default;

ReadText TextReader::read(ImageView page) {
  ReadText out;
  if (page.empty()) return out;
  const Image small = reduced(grey_copy(page), state_->options.ocr_dpi);
  const Image light = paper_light(small);
  out.text = state_->tesseract.read(whitened(small, light));
  drop_empty(out.text);
  scale_boxes(out.text, static_cast<double>(page.width) / small.width, page.width, page.height);
  out.confidence = mean_confidence(out.text);
  out.legibility = judge_legibility(out.text, out.confidence, ink_around(page, light, out.text)).legibility;
  return out;
}

}  // namespace pli
