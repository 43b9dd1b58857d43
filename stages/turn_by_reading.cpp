#include "stages/turn_by_reading.h"

#include <algorithm>

#include "pipeline/text.h"
#include "stages/engines/opencv_paper.h"

namespace pli {
namespace {

constexpr const char* turn_doubt = "turn-unsure";
constexpr double sure_word = 0.85;      // upside down, few words of three letters come so sure
constexpr std::size_t least_word = 3;
constexpr int least_letters = 30;       // of sure words: two short lines
constexpr int times_the_other = 4;
constexpr double turn_confidence = 0.9;

int sure_letters(const PageText& text) {
  int sum = 0;
  for (const Block& block : text.blocks)
    for (const Line& line : block.lines)
      for (const Word& word : line.words) {
        const std::size_t letters = matching(word.text).size();
        const bool lies = word.box.width > word.box.height;  // Tesseract reads what runs up or down a page too
        if (lies && word.confidence >= sure_word && letters >= least_word) sum += static_cast<int>(letters);
      }
  return sum;
}

}  // namespace

void settle_turn(Upright& upright, TextReader& reader) {
  const auto doubt = std::find(upright.doubts.begin(), upright.doubts.end(), turn_doubt);
  if (doubt == upright.doubts.end()) return;
  int best = 0, most = 0, second = 0;
  for (const int turn : {0, 180, 90, 270}) {
    if (turn == 90 && most >= least_letters) break;
    const int letters = sure_letters(turn == 0 ? reader.read(upright.page).text : reader.read(turned(upright.page, turn, 0)).text);
    if (letters > most) second = most, most = letters, best = turn;
    else second = std::max(second, letters);
  }
  if (most < least_letters || most < times_the_other * second) return;
  if (best != 0) upright.page = turned(upright.page, best, 0);
  upright.rotation = (upright.rotation + best) % 360;
  upright.rotation_confidence = turn_confidence;
  upright.doubts.erase(doubt);
}

}  // namespace pli
