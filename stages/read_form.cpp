#include "stages/read_form.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "stages/cell_shape.h"
#include "stages/engines/opencv_form.h"
#include "stages/form_frames.h"
#include "stages/pen_strokes.h"
#include "stages/weigh_boxes.h"

namespace pli {
namespace {

constexpr double around_box = 3, around_cells = cell_reach;  // mm
constexpr double written_extent = 6, written_share = 0.004;
constexpr double scribbled = 0.87, merely_ticked = 0.6;   // of two boxes where one may be: what was scribbled over and what was ticked
constexpr double whole_figures = 0.75;   // mm as a scan shows them, mean of a comb: who writes so loses no tick to a threshold
constexpr double thinnest_figures = 0.38;   // mm, mean of a comb: a pen's are wider
constexpr double inside_cell = 0.45;    // mm
constexpr double written_cell = 2.5;    // mm² of ink in a written cell, mean: figures are whole
constexpr int fewest_unticked = 2;   // questions: one that nobody ticked is no wonder
constexpr double crop_margin = 2, crop_per_mm = 8;

const char* state_name(BoxState state) {
  static constexpr const char* names[] = {"empty", "ticked", "cancelled", "doubtful"};
  return names[static_cast<int>(state)];
}

class FormReader {
 public:
  FormReader(const FormFrames& frames, ImageView page, const FormLayout& form, int number, const CombReader& comb, const ReadTyped& typed) : page_(page), frames_(frames), form_(form), number_(number), comb_(comb), typed_(typed) {}

  void read(FormPage& out) {
    see_boxes();
    see_combs();
    std::vector<Answer> answers;
    for (const FormField* field : fields(false)) answers.push_back(read_field(*field, out));
    if (strokes_ == Strokes::faint) believe_rests(questions_);
    if (strokes_ == Strokes::faint || lost_ticks(answers)) doubt_empty_boxes(questions_);
    for (const FormField* field : fields(true)) answers.push_back(read_field(*field, out));
    for (const FormField& field : form_.fields)
      for (Answer& answer : answers)
        if (answer.name == field.name) out.reading.answers.push_back(std::move(answer));
  }

 private:
  /// Of this page: questions with boxes to tick, or the others.
  std::vector<const FormField*> fields(bool boxes) const {
    std::vector<const FormField*> out;
    for (const FormField& field : form_.fields)
      if (field.page == number_ && field.tick_boxes().empty() != boxes) out.push_back(&field);
    return out;
  }

  Answer read_field(const FormField& field, FormPage& out) {
    Answer answer;
    answer.name = field.name, answer.confidence = 1;
    answer.box = frames_.on_page(field.box);
    if (field.type == "checkbox") read_checkbox(field, answer);
    else if (!field.options.empty()) read_options(field, answer);
    else if (field.type == "text" || field.type == "signature") read_zone(field, answer, out);
    else read_cells(field, answer, out);
    if (!answer.doubt.empty() && answer.crop.empty()) keep_crop(field, answer, out);
    return answer;
  }

  /// All boxes of the page before any is believed.
  void see_boxes() {
    for (const FormField* field : fields(true)) {
      SeenQuestion& question = questions_.emplace_back(field);
      for (const BoxMm& box : field->tick_boxes()) {
        const BoxMm found = frames_.found(box);
        question.boxes.push_back(read_box(patch_of(page_, frames_.place(), grown(found, around_box)), found));
      }
    }
    strokes_ = strokes_kept(questions_);
    if (strokes_ == Strokes::whole) clear_dirt(questions_);
  }

