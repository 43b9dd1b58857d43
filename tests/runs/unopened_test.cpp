// A closed envelope between opened letters, read by the real reader: nothing of it but its address gets anywhere.
#include <doctest/doctest.h>

#include "pipeline/files.h"
#include "pipeline/json.h"
#include "samples/write_scan.h"
#include "stages/engines/zxing.h"
#include "stages/scan_reader.h"
#include "tests/support/paper.h"
#include "tests/support/raster.h"
#include "tests/support/town.h"
#include "tests/support/typeset.h"

using namespace pli;
using namespace pli::test;

namespace {

Image sheet(const std::string& code) {
  Image page = testing::white_page(300);
  testing::print_code(page, make_code("QR", code), 1.5, 70, 100);
  return page;
}

Image envelope() {
  testing::Typeset paper;
  paper.text(20, 25, 70, "Exp. : Étude Sorbier\n3 quai des Mariniers\n49890 Rivemont", 9);
  paper.text(110, 60, 80, "Monsieur le Maire\nHôtel de Ville\n1 place de la République\n49890 Rivemont", 12);
  paper.text(20, 130, 160, "CONFIDENTIEL : ce pli contient le testament olographe de Madame Yvonne Tellier, à remettre en mains propres à son destinataire.", 12);
  return testing::thresholded(paper.page());
}

bool any_file_holds(const fs::path& folder, const std::vector<std::string>& words) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string bytes = read_file(entry.path());
    for (const std::string& word : words)
      if (bytes.find(word) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("of a closed envelope the address is read, and no other word reaches the work folder, the outputs or the registry") {
  const std::vector<std::string> secrets = {"testament", "Tellier", "Yvonne", "CONFIDENTIEL", "Sorbier", "Mariniers"};
  Town town;
  town.reader = [] { return make_scan_reader(); };
  write_file(town.scans() / "pile.tif", samples::tiff_bytes(std::vector<Image>{sheet("PLI1/S/UNOPENED/0/0"), envelope()}));
  bool address_kept = false, secret_kept = true;
  town.watcher.document = [&](const DocumentEntry&, int, int) {
    address_kept = any_file_holds(town.out() / ".pli", {"49890"});
    secret_kept = any_file_holds(town.out() / ".pli", secrets);
  };
  town.run(town.request());
  CHECK(address_kept);
  CHECK_FALSE(secret_kept);

  const Json batch = Json::parse(read_file(town.out() / "LOT" / "batch.json"));
  REQUIRE(batch.at("documents").size() == 1);
  const fs::path folder = town.out() / "LOT" / batch.at("documents").at(0).at("path").get<std::string>();
  const std::string text = read_file(folder / "text.txt");
  CHECK(text.find("Hôtel de Ville") != std::string::npos);
  CHECK(text.find("49890 Rivemont") != std::string::npos);
  CHECK(Json::parse(read_file(folder / "record.json")).at("review").at("reasons") == Json::array({"unopened"}));
  const std::string in_pdf = testing::page_text(read_file(folder / "document.pdf"), 0);
  CHECK(in_pdf.find("Rivemont") != std::string::npos);
  for (const std::string& secret : secrets) {
    CHECK(text.find(secret) == std::string::npos);
    CHECK(in_pdf.find(secret) == std::string::npos);
  }
  CHECK_FALSE(any_file_holds(town.out(), secrets));
  CHECK_FALSE(any_file_holds(town.folder.path(), secrets));  // the registry with its search index
}
