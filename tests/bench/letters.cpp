#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "samples/print_bench.h"
#include "tests/bench/benches.h"
#include "tests/bench/figures.h"

namespace pli::bench {
namespace fs = std::filesystem;
namespace {

struct Speeds {
  std::vector<double> single, run;   // letters a second of CPU, a turn each
};

/// From row to bytes, as single files and as a print run; leaves the same text as HTML beside them.
void our_turn(const LettersBench& bench, int count, Speeds* speeds) {
  const fs::path folder = bench.out / "letters";
  samples::write_print_bench({bench.templates, bench.letter, count}, folder);
  if (!speeds) return;
  std::ifstream in(folder / "print.json");
  const Json said = Json::parse(in);
  if (said.at("pages") != count) throw std::runtime_error(bench.letter + " is longer than a page");
  speeds->single.push_back(count / said.at("singles_s").get<double>());
  speeds->run.push_back(count / said.at("run_s").get<double>());
}

bool their_turn(const LettersBench& bench, Speeds& speeds) {
  const fs::path folder = bench.out / "letters";
  our_turn(bench, bench.theirs, nullptr);
  const std::string command = fmt::format("/usr/bin/python3 {} {} {} > {}", bench.weasyprint.string(), folder.string(), bench.theirs, (folder / "theirs.txt").string());
  if (std::system(command.c_str()) != 0) return false;
  double single = 0, run = 0;
  std::ifstream(folder / "theirs.txt") >> single >> run;
  speeds.single.push_back(single), speeds.run.push_back(run);
  return single > 0 && run > 0;
}

double peak_mib_of_many(const LettersBench& bench) {
  const fs::path said = bench.out / "letters" / "many.txt";
  const std::string self = fs::read_symlink("/proc/self/exe").string();
  if (std::system(fmt::format("{} many --many {} --out {} > {}", self, bench.many, bench.out.string(), said.string()).c_str()) != 0) return -1;
  double mib = -1;
  std::ifstream(said) >> mib;
  return mib;
}

}  // namespace

void print_many(const LettersBench& bench) {
  our_turn(bench, bench.many, nullptr);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%.1f\n", static_cast<double>(usage.ru_maxrss) / 1024);
}

bool bench_letters(const LettersBench& bench) {
  fs::create_directories(bench.out / "letters");
  Speeds ours, theirs;
  for (int turn = 0; turn < bench.turns; ++turn) {
    our_turn(bench, bench.count, &ours);
    if (!their_turn(bench, theirs)) {
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
  save_figures(bench.out / "letters.json", {{"letter", bench.letter}, {"turns", bench.turns}, {"ours", {{"single", ours.single}, {"run", ours.run}}}, {"weasyprint", {{"single", theirs.single}, {"run", theirs.run}}},
                                            {"ratio", {{"single", single / their_single}, {"run", run / their_run}}}, {"many", bench.many}, {"many_mib", mib}});
  return all;
}

}  // namespace pli::bench
