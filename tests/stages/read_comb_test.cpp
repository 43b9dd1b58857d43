// Figures in the cells of forms.
#include <doctest/doctest.h>

#include <stdexcept>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "samples/hand.h"
#include "stages/digit_model.h"
#include "stages/read_form.h"
#include "tests/support/form_page.h"
#include "tests/support/paths.h"
#include "tests/support/run.h"

using namespace pli;
using namespace pli::test;

namespace {

constexpr double comb_dpi = 254;

std::filesystem::path shipped_model() { return source_folder() / "templates/model/digits.model"; }

/// The form with figures written into the cells of a question; `_` leaves a cell empty, `#` scribbles over it.
FormPage read_written(const std::string& field, const std::string& figures, int hand_number, const CombReader& comb) {
  static const FormLayout form = form_layout("aide-sociale");
  static const Image blank = printed_form(laid_form("aide-sociale"), 1, comb_dpi);
  samples::Canvas canvas(210, 297, comb_dpi);
  canvas.picture(0, 0, 210, blank, true);
  samples::Random random = samples::Random(7).child("hand " + std::to_string(hand_number));
  samples::Hand hand;
  hand.ink = {0.1, 0.1, 0.4};
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const BoxMm& cell = form.find(field)->cells[i];
    if (figures[i] >= '0' && figures[i] <= '9') samples::write_digit(canvas, cell, figures[i] - '0', hand, random);
    if (figures[i] == '#') samples::mark_box(canvas, cell, samples::Tick::blackened, hand, random);
  }
  const Image colour = canvas.image();
  Image page(colour.width, colour.height, 1, comb_dpi);
  for (std::size_t i = 0; i < page.pixels.size(); ++i) page.pixels[i] = colour.pixels[3 * i + 1];
  return read_form(page, {"AB12", "2026-000123-X", "0123456789AB", 1, 1, "AIDE-SOCIALE@1", ""}, {}, {form}, comb, {});
}

const Answer& comb_answer(const FormPage& read, const std::string& field) {
  for (const Answer& one : read.reading.answers)
    if (one.name == field) return one;
  throw std::logic_error(read.reading.problem + field);
}

std::string figures_read(const FormPage& read, const std::string& field) {
  const auto* value = std::get_if<std::string>(&comb_answer(read, field).value);
  return value ? *value : "";
}

}  // namespace

TEST_CASE("written figures are told and stand in the record's form") {
  const CombReader comb(load_digit_model(shipped_model()));
  struct Written {
    const char *field, *figures, *value;
  };
  int told = 0, all = 0;
  for (const Written& one : {Written{"naissance", "12041971", "1971-04-12"}, Written{"telephone", "0612345678", "0612345678"}, Written{"revenu", "__123450", "1234.50"}, Written{"personnes", "_4", "4"}})
    for (int hand = 1; hand <= 6; ++hand) {
      const std::string value = figures_read(read_written(one.field, one.figures, hand, comb), one.field);
      CHECK_MESSAGE((value.empty() || value == one.value), std::string(one.field), ' ', hand, ' ', value);  // in doubt it says nothing
      told += value.empty() ? 0 : 1, ++all;
    }
  CHECK_MESSAGE(told * 10 >= all * 7, told, " of ", all);
}

TEST_CASE("what can't be, what is scribbled over and what is half empty gives no value and goes to a person; nothing written is nothing") {
  const CombReader comb(load_digit_model(shipped_model()));
  for (const auto& [field, figures] : {std::pair("naissance", "45991971"), std::pair("naissance", "12#41971"), std::pair("naissance", "1204____"), std::pair("telephone", "06123456__"), std::pair("revenu", "1__23450")}) {
    const FormPage read = read_written(field, figures, 5, comb);
    CHECK_MESSAGE(figures_read(read, field).empty(), field << ' ' << figures);
    CHECK_MESSAGE(comb_answer(read, field).doubt == "form-cells", figures);
  }
  const FormPage blank = read_written("naissance", "________", 6, comb);
  CHECK(comb_answer(blank, "naissance").doubt.empty());
  CHECK(comb_answer(blank, "naissance").text.empty());
}

TEST_CASE("without a model figures are seen, not told") {
  const FormPage read = read_written("naissance", "12041971", 1, CombReader());
  CHECK(comb_answer(read, "naissance").doubt == "form-cells");
  CHECK(figures_read(read, "naissance").empty());
}

TEST_CASE("printed figures of a row that answered beforehand are read like written ones") {
  const Image page = printed_form(laid_form("aide-sociale", {{"naissance", "1985-06-03"}, {"telephone", "0798765432"}}), 1, comb_dpi);
  const FormPage read = read_form(page, {"AB12", "2026-000123-X", "0123456789AB", 1, 1, "AIDE-SOCIALE@1", ""}, {}, {form_layout("aide-sociale")}, CombReader(load_digit_model(shipped_model())), {});
  CHECK(figures_read(read, "naissance") == "1985-06-03");
  CHECK(figures_read(read, "telephone") == "0798765432");
}

TEST_CASE("a model that is cut short is refused") {
  const TemporaryFolder folder;
  const std::string whole = read_file(shipped_model());
  write_file(folder / "cut.model", whole.substr(0, whole.size() / 2));
  CHECK_THROWS_AS(load_digit_model(folder / "cut.model"), UsageError);
  write_file(folder / "other.model", "pli 1\n");
  CHECK_THROWS_AS(load_digit_model(folder / "other.model"), UsageError);
}
