#include "stages/write_alto.h"

#include <doctest/doctest.h>

#include <pugixml.hpp>
#include <set>
#include <string>

using namespace pli;

namespace {

std::vector<RecordPage> two_pages() {
  RecordPage first, second;
  first.number = 1, first.facts.width = 2480, first.facts.height = 3508;
  Line line{{100, 200, 500, 40}, 235, {{"L'<été>", {100, 200, 200, 40}, 0.987}, {"& \"Cœur\"", {330, 202, 270, 38}, 1.5}}};
  Line other{{100, 260, 90, 40}, 0, {{"fin\x01\xff", {100, 260, 90, 40}, 0.5}}};
  first.facts.text.blocks.push_back({{100, 200, 500, 100}, {line, other}});
  second.number = 4, second.facts.width = 1240, second.facts.height = 1754, second.facts.blank = true;
  second.source.path = "courrier de Mme X.tif";
  return {first, second};
}

}  // namespace

TEST_CASE("ALTO holds pages, blocks, lines and words with their places") {
  pugi::xml_document xml;
  REQUIRE(xml.load_string(alto("D0123", two_pages()).c_str()));
  const pugi::xml_node root = xml.child("alto"), page = root.child("Layout").child("Page");
  CHECK(std::string(root.attribute("xmlns").value()) == "http://www.loc.gov/standards/alto/ns-v4#");
  CHECK(std::string(root.child("Description").child_value("MeasurementUnit")) == "pixel");
  CHECK(page.attribute("WIDTH").as_int() == 2480);
  CHECK(page.next_sibling("Page").attribute("PHYSICAL_IMG_NR").as_int() == 4);
  CHECK_FALSE(page.next_sibling("Page").child("PrintSpace").child("TextBlock"));
  const pugi::xml_node line = page.child("PrintSpace").child("TextBlock").child("TextLine"), word = line.child("String"), space = line.child("SP");
  CHECK(std::string(word.attribute("CONTENT").value()) == "L'<été>");
  CHECK(word.attribute("HPOS").as_int() == 100);
  CHECK(std::string(word.attribute("WC").value()) == "0.987");
  CHECK(space.attribute("HPOS").as_int() == 300);
  CHECK(space.attribute("WIDTH").as_int() == 30);
  CHECK(std::string(space.next_sibling().attribute("CONTENT").value()) == "& \"Cœur\"");
  CHECK(std::string(space.next_sibling().attribute("WC").value()) == "1.000");
}

TEST_CASE("ids are unique, names of scans stay out, bad bytes become marks") {
  const std::string text = alto("D0123", two_pages());
  CHECK(text.find("Mme X") == std::string::npos);
  CHECK(text.find("fin\xef\xbf\xbd") != std::string::npos);
  CHECK(text.back() == '\n');
  pugi::xml_document xml;
  REQUIRE(xml.load_string(text.c_str()));
  std::set<std::string> ids;
  int count = 0;
  for (const auto& found : xml.select_nodes("//*[@ID]")) ids.insert(found.node().attribute("ID").value()), ++count;
  CHECK(count == 8);
  CHECK(static_cast<int>(ids.size()) == count);
}

TEST_CASE("the same pages are the same ALTO") { CHECK(alto("D", two_pages()) == alto("D", two_pages())); }
