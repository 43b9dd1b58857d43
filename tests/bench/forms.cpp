#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "pipeline/cpu_time.h"
#include "pipeline/reference.h"
#include "samples/filled_forms.h"
#include "samples/output.h"
#include "samples/write_scan.h"
#include "stages/digit_model.h"
#include "stages/engines/opencv_paper.h"
#include "stages/read_barcodes.h"
#include "stages/read_form.h"
#include "stages/straighten.h"
#include "stages/turn_by_codes.h"
#include "tests/bench/benches.h"
#include "tests/bench/figures.h"

namespace pli::bench {
namespace fs = std::filesystem;
using namespace pli::samples;
namespace {

constexpr std::array form_levels = {Level::clean, Level::worn, Level::bad};

struct FormCounts {
  Share boxes, decided, review, wrong;  ///< box by box: state told rightly, of all and of those that are not doubtful; doubtful; answer wrong while nobody looks at its question
  Share questions_review;               ///< questions that a person is asked to look at, those answered twice left out
  Share twice;                          ///< questions answered twice that were held
  Share combs, comb_values, answered_combs;
  std::map<std::string, Share> by_mark;   ///< how a box was marked: told rightly
  int pages = 0, read = 0, unread = 0;
  double residual = 0, seconds = 0, form_seconds = 0;
};

class FormsRun {
 public:
  explicit FormsRun(const PagesBench& bench) : bench_(bench), folder_(bench.out / "forms"), office_(read_letters(bench.letters), bench.templates, folder_) {
    fs::remove_all(folder_), fs::create_directories(folder_);
    if (const fs::path model = bench.templates / "model/digits.model"; fs::exists(model)) comb_ = CombReader(load_digit_model(model));
  }

  void run() {
    int number = 0, dossier = 600'000;
    for (int done = 0; done < bench_.pages; ++number) {
      dossier = next_number(2026, dossier);
      Random random = Random(bench_.seed).child(fmt::format("form {}", number));
      const auto pages = office_.fill(number, dossier_id(2026, dossier), sample_key("rivemont"), random);
      for (const FilledPage& page : pages)
        for (const Level level : form_levels) {
          Random chance = random.child(fmt::format("{} {}", page.page, level_name(level)));
          if (bench_.only < 0 || bench_.only == number) one(page, return_form(page, level, chance), level, number);
          ++done;
        }
    }
  }

  std::map<std::string, FormCounts> counts;
  std::map<std::pair<std::string, std::string>, FormCounts> kinds;   ///< of a level, by pen and scanner

 private:
  void one(const FilledPage& page, const ScannedForm& scanned, Level level, int number) {
    FormCounts& c = counts[level_name(level)];
    ++c.pages;
    const double begun = cpu_seconds();
    const Image grey = grey_copy(scanned.scan);
    const auto by_codes = turned_by_codes(grey, office_.layouts());
    const Upright upright = by_codes ? *by_codes : straighten(grey);
    const FormCode code = form_code_of(by_codes ? form_page_barcodes(upright.page) : read_barcodes(upright.page));
    FormPage read;
    read.reading.problem = "no code";
    const double before = cpu_seconds();
    if (!code.boxes.empty()) {
      read = read_form(upright.page, code.code, code.boxes, office_.layouts(), comb_, {});
      for (int turn : {180, 90, 270}) {
        if (read.reading.problem.empty()) break;
        const Image other = turned(upright.page, turn, 0);
        read = read_form(other, code.code, form_code_of(read_barcodes(other)).boxes, office_.layouts(), comb_, {});
      }
    }
    c.seconds += cpu_seconds() - begun, c.form_seconds += cpu_seconds() - before;
    std::string amiss = score(page, read, c);
    score(page, read, kinds[{level_name(level), kind_of(page, scanned)}]);
    if (!read.reading.problem.empty()) amiss += " " + read.reading.problem, ++c.unread;
    else ++c.read, c.residual += read.reading.residual;
    if (!amiss.empty() || bench_.keep) keep(page, scanned, fmt::format("{}-{}-{}", number, page.page, level_name(level)), amiss);
  }

