#include "stages/engines/podofo_letters.h"

#include <fmt/format.h>

#include <algorithm>
#include <bitset>
#include <cassert>
#include <map>
#include <tuple>

#include "pipeline/digest.h"
#include "pipeline/text.h"
#include "stages/engines/podofo_head.h"
#include "stages/engines/podofo_parts.h"
#include "stages/engines/zlib.h"
#include "stages/type_faces.h"

namespace pli {

using podofo::Objects;

namespace {

constexpr double pdf_page_width = 595.276, page_height = 841.890, mm = 72 / 25.4, overlap = 0.03;
constexpr int node_pages = 100;  // to a node of the page tree

using FaceCharacters = std::array<std::bitset<0x10000>, type_faces>;

/// What French letters are written with: a letter within it shares its faces with all others.
std::u32string usual_characters(TypeFace face) {
  std::u32string all;
  if (face == TypeFace::address) {
    for (char32_t c : std::u32string_view(U" &'-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")) all += c;
    return all;
  }
  for (char32_t c = 0x20; c < 0x7f; ++c) all += c;
  all += U"ÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜŒŸàâäæçèéêëîïôöùûüÿœñáíóú’‘“”«»–—…·•°²³€§½×−";
  return all;
}

std::string hex16(std::u32string_view text) {
  std::string out = "FEFF";
  for (char32_t c : text) {
    if (c < 0x10000) out += fmt::format("{:04X}", static_cast<unsigned>(c));
    else out += fmt::format("{:04X}{:04X}", 0xd800 + static_cast<unsigned>((c - 0x10000) >> 10), 0xdc00 + static_cast<unsigned>((c - 0x10000) & 0x3ff));
  }
  return out;
}

/// Operators of one page.
class Content {
 public:
  explicit Content(const TypeFaces& faces) : faces_(faces) {}

  std::string of(const LaidPage& page, const FilledBox& logo) {
    if (page.logo) fmt::format_to(end(), "q {:.2f} 0 0 {:.2f} {:.2f} {:.2f} cm /Logo Do Q\n", logo.width * mm, logo.height * mm, logo.x * mm, page_height - (logo.y + logo.height) * mm);
    out_ += "BT\n";
    for (const TextRun& run : page.text) text(run);
    out_ += "ET\n";
    for (const FilledBox& box : page.boxes)
      fmt::format_to(end(), "{:.2f} g {:.2f} {:.2f} {:.2f} {:.2f} re f\n", box.grey, box.x * mm, page_height - (box.y + box.height) * mm, box.width * mm, box.height * mm);
    const std::string modules = dark_runs(page.code);
    for (const PlacedCode& code : page.codes)
      fmt::format_to(end(), "q 0 g {0:.4f} 0 0 -{0:.4f} {1:.3f} {2:.3f} cm\n{3}f Q\n", code.module * mm, code.x * mm, page_height - code.y * mm, modules);
    return std::move(out_);
  }

 private:
  std::back_insert_iterator<std::string> end() { return std::back_inserter(out_); }

  void text(const TextRun& run) {
    if (run.text.empty()) return;
    fmt::format_to(end(), "/F{} {:.1f} Tf 1 0 0 1 {:.2f} {:.2f} Tm [<", static_cast<int>(run.face), run.size, run.x * mm, page_height - run.y * mm);
    static constexpr char digits[] = "0123456789ABCDEF";
    for (char32_t c : run.text) {
      const unsigned glyph = faces_[run.face].glyph(c);
      for (unsigned shift : {12u, 8u, 4u, 0u}) out_ += digits[(glyph >> shift) & 15];
      if (c == narrow_space) fmt::format_to(end(), ">{:.0f}<", 1000 * (faces_[run.face].advance(' ') - narrow_space_width));
    }
    out_ += ">] TJ\n";
  }

  /// Runs of dark modules in units of a module, as far down as they go, a little over their lower neighbours so that no hairline is left.
  static std::string dark_runs(const Modules& code) {
    std::string out;
    std::vector<bool> open = code.dark;  // not drawn yet
    const auto dark = [&](int x, int y) { return y < code.height && open[static_cast<std::size_t>(y) * static_cast<std::size_t>(code.width) + static_cast<std::size_t>(x)]; };
    for (int row = 0; row < code.height; ++row)
      for (int begin = 0; begin < code.width;) {
        int finish = begin, below = row;
        while (finish < code.width && dark(finish, row)) ++finish;
        if (finish == begin) {
          ++begin;
          continue;
        }
        const auto whole = [&](int y) {
          for (int x = begin; x < finish; ++x)
            if (!dark(x, y)) return false;
          return true;
        };
        while (whole(below)) {
          for (int x = begin; x < finish; ++x) open[static_cast<std::size_t>(below) * static_cast<std::size_t>(code.width) + static_cast<std::size_t>(x)] = false;
          ++below;
        }
        fmt::format_to(std::back_inserter(out), "{} {} {} {:.2f} re\n", begin, row, finish - begin, below - row + overlap);
        begin = finish;
      }
    return out;
  }

