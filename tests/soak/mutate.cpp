#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <random>
#include <set>

#include "classifiers/cascade.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/scan_reader.h"
#include "stages/verify.h"
#include "tests/soak/soaks.h"
#include "tests/support/town.h"

namespace pli::soak {
namespace {

namespace fs = std::filesystem;

// All that the real reader does but recognising words: that takes a second a page and sees pixels, never bytes of a file.
class LookingReader : public Reader {
 public:
  explicit LookingReader(const ScanReaderOptions& options) : reader_(make_scan_reader(options)) {}
  Listing list(const fs::path& file, const fs::path& into) override { return reader_->list(file, into); }
  PageReading read(const PageJob& job) override {
    PageJob look = job;
    look.words = Words::later;
    look.raster = fs::path(job.picture).replace_extension("looked");
    PageReading reading = reader_->read(look);
    fs::remove(look.raster);
    reading.words_due = false;
    return reading;
  }
  PageFacts read_words(const fs::path&, PageFacts facts) override { return facts; }
  void render(const RenderJob& job) override { reader_->render(job); }

 private:
  std::unique_ptr<Reader> reader_;
};

std::vector<std::pair<std::string, std::string>> files_below(const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() != ".jsonl") paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::pair<std::string, std::string>> files;
  for (const fs::path& path : paths) files.emplace_back(path.extension().string(), read_file(path));
  return files;
}

std::string mutated(const std::vector<std::pair<std::string, std::string>>& files, std::size_t which, std::mt19937& random) {
  std::string bytes = files[which].second;
  const auto below = [&](std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(random()) % n; };
  switch (random() % 5) {
    case 0:  // bits, anywhere
      for (std::size_t n = 1 + below(64); n > 0; --n) bytes[below(bytes.size())] ^= static_cast<char>(1 << below(8));
      break;
    case 1:  // bits where headers are
      for (std::size_t n = 1 + below(8); n > 0; --n) bytes[below(std::min<std::size_t>(512, bytes.size()))] ^= static_cast<char>(1 << below(8));
      break;
    case 2:  // an end that is missing
      bytes.resize(below(bytes.size()));
      break;
    case 3: {  // the head of another
      const std::string& other = files[below(files.size())].second;
      bytes = other.substr(0, below(std::min<std::size_t>(other.size(), 8192))) + bytes.substr(below(std::min<std::size_t>(bytes.size(), 8192)));
      break;
    }
    default: {  // a stretch of something else
      const std::size_t from = below(bytes.size()), length = std::min(bytes.size() - from, 1 + below(2000));
      for (std::size_t i = 0; i < length; ++i) bytes[from + i] = static_cast<char>(random());
    }
  }
  return bytes;
}

// Every input is in the accounts, and what they say of it is somewhere: in a record, among the rejects, or on a page set apart.
int unaccounted(const fs::path& batch, int wanted) {
  const Json json = Json::parse(read_file(batch / "batch.json"));
  int missing = std::abs(static_cast<int>(json.at("inputs").size()) - wanted), pages = 0;
  for (const Json& input : json.at("inputs")) {
    missing += input.at("pages").get<int>() < 1 ? 1 : 0;
    pages += input.at("pages").get<int>();
  }
  const Json& sums = json.at("pages");
  const int found = sums.at("in_documents").get<int>() + sums.at("separators").get<int>() + sums.at("blanks").get<int>() + sums.at("rejected").get<int>();
  return missing + std::abs(pages - sums.at("input").get<int>()) + std::abs(found - pages);
}

}  // namespace

int mutate_soak(const MutateOptions& options) {
  const auto files = files_below(options.samples);
  if (files.empty()) {
    std::fprintf(stderr, "no files below %s\n", options.samples.c_str());
    return 2;
  }
  std::mt19937 random(options.seed);
  std::map<std::string, int> codes, kinds, refused;
  int made = 0, pages = 0, documents = 0, rejects = 0, lost = 0, died = 0, runs = 0;
  while (made < options.files) {
    test::Town town;
    const int count = std::min(options.batch, options.files - made);
    for (int i = 0; i < count; ++i) {
      const std::size_t which = static_cast<std::size_t>(random()) % files.size();
      write_aside(town.scans() / (std::to_string(made + i) + files[which].first), mutated(files, which, random));
      ++kinds[files[which].first];
    }
    made += count;
    ++runs;
    ScanReaderOptions reader;
    reader.limits.page_memory_mib = options.memory_mib;
    town.reader = [reader] { return std::make_unique<LookingReader>(reader); };
    InboundRequest request = town.request("SOAK");
    request.page_memory_mib = options.memory_mib;
    try {
      const InboundResult result = town.run(request);
      pages += result.accounts.input, documents += result.documents, rejects += result.rejects;
      lost += unaccounted(result.folder, count);
      std::set<std::string> inputs;
      for (const ReportReject& reject : result.rejected) {
        ++codes[reject.code];
        const std::string source = reject.source.substr(0, reject.source.find('/', reject.source.find('/') + 1));
        if (inputs.insert(source).second) ++refused[fs::path(source).extension().string()];
      }
      const Registry registry(town.store(), test::fixed_registry());
      if (verify(registry, {}).first) ++died;
    } catch (const std::exception& error) {
      ++died;
      std::printf("run %d of seed %u: %s\n", runs, options.seed, error.what());
    }
    std::fprintf(stderr, "%d of %d files\n", made, options.files);
  }
  rusage workers{};
  ::getrusage(RUSAGE_CHILDREN, &workers);
  const long most_mib = workers.ru_maxrss / 1024;
  std::printf("mutated files %d in %d runs: %d pages, %d documents, %d rejects; runs that died %d, inputs unaccounted for %d; most memory of a worker %ld MiB\n", made, runs, pages, documents, rejects, died, lost, most_mib);
  for (const auto& [kind, times] : kinds) std::printf("  %s: %d tried, of which %d were refused, whole or in part\n", kind.c_str(), times, refused[kind]);
  for (const auto& [code, times] : codes) std::printf("  %s %d\n", code.c_str(), times);
  return died == 0 && lost == 0 && most_mib < options.memory_mib + 512 ? 0 : 1;
}

}  // namespace pli::soak
