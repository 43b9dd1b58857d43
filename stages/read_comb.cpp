#include "stages/read_comb.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "pipeline/validators.h"
#include "stages/cell_shape.h"
#include "stages/digit_model.h"

namespace pli {
namespace {

constexpr double least_written = 0.02, least_stroke = 0.8;  // share of a cell's inside; mm
constexpr double sure_figure = 0.90;                       // of one figure alone
constexpr double sure_value = 0.94, sure_choice = 0.975;   // of the whole comb: where each figure's likeliest reading stands, and where the check chose another
constexpr double least_allowed = 0.15;                     // of all readings, those that the check allows: else something impossible was written
constexpr int most_readings = 3, most_steps = 5'000;       // of a cell that a check may choose among; of a whole comb
constexpr double least_likely = 2e-3;                      // against the likeliest: readings beyond are not gone through

using Chances = std::array<float, digit_classes>;

struct Cell {
  bool written = false;
  Chances chances{};
};

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

/// Goes through the likeliest readings of all cells: the best that the check allows, how likely it is among those, and what share of all they are.
class Choosing {
 public:
  Choosing(const FormField& field, const std::vector<Cell>& cells) : field_(field), cells_(cells) {
    double top = 1;
    for (const Cell& cell : cells) {
      if (cell.written) all_ *= 1 - cell.chances[digit_classes - 1], top *= *std::max_element(cell.chances.begin(), cell.chances.begin() + 10);
      likeliest_.push_back(top);
    }
    go("", 1);
  }
  const std::string& best() const { return best_; }
  /// What was not gone through counts against it.
  double confidence() const { return allowed_ > 0 ? chance_ / (allowed_ + std::max(0.0, all_ - seen_)) : 0; }
  double allowed() const { return seen_ > 0 ? allowed_ / seen_ : 0; }

 private:
  void go(const std::string& text, double chance) {
    if ((!text.empty() && chance < least_likely * likeliest_[text.size() - 1]) || ++steps_ > most_steps) return;
    if (text.size() == cells_.size()) {
      seen_ += chance;
      if (value_of(field_, text).empty()) return;
      allowed_ += chance;
      if (chance > chance_) chance_ = chance, best_ = text;
      return;
    }
    const Cell& cell = cells_[text.size()];
    if (!cell.written) return go(text + '_', chance);
    std::array<int, 10> order{0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    std::sort(order.begin(), order.end(), [&](int a, int b) { return cell.chances[static_cast<std::size_t>(a)] > cell.chances[static_cast<std::size_t>(b)]; });
    for (int i = 0; i < most_readings; ++i) {
      const double p = cell.chances[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])];
      if (i == 0 || p > 0.001) go(text + static_cast<char>('0' + order[static_cast<std::size_t>(i)]), chance * p);
    }
  }

  const FormField& field_;
  const std::vector<Cell>& cells_;
  std::vector<double> likeliest_;   // chance of the likeliest figures up to each cell
  std::string best_;
  double chance_ = 0, allowed_ = 0, seen_ = 0, all_ = 1;
  int steps_ = 0;
};

}  // namespace

CombReading CombReader::read(const SheetPatch& patch, const FormField& field, const std::vector<BoxMm>& boxes) const {
  CombReading reading;
  std::vector<Cell> cells;
  const CombLook look = look_of(patch, boxes);
  for (const BoxMm& box : boxes) {
    const CellShape ink = shape_in_cell(patch, box, look);
    Cell cell;
    cell.written = ink.share >= least_written && ink.extent >= least_stroke;
    if (cell.written && model_ && field.type == "digits") cell.chances = model_->judge(features_of(ink.shape));
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
  // A check chooses among readings of a doubtful figure; it does not make up for what is no figure, nor for one that can't be.
  const bool figures = std::none_of(cells.begin(), cells.end(), [](const Cell& cell) { return cell.written && cell.chances[digit_classes - 1] > 0.3F; });
  bool likeliest = true;
  for (std::size_t i = 0; i < cells.size() && !choice.best().empty(); ++i)
    likeliest = likeliest && (!cells[i].written || choice.best()[i] - '0' == std::max_element(cells[i].chances.begin(), cells[i].chances.begin() + 10) - cells[i].chances.begin());
  reading.confidence = choice.confidence();
  if (!choice.best().empty() && figures && choice.allowed() >= least_allowed && reading.confidence >= (likeliest ? sure_value : sure_choice)) reading.value = value_of(field, choice.best()), reading.text = choice.best();
  return reading;
}

}  // namespace pli
