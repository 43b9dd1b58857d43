#include <fstream>
#include <functional>
#include <sstream>

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "stages/acquire.h"
#include "tests/support/image_files.h"

using namespace pli;
using namespace pli::test;

namespace {

std::string names(const Listing& listing) {
  std::string out;
  for (const Member& m : listing.members) out += (out.empty() ? "" : " | ") + m.name + (m.rejected.empty() ? "" : "!" + m.rejected);
  return out;
}

}  // namespace

TEST_CASE("archives of every kind are unpacked in natural order under names of ours") {
  for (const auto& [format, filter] : {std::pair{"zip", ""}, {"7zip", ""}, {"ustar", ""}, {"pax", "gzip"}, {"pax", "xz"}, {"gnutar", "bzip2"}, {"ustar", "zstd"}}) {
    CAPTURE(format);
    CAPTURE(filter);
    const Scratch scratch;
    const auto file = scratch.file("letter.txt", archive_file(format, filter, {{"page10.tif", "ten"}, {"b/", ""}, {"b/x.tif", "bx"}, {"page2.tif", "two"}}));
    const Listing listing = list_input(file, scratch / "in");
    CHECK(listing.type == "archive");
    CHECK(names(listing) == "b/x.tif | page2.tif | page10.tif");
    REQUIRE(listing.members.size() == 3);
    CHECK(listing.members[1].file == scratch / "in/0002");
    CHECK(content_of(listing.members[1].file) == "two");
    CHECK(content_of(listing.members[2].file) == "ten");
  }
}

TEST_CASE("names that would leave the folder are shown cleaned and lead nowhere") {
  const Scratch scratch;
  const auto file = scratch.file("a", archive_file("ustar", "", {{"../../up.tif", "1"}, {"/etc/abs.tif", "2"}, {"C:\\scan\\w.tif", "3"}, {"a\x01\xe9.tif", "4"}}));
  const Listing listing = list_input(file, scratch / "deep/in");
  CHECK(names(listing) == "a\xEF\xBF\xBD.tif | etc/abs.tif | scan/w.tif | up.tif");
  CHECK_FALSE(std::filesystem::exists(scratch / "up.tif"));
  for (const Member& m : listing.members) CHECK(m.file.parent_path() == scratch / "deep/in");
}

TEST_CASE("a name part that ends in dots is a name; a name too long to show is cut where it says so, and never to a part of dots") {
  const Scratch scratch;
  const auto file = scratch.file("a", archive_file("pax", "", {{"type../../b.tif", "1"}, {"x../" + std::string(233, 'n') + ".tif", "2"}}));
  const Listing listing = list_input(file, scratch / "in");
  REQUIRE(listing.members.size() == 2);
  CHECK(listing.members[1].name == "type../b.tif");
  CHECK(listing.members[0].name == "…./" + std::string(233, 'n') + ".tif");
}

TEST_CASE("hidden files and folders of systems are no letters; twins are two") {
  const Scratch scratch;
  const auto file = scratch.file("a", archive_file("zip", "", {{".DS_Store", "x"}, {"__MACOSX/a.tif", "x"}, {"in/Thumbs.db", "x"}, {"DESKTOP.INI", "x"}, {"a.tif", "one"}, {"a.tif", "two"}}));
  const Listing listing = list_input(file, scratch / "in");
  CHECK(names(listing) == "a.tif | a.tif");
  REQUIRE(listing.members.size() == 2);
  CHECK(content_of(listing.members[0].file) + content_of(listing.members[1].file) == "onetwo");
}

TEST_CASE("links and locked entries are members with a reason, not files") {
  const Scratch scratch;
  const auto linked = scratch.file("a", archive_file("ustar", "", {{"->link.tif", "/etc/passwd"}, {"real.tif", "r"}}));
  CHECK(names(list_input(linked, scratch / "in")) == "link.tif!archive-link | real.tif");
  const auto locked = scratch.file("b", archive_file("zip", "", {{"secret.tif", "s"}}, "word"));
  CHECK(names(list_input(locked, scratch / "in")) == "secret.tif!password");
}

