#include "samples/printed.h"

#include "pipeline/digest.h"
#include "pipeline/reference.h"
#include "pipeline/site_keys.h"
#include "samples/canvas.h"
#include "samples/output.h"
#include "samples/symbols.h"
#include "stages/compose.h"
#include "stages/engines/podofo_letters.h"
#include "stages/engines/poppler.h"
#include "stages/read_barcodes.h"

namespace pli::samples {
namespace fs = std::filesystem;
namespace {

constexpr double mm_per_inch = 25.4;
const char* const day = "2026-11-20";

template <typename Value>
const Value& in_turn(const std::vector<Value>& values, int number) { return values[static_cast<std::size_t>(number) % values.size()]; }

/// A letter whose body is free gets what the person once wrote, once or several times: one page to four.
std::string free_text(const SampleLetter& letter, int number) {
  std::string text;
  for (int repeat = 0; repeat <= number % 7; ++repeat)
    for (const std::string& paragraph : letter.paragraphs) text += paragraph + "\n\n";
  return text;
}

LetterRow row_for(const LetterTemplate& letter, const SampleLetter& to, int number) {
  LetterRow row;
  row.line = number + 1;
  row.service = to.service;
  row.recipient_name = to.sender;
  row.recipient_lines = to.sender_lines;
  row.received = "2026-11-03";
  row.values = Json::object();
  for (const LetterVariable& variable : letter.variables) {
    row.values[variable.name] = variable.examples[static_cast<std::size_t>(number) % variable.examples.size()];
    if (variable.type == "paragraphs") row.values[variable.name] = free_text(to, number);
  }
  return row;
}

IssueFacts facts_for(int number, const std::string& dossier, const SiteKey& key) {
  return {.letter_id = short_id("sample/" + std::to_string(number) + '/' + dossier), .dossier = dossier, .date = day, .key_id = key.id, .site_key = key.bytes,
          .implicit_date = "2027-01-03", .implicit_acceptance = false, .answer_date = "2026-12-20"};
}

Image grey(const Image& rgb) {
  Image out(rgb.width, rgb.height, 1, rgb.dpi);
  for (std::size_t i = 0; i < out.pixels.size(); ++i) out.pixels[i] = rgb.pixels[3 * i + 1];
  return out;
}

/// A code printed over another: the modules of a version may differ, so the place is cleaned first.
void print_code_over(PrintedSheet& sheet, const std::string& text) {
  Canvas canvas(a4_width, a4_height, print_dpi);
  canvas.picture(0, 0, a4_width, sheet.image, true);
  for (const CodePlace& place : sheet.places) {
    canvas.filled(place.x - 0.5, place.y - 0.5, place.side + 1, place.side + 1, {1, 1, 1});
    const Image symbol = draw_symbol("QR", text);  // with a quiet zone of four modules around it
    const double side = place.side * symbol.width / (symbol.width - 8);
    canvas.picture(place.x - (side - place.side) / 2, place.y - (side - place.side) / 2, side, symbol, true);
  }
  sheet.image = canvas.image();
}

std::string text_of_other_body(int number) {
  const std::string digits = std::to_string(100'000'007LL * (number + 11) % 899'999'999 + 100'000'000);
  switch (number % 5) {
    case 0: return "https://paiement.example/f/" + digits;
    case 1: return "BCD\n002\n1\nSCT\n\nEXEMPLE SA\nFR7612345000010123456789044\nEUR98.50\n\n" + digits;
    case 2: return "PLI2/L/AB12/2026-000123-X/" + digits + "/1/1/-/0000000000000000";   // not of this version
    case 3: return "PLI1/L/AB12/2026-000123-X/" + digits + "/1/1/-/";                   // ours but for the tag
    default: return "WIFI:T:WPA;S:MAIRIE" + digits + ";P:invite;;";
  }
}

}  // namespace

SiteKey sample_key(const std::string& name) {
  const std::string bytes = Sha256().add_field("pli sample key").add_field(name).binary();
  return {site_key_id(bytes), bytes};
}

const char* foreign_name(Foreign kind) {
  static constexpr const char* names[] = {"other-town", "forged", "altered", "other-code", "no-code"};
  return names[static_cast<int>(kind)];
}

struct PostOffice::State {
  State(std::vector<SampleLetter> letters, const fs::path& templates, fs::path folder)
      : people(std::move(letters)), services(load_services(templates / "services.toml")), stationery(load_stationery(templates)), scratch(std::move(folder)) {
    for (const std::string& name : letter_template_names(templates / "letters")) kinds.push_back(load_letter_template(templates / "letters" / name));
    for (const LetterTemplate& kind : kinds) composers.push_back(std::make_unique<Composer>(kind, stationery, services));
  }

