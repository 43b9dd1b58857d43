#include "tests/bench/peer.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace pli::bench {
namespace fs = std::filesystem;
namespace {

double cpu_of_children() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec); };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }  // paths of ours hold no quote

Cost run_measured(const std::string& command, const fs::path& log, int* code) {
  const double cpu = cpu_of_children();
  const auto begun = std::chrono::steady_clock::now();
  const int status = std::system((command + " >" + quoted(log) + " 2>&1 </dev/null").c_str());
  if (code) *code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count(), cpu_of_children() - cpu};
}

bool peer_is_there() { return std::system("command -v ocrmypdf >/dev/null 2>&1") == 0; }

std::map<std::string, std::string> peer_texts(const std::vector<fs::path>& scans, const fs::path& out, Cost& cost) {
  fs::create_directories(out);
  const fs::path list = out / "scans.txt";
  {
    std::ofstream names(list);
    for (const fs::path& scan : scans) names << scan.string() << '\n';
  }
  const std::string one = "OMP_THREAD_LIMIT=1 ocrmypdf -l fra --deskew --rotate-pages --jobs 1 --quiet --output-type pdf --sidecar " + out.string() + "/$(basename \"$1\").txt \"$1\" " +
                          out.string() + "/$(basename \"$1\").pdf";
  cost = run_measured("xargs -a " + quoted(list) + " -d '\\n' -n 1 -P 2 sh -c '" + one + "' sh", out / "log.txt");
  std::map<std::string, std::string> texts;
  for (const fs::path& scan : scans) {
    std::ostringstream text;
    if (std::ifstream in(out / (scan.filename().string() + ".txt")); in.good()) text << in.rdbuf();
    texts[scan.filename().string()] = text.str();
  }
  return texts;
}

}  // namespace pli::bench
