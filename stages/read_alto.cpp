#include "stages/read_alto.h"

#include <pugixml.hpp>
#include <stdexcept>

namespace pli {
namespace {

Box box_of(pugi::xml_node node) {
  return {node.attribute("HPOS").as_int(), node.attribute("VPOS").as_int(), node.attribute("WIDTH").as_int(), node.attribute("HEIGHT").as_int()};
}

Line line_of(pugi::xml_node node) {
  Line line{box_of(node), node.attribute("BASELINE").as_int(), {}};
  for (const pugi::xml_node word : node.children("String"))
    line.words.push_back({word.attribute("CONTENT").as_string(), box_of(word), word.attribute("WC").as_double()});
  return line;
}

}  // namespace

std::map<int, PageText> texts_of_alto(const std::string& xml) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size()) || !document.child("alto")) throw std::invalid_argument("no ALTO");
  std::map<int, PageText> texts;
  for (const pugi::xml_node page : document.child("alto").child("Layout").children("Page")) {
    PageText& text = texts[page.attribute("PHYSICAL_IMG_NR").as_int()];
    for (const pugi::xml_node of : page.child("PrintSpace").children("TextBlock")) {
      Block block{box_of(of), {}, !of.attribute("TAGREFS").empty()};
      for (const pugi::xml_node line : of.children("TextLine")) block.lines.push_back(line_of(line));
      text.blocks.push_back(std::move(block));
    }
  }
  return texts;
}

}  // namespace pli
