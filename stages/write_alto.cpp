#include "stages/write_alto.h"

#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>

#include "pipeline/text.h"

namespace pli {
namespace {

void place(pugi::xml_node node, const Box& box) {
  node.append_attribute("HPOS") = box.x;
  node.append_attribute("VPOS") = box.y;
  node.append_attribute("WIDTH") = box.width;
  node.append_attribute("HEIGHT") = box.height;
}

void describe(pugi::xml_node root, const std::string& document_id) {
  pugi::xml_node description = root.append_child("Description");
  description.append_child("MeasurementUnit").text().set("pixel");
  // The document's own id stands for the source: names of scans may be personal data.
  description.append_child("sourceImageInformation").append_child("documentIdentifier").text().set(clean(document_id).c_str());
}

// What the mailroom put on the paper is told from what the sender wrote.
constexpr const char* stamp_tag = "stamp";

bool has_stamp(const std::vector<RecordPage>& pages) {
  return std::any_of(pages.begin(), pages.end(), [](const RecordPage& page) {
    return std::any_of(page.facts.text.blocks.begin(), page.facts.text.blocks.end(), [](const Block& block) { return block.stamp; });
  });
}

void write_line(pugi::xml_node node, const Line& line, const std::string& id) {
  node.append_attribute("ID") = id.c_str();
  place(node, line.box);
  if (line.baseline > 0) node.append_attribute("BASELINE") = line.baseline;
  int count = 0;
  for (const Word& word : line.words) {
    if (count > 0) {
      const Box& before = line.words[static_cast<std::size_t>(count) - 1].box;
      pugi::xml_node space = node.append_child("SP");
      space.append_attribute("HPOS") = before.right();
      space.append_attribute("VPOS") = before.y;
      space.append_attribute("WIDTH") = std::max(0, word.box.x - before.right());
    }
    pugi::xml_node string = node.append_child("String");
    string.append_attribute("ID") = fmt::format("{}_s{}", id, ++count).c_str();
    place(string, word.box);
    string.append_attribute("CONTENT") = clean(word.text).c_str();
    string.append_attribute("WC") = fmt::format("{:.3f}", std::clamp(word.confidence, 0.0, 1.0)).c_str();
  }
}

void write_page(pugi::xml_node layout, const RecordPage& page) {
  const std::string id = fmt::format("p{}", page.number);
  pugi::xml_node node = layout.append_child("Page");
  node.append_attribute("ID") = id.c_str();
  node.append_attribute("PHYSICAL_IMG_NR") = page.number;
  node.append_attribute("WIDTH") = page.facts.width;
  node.append_attribute("HEIGHT") = page.facts.height;
  pugi::xml_node print = node.append_child("PrintSpace");
  place(print, {0, 0, page.facts.width, page.facts.height});
  int blocks = 0;
  for (const Block& block : page.facts.text.blocks) {
    pugi::xml_node text = print.append_child("TextBlock");
    const std::string block_id = fmt::format("{}_b{}", id, ++blocks);
    text.append_attribute("ID") = block_id.c_str();
    if (block.stamp) text.append_attribute("TAGREFS") = stamp_tag;
    place(text, block.box);
    int lines = 0;
    for (const Line& line : block.lines) write_line(text.append_child("TextLine"), line, fmt::format("{}_l{}", block_id, ++lines));
  }
}

}  // namespace

std::string alto(const std::string& document_id, const std::vector<RecordPage>& pages) {
  pugi::xml_document xml;
  pugi::xml_node declaration = xml.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node root = xml.append_child("alto");
  root.append_attribute("xmlns") = "http://www.loc.gov/standards/alto/ns-v4#";
  root.append_attribute("xmlns:xsi") = "http://www.w3.org/2001/XMLSchema-instance";
  root.append_attribute("xsi:schemaLocation") = "http://www.loc.gov/standards/alto/ns-v4# http://www.loc.gov/standards/alto/v4/alto-4-2.xsd";
  describe(root, document_id);
  if (has_stamp(pages)) {
    pugi::xml_node tag = root.append_child("Tags").append_child("LayoutTag");
    tag.append_attribute("ID") = stamp_tag;
    tag.append_attribute("LABEL") = "arrival stamp";
  }
  pugi::xml_node layout = root.append_child("Layout");
  for (const RecordPage& page : pages) write_page(layout, page);
  std::ostringstream out;
  xml.save(out, " ", pugi::format_indent, pugi::encoding_utf8);
  return out.str();
}

}  // namespace pli
