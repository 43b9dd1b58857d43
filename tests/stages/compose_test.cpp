// Letters from row to PDF, looked at as readers and printers would.
#include <doctest/doctest.h>

#include "pipeline/files.h"
#include "stages/engines/podofo_letters.h"
#include "tests/support/letters.h"
#include "tests/support/preflight.h"
#include "tests/support/raster.h"

using namespace pli;
using namespace pli::test;

TEST_CASE("a letter's PDF is valid PDF/A-1b, alone and in a print run") {
  LetterDesk desk;
  const Composer composer(desk.full_letter(), desk.stationery, desk.services);
  LetterRow row = desk.row();
  LetterPrinter printer("Essai", "2026-11-20");
  const LaidLetter letter = composer.compose(row, desk.facts());
  const TemporaryFolder folder;
  write_file(folder / "one.pdf", printer.letter_pdf(letter));
  row.values["texte"] = "Żółć, ă, ő : des lettres rares.";
  write_file(folder / "rare.pdf", printer.letter_pdf(composer.compose(row, desk.facts())));
  for (int i = 0; i < 3; ++i) printer.append(composer.compose(i == 1 ? row : desk.row(), desk.facts()));
  write_file(folder / "run.pdf", printer.print_run());
  if (const char* keep = std::getenv("PLI_KEEP")) fs::copy(folder.path(), keep, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  std::string why_not;
  if (!pli::testing::preflight_there(&why_not)) {
    MESSAGE(why_not);
    return;
  }
  for (const auto& [file, wrong] : pli::testing::preflight({folder / "one.pdf", folder / "rare.pdf", folder / "run.pdf"}, folder.path())) CHECK_MESSAGE(wrong.empty(), file << ": " << wrong);
}
