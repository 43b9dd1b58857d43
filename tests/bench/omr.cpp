#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>

#include "pipeline/files.h"
#include "pipeline/json.h"
#include "samples/write_scan.h"
#include "stages/acquire.h"
#include "stages/engines/opencv_form.h"
#include "stages/engines/opencv_paper.h"
#include "stages/read_box.h"
#include "tests/bench/benches.h"
#include "tests/bench/figures.h"

namespace pli::bench {
namespace fs = std::filesystem;
namespace {

constexpr double stands_out = 0.35;
constexpr double bubble_mm = 4.5;   // a foreign bubble is taken for a box of ours

struct Bubble {
  std::string question, value;
  BoxMm box;
};

/// "q1..4" stands for q1, q2, q3, q4.
std::vector<std::string> labels_of(const Json& list) {
  std::vector<std::string> labels;
  for (const Json& one : list) {
    const auto text = one.get<std::string>();
    const std::size_t dots = text.find("..");
    std::size_t digits = dots == std::string::npos ? 0 : dots;
    while (digits > 0 && std::isdigit(static_cast<unsigned char>(text[digits - 1]))) --digits;
    if (dots == std::string::npos) labels.push_back(text);
    else
      for (int i = std::stoi(text.substr(digits, dots - digits)); i <= std::stoi(text.substr(dots + 2)); ++i) labels.push_back(text.substr(0, digits) + std::to_string(i));
  }
  return labels;
}

std::vector<std::string> values_of(const Json& block) {
  if (block.contains("bubbleValues")) return block.at("bubbleValues").get<std::vector<std::string>>();
  const std::string type = block.value("fieldType", "");
  const bool figures = type == "QTYPE_INT";
  const int count = figures ? 10 : type == "QTYPE_MCQ5" ? 5 : 4;
  std::vector<std::string> values;
  for (int i = 0; i < count; ++i) values.push_back(std::string(1, static_cast<char>((figures ? '0' : 'A') + i)));
  return values;
}

std::vector<Bubble> bubbles_of(const Json& sheet, double mm) {
  std::vector<Bubble> bubbles;
  const auto size = sheet.at("bubbleDimensions").get<std::vector<double>>();
  for (const auto& [name, block] : sheet.at("fieldBlocks").items()) {
    const auto origin = block.at("origin").get<std::vector<double>>();
    const bool down = block.value("direction", block.value("fieldType", "") == "QTYPE_INT" ? "vertical" : "horizontal") == "vertical";
    const std::vector<std::string> labels = labels_of(block.at("fieldLabels")), values = values_of(block);
    for (std::size_t l = 0; l < labels.size(); ++l)
      for (std::size_t v = 0; v < values.size(); ++v) {
        const double along = static_cast<double>(v) * block.at("bubblesGap").get<double>(), across = static_cast<double>(l) * block.at("labelsGap").get<double>();
        const double x = origin[0] + (down ? across : along), y = origin[1] + (down ? along : across);
        bubbles.push_back({labels[l], values[v], {x * mm, y * mm, size[0] * mm, size[1] * mm}});
      }
  }
  return bubbles;
}

std::array<long, 256> counts_of(const Image& page) {
  std::array<long, 256> counts{};
  for (const std::uint8_t grey : page.pixels) ++counts[grey];
  return counts;
}

/// Otsu 1979.
int paper_from(const Image& page) {
  const auto counts = counts_of(page);
  double all = 0, sum = 0, below = 0, below_sum = 0, best = -1;
  int at = 128;
  for (int i = 0; i < 256; ++i) all += static_cast<double>(counts[static_cast<std::size_t>(i)]), sum += i * static_cast<double>(counts[static_cast<std::size_t>(i)]);
  for (int i = 0; i < 255; ++i) {
    below += static_cast<double>(counts[static_cast<std::size_t>(i)]), below_sum += i * static_cast<double>(counts[static_cast<std::size_t>(i)]);
    if (below == 0 || below == all) continue;
    const double apart = below_sum / below - (sum - below_sum) / (all - below), between = below * (all - below) * apart * apart;
    if (between > best) best = between, at = i;
  }
  return at + 1;
}

/// The corners of the light sheet on a dark table: the light pixels farthest out in each diagonal direction.
std::array<PlanePoint, 4> sheet_corners(const Image& page) {
  const int light = paper_from(page), reach = std::max(2, page.width / 150);
  std::array<PlanePoint, 4> corners{};
  std::array<double, 4> most{-1e9, -1e9, -1e9, -1e9};
  for (int y = reach; y < page.height - reach; y += 2)
    for (int x = reach; x < page.width - reach; x += 2) {
      bool paper = true;
      for (const auto& [dx, dy] : {std::pair{0, 0}, {-reach, 0}, {reach, 0}, {0, -reach}, {0, reach}}) paper = paper && page.view().row(y + dy)[x + dx] >= light;
      if (!paper) continue;
      const std::array<double, 4> out = {-x - y + 0.0, x - y + 0.0, y - x + 0.0, x + y + 0.0};
      for (std::size_t i = 0; i < 4; ++i)
        if (out[i] > most[i]) most[i] = out[i], corners[i] = {x + 0.0, y + 0.0};
    }
  return corners;
}

/// Middles of the black marks, the darkest square of that size in each quarter of the picture.
std::array<PlanePoint, 4> mark_corners(const Image& page, double side) {
  const int wide = static_cast<int>(side);
  std::vector<double> sums(static_cast<std::size_t>((page.width + 1) * (page.height + 1)), 0);
  const auto sum = [&](int x, int y) -> double& { return sums[static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width + 1) + static_cast<std::size_t>(x)]; };
  for (int y = 0; y < page.height; ++y)
    for (int x = 0; x < page.width; ++x) sum(x + 1, y + 1) = page.view().row(y)[x] + sum(x, y + 1) + sum(x + 1, y) - sum(x, y);
  std::array<PlanePoint, 4> corners{};
  std::array<double, 4> least{1e18, 1e18, 1e18, 1e18};
  for (int y = 0; y + wide < page.height; y += 2)
    for (int x = 0; x + wide < page.width; x += 2) {
      const double mx = x + wide / 2.0, my = y + wide / 2.0, dark = sum(x + wide, y + wide) - sum(x, y + wide) - sum(x + wide, y) + sum(x, y);
      const std::size_t corner = (mx > page.width / 2.0 ? 1 : 0) + (my > page.height / 2.0 ? 2 : 0);
      if (dark < least[corner]) least[corner] = dark, corners[corner] = {mx, my};
    }
  return corners;
}

double black_of(const Image& page) {
  const auto counts = counts_of(page);
  long seen = 0, all = static_cast<long>(page.pixels.size());
  int grey = 0;
  for (; grey < 255 && (seen += counts[static_cast<std::size_t>(grey)]) < all / 200; ++grey) {}
  return grey;
}

class ForeignSheet {
 public:
  ForeignSheet(const fs::path& file, const Json& sheet, const fs::path& out) : file_(file), sheet_(sheet), out_(out) {}