  /// Whoever wrote on the page, or left out what is needed, and ticked nothing may have ticked in pencil, of which a black and white scan shows nothing.
  bool lost_ticks(const std::vector<Answer>& others) const {
    const auto written = [](const Answer& answer) {
      const bool* signature = std::get_if<bool>(&answer.value);
      return !answer.text.empty() || !answer.crop.empty() || (signature && *signature);
    };
    const auto any = [this](const auto& holds) { return std::any_of(questions_.begin(), questions_.end(), holds); };
    const bool ticked = any([](const SeenQuestion& one) { return one.count(BoxState::ticked) > 0; });
    const bool marked = any([](const SeenQuestion& one) { return one.count(BoxState::empty) < static_cast<int>(one.boxes.size()); });
    const bool missed = any([](const SeenQuestion& one) { return one.field->required; });
    return frames_.place().bilevel && !ticked && !figures_whole() && static_cast<int>(questions_.size()) >= fewest_unticked && (missed || marked || std::any_of(others.begin(), others.end(), written));
  }

  /// All combs of the page before any is believed to be empty: thin figures on a black and white scan are rests of a pencil's too.
  void see_combs() {
    for (const FormField* field : fields(false)) {
      if (field->cells.empty()) continue;
      std::vector<BoxMm> cells;
      for (const BoxMm& cell : field->cells) cells.push_back(frames_.found(cell));
      const BoxMm found = frames_.found(field->box);
      const SheetPatch patch = patch_of(page_, frames_.place(), grown(found, around_cells));
      const CombReading& comb = combs_.emplace_back(field, comb_.read(patch, *field, cells)).second;
      if (comb.empty || !patch.bilevel) continue;
      figures_.push_back(figures_in(patch, found, cells, comb.text));
      if (strokes_ == Strokes::kept && figures_.back().width < thinnest_figures) strokes_ = Strokes::faint;   // beside whole ticks it is a fold through the comb
    }
  }

  /// Whoever wrote figures that stand whole on the scan would have left whole ticks too.
  bool figures_whole() const { return !figures_.empty() && std::all_of(figures_.begin(), figures_.end(), [](const Figures& one) { return one.width >= whole_figures && one.ink >= written_cell; }); }

  /// Of a comb's written cells.
  struct Figures {
    double width = 0, ink = 0;   // mm of their strokes, mm² a cell, means
  };

  static Figures figures_in(const SheetPatch& patch, const BoxMm& comb, const std::vector<BoxMm>& cells, const std::string& text) {
    const StreakLines streaks = streaks_beside(patch, comb);
    Figures all;
    int written = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (text[i] == '_') continue;
      const StrokeMask strokes = strokes_in(patch, grown(cells[i], -inside_cell), streaks, 0.7);
      ++written, all.width += mean_width(strokes, patch.per_mm), all.ink += strokes.count / (patch.per_mm * patch.per_mm);
    }
    return written ? Figures{all.width / written, all.ink / written} : all;
  }

  const SeenQuestion& question(const FormField& field) const {
    return *std::find_if(questions_.begin(), questions_.end(), [&](const SeenQuestion& one) { return one.field == &field; });
  }

  void read_checkbox(const FormField& field, Answer& answer) {
    const BoxReading& box = question(field).boxes.front();
    answer.boxes.push_back({"", state_name(box.state), frames_.on_page(field.box)});
    answer.value = box.state == BoxState::ticked || (box.state == BoxState::doubtful && box.filled > 0.025);
    answer.confidence = box.confidence;
    if (box.state == BoxState::doubtful) answer.doubt = "form-doubt";
  }