  const TypeFaces& faces_;
  std::string out_;
};

std::string page_object(int parent, int content) {
  return fmt::format("<</Type/Page/Parent {} 0 R/MediaBox[0 0 {} {}]/Resources {} 0 R{}>>", parent, pdf_page_width, page_height, podofo::resources_number,
                     content > 0 ? fmt::format("/Contents {} 0 R", content) : "");
}

std::string kids(const std::vector<int>& numbers) {
  std::string out;
  for (int number : numbers) out += fmt::format("{} 0 R ", number);
  return out;
}

/// Catalog, info and metadata of a file.
void add_description(Objects& file, const std::string& raw_title, const std::string& date, int intent) {
  podofo::check_date(date);
  const std::string title = clean(raw_title);
  const std::string stamp = fmt::format("D:{}{}{}000000+00'00'", date.substr(0, 4), date.substr(5, 2), date.substr(8, 2));
  file.add(podofo::catalog_number, fmt::format("<</Type/Catalog/Pages {} 0 R/Metadata {} 0 R/OutputIntents[{} 0 R]/Lang(fr-FR)/ViewerPreferences<</DisplayDocTitle true>>>>", podofo::pages_number,
                                               podofo::metadata_number, intent));
  file.add(podofo::info_number, fmt::format("<</Title<{}>/Creator({})/Producer({})/CreationDate({})/ModDate({})>>", hex16(code_points(title)), podofo::maker, podofo::maker, stamp, stamp));
  file.add_stream(podofo::metadata_number, "/Type/Metadata/Subtype/XML", podofo::xmp_packet(title, date));
}

/// Cross-reference table and trailer.
std::string finished(Objects file, const std::string& identity) {
  std::sort(file.begins.begin(), file.begins.end());
  const std::size_t table = file.bytes.size();
  file.bytes += "xref\n0 1\n0000000000 65535 f \n";
  for (std::size_t i = 0; i < file.begins.size();) {
    std::size_t end = i + 1;
    while (end < file.begins.size() && file.begins[end].first == file.begins[end - 1].first + 1) ++end;
    file.bytes += fmt::format("{} {}\n", file.begins[i].first, end - i);
    for (; i < end; ++i) file.bytes += fmt::format("{:010} 00000 n \n", file.begins[i].second);
  }
  const std::string id = sha256(identity).substr(0, 32);
  file.bytes += fmt::format("trailer\n<</Size {}/Root {} 0 R/Info {} 0 R/ID[<{}><{}>]>>\nstartxref\n{}\n%%EOF\n", file.begins.back().first + 1, podofo::catalog_number, podofo::info_number, id, id, table);
  return std::move(file.bytes);
}

Objects new_file() {
  Objects file;
  file.bytes = "%PDF-1.4\n%\xe2\xe3\xcf\xd3\n";
  return file;
}

}  // namespace

struct LetterPrinter::State {
  static constexpr int first_of_run = 1000;  // shared objects of a run are numbered below and come last, when all characters are known

  std::string title, date;
  Deflater deflater;
  std::map<std::string, TypeFaces> faces;
  std::array<std::bitset<0x10000>, type_faces> usual;
  std::map<std::tuple<std::string, unsigned, const Image*>, podofo::SharedObjects> heads;  // by family, faces in use, logo
  std::vector<std::shared_ptr<const Image>> logos;                                         // keeps the keys alive

  Objects run = new_file();
  FaceCharacters run_characters;
  std::string run_font;
  std::shared_ptr<const Image> run_logo;
  std::vector<std::pair<int, std::vector<int>>> nodes;  // number of a page tree node, its pages
  int next = first_of_run, run_pages = 0;

  const TypeFaces& faces_for(const std::string& font) {
    auto at = faces.find(font);
    if (at == faces.end()) at = faces.emplace(font, load_type_faces(font)).first;
    return at->second;
  }

  static void collect(const LaidLetter& letter, FaceCharacters& characters) {
    for (const LaidPage& page : letter.pages)
      for (const TextRun& run : page.text)
        for (char32_t c : run.text) characters[static_cast<std::size_t>(run.face)].set(c == narrow_space ? ' ' : c & 0xffff);
  }

  static std::array<std::u32string, type_faces> texts(const FaceCharacters& characters) {
    std::array<std::u32string, type_faces> out;
    for (std::size_t face = 0; face < type_faces; ++face)
      for (std::size_t c = 0; c < 0x10000; ++c)
        if (characters[face][c]) out[face] += static_cast<char32_t>(c);
    return out;
  }

