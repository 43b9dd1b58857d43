#include "stages/engines/podofo.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

#include "pipeline/errors.h"
#include "pipeline/text.h"
#include "stages/engines/podofo_parts.h"

namespace pli {

using namespace PoDoFo;

namespace {

constexpr const char* regular_file = "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf";  // fonts-liberation
constexpr const char* bold_file = "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf";

using podofo::guarded;

std::string hundredths(long long value) {
  std::string digits = fmt::format("{}{}.{:02}", value < 0 ? "-" : "", std::abs(value) / 100, std::abs(value) % 100);
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits;
}

}  // namespace

struct PdfBuilder::State {
  PdfMemDocument document;
  PdfPainter painter;
  PdfPage* page = nullptr;
  podofo::GlyphlessFont glyphless;
  PdfFont* faces[2] = {nullptr, nullptr};
  int pictures = 0;
  bool colour = false;

  PdfFont* face(Face which) {
    PdfFont*& font = faces[static_cast<int>(which)];
    if (font) return font;
    const char* file = which == Face::bold ? bold_file : regular_file;
    podofo::data_file(file);  // names the missing file; PoDoFo would only name itself
    // PoDoFo keeps fonts by name: one name a file.
    const char* name = which == Face::bold ? "Liberation Sans Bold" : "Liberation Sans";
    font = document.CreateFontSubset(name, false, false, false, new PdfIdentityEncoding(0, 0xffff, true), file);
    return font;
  }

  PdfString printable(PdfFont* font, std::string_view utf8) {
    std::u32string text;
    for (char32_t c : code_points(clean(utf8))) {
      if (c == 0xa0) c = ' ';        // shares its glyph with the space, which spoils copied text
      if (c == 0x2011) c = '-';
      if (c == 0xad) continue;
      const bool there = c >= 0x20 && c < 0x10000 && font->GetFontMetrics()->GetGlyphId(static_cast<long>(c)) != 0;
      text += there ? c : U'?';
    }
    return podofo::text_string(text);
  }

  void end_page() {
    if (page) painter.FinishPage();
    page = nullptr;
  }
};

PdfBuilder::PdfBuilder(const std::string& title, const std::string& date, const std::string& language) {
  guarded([&] {
    state_ = std::make_unique<State>();
    state_->document.SetPdfVersion(ePdfVersion_1_4);
    state_->document.SetWriteMode(ePdfWriteMode_Clean);  // the compact mode isn't PDF/A
    podofo::describe(state_->document, title, date, language);
  });
}

PdfBuilder::~PdfBuilder() {
  if (!state_) return;
  try {
    state_->end_page();
  } catch (const PdfError&) {  // the page was given up anyway
  }
}

void PdfBuilder::start_page(double width, double height) {
  guarded([&] {
    state_->end_page();
    state_->page = state_->document.CreatePage(PdfRect(0, 0, width, height));
    state_->painter.SetPage(state_->page);
  });
}

void PdfBuilder::picture(const Picture& picture, std::string_view bytes, const Placement& p) {
  guarded([&] {
    const PdfObject& image = podofo::add_picture(state_->document, picture, bytes);
    if (picture.channels == 3) state_->colour = true;
    const std::string name = fmt::format("Im{}", ++state_->pictures);
    state_->page->AddResource(PdfName(name), image.Reference(), PdfName("XObject"));
    state_->painter.GetCanvas()->Append(
        fmt::format("q {:.5f} {:.5f} {:.5f} {:.5f} {:.5f} {:.5f} cm /{} Do Q\n", p.a, p.b, p.c, p.d, p.e, p.f, name));
  });
}

void PdfBuilder::invisible(const std::vector<InvisibleWord>& words) {
  if (words.empty()) return;
  guarded([&] {
    state_->page->AddResource(PdfName("Words"), state_->glyphless.object(state_->document).Reference(), PdfName("Font"));
    std::string operators = "q BT 3 Tr\n";  // q: PoDoFo forgets to make later text visible again
    // Steps from word to word and fonts named once: a page of bilevel print weighs little more than its words. What is rounded is what was written.
    std::string font;
    long long x = 0, y = 0;
    for (const InvisibleWord& word : words) {
      std::size_t codes = 0;
      const std::string operand = state_->glyphless.operand(code_points(word.text), codes);
      if (codes == 0 || word.size <= 0 || word.width <= 0) continue;
      const double natural = word.size * 0.5 * static_cast<double>(codes);
      const long long to_x = std::llround(100 * word.x), to_y = std::llround(100 * word.y);
      const std::string wanted = fmt::format("/Words {} Tf\n", hundredths(std::llround(100 * word.size)));
      if (wanted != font) operators += font = wanted;
      operators += fmt::format("{:.1f} Tz {} {} Td {} Tj\n", 100 * word.width / natural, hundredths(to_x - x), hundredths(to_y - y), operand);
      x = to_x, y = to_y;
    }
    state_->painter.GetCanvas()->Append(operators + "ET Q\n");
  });
}

void PdfBuilder::text(Face face, double size, double x, double y, std::string_view utf8) {
  guarded([&] {
    PdfFont* font = state_->face(face);
    font->SetFontSize(static_cast<float>(size));
    state_->painter.SetFont(font);
    state_->painter.DrawText(x, y, state_->printable(font, utf8));
  });
}

double PdfBuilder::text_width(Face face, double size, std::string_view utf8) {
  return guarded([&] {
    PdfFont* font = state_->face(face);
    font->SetFontSize(static_cast<float>(size));
    return font->GetFontMetrics()->StringWidth(state_->printable(font, utf8));
  });
}

void PdfBuilder::fill(const std::vector<PointRect>& rectangles, double grey) {
  if (rectangles.empty()) return;
  guarded([&] {
    std::string operators = fmt::format("q {:.3f} g\n", grey);
    for (const PointRect& r : rectangles) operators += fmt::format("{:.3f} {:.3f} {:.3f} {:.3f} re\n", r.x, r.y, r.width, r.height);
    state_->painter.GetCanvas()->Append(operators + "f Q\n");
  });
}

std::string PdfBuilder::finish() {
  return guarded([&] {
    state_->end_page();
    state_->glyphless.finish(state_->document);
    PdfArray intents;
    intents.push_back(podofo::add_output_intent(state_->document, state_->colour).Reference());
    state_->document.GetCatalog()->GetDictionary().AddKey("OutputIntents", intents);
    PdfRefCountedBuffer buffer;
    PdfOutputDevice device(&buffer);
    state_->document.Write(&device);
    return std::string(buffer.GetBuffer(), device.GetLength());
  });
}

}  // namespace pli