TEST_CASE("an archive in an archive is a member, and lists like any other") {
  const Scratch scratch;
  const auto file = scratch.file("a", archive_file("zip", "", {{"inner.zip", archive_file("zip", "", {{"x.tif", "x"}})}}));
  const Listing outer = list_input(file, scratch / "in");
  REQUIRE(outer.members.size() == 1);
  CHECK(names(list_input(outer.members[0].file, scratch / "inner")) == "x.tif");
}

TEST_CASE("limits are judged while unpacking") {
  const Scratch scratch;
  const auto bomb = scratch.file("bomb", archive_file("zip", "", {{"zeros", std::string(40 << 20, '\0')}}));
  CHECK(item_error_of([&] { list_input(bomb, scratch / "in"); }) == "archive-bomb");
  const auto white = scratch.file("white", archive_file("zip", "", {{"page.tif", std::string(8 << 20, '\0')}}));
  CHECK(list_input(white, scratch / "in").members.size() == 1);
  Limits limits;
  limits.input_mib = 4;
  CHECK(item_error_of([&] { list_input(white, scratch / "in", limits); }) == "input-too-large");
  limits = {};
  limits.archive_entries = 2;
  const auto many = scratch.file("many", archive_file("ustar", "gzip", {{"1", "1"}, {"2", "2"}, {"3", "3"}}));
  CHECK(item_error_of([&] { list_input(many, scratch / "in", limits); }) == "archive-too-many-entries");
  limits.archive_entries = 3;
  CHECK(list_input(many, scratch / "in", limits).members.size() == 3);
}

TEST_CASE("an archive that is empty, torn or something else in a zip says which") {
  const Scratch scratch;
  CHECK(item_error_of([&] { list_input(scratch.file("a", archive_file("zip", "", {})), scratch / "in"); }) == "empty-archive");
  CHECK(item_error_of([&] { list_input(scratch.file("b", archive_file("zip", "", {{".hidden", "x"}})), scratch / "in"); }) == "empty-archive");
  std::string noise(60'000, 'x');
  for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<char>(i * i >> 5);
  const std::string whole = archive_file("ustar", "gzip", {{"1.tif", noise}, {"2.tif", noise}});
  CHECK(item_error_of([&] { list_input(scratch.file("c", whole.substr(0, whole.size() / 2)), scratch / "in"); }) == "damaged-file");
  const std::string text = archive_file("raw", "gzip", {{"x", "Bonjour"}});
  CHECK(item_error_of([&] { list_input(scratch.file("e", text), scratch / "in"); }) == "unknown-type");
  const auto office = scratch.file("d", archive_file("zip", "", {{"[Content_Types].xml", "<x/>"}, {"word/document.xml", "<x/>"}}));
  CHECK(item_error_of([&] { list_input(office, scratch / "in"); }) == "unknown-type");
}

TEST_CASE("files are told by what they hold") {
  const Scratch scratch;
  const Image page = picture_of_ink(64, 48);
  CHECK(list_input(scratch.file("x.pdf", png_file(page, PngKind::grey)), scratch / "in").type == "png");
  CHECK(list_input(scratch.file("x.zip", jpeg_file(page, 80)), scratch / "in").type == "jpeg");
  CHECK(list_input(scratch.file("x.txt", tiff_file({{page, {}}})), scratch / "in").type == "tiff");
  CHECK(list_input(scratch.file("x.tif", pdf_file(100, 100, "")), scratch / "in").type == "pdf");
  CHECK(item_error_of([&] { list_input(scratch.file("x.tif", ""), scratch / "in"); }) == "empty-file");
  CHECK(item_error_of([&] { list_input(scratch.file("x.tif", "Bonjour,\n"), scratch / "in"); }) == "unknown-type");
}
