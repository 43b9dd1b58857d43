#include "tests/support/form_page.h"

#include <algorithm>
#include <cmath>

#include "pipeline/files.h"
#include "stages/engines/podofo_letters.h"
#include "stages/engines/poppler.h"
#include "stages/resample.h"
#include "templates/forms.h"
#include "tests/support/paths.h"
#include "tests/support/run.h"

namespace pli::test {
namespace {

const std::filesystem::path form_templates() { return source_folder() / "templates"; }

const Stationery& form_stationery() {
  static const Stationery all = load_stationery(form_templates());
  return all;
}

const Services& form_services() {
  static const Services all = load_services(form_templates() / "services.toml");
  return all;
}

LetterTemplate shipped_form(const std::string& name) { return load_form_template(form_templates() / "forms" / name); }

}  // namespace

LaidLetter laid_form(const std::string& name, const Json& values, const std::string& dossier) {
  const LetterTemplate form = shipped_form(name);
  const LetterRow row{.line = 1, .dossier = "", .service = form.service.empty() ? "etat-civil" : "", .subject = "", .recipient_name = "Mme Solange Exemple", .recipient_lines = {"14 rue des Tanneurs", "49890 Rivemont"}, .received = "", .values = values};
  return Composer(form, form_stationery(), form_services())
      .compose(row, {.letter_id = "0123456789AB", .dossier = dossier, .date = "2026-11-23", .key_id = "AB12", .site_key = form_key, .implicit_date = "", .implicit_acceptance = false, .answer_date = ""});
}

FormLayout form_layout(const std::string& name) { return *Composer(shipped_form(name), form_stationery(), form_services()).layout(); }

Image printed_form(const LaidLetter& letter, int page, double dpi) {
  const TemporaryFolder folder;
  write_file(folder / "form.pdf", LetterPrinter("Essai", letter.date).letter_pdf(letter));
  return to_grey(render_pdf_page(folder / "form.pdf", page - 1, dpi));
}

void draw_stroke(Image& page, double x0, double y0, double x1, double y1, double width, int grey) {
  const double scale = page.dpi / 25.4, dx = x1 - x0, dy = y1 - y0, length = dx * dx + dy * dy;
  for (int y = std::max(0, static_cast<int>((std::min(y0, y1) - width) * scale)); y < std::min(page.height, static_cast<int>((std::max(y0, y1) + width) * scale)); ++y)
    for (int x = std::max(0, static_cast<int>((std::min(x0, x1) - width) * scale)); x < std::min(page.width, static_cast<int>((std::max(x0, x1) + width) * scale)); ++x) {
      const double px = x / scale - x0, py = y / scale - y0, t = length > 0 ? std::clamp((px * dx + py * dy) / length, 0.0, 1.0) : 0;
      if (std::hypot(px - t * dx, py - t * dy) <= width / 2) page.row(y)[x] = std::min(page.row(y)[x], static_cast<std::uint8_t>(grey));
    }
}

void fill_box(Image& page, const BoxMm& box, int grey) {
  const double scale = page.dpi / 25.4;
  for (int y = static_cast<int>(box.y * scale); y < static_cast<int>(box.bottom() * scale); ++y)
    for (int x = static_cast<int>(box.x * scale); x < static_cast<int>(box.right() * scale); ++x) page.row(y)[x] = static_cast<std::uint8_t>(grey);
}

void cross_box(Image& page, const BoxMm& box, int grey) {
  draw_stroke(page, box.x + 0.4, box.y + 0.5, box.right() - 0.3, box.bottom() - 0.4, 0.5, grey);
  draw_stroke(page, box.right() - 0.4, box.y + 0.4, box.x + 0.5, box.bottom() - 0.3, 0.5, grey);
}

}  // namespace pli::test