  void read_options(const FormField& field, Answer& answer) {
    std::vector<std::string> ticked, cancelled;
    std::vector<double> filled;
    bool doubt = false;
    const SeenQuestion& seen = question(field);
    for (std::size_t i = 0; i < field.options.size(); ++i) {
      const FormOption& option = field.options[i];
      const BoxReading& box = seen.boxes[i];
      answer.boxes.push_back({option.value, state_name(box.state), frames_.on_page(option.box)});
      answer.confidence = std::min(answer.confidence, box.confidence);
      if (box.state == BoxState::ticked) ticked.push_back(option.value), filled.push_back(box.filled);
      if (box.state == BoxState::cancelled) cancelled.push_back(option.value);
      if (box.state == BoxState::doubtful) doubt = true;
    }
    if (field.type == "choices") {
      answer.value = std::move(ticked);
      if (doubt) answer.doubt = "form-doubt";
      return;
    }
    if (ticked.size() == 2 && cancelled.empty() && std::max(filled[0], filled[1]) >= scribbled && std::min(filled[0], filled[1]) <= merely_ticked) {
      ticked.erase(ticked.begin() + (filled[0] > filled[1] ? 0 : 1));  // scribbled over as well as the hand could: the other one is meant
      answer.confidence = std::min(answer.confidence, 0.9);
    }
    if (ticked.size() == 1) answer.value = ticked.front();
    if (ticked.size() > 1) answer.doubt = "form-twice", answer.confidence = 0.5;
    else if (doubt || (ticked.empty() && !cancelled.empty())) answer.doubt = "form-doubt", answer.confidence = std::min(answer.confidence, 0.5);
  }

  void read_cells(const FormField& field, Answer& answer, FormPage& out) const {
    const CombReading& comb = std::find_if(combs_.begin(), combs_.end(), [&](const auto& one) { return one.first == &field; })->second;
    answer.confidence = comb.confidence;
    if (comb.empty && strokes_ == Strokes::faint) answer.doubt = "form-cells", answer.confidence = 0.5;
    if (comb.empty) return;
    if (field.type == "capitals") {  // for a person to read: written letters are told by no machine here
      answer.confidence = 0.95;
      return keep_crop(field, answer, out);
    }
    answer.text = comb.text;
    if (!comb.value.empty()) answer.value = comb.value;
    else answer.doubt = "form-cells";
  }

  void read_zone(const FormField& field, Answer& answer, FormPage& out) {
    const BoxMm found = frames_.found(field.box);
    const SheetPatch patch = patch_of(page_, frames_.place(), grown(found, 1), 6);
    const BoxMm inside = grown(found, -0.8);
    const StrokeMask strokes = strokes_in(patch, inside, streaks_beside(patch, inside), 1);
    const bool written = has_strokes(strokes, patch.per_mm, field.type == "signature" ? written_extent : 3);
    answer.confidence = strokes.count == 0 ? 0.99 : 0.95;
    if (field.type == "signature") answer.value = written;
    if (!written) return;
    keep_crop(field, answer, out);
    if (field.type != "text" || !typed_ || !looks_typed(strokes, patch.per_mm)) return;
    if (std::string text = typed_(out.crops.back().image); !text.empty()) answer.value = std::move(text);
  }

  static bool has_strokes(const StrokeMask& strokes, double per_mm, double extent) {
    int left = strokes.width, right = -1;
    for (int y = 0; y < strokes.height; ++y)
      for (int x = 0; x < strokes.width; ++x)
        if (strokes.at(x, y)) left = std::min(left, x), right = std::max(right, x);
    return right >= left && (right - left) / per_mm >= extent && strokes.share() >= written_share * 0.5;
  }

  /// Print stands on lines: its shapes end at a few heights, are of one size and narrow.
  static bool looks_typed(const StrokeMask& strokes, double per_mm) {
    Image mask(strokes.width, strokes.height, 1, 300, 0);
    for (std::size_t i = 0; i < strokes.ink.size(); ++i) mask.pixels[i] = strokes.ink[i] ? 255 : 0;
    std::map<int, int> feet;
    int shapes = 0, narrow = 0;
    for (const InkShape& shape : ink_shapes(mask)) {
      if (shape.box.height < 1.2 * per_mm) continue;
      ++shapes, ++feet[static_cast<int>(std::lround(shape.box.bottom() / (0.35 * per_mm)))];
      narrow += shape.box.width < 4.5 * per_mm && shape.box.height < 4.5 * per_mm ? 1 : 0;
    }
    int on_lines = 0;
    for (const auto& [foot, count] : feet)
      if (count * 12 >= shapes) on_lines += count;
    return shapes >= 6 && narrow >= shapes * 0.85 && on_lines >= shapes * 0.75;
  }