  /// A fixed threshold leaves little or nothing of a pencil.
  static std::string kind_of(const FilledPage& page, const ScannedForm& scanned) {
    if (page.hand.pen != "pencil" || scanned.wear.mode != Wear::Mode::bilevel) return "all but pencil scanned in black and white";
    return scanned.wear.contrast > 0 ? "pencil, black and white by a dynamic threshold" : "pencil, black and white by a fixed threshold";
  }

  std::string score(const FilledPage& page, const FormPage& read, FormCounts& c) {
    std::string amiss;
    std::map<std::string, bool> held;
    for (const BoxTruth& box : page.boxes) {
      const Answer* answer = find(read, box.field);
      if (!answer) continue;  // counted with the pages that were not read
      const auto own = std::find_if(answer->boxes.begin(), answer->boxes.end(), [&](const OptionBox& one) { return one.value == box.value; });
      const std::string state = own == answer->boxes.end() ? "" : own->state;
      const bool twice = std::find(page.twice.begin(), page.twice.end(), box.field) != page.twice.end();
      const bool doubtful = state == "doubtful", flagged = !answer->doubt.empty() || needed_and_empty(page, *answer), right = !doubtful && (state == "ticked") == box.marked, wrong = !flagged && (twice || says(*answer, box) != box.marked);
      held[box.field] = flagged;
      c.boxes.add(right), c.review.add(doubtful), c.wrong.add(wrong);
      if (!doubtful) c.decided.add(right);
      c.by_mark[box.how].add(right);
      if (!right || wrong) amiss += fmt::format(" {}{}{} {} {}{}", box.field, box.value.empty() ? "" : "=", box.value, box.how, state, wrong ? " WRONG" : "");
    }
    for (const auto& [field, flagged] : held) (std::find(page.twice.begin(), page.twice.end(), field) != page.twice.end() ? c.twice : c.questions_review).add(flagged);
    for (const CombTruth& comb : page.combs) {
      const Answer* answer = find(read, comb.field);
      if (!answer) continue;
      const auto* value = std::get_if<std::string>(&answer->value);
      const bool filled = comb.text.find_first_not_of('_') != std::string::npos;
      for (std::size_t i = 0; i < answer->text.size() && i < comb.text.size(); ++i)
        if (comb.text[i] != '_' && answer->text[i] != '?') c.combs.add(answer->text[i] == comb.text[i]);
      if (filled && !comb.value.empty()) c.answered_combs.add(value != nullptr);
      if (value) c.comb_values.add(*value == comb.value);
      if (value && *value != comb.value) amiss += fmt::format(" {} {} read {}", comb.field, comb.value, *value);
    }
    return amiss;
  }

  /// Such an answer waits for a person (stages/join_form.h).
  bool needed_and_empty(const FilledPage& page, const Answer& answer) const {
    for (const FormLayout& form : office_.layouts())
      for (const FormField& field : form.fields)
        if (form.id == page.form && field.name == answer.name) return field.required && std::holds_alternative<std::monostate>(answer.value);
    return false;
  }

  static bool says(const Answer& answer, const BoxTruth& box) {
    if (const bool* ticked = std::get_if<bool>(&answer.value)) return *ticked;
    if (const auto* text = std::get_if<std::string>(&answer.value)) return *text == box.value;
    const auto* list = std::get_if<std::vector<std::string>>(&answer.value);
    return list && std::find(list->begin(), list->end(), box.value) != list->end();
  }

  static const Answer* find(const FormPage& read, const std::string& field) {
    for (const Answer& answer : read.reading.answers)
      if (answer.name == field) return &answer;
    return nullptr;
  }

