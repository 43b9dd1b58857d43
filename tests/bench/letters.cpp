#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>

#include "pipeline/cpu_time.h"
#include "pipeline/reference.h"
#include "samples/output.h"
#include "samples/printed.h"
#include "stages/engines/podofo_letters.h"
#include "tests/bench/benches.h"
#include "tests/bench/figures.h"

namespace pli::bench {
namespace fs = std::filesystem;
using namespace pli::samples;
namespace {

std::string utf8(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) {
    if (c == U'<') out += "&lt;";
    else if (c == U'&') out += "&amp;";
    else if (c < 0x80) out += static_cast<char>(c);
    else if (c < 0x800) out += {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 63))};
    else out += {static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 63)), static_cast<char>(0x80 | (c & 63))};
  }
  return out;
}

std::string code_svg(const LaidPage& page, const PlacedCode& place) {
  std::string path;
  for (int y = 0; y < page.code.height; ++y)
    for (int x = 0; x < page.code.width; ++x)
      if (page.code.at(x, y)) path += fmt::format("M{} {}h1v1h-1z", x, y);
  const double side = page.code.width * place.module;
  return fmt::format(R"(<svg style="position:absolute;left:{0}mm;top:{1}mm;width:{2}mm;height:{2}mm" viewBox="0 0 {3} {3}"><path d="{4}"/></svg>)", place.x, place.y, side, page.code.width, path);
}

/// The letter's text as a web designer would set it: what stands apart (address, sender, foot) in boxes of its own, the body flowing in paragraphs.
std::string html_of(const LaidPage& page) {
  std::map<int, std::pair<double, std::string>> lines;   // by baseline, tenths of a millimetre: where a line begins, its text
  for (const TextRun& run : page.text) {
    auto& [x, text] = lines.try_emplace(static_cast<int>(std::lround(run.y * 10)), run.x, "").first->second;
    const bool bold = run.face == TypeFace::bold;
    text += (text.empty() ? "" : " ") + std::string(bold ? "<b>" : "") + utf8(run.text) + (bold ? "</b>" : "");
  }
  std::string html = "<section>", paragraph;
  double last = -100;
  const auto close = [&] {
    if (!paragraph.empty()) html += "<p>" + paragraph + "</p>";
    paragraph.clear();
  };
  for (const auto& [y, line] : lines) {
    if (y < 950 || y > 2700) {
      html += fmt::format(R"(<div style="position:absolute;left:{:.1f}mm;top:{:.1f}mm">{}</div>)", line.first, y / 10.0 - 4, line.second);
      continue;
    }
    if (y - last > 55) close();
    paragraph += (paragraph.empty() ? "" : " ") + line.second;
    last = y;
  }
  close();
  for (const PlacedCode& place : page.codes) html += code_svg(page, place);
  return html + "</section>";
}

/// Letters of one page to people in turn.
std::vector<LaidLetter> one_page_letters(const PostOffice& post, int count) {
  std::vector<LaidLetter> letters;
  const SiteKey key = sample_key("rivemont");
  int dossier = 0;
  for (int number = 0; static_cast<int>(letters.size()) < count; ++number) {
    LaidLetter letter = post.letter(number, dossier_id(2026, dossier = next_number(2026, dossier)), key);
    if (letter.pages.size() == 1) letters.push_back(std::move(letter));
  }
  return letters;
}

struct Speeds {
  std::vector<double> single, run;   // letters a second of CPU, a turn each
};

/// Composed, printed and written: from row to file, as `pli out` does it.
void our_turn(const PostOffice& post, const fs::path& folder, int count, Speeds& speeds) {
  const SiteKey key = sample_key("rivemont");
  std::vector<int> numbers;
  for (int number = 0; static_cast<int>(numbers.size()) < count; ++number)
    if (post.letter(number, dossier_id(2026, 1), key).pages.size() == 1) numbers.push_back(number);
  double begun = cpu_seconds();
  LetterPrinter printer("Essai", "2026-11-20");
  for (const int number : numbers) {
    const LaidLetter letter = post.letter(number, dossier_id(2026, 1), key);
    save(folder / (letter.id + ".pdf"), printer.letter_pdf(letter));
  }
  speeds.single.push_back(count / (cpu_seconds() - begun));
  begun = cpu_seconds();
  LetterPrinter pile("Essai", "2026-11-20");
  for (const int number : numbers) pile.append(post.letter(number, dossier_id(2026, 1), key), false);
  save(folder / "print.pdf", pile.print_run());
  speeds.run.push_back(count / (cpu_seconds() - begun));
}

