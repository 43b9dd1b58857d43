#include "stages/engines/podofo_parts.h"

#include <fmt/format.h>

#include <cctype>
#include <fstream>
#include <iterator>

#include "pipeline/errors.h"
#include "pipeline/text.h"
#include "stages/grey_profile.h"

namespace pli::podofo {

using namespace PoDoFo;

namespace {

constexpr const char* colour_profile = "/usr/share/color/icc/sRGB.icc";                       // icc-profiles-free
constexpr const char* glyphless_file = "/usr/share/tesseract-ocr/5/tessdata/pdf.ttf";         // libtesseract5

std::string escaped_xml(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else out += c;
  }
  return out;
}

}  // namespace

PdfObject& add_stream(PdfDocument& document, std::string_view bytes, bool plain) {
  PdfObject* object = document.GetObjects()->CreateObject();
  PdfMemoryInputStream in(bytes.data(), static_cast<pdf_long>(bytes.size()));
  if (plain) object->GetStream()->SetRawData(&in, static_cast<pdf_long>(bytes.size()));
  else object->GetStream()->Set(&in);
  return *object;
}

std::string data_file(const char* path) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in || bytes.empty()) throw Fatal("data-missing", {{"detail", path}});
  return bytes;
}

PdfString text_string(std::u32string_view text) {
  std::string bytes;
  const auto unit = [&](unsigned u) { bytes += {static_cast<char>(u >> 8), static_cast<char>(u & 0xff)}; };
  for (char32_t c : text) {
    if (c < 0x10000) unit(static_cast<unsigned>(c));
    else unit(0xd800 + ((c - 0x10000) >> 10)), unit(0xdc00 + ((c - 0x10000) & 0x3ff));
  }
  return PdfString(reinterpret_cast<const pdf_utf16be*>(bytes.data()), static_cast<pdf_long>(bytes.size() / 2));
}

void check_date(const std::string& date) {
  bool good = date.size() == 10;
  for (std::size_t i = 0; good && i < 10; ++i) good = i == 4 || i == 7 ? date[i] == '-' : std::isdigit(static_cast<unsigned char>(date[i])) != 0;
  if (!good) throw UsageError("bad-date", {{"value", date}});
}

std::string xmp_packet(const std::string& title, const std::string& date) {
  return fmt::format(
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" "
      "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
      "<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>\n"
      "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{0}</rdf:li></rdf:Alt></dc:title>\n"
      "<pdf:Producer>{2}</pdf:Producer><xmp:CreatorTool>{2}</xmp:CreatorTool>\n"
      "<xmp:CreateDate>{1}T00:00:00+00:00</xmp:CreateDate><xmp:ModifyDate>{1}T00:00:00+00:00</xmp:ModifyDate>\n"
      "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>",
      escaped_xml(title), date, maker);
}

PdfObject& add_output_intent(PdfDocument& document, bool colour) {
  PdfObject& profile = add_stream(document, colour ? data_file(colour_profile) : grey_profile());
  profile.GetDictionary().AddKey("N", PdfVariant(static_cast<pdf_int64>(colour ? 3 : 1)));
  PdfObject* intent = document.GetObjects()->CreateObject("OutputIntent");
  intent->GetDictionary().AddKey("S", PdfName("GTS_PDFA1"));
  intent->GetDictionary().AddKey("OutputConditionIdentifier", PdfString(colour ? "sRGB" : "Custom"));
  intent->GetDictionary().AddKey("Info", PdfString(colour ? "sRGB IEC61966-2.1" : "Gray gamma 2.2"));
  intent->GetDictionary().AddKey("DestOutputProfile", profile.Reference());
  return *intent;
}

void describe(PdfMemDocument& document, const std::string& raw_title, const std::string& date, const std::string& language) {
  check_date(date);
  const std::string title = clean(raw_title);
  PdfDictionary& info = document.GetInfo()->GetObject()->GetDictionary();
  const std::string stamp = fmt::format("D:{}{}{}000000+00'00'", date.substr(0, 4), date.substr(5, 2), date.substr(8, 2));
  for (const char* key : {"CreationDate", "ModDate"}) info.AddKey(key, PdfString(stamp.c_str()));
  for (const char* key : {"Creator", "Producer"}) info.AddKey(key, PdfString(maker));
  info.AddKey("Title", text_string(code_points(title)));

  PdfObject& metadata = add_stream(document, xmp_packet(title, date), true);
  metadata.GetDictionary().AddKey("Type", PdfName("Metadata"));
  metadata.GetDictionary().AddKey("Subtype", PdfName("XML"));
  PdfDictionary& catalog = document.GetCatalog()->GetDictionary();
  catalog.AddKey("Metadata", metadata.Reference());
  catalog.AddKey("Lang", PdfString(clean(language).c_str()));
}

