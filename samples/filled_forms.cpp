#include "samples/filled_forms.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "pipeline/digest.h"
#include "samples/marks.h"
#include "stages/compose.h"
#include "stages/form_marks.h"
#include "templates/forms.h"

namespace pli::samples {
namespace fs = std::filesystem;
namespace {

constexpr const char* form_day = "2026-11-20";
constexpr double dynamic_share = 0.5;   // of black and white scanners: document scanners follow the paper, most copiers' scanners don't
constexpr double least_size = 0.94, most_size = 1.06;   // of a copy

/// Figures for a comb, as the check wants them, and the value they stand for.
CombTruth figures_for(const FormField& field, Random& random) {
  CombTruth truth{field.name, "", ""};
  if (field.check == "date") {
    const int day = random.between(1, 28), month = random.between(1, 12), year = random.between(1930, 2026);
    truth.text = fmt::format("{:02}{:02}{}", day, month, year), truth.value = fmt::format("{}-{:02}-{:02}", year, month, day);
  } else if (field.check == "phone") {
    truth.text = fmt::format("0{}{:08}", random.pick(std::vector<int>{1, 2, 3, 4, 5, 6, 6, 6, 7, 9}), random.below(100'000'000));
    truth.value = truth.text;
  } else if (field.check == "postcode") {
    truth.text = fmt::format("{:02}{:03}", random.between(1, 95), random.below(1000)), truth.value = truth.text;
  } else {
    const auto cells = static_cast<int>(field.cells.size()), whole = field.check == "amount" ? cells - 2 : cells;
    const int length = random.between(1, whole);
    std::string digits = std::to_string(random.between(1, 9));
    while (static_cast<int>(digits.size()) < length) digits += static_cast<char>('0' + random.below(10));
    truth.value = digits;
    truth.text = std::string(static_cast<std::size_t>(whole - length), '_') + digits;
    if (field.check == "amount") {
      const std::string cents = random.chance(0.6) ? "00" : fmt::format("{:02}", random.below(100));
      truth.text += cents, truth.value += '.' + cents;
    }
  }
  return truth;
}

class Filling {
 public:
  Filling(const FormLayout& form, FilledPage& page, Random& random) : form_(form), page_(page), random_(random), canvas_(a4_width, a4_height, page.image.dpi) { canvas_.picture(0, 0, a4_width, page.image, true); }

  void run() {
    for (const FormField& field : form_.fields) {
      if (field.page != page_.page) continue;
      if (field.type == "checkbox") checkbox(field);
      else if (field.type == "choice") choice(field);
      else if (field.type == "choices") choices(field);
      else if (field.type == "digits") digits(field);
      else if (field.type == "signature" && random_.chance(0.85)) draw_signature(canvas_, field.box.x + 6, field.box.y + field.box.height * 0.6, field.box.width * 0.5, random_);
      else if (field.type == "text" && random_.chance(0.4)) draw_scrawl(canvas_, field.box.x + 4, field.box.y + 7, field.box.width * 0.7, random_.between(1, 2), random_);
    }
    page_.image = canvas_.image();
  }

 private:
  void box(const FormField& field, const std::string& value, const BoxMm& at, bool marked, bool blackened = false) {
    BoxTruth truth{field.name, value, "empty", marked, at};
    if (blackened) mark_box(canvas_, at, Tick::blackened, page_.hand, random_), truth.how = tick_name(Tick::blackened);
    if (marked) {
      const Tick tick = draw_tick(page_.hand, random_);
      mark_box(canvas_, at, tick, page_.hand, random_), truth.how = tick_name(tick);
    }
    page_.boxes.push_back(std::move(truth));
  }

  void checkbox(const FormField& field) {
    const bool blackened = random_.chance(0.03);
    box(field, "", field.box, !blackened && random_.chance(0.5), blackened);
  }

  void choice(const FormField& field) {
    const int count = static_cast<int>(field.options.size()), chosen = random_.below(count), other = (chosen + random_.between(1, count - 1)) % count, fate = random_.below(100);
    for (int i = 0; i < count; ++i) {
      const bool twice = fate >= 92 && fate < 95 && i == other, corrected = fate >= 88 && fate < 92 && i == other;
      const FormOption& option = field.options[static_cast<std::size_t>(i)];
      box(field, option.value, option.box, (i == chosen && fate < 95) || twice, corrected);
    }
    if (fate >= 92 && fate < 95) page_.twice.push_back(field.name);
  }

  void choices(const FormField& field) {
    for (const FormOption& option : field.options) {
      const bool blackened = random_.chance(0.015);
      box(field, option.value, option.box, !blackened && random_.chance(0.4), blackened);
    }
  }

  void digits(const FormField& field) {
    if (random_.chance(0.25)) return page_.combs.push_back({field.name, std::string(field.cells.size(), '_'), ""});
    CombTruth truth = figures_for(field, random_);
    const bool spoilt = random_.chance(0.02);
    const int where = random_.below(static_cast<int>(field.cells.size()));
    for (std::size_t i = 0; i < field.cells.size(); ++i) {
      if (spoilt && static_cast<int>(i) == where && truth.text[i] != '_') write_no_digit(canvas_, field.cells[i], page_.hand, random_), truth.text[i] = '?', truth.value.clear();
      else if (truth.text[i] != '_') write_digit(canvas_, field.cells[i], truth.text[i] - '0', page_.hand, random_);
    }
    page_.combs.push_back(std::move(truth));
  }