bool their_turn(const LettersBench& bench, const fs::path& folder, Speeds& speeds) {
  const std::string command = fmt::format("/usr/bin/python3 {} {} > {}", bench.weasyprint.string(), (folder / "html").string(), (folder / "theirs.txt").string());
  if (std::system(command.c_str()) != 0) return false;
  double single = 0, run = 0;
  std::ifstream(folder / "theirs.txt") >> single >> run;
  speeds.single.push_back(single), speeds.run.push_back(run);
  return single > 0 && run > 0;
}

double peak_mib_of_many(const LettersBench& bench) {
  const fs::path said = bench.out / "letters" / "many.txt";
  std::string letters;
  for (const fs::path& file : bench.letters) letters += ' ' + file.string();
  const std::string self = fs::read_symlink("/proc/self/exe").string();
  if (std::system(fmt::format("{} many --many {} --out {} --letters{} > {}", self, bench.many, bench.out.string(), letters, said.string()).c_str()) != 0) return -1;
  double mib = -1;
  std::ifstream(said) >> mib;
  return mib;
}

}  // namespace

void print_many(const LettersBench& bench) {
  const fs::path folder = bench.out / "letters";
  fs::create_directories(folder);
  const PostOffice post(read_letters(bench.letters), bench.templates, folder);
  const SiteKey key = sample_key("rivemont");
  LetterPrinter printer("Essai", "2026-11-20");
  int dossier = 0;
  for (int number = 0; number < bench.many; ++number) {
    const LaidLetter letter = post.letter(number, dossier_id(2026, dossier = next_number(2026, dossier)), key);
    save(folder / "one.pdf", printer.letter_pdf(letter));
    printer.append(letter);
  }
  save(folder / "many.pdf", printer.print_run());
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%.1f\n", static_cast<double>(usage.ru_maxrss) / 1024);
}

bool bench_letters(const LettersBench& bench) {
  const fs::path folder = bench.out / "letters";
  fs::remove_all(folder);
  fs::create_directories(folder / "html");
  const PostOffice post(read_letters(bench.letters), bench.templates, folder);
  int number = 0;
  for (const LaidLetter& letter : one_page_letters(post, bench.theirs)) save(folder / "html" / fmt::format("{:03}.html", ++number), html_of(letter.pages.front()));
  Speeds ours, theirs;
  for (int turn = 0; turn < bench.turns; ++turn) {
    our_turn(post, folder, bench.count, ours);
    if (!their_turn(bench, folder, theirs)) {
      std::fprintf(stderr, "pli-bench: WeasyPrint did not run: apt-get install weasyprint\n");
      return false;
    }
  }
  const double single = median(ours.single), run = median(ours.run), their_single = median(theirs.single), their_run = median(theirs.run);
  const double mib = bench.many > 0 ? peak_mib_of_many(bench) : 0;
  std::printf("letters a second of CPU, medians of %d turns: ours %.0f single, %.0f print run; WeasyPrint %.2f single, %.2f print run\n", bench.turns, single, run, their_single, their_run);
  bool all = tell("single files, times WeasyPrint", fmt::format("{:.0f}", single / their_single), single / their_single >= 15);
  all = tell("print run, times WeasyPrint", fmt::format("{:.0f}", run / their_run), run / their_run >= 30) && all;
  if (bench.many > 0) all = tell(fmt::format("{} letters in one run", bench.many), fmt::format("{:.0f} MiB at the most", mib), mib > 0 && mib < 300) && all;
  save_figures(bench.out / "letters.json", {{"turns", bench.turns}, {"ours", {{"single", ours.single}, {"run", ours.run}}}, {"weasyprint", {{"single", theirs.single}, {"run", theirs.run}}},
                                            {"ratio", {{"single", single / their_single}, {"run", run / their_run}}}, {"many", bench.many}, {"many_mib", mib}});
  return all;
}

}  // namespace pli::bench