  /// Two of three letters are free replies, which can be long; a person whose address fits no window is passed over.
  std::pair<std::size_t, LetterRow> addressed(int number) const {
    std::size_t kind = static_cast<std::size_t>(number) % kinds.size();
    for (std::size_t i = 0; i < kinds.size(); ++i)
      if (number % 3 != 0 && kinds[i].name == "reponse") kind = i;
    for (int next = 0;; ++next) {
      LetterRow row = row_for(kinds[kind], in_turn(people, number + next), number);
      if (composers[kind]->check(row, day).empty()) return {kind, std::move(row)};
      if (next == static_cast<int>(people.size())) throw UsageError("letters-invalid", {{"file", kinds[kind].name}, {"line", "0"}, {"detail", "no address fits"}});
    }
  }

  std::vector<SampleLetter> people;
  Services services;
  Stationery stationery;
  std::vector<LetterTemplate> kinds;
  std::vector<std::unique_ptr<Composer>> composers;
  fs::path scratch;
  LetterPrinter printer{"Essai", day};
};

PostOffice::PostOffice(std::vector<SampleLetter> letters, const fs::path& templates, const fs::path& scratch)
    : state_(std::make_unique<State>(std::move(letters), templates, scratch)) {}
PostOffice::~PostOffice() = default;

LaidLetter PostOffice::letter(int number, const std::string& dossier, const SiteKey& key) const {
  const auto [kind, row] = state_->addressed(number);
  return state_->composers[kind]->compose(row, facts_for(number, dossier, key));
}

std::vector<PrintedSheet> PostOffice::print(const LaidLetter& letter) const {
  const fs::path file = state_->scratch / "letter.pdf";
  make_folder_for(file);
  save(file, state_->printer.letter_pdf(letter));
  std::vector<PrintedSheet> sheets;
  const int pages = static_cast<int>(letter.pages.size());
  for (int page = 1; page <= pages; ++page) {
    PrintedSheet sheet{render_pdf_page(file, page - 1, print_dpi), {"", letter.dossier, letter.id, page, pages, "", ""}, {}};
    const LaidPage& laid = letter.pages[static_cast<std::size_t>(page - 1)];
    for (const PlacedCode& code : laid.codes) sheet.places.push_back({code.x, code.y, code.module * laid.code.width});
    sheets.push_back(std::move(sheet));
  }
  fs::remove(file);
  return sheets;
}

std::vector<PrintedSheet> PostOffice::print(const fs::path& pdf, int pages) const {
  std::vector<PrintedSheet> sheets;
  for (int page = 0; page < pages; ++page) {
    PrintedSheet sheet{render_pdf_page(pdf, page, print_dpi), {}, {}};
    for (const Barcode& code : read_barcodes(grey(sheet.image))) {
      const auto ours = code.format == "QR" ? parse_letter_code(code.text) : std::nullopt;
      if (!ours) continue;
      sheet.code = *ours;
      sheet.places.push_back({code.box.x * mm_per_inch / print_dpi, code.box.y * mm_per_inch / print_dpi, code.box.width * mm_per_inch / print_dpi});
    }
    if (!sheet.places.empty()) sheets.push_back(std::move(sheet));
  }
  return sheets;
}

PrintedSheet PostOffice::foreign(Foreign kind, int number, const std::string& dossier, const SiteKey& ours) const {
  if (kind == Foreign::other_town || kind == Foreign::forged || kind == Foreign::altered) {
    SiteKey key = ours;
    if (kind != Foreign::altered) key.bytes = sample_key("another town").bytes;
    if (kind == Foreign::other_town) key.id = sample_key("another town").id;
    std::vector<PrintedSheet> sheets = print(letter(number, dossier, key));
    PrintedSheet sheet = std::move(sheets[static_cast<std::size_t>(number) % sheets.size()]);
    if (kind != Foreign::altered) return sheet;
    // The right tag, but of another dossier: what somebody would try who has one letter and wants into a neighbour's file.
    const std::string neighbours = dossier_id(2026, next_number(2026, 800'000 + number));
    LetterCode code = sheet.code;
    code.key_id = ours.id, code.dossier = neighbours;
    const std::string signed_text = signed_payload(code, ours.bytes);
    std::string text = signed_text;
    text.replace(text.find(neighbours), neighbours.size(), dossier);
    print_code_over(sheet, text);
    return sheet;
  }
  const SampleLetter& letter = in_turn(state_->people, number);
  Random random = Random(static_cast<std::uint64_t>(number)).child("foreign");
  PrintedSheet sheet{print_letter(letter, draw_style(letter, random), print_dpi, random).front().image, {}, {}};
  if (kind == Foreign::no_code) return sheet;
  for (const double x : {12.0, 174.0}) sheet.places.push_back({x, x < 100 ? 12.0 : 262.0, 22});
  print_code_over(sheet, text_of_other_body(number));
  return sheet;
}

}  // namespace pli::samples