  const FormLayout& form_;
  FilledPage& page_;
  Random& random_;
  Canvas canvas_;
};

}  // namespace

struct FormOffice::State {
  State(std::vector<SampleLetter> people, const fs::path& templates, const fs::path& scratch) : services(load_services(templates / "services.toml")), stationery(load_stationery(templates)), post(std::move(people), templates, scratch) {
    for (const std::string& name : form_template_names(templates / "forms")) forms.push_back(load_form_template(templates / "forms" / name));
    for (const LetterTemplate& form : forms) {
      composers.push_back(std::make_unique<Composer>(form, stationery, services));
      layouts.push_back(*composers.back()->layout());
    }
  }

  Services services;
  Stationery stationery;
  PostOffice post;
  std::vector<LetterTemplate> forms;
  std::vector<std::unique_ptr<Composer>> composers;
  std::vector<FormLayout> layouts;
};

FormOffice::FormOffice(std::vector<SampleLetter> people, const fs::path& templates, const fs::path& scratch) : state_(std::make_unique<State>(std::move(people), templates, scratch)) {}
FormOffice::~FormOffice() = default;

const std::vector<FormLayout>& FormOffice::layouts() const { return state_->layouts; }

std::vector<FilledPage> FormOffice::fill(int number, const std::string& dossier, const SiteKey& key, Random& random) const {
  const std::size_t which = static_cast<std::size_t>(number) % state_->forms.size();
  LetterRow row{.line = 1, .dossier = dossier, .service = state_->forms[which].service.empty() ? "etat-civil" : "", .subject = "", .recipient_name = "Mme Alix Exemple", .recipient_lines = {"1 rue des Exemples", "49890 Rivemont"}, .received = "", .values = Json::object()};
  const IssueFacts facts{.letter_id = base32(Sha256().add_field("form").add_field(std::to_string(number)).binary(), 12), .dossier = dossier, .date = form_day, .key_id = key.id, .site_key = key.bytes, .implicit_date = "", .implicit_acceptance = false, .answer_date = ""};
  const LaidLetter laid = state_->composers[which]->compose(row, facts);
  std::vector<FilledPage> pages;
  const Hand hand = draw_hand(random);
  for (PrintedSheet& sheet : state_->post.print(laid)) {
    FilledPage page{std::move(sheet.image), state_->layouts[which].id, static_cast<int>(pages.size()) + 1, hand, {}, {}, {}, sheet.places};
    Filling(state_->layouts[which], page, random).run();
    pages.push_back(std::move(page));
  }
  return pages;
}

ScannedForm return_form(const FilledPage& page, Level level, Random& random) {
  Random machine = random.child("machine");
  ScannedForm out{{}, draw_scan(level, random), {}};
  if (out.wear.mode == Wear::Mode::bilevel && machine.chance(dynamic_share)) make_dynamic(out.wear, machine);
  const bool copied = random.chance(level == Level::clean ? 0.05 : 0.2);
  Wear copier;
  copier.mode = Wear::Mode::grey, copier.scale = random.uniform(least_size, most_size), copier.skew = random.uniform(-1, 1), copier.ink = random.uniform(20, 50), copier.blur = 0.7, copier.noise = 2;
  const auto whole = [&] {  // a copier cuts off what it enlarges beyond its paper, and a scanner cuts again
    Wear lies = out.wear;
    if (copied) lies.scale *= copier.scale, lies.skew += copier.skew;
    return std::any_of(page.codes.begin(), page.codes.end(), [&](const CodePlace& code) {
      const auto lies_whole = [&](const Wear& wear) { return whole_on_scan(wear, code.x - 1.2, code.y - 1.2, code.side + 2.4, code.side + 2.4); };
      return lies_whole(lies) && (!copied || lies_whole(copier));
    });
  };
  for (int again = 0; again < 100 && !whole(); ++again) {
    const Wear other = draw_scan(level, random);
    copier.scale = random.uniform(least_size, most_size);
    out.wear.skew = other.skew, out.wear.scale = other.scale, out.wear.edges = other.edges, out.wear.holes = other.holes, out.wear.shift_x = other.shift_x, out.wear.shift_y = other.shift_y;
  }
  Image paper = page.image;
  if (copied) {
    paper = scan_page(paper, {}, copier, random);
    out.done.push_back(fmt::format("copied {:.0f} %", copier.scale * 100));
  }
  if (level == Level::bad && random.chance(0.1)) {  // a corner torn off: not that of the code that is left
    Canvas torn(a4_width, a4_height, paper.dpi);
    torn.picture(0, 0, a4_width, paper, true);
    const bool right = random.chance(0.5);
    torn.filled(right ? 190 : 0, right ? 0 : 276, 20, 21, {0.97, 0.97, 0.97});
    paper = torn.image();
    out.done.emplace_back("torn");
  }
  out.scan = scan_page(paper, {}, out.wear, random);
  return out;
}

}  // namespace pli::samples
