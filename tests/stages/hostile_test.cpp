// What strangers write to do harm: in archives, in names of files, in words on paper and in codes. None of it leads out of its place or runs anywhere.
#include <doctest/doctest.h>

#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/acquire.h"
#include "tests/support/image_files.h"
#include "tests/support/paths.h"
#include "tests/support/town.h"

using namespace pli;
using namespace pli::test;

TEST_CASE("of an archive only plain files are taken: links of both kinds, devices and pipes are members with a reason") {
  const Scratch scratch;
  const Listing listing = list_input(source_folder() / "tests/fuzz/corpus/archive/links.tar", scratch / "in");
  std::map<std::string, std::string> found;
  for (const Member& member : listing.members) found[member.name] = member.rejected;
  CHECK(found == std::map<std::string, std::string>{{"dev", "archive-link"}, {"fifo", "archive-link"}, {"hard.tif", "archive-link"}, {"link.tif", "archive-link"}, {"real.tif", ""}});
}

TEST_CASE("names in an archive that climb, repeat or turn the line around are shown plain and written nowhere else") {
  const Scratch scratch;
  const Listing listing = list_input(source_folder() / "tests/fuzz/corpus/archive/names.zip", scratch / "deep/in");
  REQUIRE(listing.members.size() == 5);
  for (const Member& member : listing.members) {
    CHECK(member.file.parent_path() == scratch / "deep/in");
    CHECK(member.name.find("..") == std::string::npos);
    CHECK_FALSE(member.name.starts_with("/"));
    CHECK(member.name.find("\xE2\x80\xAE") == std::string::npos);  // U+202E
  }
  CHECK_FALSE(std::filesystem::exists(scratch / "b.tif"));
  CHECK_FALSE(std::filesystem::exists("/etc/c.tif"));
}

TEST_CASE("a PDF whose pages hold one another, with a count that lies, is damaged, not endless") {
  const Scratch scratch;
  CHECK(item_error_of([&] { list_input(source_folder() / "tests/fuzz/corpus/image/loop.pdf", scratch / "in"); }) == "damaged-file");
}

TEST_CASE("scripts and attachments of a PDF are never looked at: its page is a page") {
  const Scratch scratch;
  const auto file = source_folder() / "tests/fuzz/corpus/image/scan.pdf";
  REQUIRE(read_file(file).find("/JavaScript") != std::string::npos);
  CHECK(list_input(file, scratch / "in").pages == 1);
  CHECK(open_page(file, 0).image.width > 0);
}

TEST_CASE("markup, formulas and escapes in words and names are text in the report and the index") {
  Town town;
  const std::string evil = "<script>alert(1)</script><img/src=x>";
  write_fake_scan(town.scans() / "=cmd|calc!A1.tif", {"text Objet : =HYPERLINK(\"http://x\";\"y\")|" + evil, "text suite"});
  write_fake_scan(town.scans() / "@SUM(A1)<b>\x1b[31m.tif", {"fail damaged-page"});
  write_fake_scan(town.scans() / "\xE2\x80\xAE" "fit.exe.tif", {"text Objet : " + evil});
  town.run(town.request());
  const fs::path batch = town.out() / "LOT";
  const std::string report = read_file(batch / "report.html"), index = read_file(batch / "index.csv"), json = read_file(batch / "batch.json");
  CHECK(report.find("<script>alert") == std::string::npos);
  CHECK(report.find("<img/src") == std::string::npos);
  CHECK(report.find("<b>\x1b") == std::string::npos);
  for (const std::string* text : {&report, &index, &json}) {
    CHECK(text->find('\x1b') == std::string::npos);
    CHECK(text->find("\xE2\x80\xAE") == std::string::npos);
  }
  CHECK(index.find("HYPERLINK") != std::string::npos);
  for (const char* start : {"=", "+", "@", "\t"})
    for (const char* before : {";", ";\"", "\n", "\n\""}) CHECK_MESSAGE(index.find(std::string(before) + start) == std::string::npos, before, start);
  for (const auto& entry : fs::recursive_directory_iterator(batch)) CHECK(entry.path().filename().string().find_first_of("<>|\x1b=@") == std::string::npos);
}

TEST_CASE("codes that hold paths, controls or kilobytes join nothing, name no folder and cost nothing") {
  Town town;
  const std::string long_code(20'000, 'A');
  write_fake_scan(town.scans() / "a.tif", {"code PLI1/S/SERVICE:../../etc/0/0", "code PLI1/L/../../../etc/passwd/1/1/-/0123456789ABCDEF", "code ../../x", "code " + long_code, "code PLI1/S/SERVICE:REVIEW/0/0",
                                           "code PLI1/S/DOCUMENT/99999999999999999999/1"});
  const InboundResult result = town.run(town.request());
  CHECK(result.accounts.input == 6);
  CHECK(result.accounts.balanced());
  for (const auto& entry : fs::directory_iterator(town.out())) CHECK((entry.path().filename() == "LOT" || entry.path().filename() == ".pli"));
  const Registry registry(town.store(), fixed_registry());
  for (const DocumentEntry& document : registry.documents("LOT")) CHECK(document.path.find("..") == std::string::npos);
}