  void run() {
    const Scan scan = open_page(file_, 0);
    Image page = scan.image.channels == 1 ? scan.image : grey_copy(scan.image);
    if (scan.stamp.pixels.size() == page.pixels.size())  // coloured ink that was taken for a stamp
      for (std::size_t i = 0; i < page.pixels.size(); ++i) page.pixels[i] = std::min(page.pixels[i], scan.stamp.pixels[i]);
    const double mm = bubble_mm / sheet_.at("bubbleDimensions").at(0).get<double>();
    const auto size = sheet_.at("pageDimensions").get<std::vector<double>>();
    bool marks = false;
    double ratio = 17;
    for (const Json& step : sheet_.value("preProcessors", Json::array()))
      if (step.at("name") == "CropOnMarkers") marks = true, ratio = step.at("options").value("sheetToMarkerWidthRatio", 17.0);
    auto corners = sheet_corners(page);
    if (marks) {  // they stand on the sheet, and the layout lies between their middles
      constexpr int across = 1000, down = 1500;
      page = flattened(page, {std::array<double, 2>{corners[0].x, corners[0].y}, {corners[1].x, corners[1].y}, {corners[2].x, corners[2].y}, {corners[3].x, corners[3].y}}, across, down);
      corners = mark_corners(page, across / ratio);
    }
    std::vector<PointPair> pairs;
    for (std::size_t i = 0; i < 4; ++i) pairs.push_back({{i % 2 ? size[0] * mm : 0, i / 2 ? size[1] * mm : 0}, corners[i], 1});
    const auto map = fit_projective(pairs);
    const std::string name = file_.filename().string();
    if (!map) return void(std::printf("%s: not found where it lies\n", name.c_str()));
    const FormPlace place{*map, 4, black_of(page)};
    std::map<BoxState, int> states;
    std::vector<double> fills;
    std::vector<std::pair<const Bubble*, double>> seen;
    std::map<std::string, std::string> answers;
    std::vector<std::string> order;
    const std::vector<Bubble> bubbles = bubbles_of(sheet_, mm);
    for (const Bubble& bubble : bubbles) {
      const SheetPatch patch = patch_of(page, place, {bubble.box.x - 3, bubble.box.y - 3, bubble.box.width + 6, bubble.box.height + 6});
      const BoxReading read = read_box(patch, bubble.box);
      ++states[read.state], fills.push_back(read.filled), seen.emplace_back(&bubble, read.filled);
      if (!answers.contains(bubble.question)) order.push_back(bubble.question);
      std::string& answer = answers[bubble.question];
      if (read.state != BoxState::empty) answer += (read.state == BoxState::cancelled ? "#" : read.state == BoxState::doubtful ? "?" : "") + bubble.value;
      detail_ += fmt::format("{} {} {} filled {:.2f} ring {:.2f}\n", bubble.question, bubble.value, static_cast<int>(read.state), read.filled, read.ring);
    }
    std::printf("%s: %d empty, %d ticked, %d blackened, %d doubtful; %.1f pixels a millimetre\n ", name.c_str(), states[BoxState::empty], states[BoxState::ticked], states[BoxState::cancelled], states[BoxState::doubtful], map->scale_at(size[0] * mm / 2, size[1] * mm / 2));
    for (const std::string& question : order) std::printf(" %s=%s", question.c_str(), answers[question].c_str());
    // What no reader of ours does: a box against the page's other boxes, for what is printed in all of them.
    const double usual = median(fills);
    std::printf("\n  fuller than most (%.2f) by %.2f:", usual, stands_out);
    for (const auto& [bubble, filled] : seen)
      if (filled >= usual + stands_out) std::printf(" %s=%s", bubble->question.c_str(), bubble->value.c_str());
    std::printf("\n");
    save_text(name, detail_);
    write_file(out_ / (name + ".png"), samples::png_bytes(page));
  }

 private:
  void save_text(const std::string& name, const std::string& text) const { write_file(out_ / (name + ".txt"), text); }

  fs::path file_;
  const Json& sheet_;
  fs::path out_;
  std::string detail_;
};

}  // namespace

void print_foreign_sheets(const fs::path& folder, const fs::path& out) {
  fs::create_directories(out / "omr");
  std::vector<fs::path> layouts;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().filename() == "template.json") layouts.push_back(entry.path());
  std::sort(layouts.begin(), layouts.end());
  for (const fs::path& layout : layouts) {
    const Json sheet = Json::parse(read_file(layout));
    std::vector<fs::path> pictures;
    for (const auto& entry : fs::recursive_directory_iterator(layout.parent_path())) {
      const std::string kind = entry.path().extension().string();
      if ((kind == ".jpg" || kind == ".png") && entry.path().filename() != "omr_marker.jpg") pictures.push_back(entry.path());
    }
    std::sort(pictures.begin(), pictures.end());
    for (const fs::path& picture : pictures) ForeignSheet(picture, sheet, out / "omr").run();
  }
}

}  // namespace pli::bench