  void keep(const FilledPage& page, const ScannedForm& scanned, const std::string& name, const std::string& amiss) {
    save(folder_ / (name + ".png"), png_bytes(scanned.scan));
    std::string done;
    for (const std::string& what : scanned.done) done += ", " + what;
    append(folder_ / "kept.txt", fmt::format("{}:{}; {} {}{}; {:.0f} dpi {} skew {:.1f} scale {:.3f} turned {} ink {:.0f} paper {:.0f} noise {:.1f} bleed {:.2f}", name, amiss, page.hand.pen, tick_name(page.hand.usual), done, scanned.wear.dpi,
                                             mode_name(scanned.wear.mode), scanned.wear.skew, scanned.wear.scale, scanned.wear.rotate, scanned.wear.ink, scanned.wear.paper, scanned.wear.noise, scanned.wear.bleed));
  }

  const PagesBench& bench_;
  fs::path folder_;
  FormOffice office_;
  CombReader comb_;
};

}  // namespace

bool bench_forms(const PagesBench& bench) {
  FormsRun run(bench);
  run.run();
  static const std::map<std::string, double> bars = {{"clean", 0.999}, {"worn", 0.998}, {"bad", 0.995}};
  bool all = true;
  Json json = {{"seed", bench.seed}};
  for (const Level level : form_levels) {
    const std::string name = level_name(level);
    const auto found = run.counts.find(name);
    if (found == run.counts.end()) continue;
    const FormCounts& c = found->second;
    all = tell("boxes right, " + name, c.decided.text(), c.decided.value() >= bars.at(name)) && all;  // of those that no person looks at: the next bar is for the others
    std::printf("  of all, those sent to review among them %s\n", c.boxes.text().c_str());
    all = tell("  boxes sent to review", c.review.text(), c.review.value() <= 0.01) && all;
    all = tell("  wrong and not flagged", c.wrong.text(), c.wrong.value() <= 0.0005) && all;
    Json kinds = Json::object();
    for (const auto& [which, k] : run.kinds) {
      if (which.first != name) continue;
      std::printf("  %s: right %s, sent to review %s, wrong and not flagged %s\n", which.second.c_str(), k.decided.text().c_str(), k.review.text().c_str(), k.wrong.text().c_str());
      kinds[which.second] = {{"decided", k.decided.json()}, {"review", k.review.json()}, {"wrong", k.wrong.json()}};
    }
    std::printf("  questions sent to review %s; answered twice and held %s\n", c.questions_review.text().c_str(), c.twice.text().c_str());
    all = tell("  pages read", fmt::format("{} of {}", c.read, c.pages), c.unread * 100 <= c.pages) && all;
    all = tell("  residual, mean", fmt::format("{:.3f} mm", c.read ? c.residual / c.read : 0), c.read && c.residual / c.read <= 0.4) && all;
    all = tell("  figures right among those accepted", c.combs.text(), c.combs.value() >= 0.98) && all;
    std::printf("  combs with a value %s; their values right %s\n", c.answered_combs.text().c_str(), c.comb_values.text().c_str());
    std::printf("  CPU a page %.0f ms, %.0f of them on the zones: %.1f pages a second\n", 1000 * c.seconds / c.pages, 1000 * c.form_seconds / c.pages, c.pages / c.seconds);
    for (const auto& [mark, share] : c.by_mark) std::printf("    %s: %s\n", mark.c_str(), share.text().c_str());
    json[name] = {{"boxes", c.boxes.json()}, {"decided", c.decided.json()}, {"review", c.review.json()}, {"wrong", c.wrong.json()}, {"kinds", kinds}, {"questions_review", c.questions_review.json()}, {"twice_held", c.twice.json()}, {"pages", c.pages}, {"read", c.read}, {"residual_mm", c.read ? c.residual / c.read : 0}, {"figures", c.combs.json()},
                  {"comb_values", c.comb_values.json()}, {"combs_answered", c.answered_combs.json()}, {"cpu_ms", 1000 * c.seconds / c.pages}, {"form_cpu_ms", 1000 * c.form_seconds / c.pages}};
  }
  save_figures(bench.out / "forms.json", json);
  return all;
}

}  // namespace pli::bench