std::string GlyphlessFont::operand(std::u32string_view text, std::size_t& codes) {
  std::string hex = "<";
  codes = 0;
  for (char32_t c : text) {
    const bool surrogate = c >= 0xd800 && c <= 0xdfff;
    if (c <= 0x20 || (c >= 0x7f && c < 0xa0) || surrogate || (c & 0xfffe) == 0xfffe || c > 0x10ffff) continue;
    unsigned code = static_cast<unsigned>(c);
    if (c >= 0x10000) {
      if (beyond_.size() >= 0x800 && !beyond_.contains(c)) continue;
      code = beyond_.try_emplace(c, 0xd800 + static_cast<unsigned>(beyond_.size())).first->second;
    } else {
      rows_[code >> 8] = true;
    }
    hex += fmt::format("{:04X}", code);
    ++codes;
  }
  rows_[0] = true;
  return hex + "0020>";
}

std::string GlyphlessFont::to_unicode() const {
  std::vector<std::string> ranges;
  for (unsigned row = 0; row < 256; ++row)
    if (rows_[row]) ranges.push_back(fmt::format("<{0:02X}00> <{0:02X}FF> <{0:02X}00>\n", row));
  for (const auto& [c, code] : beyond_) {
    const unsigned high = 0xd800 + ((c - 0x10000) >> 10), low = 0xdc00 + ((c - 0x10000) & 0x3ff);
    ranges.push_back(fmt::format("<{0:04X}> <{0:04X}> <{1:04X}{2:04X}>\n", code, high, low));
  }
  std::string map =
      "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
      "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
      "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n";
  for (std::size_t first = 0; first < ranges.size(); first += 100) {  // a section holds 100 at the most
    const std::size_t last = std::min(ranges.size(), first + 100);
    map += fmt::format("{} beginbfrange\n", last - first);
    for (std::size_t i = first; i < last; ++i) map += ranges[i];
    map += "endbfrange\n";
  }
  return map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
}

PdfObject& GlyphlessFont::object(PdfDocument& document) {
  if (!font_) font_ = document.GetObjects()->CreateObject("Font");
  return *font_;
}

void GlyphlessFont::finish(PdfDocument& document) {
  if (!font_) return;
  const auto integer = [](int value) { return PdfVariant(static_cast<pdf_int64>(value)); };
  const std::string program = data_file(glyphless_file);
  PdfObject& file = add_stream(document, program);
  file.GetDictionary().AddKey("Length1", integer(static_cast<int>(program.size())));
  std::string glyphs(2 * 0x10000, '\0');  // every code shows glyph 1, which is empty
  for (std::size_t i = 1; i < glyphs.size(); i += 2) glyphs[i] = '\1';
  PdfObject& map = add_stream(document, glyphs);
  PdfObject& unicode = add_stream(document, to_unicode());

  PdfObject* descriptor = document.GetObjects()->CreateObject("FontDescriptor");
  PdfDictionary& d = descriptor->GetDictionary();
  d.AddKey("FontName", PdfName("GlyphLessFont"));
  d.AddKey("Flags", integer(5));
  PdfArray box;
  for (int value : {0, -250, 500, 750}) box.push_back(integer(value));
  d.AddKey("FontBBox", box);
  d.AddKey("Ascent", integer(750));
  d.AddKey("CapHeight", integer(750));
  d.AddKey("Descent", integer(-250));
  d.AddKey("ItalicAngle", integer(0));
  d.AddKey("StemV", integer(80));
  d.AddKey("FontFile2", file.Reference());

  PdfObject* descendant = document.GetObjects()->CreateObject("Font");
  PdfDictionary& cid = descendant->GetDictionary();
  cid.AddKey("Subtype", PdfName("CIDFontType2"));
  cid.AddKey("BaseFont", PdfName("GlyphLessFont"));
  PdfDictionary system;
  system.AddKey("Registry", PdfString("Adobe"));
  system.AddKey("Ordering", PdfString("Identity"));
  system.AddKey("Supplement", integer(0));
  cid.AddKey("CIDSystemInfo", system);
  cid.AddKey("CIDToGIDMap", map.Reference());
  cid.AddKey("DW", integer(500));
  cid.AddKey("FontDescriptor", descriptor->Reference());

  PdfDictionary& font = font_->GetDictionary();
  font.AddKey("Subtype", PdfName("Type0"));
  font.AddKey("BaseFont", PdfName("GlyphLessFont"));
  font.AddKey("Encoding", PdfName("Identity-H"));
  PdfArray descendants;
  descendants.push_back(descendant->Reference());
  font.AddKey("DescendantFonts", descendants);
  font.AddKey("ToUnicode", unicode.Reference());
}

}  // namespace pli::podofo
