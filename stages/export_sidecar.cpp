#include "stages/export_sidecar.h"

#include <algorithm>
#include <charconv>
#include <pugixml.hpp>
#include <sstream>

#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/text.h"
#include "stages/report_facts.h"

namespace pli {
namespace {

std::string list_name(const ExportField& field) { return field.value.substr(1, field.value.size() - 2); }

std::vector<std::string> list_of(const ExportField& field, const ExportDocument& document) {
  const auto found = document.lists.find(list_name(field));
  if (found != document.lists.end()) return found->second;
  const auto text = document.texts.find(list_name(field));
  return text == document.texts.end() || text->second.empty() ? std::vector<std::string>{} : std::vector<std::string>{text->second};
}

Json json_value(const ExportProfile& profile, const ExportField& field, const ExportDocument& document) {
  if (field.type == "list") return list_of(field, document);
  const std::string text = field_text(profile, field, document);
  if (text.empty()) return nullptr;
  if (field.type == "flag") return text == "true";
  if (field.type != "number") return text;
  long long whole = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (error == std::errc() && end == text.data() + text.size()) return whole;
  double real = 0;
  const auto [real_end, real_error] = std::from_chars(text.data(), text.data() + text.size(), real);
  return real_error == std::errc() && real_end == text.data() + text.size() ? Json(real) : Json(nullptr);
}

}  // namespace

std::string xml_text(const std::string& text) {
  std::u32string kept;
  for (const char32_t c : code_points(clean(text)))
    if (c == '\n' || (c >= 0x20 && c != 0x7F && c != 0xFFFE && c != 0xFFFF)) kept += c;
  return utf8(kept);
}

std::string field_text(const ExportProfile& profile, const ExportField& field, const ExportDocument& document) {
  if (field.type == "pdf") return document.pdf.empty() ? "" : base64(read_file(document.pdf));
  std::string text = fill(field.value, document.texts);
  if (field.type == "list") {
    text.clear();
    for (const std::string& one : list_of(field, document)) text += (text.empty() ? "" : ",") + one;
  }
  if (!field.map.empty()) {
    const auto& map = profile.maps.at(field.map);
    const auto found = map.find(text);
    text = found != map.end() ? found->second : field.otherwise.empty() ? text : fill(field.otherwise, document.texts);
  }
  return field.type == "date-time" && !text.empty() ? text + "T00:00:00.000Z" : text;
}

std::string properties_xml(const ExportProfile& profile, const ExportDocument& document) {
  pugi::xml_document xml;
  pugi::xml_node head = xml.append_child(pugi::node_declaration);
  head.append_attribute("version") = "1.0";
  head.append_attribute("encoding") = "UTF-8";
  xml.append_child(pugi::node_doctype).set_value("properties SYSTEM \"http://java.sun.com/dtd/properties.dtd\"");
  pugi::xml_node root = xml.append_child("properties");
  for (const ExportField& field : profile.fields) {
    const std::string text = field_text(profile, field, document);
    if (text.empty()) continue;
    pugi::xml_node entry = root.append_child("entry");
    entry.append_attribute("key") = xml_text(field.key).c_str();
    entry.text().set(xml_text(text).c_str());
  }
  std::ostringstream out;
  xml.save(out, "  ", pugi::format_indent, pugi::encoding_utf8);
  return out.str();
}

std::string sidecar_json(const ExportProfile& profile, const ExportDocument& document) {
  Json json = Json::object();
  for (const ExportField& field : profile.fields) json[Json::json_pointer("/" + field.key)] = json_value(profile, field, document);
  return pretty(json);
}

std::string sidecar_csv(const ExportProfile& profile, const std::vector<ExportDocument>& documents) {
  std::string csv = "\xEF\xBB\xBF";
  const auto add_line = [&](const std::vector<std::string>& cells) {
    for (const std::string& cell : cells) csv += escaped_csv(cell) + profile.separator;
    csv.back() = '\n';
  };
  std::vector<std::string> cells;
  for (const ExportField& field : profile.fields) cells.push_back(field.key);
  add_line(cells);
  for (const ExportDocument& document : documents) {
    cells.clear();
    for (const ExportField& field : profile.fields) cells.push_back(field_text(profile, field, document));
    add_line(cells);
  }
  return csv;
}

}  // namespace pli
