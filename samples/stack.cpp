#include "samples/stack.h"

#include <cmath>

#include "samples/output.h"
#include "samples/scans.h"
#include "samples/write_scan.h"

namespace pli::samples {
namespace {

/// Stacks are scanned in grey or black and white: colour pages would fill the memory.
Image in_grey(ImageView page) {
  Image grey(page.width, page.height, 1, page.dpi);
  for (int y = 0; y < page.height; ++y) {
    const std::uint8_t* in = page.row(y);
    for (int x = 0; x < page.width; ++x, in += 3) grey.row(y)[x] = static_cast<std::uint8_t>((299 * in[0] + 587 * in[1] + 114 * in[2]) / 1000);
  }
  return grey;
}

PrintedPage blank_side(double dpi) { return {in_grey(Canvas(210, 297, dpi).image()), ""}; }

}  // namespace

const char* role_name(Role role) {
  static constexpr const char* names[] = {"sheet", "letter", "annex", "envelope", "blank"};
  return names[static_cast<int>(role)];
}

void Stack::add(std::vector<PrintedPage> pages, Role role, const std::string& code, int document) {
  for (PrintedPage& page : pages) sides_.push_back({{in_grey(page.image), page.text}, role, code, document});
  if (duplex_ && sides_.size() % 2 == 1) sides_.push_back({blank_side(dpi_), Role::blank, "", role == Role::sheet ? 0 : document});
}

void Stack::sheet(const std::string& kind, const std::string& service) {
  SheetCode code;
  code.kind = kind;
  code.service = service;
  header_.push_back(code);
  add({print_sheet(code, paper_, dpi_)}, Role::sheet, payload(code), 0);
}

void Stack::letter(const SampleLetter& letter, const LetterStyle& style, Random& random) {
  StackDocument document{&letter, "", {}};
  for (const SheetCode& code : header_) {
    if (code.kind == "SERVICE") document.sheet_service = code.service;
    else if (code.kind != "DOCUMENT") document.attributes.push_back(code.kind);
  }
  header_.clear();
  documents_.push_back(document);
  add(print_letter(letter, style, dpi_, random), Role::letter, "", static_cast<int>(documents_.size()));
}

void Stack::annex(Annex kind, Random& random) {
  header_.clear();
  add({print_annex(kind, *documents_.back().letter, dpi_, random)}, Role::annex, "", static_cast<int>(documents_.size()));
}

void Stack::envelope(const std::string& iso, Random& random) {
  header_.clear();
  add({print_envelope(*documents_.back().letter, iso, dpi_, random)}, Role::envelope, "", static_cast<int>(documents_.size()));
}

void Stack::blank_sheet() {
  for (int side = 0; side < (duplex_ ? 2 : 1); ++side) sides_.push_back({blank_side(dpi_), Role::blank, "", 0});
}

std::vector<Image> Stack::scan(const Wear& base, Level level, Random& random, std::vector<Wear>& wear) const {
  std::vector<Image> scans;
  for (std::size_t i = 0; i < sides_.size(); ++i) {
    Wear own = base;
    const Wear other = draw_wear(level, random);
    own.skew = other.skew, own.shift_x = other.shift_x, own.shift_y = other.shift_y;
    const std::size_t back = i % 2 == 0 ? i + 1 : i - 1;
    const bool has_back = duplex_ && back < sides_.size();
    scans.push_back(scan_page(sides_[i].printed.image, has_back ? sides_[back].printed.image.view() : ImageView{}, own, random));
    wear.push_back(own);
  }
  return scans;
}

Json Stack::truth(const std::string& file, const std::vector<Wear>& wear) const {
  Json truth;
  truth["file"] = file;
  truth["sides"] = Json::array();
  for (std::size_t i = 0; i < sides_.size(); ++i) {
    const Side& side = sides_[i];
    Json one{{"number", i + 1}, {"role", role_name(side.role)}};
    if (!side.code.empty()) one["code"] = side.code;
    one["document"] = side.document;
    one["rotate"] = wear[i].rotate;
    one["skew"] = std::round(wear[i].skew * 100) / 100;
    one["text"] = side.printed.text;
    truth["sides"].push_back(one);
  }
  truth["documents"] = Json::array();
  for (std::size_t i = 0; i < documents_.size(); ++i) {
    const StackDocument& document = documents_[i];
    truth["documents"].push_back(Json{{"document", i + 1},
                                      {"id", document.letter->id},
                                      {"service", document.letter->service},
                                      {"sheet_service", document.sheet_service},
                                      {"attributes", document.attributes},
                                      {"letter", document.letter->json}});
  }
  return truth;
}

void write_stack(const std::vector<SampleLetter>& letters, const StackSet& set, const std::filesystem::path& out) {
  constexpr double dpi = 300;
  static const std::vector<std::string> attributes = {"REGISTERED", "CONFIDENTIAL", "VALUABLES", "URGENT"};
  const Random seed(set.seed);
  Random plan = seed.child("plan"), print = seed.child("print"), glass = seed.child("scan");
  Stack stack(set.duplex, dpi, {set.words, out});
  const bool headless = plan.chance(0.3);  // a document before the first sheet
  bool first = true;
  for (const SampleLetter* letter : drawn_letters(letters, set.count, seed.child("letters"))) {
    if (!first || !headless) {
      if (plan.chance(0.25)) stack.sheet("SERVICE", letter->service);
      else stack.sheet("DOCUMENT");
      if (plan.chance(0.3)) stack.sheet(plan.pick(attributes));
    }
    first = false;
    stack.letter(*letter, draw_style(*letter, print), print);
    if (plan.chance(0.2)) {
      stack.sheet("ANNEX");
      stack.annex(static_cast<Annex>(plan.below(annexes)), print);
    }
    if (plan.chance(0.15)) {
      stack.sheet("ENVELOPE");
      stack.envelope(set.received, print);
    }
  }
  Wear base = draw_wear(set.level, glass);
  base.rotate = 0;
  if (base.mode == Wear::Mode::colour) base.mode = Wear::Mode::grey;
  std::vector<Wear> wear;
  const std::string file = "stack-" + std::to_string(set.seed) + ".tif";
  make_folder_for(out / file);
  save(out / file, tiff_bytes(stack.scan(base, set.level, glass, wear)));
  append(out / "stack-truth.jsonl", stack.truth(file, wear).dump());
}

}  // namespace pli::samples
