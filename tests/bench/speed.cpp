#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

#include "pipeline/files.h"
#include "samples/output.h"
#include "samples/scans.h"
#include "samples/write_scan.h"
#include "stages/acquire.h"
#include "stages/straighten.h"
#include "tests/bench/benches.h"
#include "tests/bench/figures.h"
#include "tests/bench/peer.h"
#include "tests/support/town.h"

namespace pli::bench {
namespace fs = std::filesystem;
namespace {

using samples::Level;

double mib(long kib) { return static_cast<double>(kib) / 1024; }

/// The high-water mark of the children that ended so far, workers among them. Whoever starts them counts too until they are what they shall be: ask in a small process.
double peak_of_children() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  return mib(usage.ru_maxrss);
}

class SpeedRun {
 public:
  explicit SpeedRun(const SpeedBench& bench) : bench_(bench), folder_(bench.out / "speed"), self_(fs::read_symlink("/proc/self/exe")) {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "in");
  }

  /// One-page letters, each level a third; the same pages as one stack for OCRmyPDF, straightened and grey for Tesseract.
  void prepare() {
    const auto letters = samples::read_letters(bench_.letters);
    samples::Random random(bench_.seed);
    const auto drawn = samples::drawn_letters(letters, bench_.pages, random.child("letters"));
    std::vector<Image> stack;
    std::ofstream list(folder_ / "grey.txt");
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      const Level level = static_cast<Level>(i % 3);
      samples::Random one = random.child(fmt::format("page {}", i));
      samples::ScannedDocument scanned = samples::scan_letter(*drawn[i], level, {.annex = 0}, one);
      const Image& page = scanned.pages.front();
      const fs::path scan = folder_ / "in" / fmt::format("{:03}-{}.tif", i + 1, samples::level_name(level));
      samples::save(scan, samples::tiff_bytes(std::span(&page, 1)));
      bytes_[samples::mode_name(scanned.wear.front().mode)] += static_cast<double>(fs::file_size(scan));
      mode_of_[scan.filename().string()] = samples::mode_name(scanned.wear.front().mode);
      const fs::path grey = folder_ / "grey" / fmt::format("{:03}.png", i + 1);
      samples::make_folder_for(grey);
      samples::save(grey, samples::png_bytes(straighten(page).page));
      list << fs::absolute(grey).string() << '\n';
      stack.push_back(page);
    }
    samples::save(folder_ / "stack.pdf", samples::pdf_bytes(stack));
    pages_ = static_cast<int>(stack.size());
  }

  void turn(int number) {
    std::fprintf(stderr, "turn %d\n", number + 1);
    const Cost one = pli(number, 1);
    const Cost bare = run_measured("OMP_THREAD_LIMIT=1 tesseract " + quoted(folder_ / "grey.txt") + " " + quoted(folder_ / "bare") + " -l fra", folder_ / "tesseract.log");
    over_tesseract.push_back(one.cpu / bare.cpu);
    fight = std::max(fight, one.cpu / one.wall);
    page_cpu.push_back(one.cpu / pages_), bare_cpu.push_back(bare.cpu / pages_);
    if (!peer_is_there()) return;
    const Cost two = pli(number, 2);
    const Cost theirs = run_measured("ocrmypdf -l fra --deskew --rotate-pages --jobs 2 --quiet " + quoted(folder_ / "stack.pdf") + " " + quoted(folder_ / "stack-ocr.pdf"), folder_ / "ocrmypdf.log");
    over_peer.push_back(theirs.wall / two.wall), over_peer_cpu.push_back(theirs.cpu / two.cpu);
    per_minute.push_back(60 * pages_ / two.wall), peer_per_minute.push_back(60 * pages_ / theirs.wall);
  }

  /// Start-up: a batch whose one input is refused at once costs all but the page.
  double start_up() {
    samples::make_folder_for(folder_ / "empty" / "note.txt");
    samples::save(folder_ / "empty" / "note.txt", "no picture");
    double best = 1e9;
    for (int i = 0; i < 3; ++i) best = std::min(best, run_in(folder_ / "empty", fmt::format("E{}", i), 1).wall);
    return best;
  }

  /// Bytes of documents over bytes of scans, by mode; colour as KiB a page.
  std::map<std::string, double> sizes() {
    std::map<std::string, double> pdf, count;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / "out" / "T0-1")) {
      if (entry.path().filename() != "record.json") continue;
      const Json record = Json::parse(read_file(entry.path()));
      const std::string mode = mode_of_.at(fs::path(record.at("pages").at(0).at("source").at("path").get<std::string>()).filename().string());
      pdf[mode] += static_cast<double>(fs::file_size(entry.path().parent_path() / "document.pdf")), count[mode] += 1;
    }
    std::map<std::string, double> out;
    for (const auto& [mode, bytes] : pdf) out[mode] = mode == "color" ? bytes / count[mode] / 1024 : bytes / bytes_.at(mode);
    return out;
  }

  double report_bytes_per_document() const { return static_cast<double>(fs::file_size(folder_ / "out" / "T0-1" / "report.html")) / pages_; }
  Json step_seconds() const { return Json::parse(read_file(folder_ / "out" / "T0-1" / "batch.json")).at("timings").at("cpu_seconds"); }

  /// The largest of the processes of one batch: a worker, or the parent.
  double worker_mib() {
    const fs::path said = folder_ / "worker.txt";
    int code = 0;
    run_measured(fmt::format("{} peak --command \"{}\"", quoted(self_), in_command(folder_ / "in", "P", 1)), said, &code);
    double value = -1;
    std::ifstream(said) >> value;
    return code == 0 ? value : -1;
  }

  double parent_mib(int pages) {
    const fs::path said = folder_ / "parent.txt";
    int code = 0;
    run_measured(fmt::format("{} parent --many {} --out {}", quoted(self_), pages, quoted(folder_)), said, &code);
    double value = -1;
    std::ifstream(said) >> value;
    return code == 0 ? value : -1;
  }

  int pages() const { return pages_; }
  std::vector<double> over_tesseract, page_cpu, bare_cpu, over_peer, over_peer_cpu, per_minute, peer_per_minute;
  double fight = 0;

 private:
  Cost pli(int number, int jobs) { return run_in(folder_ / "in", fmt::format("T{}-{}", number, jobs), jobs); }

  std::string in_command(const fs::path& source, const std::string& name, int jobs) const {
    return fmt::format("{} in {} --out {} --batch {} --store {} --settle 0 --received 2026-11-23 --originals none --jobs {}", quoted(self_.parent_path() / "pli"), quoted(source),
                       quoted(folder_ / "out"), name, quoted(folder_ / (name + ".db")), jobs);
  }

  Cost run_in(const fs::path& source, const std::string& name, int jobs) {
    int code = 0;
    const Cost cost = run_measured(in_command(source, name, jobs), folder_ / (name + ".log"), &code);
    if (code != 0 && code != 3) throw std::runtime_error("pli in ended with " + std::to_string(code) + ", see " + (folder_ / (name + ".log")).string());
    return cost;
  }

  const SpeedBench& bench_;
  fs::path folder_, self_;
  int pages_ = 0;
  std::map<std::string, double> bytes_;
  std::map<std::string, std::string> mode_of_;
};

}  // namespace

