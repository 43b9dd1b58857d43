#include "stages/engines/podofo_head.h"

#include <fmt/format.h>

#include "stages/engines/png.h"
#include "stages/engines/podofo_parts.h"
#include "stages/type_faces.h"

namespace pli::podofo {

using namespace PoDoFo;

void Objects::add(int number, std::string_view content) {
  begins.emplace_back(number, bytes.size());
  bytes += fmt::format("{} 0 obj\n", number);
  bytes += content;
  bytes += "\nendobj\n";
}

void Objects::add_stream(int number, std::string_view dictionary, std::string_view data) {
  begins.emplace_back(number, bytes.size());
  bytes += fmt::format("{} 0 obj\n<<{}/Length {}>>\nstream\n", number, dictionary, data.size());
  bytes += data;
  bytes += "\nendstream\nendobj\n";
}

void Objects::add(const Objects& more) {
  for (const auto& [number, begin] : more.begins) begins.emplace_back(number, bytes.size() + begin);
  bytes += more.bytes;
}

namespace {

std::string written(const PdfObject& object) {
  PdfRefCountedBuffer buffer;
  PdfOutputDevice device(&buffer);
  object.WriteObject(&device, ePdfWriteMode_Clean, nullptr);
  return {buffer.GetBuffer(), device.GetLength()};
}

PdfObject& add_logo(PdfDocument& document, const Image& logo) {
  const Picture picture{.encoding = "flate", .width = logo.width, .height = logo.height, .channels = logo.channels, .white_is_zero = false, .turn = 0, .done = ""};
  return add_picture(document, picture, encode_flate(logo));
}

}  // namespace

SharedObjects shared_objects(const std::string& font, const std::array<std::u32string, type_faces>& characters, const Image* logo) {
  return guarded([&] {
    PdfMemDocument document;
    PdfObject* resources = document.GetObjects().CreateObject();
    PdfObject* metadata = document.GetObjects().CreateObject();
    PdfDictionary fonts;
    for (int face = 0; face < type_faces; ++face) {
      const std::u32string& text = characters[static_cast<std::size_t>(face)];
      if (text.empty()) continue;
      const std::string file = type_face_file(font, static_cast<TypeFace>(face));
      data_file(file.c_str());  // names the missing file; PoDoFo would only name itself
      // PoDoFo keeps fonts by name: one name a face.
      PdfFont* made = document.CreateFontSubset(fmt::format("F{}", face).c_str(), false, false, false, new PdfIdentityEncoding(0, 0xffff, true), file.c_str());
      made->AddUsedSubsettingGlyphs(text_string(text), static_cast<long>(text.size()));
      fonts.AddKey(PdfName(fmt::format("F{}", face)), made->GetObject()->Reference());
    }
    document.EmbedSubsetFonts();
    resources->GetDictionary().AddKey("Font", fonts);
    if (logo) {
      PdfDictionary pictures;
      pictures.AddKey("Logo", add_logo(document, *logo).Reference());
      resources->GetDictionary().AddKey("XObject", pictures);
    }
    SharedObjects shared;
    shared.intent = static_cast<int>(add_output_intent(document, true).Reference().ObjectNumber());
    for (const PdfObject* object : document.GetObjects()) {
      const int number = static_cast<int>(object->Reference().ObjectNumber());
      shared.next = std::max(shared.next, number + 1);
      if (number < resources_number || object == metadata) continue;
      shared.objects.begins.emplace_back(number, shared.objects.bytes.size());
      shared.objects.bytes += written(*object);
    }
    if (resources->Reference().ObjectNumber() != resources_number || metadata->Reference().ObjectNumber() != metadata_number) throw Fatal("pdf-failed", {{"detail", "numbers"}});
    return shared;
  });
}

}  // namespace pli::podofo
