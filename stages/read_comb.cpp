#include "stages/read_comb.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "pipeline/validators.h"
#include "stages/digit_model.h"
#include "stages/read_box.h"

namespace pli {
namespace {

constexpr double cell_inset = 0.4, least_written = 0.02;   // mm inside the cell's frame; share of its inside
constexpr double sure_figure = 0.90;                       // of one figure alone
constexpr double clear_lead = 8, chosen_lead = 20;         // how much likelier the reading is than the next: of figures that are all sure, and where the check chose one
constexpr int most_readings = 3;                           // of a cell that a check may choose among

using Chances = std::array<float, digit_classes>;

struct Cell {
  bool written = false;
  Chances chances{};
};

DigitShape shape_in(const SheetPatch& patch, const BoxMm& cell) {
  // The frame itself is left out; what a figure has beyond it belongs to it when it hangs together with what is inside.
  const BoxMm inside{cell.x + cell_inset, cell.y + cell_inset, cell.width - 2 * cell_inset, cell.height - 2 * cell_inset};
  const StrokeMask strokes = strokes_in(patch, inside, 0.5);
  DigitShape shape{strokes.width, strokes.height, {}};
  for (int y = 0; y < strokes.height; ++y)
    for (int x = 0; x < strokes.width; ++x) {
      const bool ink = strokes.ink[static_cast<std::size_t>(y) * static_cast<std::size_t>(strokes.width) + static_cast<std::size_t>(x)] != 0;
      shape.ink.push_back(ink ? std::min(1.0F, patch.at(strokes.left + x, strokes.top + y) * 1.6F) : 0.0F);
    }
  return shape;
}

/// What a field of that kind would say, "" when it can't be: `text` has a figure or _ for each cell.
std::string value_of(const FormField& field, const std::string& text) {
  if (field.check == "amount" || field.check == "number") {
    const std::size_t whole = field.check == "amount" ? text.size() - 2 : text.size();
    std::string digits, cents = text.substr(whole);
    bool gap = false;
    for (std::size_t i = 0; i < whole; ++i) {
      if (text[i] == '_') gap = gap || !digits.empty();
      else if (gap) return "";  // a hole within a number
      else digits += text[i];
    }
    if (digits.empty()) return "";
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    if (field.check == "number") return digits;
    if (cents == "__") cents = "00";
    return cents.find('_') == std::string::npos ? digits + '.' + cents : "";
  }
  if (text.find('_') != std::string::npos) return "";
  if (field.check == "date") {
    const std::string iso = text.substr(4, 4) + '-' + text.substr(2, 2) + '-' + text.substr(0, 2);
    return text[4] >= '1' && text.substr(4, 4) <= "2100" && text.substr(4, 4) >= "1900" && day_number(iso) != unknown_day ? iso : "";
  }
  if (field.check == "phone") return text[0] == '0' && text[1] != '0' ? text : "";
  if (field.check == "postcode") return text.substr(0, 2) != "00" && text <= "98999" ? text : "";
  return text;
}

/// Goes through the likeliest readings of all cells: the best that the check allows, and how far it leads before the next.
class Choosing {
 public:
  Choosing(const FormField& field, const std::vector<Cell>& cells) : field_(field), cells_(cells) { go("", 1); }
  const std::string& best() const { return best_; }
  double lead() const { return chance_ > 0 ? chance_ / std::max(next_, chance_ * 1e-4) : 0; }

 private:
  void go(const std::string& text, double chance) {
    if (chance < 1e-7 || ++steps_ > 20'000) return;
    if (text.size() == cells_.size()) {
      if (value_of(field_, text).empty()) return;
      if (chance > chance_) next_ = chance_, chance_ = chance, best_ = text;
      else next_ = std::max(next_, chance);
      return;
    }
    const Cell& cell = cells_[text.size()];
    if (!cell.written) return go(text + '_', chance);
    std::array<int, 10> order{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    std::sort(order.begin(), order.end(), [&](int a, int b) { return cell.chances[static_cast<std::size_t>(a)] > cell.chances[static_cast<std::size_t>(b)]; });
    for (int i = 0; i < most_readings; ++i) {
      const double p = cell.chances[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])];
      if (p > 0.004) go(text + static_cast<char>('0' + order[static_cast<std::size_t>(i)]), chance * p);
    }
  }

  const FormField& field_;
  const std::vector<Cell>& cells_;
  std::string best_;
  double chance_ = 0, next_ = 0;
  int steps_ = 0;
};

}  // namespace

CombReading CombReader::read(const SheetPatch& patch, const FormField& field, const std::vector<BoxMm>& boxes) const {
  CombReading reading;
  std::vector<Cell> cells;
  for (const BoxMm& box : boxes) {
    const BoxMm inside{box.x + cell_inset, box.y + cell_inset, box.width - 2 * cell_inset, box.height - 2 * cell_inset};
    Cell cell;
    cell.written = strokes_in(patch, inside, 0.8).share() >= least_written;
    if (cell.written && model_ && field.type == "digits") cell.chances = model_->judge(features_of(shape_in(patch, box)));
    reading.empty = reading.empty && !cell.written;
    const auto best = std::max_element(cell.chances.begin(), cell.chances.begin() + 10);
    reading.text += !cell.written ? '_' : *best >= sure_figure ? static_cast<char>('0' + (best - cell.chances.begin())) : '?';
    cells.push_back(cell);
  }
  if (reading.empty || !model_ || field.type != "digits") {
    reading.confidence = reading.empty ? 0.98 : 0;
    return reading;
  }
  const Choosing choice(field, cells);
  // A check chooses among readings of a doubtful figure; it does not make up for one that nobody could tell.
  const auto no_figures = std::count_if(cells.begin(), cells.end(), [](const Cell& cell) { return cell.written && cell.chances[digit_classes - 1] > 0.3F; });
  const auto doubtful = std::count(reading.text.begin(), reading.text.end(), '?');
  const bool checked = field.check == "date" || field.check == "phone" || field.check == "postcode";
  reading.confidence = choice.lead() / (1 + choice.lead());
  const bool sure = doubtful == 0 ? choice.best() == reading.text && choice.lead() >= clear_lead : checked && doubtful == 1 && choice.lead() >= chosen_lead;
  if (!choice.best().empty() && no_figures == 0 && sure) reading.value = value_of(field, choice.best()), reading.text = choice.best();
  return reading;
}

}  // namespace pli