void print_peak(const std::string& command) {
  run_measured(command, "/dev/null");
  std::printf("%.1f\n", peak_of_children());
}

void print_parent(const SpeedBench& bench) {
  test::Town town;
  constexpr int in_a_file = 100;
  for (int file = 0; file * in_a_file < bench.many; ++file) {
    std::vector<std::string> pages;
    for (int page = 0; page < in_a_file; ++page)
      pages.push_back(page % 5 == 0 ? "sheet PLI1/S/DOCUMENT/0/0" : fmt::format("text Madame, Monsieur,|page {} de la lettre {} qui demande une réponse de vos services|sur plusieurs lignes", page, file));
    test::write_fake_scan(town.scans() / fmt::format("pile-{:04}.tif", file), pages);
  }
  InboundRequest request = town.request();
  request.originals = Originals::none;
  town.run(request);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%.1f\n", mib(usage.ru_maxrss));
}

bool bench_speed(const SpeedBench& bench) {
  SpeedRun run(bench);
  run.prepare();
  const double start = run.start_up();
  for (int i = 0; i < bench.turns; ++i) run.turn(i);
  bool all = true;
  const auto line = [&](const char* name, const std::string& text, bool reached) { all = tell(name, text, reached) && all; };
  std::printf("%d pages, %d turns\n", run.pages(), bench.turns);
  const double ratio = median(run.over_tesseract);
  line("CPU over bare Tesseract", fmt::format("{:.2f} times ({:.2f} s against {:.2f} s a page)", ratio, median(run.page_cpu), median(run.bare_cpu)), ratio <= 1.35);
  const Json steps = run.step_seconds();
  for (const auto& [step, seconds] : steps.items()) std::printf("  %-32s %.3f s a page\n", step.c_str(), seconds.get<double>() / run.pages());
  line("OpenMP threads keep still", fmt::format("CPU over wall with one worker {:.2f}", run.fight), run.fight <= 1.3);
  if (run.over_peer.empty()) std::printf("OCRmyPDF is not installed: not compared\n");
  else line("pages a minute, two workers", fmt::format("{:.0f}, OCRmyPDF {:.0f}: {:.1f} times (CPU {:.1f})", median(run.per_minute), median(run.peer_per_minute), median(run.over_peer),
                                                     median(run.over_peer_cpu)), median(run.over_peer) >= 7);
  const double worker = run.worker_mib();
  line("peak memory of a worker", fmt::format("{:.0f} MiB", worker), worker > 0 && worker <= 350);
  line("start-up", fmt::format("{:.2f} s", start), start <= 0.5);
  const auto sizes = run.sizes();
  for (const auto& [mode, value] : sizes)
    if (mode == "color") line("PDF, colour", fmt::format("{:.0f} KiB a page", value), value <= 350);
    else line(mode == "gray" ? "PDF, grey" : "PDF, bilevel", fmt::format("{:.2f} times the scan", value), value <= 1.5);
  const double report = run.report_bytes_per_document() * 500 / 1024 / 1024;
  line("report of 500 documents", fmt::format("{:.1f} MiB", report), report <= 10);
  const double few = run.parent_mib(bench.many / 10), many = run.parent_mib(bench.many);
  line("parent's memory", fmt::format("{:.0f} MiB after {} pages, {:.0f} after {}", few, bench.many / 10, many, bench.many), few > 0 && many <= few + 64);
  save_figures(bench.out / "speed.json", {{"pages", run.pages()}, {"over_tesseract", run.over_tesseract}, {"page_cpu_s", run.page_cpu}, {"tesseract_cpu_s", run.bare_cpu}, {"steps_s", steps},
                                          {"over_peer", run.over_peer}, {"pages_a_minute", run.per_minute}, {"peer_pages_a_minute", run.peer_per_minute}, {"worker_mib", worker},
                                          {"start_s", start}, {"sizes", sizes}, {"report_500_mib", report}, {"parent_mib", {few, many}}});
  return all;
}

}  // namespace pli::bench