  void keep_crop(const FormField& field, Answer& answer, FormPage& out) const {
    const BoxMm area = grown(frames_.found(field.box), field.type == "checkbox" ? 4 : crop_margin);
    const auto corner = [&](double x, double y) {
      const PlanePoint p = frames_.place().map.at(x, y);
      return std::array<double, 2>{p.x, p.y};
    };
    const double per_mm = field.type == "text" ? 11.811 : crop_per_mm;
    Image image = flattened(page_, {corner(area.x, area.y), corner(area.right(), area.y), corner(area.x, area.bottom()), corner(area.right(), area.bottom())}, static_cast<int>(area.width * per_mm),
                            static_cast<int>(area.height * per_mm));
    image.dpi = per_mm * 25.4;
    out.crops.push_back({field.name, std::move(image)});
    answer.crop = field.name;
  }

  ImageView page_;
  const FormFrames& frames_;
  const FormLayout& form_;
  int number_;
  const CombReader& comb_;
  const ReadTyped& typed_;
  std::vector<SeenQuestion> questions_;   // with boxes to tick
  std::vector<std::pair<const FormField*, CombReading>> combs_;
  std::vector<Figures> figures_;   // of combs on a black and white scan
  Strokes strokes_ = Strokes::kept;   // of a scan that lost some nothing is taken for empty
};

/// By its marks, or else by its codes; nullopt when its frames are not there.
std::optional<FormFrames> find_sheet(ImageView page, const FormLayout& form, const std::vector<Box>& codes, int number, double most_residual) {
  if (const auto place = register_form(page, form, codes))
    if (FormFrames frames(page, *place, form, number); frames.find(most_residual)) return frames;
  const std::vector<FormPlace> places = places_by_codes(page, form, codes);
  for (const FormPlace& place : places)
    if (FormFrames frames(page, place, form, number); frames.settle(places.size() == 1) && frames.find(most_residual)) return frames;
  return std::nullopt;
}

}  // namespace

FormCode form_code_of(const std::vector<Barcode>& barcodes) {
  FormCode found;
  for (const Barcode& barcode : barcodes) {
    if (barcode.format != "QR") continue;
    const auto code = parse_letter_code(barcode.text);
    if (!code || code->form.empty()) continue;
    const bool same = !found.boxes.empty() && found.code.letter == code->letter && found.code.page == code->page && found.code.form == code->form;
    if (found.boxes.empty()) found.code = *code;
    if (found.boxes.empty() || same) found.boxes.push_back(barcode.box);
  }
  return found;
}

std::vector<Barcode> form_page_barcodes(ImageView page, const BarcodeOptions& options) {
  std::vector<Barcode> large = read_large_qr(page, options);
  return form_code_of(large).boxes.empty() ? read_barcodes(page, options) : large;
}

FormPage read_form(ImageView page, const LetterCode& code, const std::vector<Box>& codes, const std::vector<FormLayout>& forms, const CombReader& comb, const ReadTyped& typed, const FormOptions& options) {
  const FormName name = form_name(code.form);
  FormPage out;
  out.reading.id = name.id, out.reading.version = name.version, out.reading.letter = code.letter, out.reading.page = code.page, out.reading.pages = code.pages;
  const FormLayout* form = find_layout(forms, name.id, name.version);
  if (!form || form->pages != code.pages) {
    out.reading.problem = "form-unknown";
    return out;
  }
  const auto frames = find_sheet(page, *form, codes, code.page, options.most_residual);
  if (!frames) {
    out.reading.problem = "form-unregistered";
    return out;
  }
  out.reading.marks = frames->place().marks;
  out.reading.residual = frames->residual(), out.reading.most = frames->most();
  FormReader(*frames, page, *form, code.page, comb, typed).read(out);
  return out;
}

}  // namespace pli
