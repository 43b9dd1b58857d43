#include "tests/support/night_mail.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "pipeline/files.h"
#include "pipeline/text.h"
#include "samples/letter.h"
#include "stages/extract_numbers.h"
#include "templates/services.h"
#include "tests/support/fake_reader.h"
#include "tests/support/paths.h"

namespace pli::test {
namespace {

constexpr std::size_t line_length = 90, lines_a_page = 18;

std::vector<std::string> wrapped(const std::string& paragraph) {
  std::vector<std::string> lines(1);
  for (const std::string& word : split(paragraph, ' ')) {
    if (word.empty()) continue;
    if (!lines.back().empty() && lines.back().size() + word.size() > line_length) lines.emplace_back();
    lines.back() += (lines.back().empty() ? "" : " ") + word;
  }
  return lines;
}

std::vector<std::string> pages_of_letter(const samples::SampleLetter& letter) {
  std::vector<std::string> lines = {letter.sender};
  lines.insert(lines.end(), letter.sender_lines.begin(), letter.sender_lines.end());
  lines.emplace_back();
  lines.insert(lines.end(), letter.recipient_lines.begin(), letter.recipient_lines.end());
  lines.emplace_back();
  if (!letter.date_text.empty()) lines.push_back(letter.place.empty() ? letter.date_text : letter.place + ", le " + letter.date_text);
  if (!letter.subject.empty()) lines.push_back("Objet : " + letter.subject);
  for (const std::string& paragraph : letter.paragraphs)
    for (const std::string& line : wrapped(paragraph)) lines.push_back(line);
  std::vector<std::string> pages;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i % lines_a_page == 0) pages.emplace_back("text ");
    std::string line = lines[i];
    for (char& c : line)
      if (c == '|' || c == '\n') c = ' ';
    pages.back() += (i % lines_a_page == 0 ? "" : "|") + line;
  }
  return pages;
}

std::string upper_case(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

}  // namespace

// A file on its way: pages, and which letter each shows.
class NightMail::Pile {
 public:
  Pile(NightMail& mail, std::string path) : mail_(mail), path_(std::move(path)) {}
  void sheet(const std::string& word) { lines_.push_back("sheet PLI1/S/" + word + "/0/0"); }
  void blank() { lines_.emplace_back("blank"); }
  void page(int letter, int page, bool failed = false) {
    lines_.push_back(failed ? "fail damaged-page" : mail_.letters_[static_cast<std::size_t>(letter)].pages[static_cast<std::size_t>(page)]);
    mail_.shown_[{path_, static_cast<int>(lines_.size())}] = {letter, page};
  }
  void letter(int which, int bad_page = -1) {
    for (int i = 0; i < count(which); ++i) page(which, i, i == bad_page);
    if (mail_.random_() % 4 == 0) blank();
  }
  int count(int which) const { return static_cast<int>(mail_.letters_[static_cast<std::size_t>(which)].pages.size()); }
  void write(const fs::path& spool) const {
    write_fake_scan(spool / path_, lines_);
    mail_.pages_ += static_cast<int>(lines_.size());
    ++mail_.files_;
  }

 private:
  NightMail& mail_;
  std::string path_;
  std::vector<std::string> lines_;
};

NightMail::NightMail(std::uint32_t seed) : random_(seed) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(source_folder() / "samples" / "letters")) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const samples::SampleLetter& letter : samples::read_letters(files)) {
    TrueLetter drawn{letter.id, letter.service, letter.kind, pages_of_letter(letter)};
    std::string text;
    for (const std::string& page : drawn.pages) text += page + '\n';
    // `autre` settles nothing by itself, and a social security number may not go to every service: both are other tests' matter.
    if (drawn.service != "autre" && without_nir(text) == text && drawn.pages.size() <= 3) drawn_.push_back(std::move(drawn));
  }
  std::shuffle(drawn_.begin(), drawn_.end(), random_);
}

int NightMail::next_letter() {
  if (drawn_.empty()) throw std::out_of_range("no letter is left");
  letters_.push_back(std::move(drawn_.back()));
  drawn_.pop_back();
  return static_cast<int>(letters_.size()) - 1;
}

void NightMail::put(const fs::path& spool, const std::string& day, int letters, const Mishaps& wrong, bool broken) {
  mishaps_.wrong_service += wrong.wrong_service, mishaps_.glued += wrong.glued, mishaps_.torn += wrong.torn, mishaps_.bad_scans += wrong.bad_scans;
  // A torn letter and a bad scan want a second page; what is left of a night's letters are in order.
  const Services services = load_services(source_folder() / "templates" / "services.toml");
  std::vector<std::string> troubles;
  const auto add = [&](int count, const char* what) { troubles.insert(troubles.end(), static_cast<std::size_t>(count), what); };
  add(wrong.wrong_service, "service"), add(wrong.glued, "glued"), add(wrong.torn, "torn"), add(wrong.bad_scans, "bad");
  add(letters - wrong.all() - wrong.glued, "");
  std::shuffle(troubles.begin(), troubles.end(), random_);
  const auto with_pages = [&] {
    const auto at = std::find_if(drawn_.rbegin(), drawn_.rend(), [](const TrueLetter& letter) { return letter.pages.size() > 1; });
    if (at != drawn_.rend()) std::swap(*at, drawn_.back());
    return next_letter();
  };
  std::size_t next = 0;
  for (int file = 0; next < troubles.size(); ++file) {
    Pile pile(*this, day + (file % 2 == 0 ? " accueil/" : " courrier/") + fmt::format("{:02}.tif", file));
    const bool pile_of_many = random_() % 3 != 0;
    for (std::size_t n = pile_of_many ? 3 + random_() % 6 : 1; n > 0 && next < troubles.size(); --n) {
      const std::string& trouble = troubles[next++];
      if (trouble == "service") {
        const int letter = next_letter();
        const std::string& right = letters_.back().service;
        std::string other = right;
        while (other == right || other == "autre") other = services.all[random_() % services.all.size()].code;
        pile.sheet("SERVICE:" + upper_case(other));
        pile.letter(letter);
        continue;
      }
      if (pile_of_many) pile.sheet("DOCUMENT");
      if (trouble == "torn") {
        const int letter = with_pages();
        for (int page = 0; page < pile.count(letter); ++page) {
          if (page > 0) pile.sheet("DOCUMENT");
          pile.page(letter, page);
        }
      } else if (trouble == "bad") {
        const int letter = with_pages();
        pile.letter(letter, static_cast<int>(random_() % static_cast<unsigned>(pile.count(letter))));
      } else {
        pile.letter(next_letter());
        if (trouble == "glued") pile.letter(next_letter());
      }
    }
    pile.write(spool);
  }
  if (!broken) return;
  write_aside(spool / (day + " courrier") / "tableau.xlsx", "PK no scan");
  ++pages_, ++files_, ++broken_;
}

void NightMail::scan_again(const fs::path& file, const std::vector<TruePage>& pages) {
  std::vector<std::string> lines;
  for (const TruePage& page : pages) {
    lines.push_back(letters_[static_cast<std::size_t>(page.letter)].pages[static_cast<std::size_t>(page.page)]);
    shown_[{file.filename().string(), static_cast<int>(lines.size())}] = page;
  }
  write_fake_scan(file, lines);
}

}  // namespace pli::test