  /// The shared faces where the letter keeps to usual characters, else faces of its own in `own`.
  const podofo::SharedObjects& head_for(const LaidLetter& letter, podofo::SharedObjects& own) {
    auto used = std::make_unique<FaceCharacters>();
    collect(letter, *used);
    unsigned in_use = 0;
    bool unusual = false;
    std::array<std::u32string, type_faces> wanted;
    for (std::size_t face = 0; face < type_faces; ++face) {
      if ((*used)[face].none()) continue;
      in_use |= 1u << face;
      unusual = unusual || ((*used)[face] & ~usual[face]).any();
    }
    if (unusual) return own = podofo::shared_objects(letter.font, texts(*used), letter.logo.get());
    const auto key = std::tuple{letter.font, in_use, letter.logo.get()};
    if (const auto known = heads.find(key); known != heads.end()) return known->second;
    for (std::size_t face = 0; face < type_faces; ++face)
      if (in_use & (1u << face)) wanted[face] = usual_characters(static_cast<TypeFace>(face));
    logos.push_back(letter.logo);
    return heads[key] = podofo::shared_objects(letter.font, wanted, letter.logo.get());
  }

  void add_run_page(const LaidPage* page, const LaidLetter& letter) {
    if (run_pages++ % node_pages == 0) nodes.emplace_back(next++, std::vector<int>{});
    const int number = next++, content = page ? next++ : 0;
    nodes.back().second.push_back(number);
    run.add(number, page_object(nodes.back().first, content));
    if (page) run.add_stream(content, "/Filter/FlateDecode", deflater.pack(Content(faces_for(letter.font)).of(*page, letter.logo_box)));
  }
};

LetterPrinter::LetterPrinter(const std::string& run_title, const std::string& date) : state_(new State) {
  state_->title = run_title, state_->date = date;
  for (int face = 0; face < type_faces; ++face)
    for (char32_t c : usual_characters(static_cast<TypeFace>(face))) state_->usual[static_cast<std::size_t>(face)].set(c);
}

LetterPrinter::~LetterPrinter() = default;

std::string LetterPrinter::letter_pdf(const LaidLetter& letter) {
  assert(!letter.pages.empty());
  podofo::SharedObjects own;
  const podofo::SharedObjects& head = state_->head_for(letter, own);
  Objects file = new_file();
  file.bytes.reserve(head.objects.bytes.size() + 16'384 * letter.pages.size());
  file.add(head.objects);
  int next = head.next;
  std::vector<int> pages;
  for (const LaidPage& page : letter.pages) {
    pages.push_back(next);
    file.add(next, page_object(podofo::pages_number, next + 1));
    file.add_stream(next + 1, "/Filter/FlateDecode", state_->deflater.pack(Content(state_->faces_for(letter.font)).of(page, letter.logo_box)));
    next += 2;
  }
  file.add(podofo::pages_number, fmt::format("<</Type/Pages/Count {}/Kids[{}]>>", pages.size(), kids(pages)));
  add_description(file, letter.title, letter.date, head.intent);
  return finished(std::move(file), letter.title + '\n' + letter.id + '\n' + letter.date);
}

std::pair<int, int> LetterPrinter::append(const LaidLetter& letter, bool duplex) {
  assert(!letter.pages.empty());
  if (state_->run_pages == 0) state_->run_font = letter.font, state_->run_logo = letter.logo;
  assert(state_->run_font == letter.font && state_->run_logo == letter.logo);  // a run is of one template
  State::collect(letter, state_->run_characters);
  const int first = state_->run_pages + 1;
  for (const LaidPage& page : letter.pages) state_->add_run_page(&page, letter);
  if (duplex && letter.pages.size() % 2 == 1) state_->add_run_page(nullptr, letter);
  return {first, state_->run_pages};
}

std::string LetterPrinter::print_run() {
  State& s = *state_;
  assert(s.run_pages > 0);
  const podofo::SharedObjects head = podofo::shared_objects(s.run_font, State::texts(s.run_characters), s.run_logo.get());
  assert(head.next <= State::first_of_run);
  s.run.add(head.objects);
  std::vector<int> numbers;
  for (const auto& [number, pages] : s.nodes) {
    numbers.push_back(number);
    s.run.add(number, fmt::format("<</Type/Pages/Parent {} 0 R/Count {}/Kids[{}]>>", podofo::pages_number, pages.size(), kids(pages)));
  }
  s.run.add(podofo::pages_number, fmt::format("<</Type/Pages/Count {}/Kids[{}]>>", s.run_pages, kids(numbers)));
  add_description(s.run, s.title, s.date, head.intent);
  return finished(std::move(s.run), s.title + '\n' + s.date);
}

}  // namespace pli
