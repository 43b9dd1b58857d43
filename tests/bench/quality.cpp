#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "classifiers/text_model.h"
#include "pipeline/files.h"
#include "samples/output.h"
#include "samples/scans.h"
#include "tests/bench/benches.h"
#include "tests/bench/figures.h"
#include "tests/bench/peer.h"
#include "tests/bench/score_fields.h"
#include "tests/bench/score_text.h"

namespace pli::bench {
namespace fs = std::filesystem;
namespace {

struct Bars {
  double cer, words, turn, skew, service, kind, routed, right, exact, sender, subject, wrong;
};
const std::map<std::string, Bars> bars = {
    {"clean", {0.001, 0.995, 1, 0.03, 0.94, 0.90, 0.78, 0.99, 0.97, 0.95, 0.95, 0.01}},
    {"worn", {0.007, 0.988, 1, 0.04, 0.93, 0.89, 0.75, 0.99, 0.95, 0.93, 0.93, 0.015}},
    {"bad", {0.018, 0.988, 0.995, 0.06, 0.89, 0.84, 0.55, 0.985, 0.85, 0.80, 0.80, 0.03}},
};

struct Page {
  std::string author() const { return letter ? letter->author : "unknown"; }

  std::string file, level, layout;
  const TrainingLetter* letter = nullptr;  ///< whose scan it is, where samples/letters has it
  Json truth;
  std::string text;                ///< as Pli read it, all its documents together
  std::vector<Json> records;
  TextScore ours, theirs;
  bool has_peer = false;
};

struct Worst {
  double lost;
  std::string file;
};

/// All that is counted of one level.
struct Figures {
  Share one_document, turn, service, kind, routed, right, wrong;
  std::map<std::string, Share> fields;  // by group
  std::vector<double> cer, lost, words, skew, peer_cer, peer_lost, peer_words, lost_beside_peer;
  std::vector<Worst> worst;
};

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

std::vector<Json> lines_of(const fs::path& file) {
  std::istringstream in(read_file(file));
  std::vector<Json> out;
  for (std::string line; std::getline(in, line);)
    if (!line.empty()) out.push_back(Json::parse(line));
  return out;
}

class QualityRun {
 public:
  explicit QualityRun(const QualityBench& bench) : bench_(bench), folder_(bench.out / "quality"), pli_(fs::read_symlink("/proc/self/exe").parent_path() / "pli") {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    for (const fs::path& file : bench.letters)
      for (TrainingLetter& letter : load_training_letters(file)) letters_.push_back(std::move(letter));
    for (const TrainingLetter& letter : letters_) known_[letter.id] = &letter;
  }

  // The files of those authors whose letters are asked for.
  std::vector<fs::path> printed() const {
    if (bench_.authors.empty()) return bench_.letters;
    std::vector<fs::path> files;
    for (const fs::path& file : bench_.letters)
      if (std::find(bench_.authors.begin(), bench_.authors.end(), file.stem().string()) != bench_.authors.end()) files.push_back(file);
    return files;
  }

  void prepare() {
    const fs::path set = bench_.scans.empty() ? folder_ / "set" : bench_.scans;
    if (bench_.scans.empty())
      for (const auto& [level, unused] : bars) {
        std::fprintf(stderr, "printing and scanning %d letters, %s\n", bench_.pages, level.c_str());
        samples::ScanSet wanted;
        wanted.seed = bench_.seed, wanted.count = bench_.pages, wanted.level = samples::level_named(level);
        samples::write_scans(samples::read_letters(printed()), wanted, set);
      }
    for (Json& truth : lines_of(set / "truth.jsonl")) {
      Page page;
      const fs::path file = set / truth.at("file").get<std::string>();
      page.file = file.filename().string(), page.level = truth.at("level"), page.layout = truth.value("layout", "");
      const auto known = known_.find(truth.at("id").get<std::string>());
      page.letter = known == known_.end() ? nullptr : known->second;
      page.truth = std::move(truth);
      const fs::path place = folder_ / "in" / page.author() / page.level / page.file;
      fs::create_directories(place.parent_path());
      fs::copy_file(file, place);
      pages_.emplace(page.file, std::move(page));
    }
  }

  /// Each author's letters by a model that saw none of them, each level in a town of its own.
  void read() {
    for (const auto& author : fs::directory_iterator(folder_ / "in")) {
      const std::string name = author.path().filename().string();
      std::vector<TrainingLetter> others;
      for (const TrainingLetter& letter : letters_)
        if (letter.author != name) others.push_back(letter);
      const fs::path model = folder_ / "models" / (name + ".model");
      samples::make_folder_for(model);
      samples::save(model, TextModel::train(others).serialised());
      for (const auto& level : fs::directory_iterator(author.path())) read_batch(level.path(), name + "-" + level.path().filename().string(), model);
    }
  }

  void read_peer() {
    if (bench_.peer == 0 || !peer_is_there()) return;
    std::map<std::string, int> taken;
    std::vector<fs::path> scans;
    for (const auto& [file, page] : pages_)
      if (bench_.peer < 0 || taken[page.level]++ < bench_.peer) scans.push_back(folder_ / "in" / page.author() / page.level / file);
    std::fprintf(stderr, "OCRmyPDF reads %zu scans\n", scans.size());
    Cost cost;
    for (const auto& [file, text] : peer_texts(scans, folder_ / "peer", cost)) {
      Page& page = pages_.at(file);
      page.has_peer = true, page.theirs = score_text(page.truth.at("text"), text);
    }
  }

  std::map<std::string, Figures> figures() {
    collect();
    std::map<std::string, Figures> all;
    for (auto& [file, page] : pages_) measure(page, all[page.level]);
    return all;
  }

 private:
  void read_batch(const fs::path& folder, const std::string& name, const fs::path& model) {
    std::fprintf(stderr, "reading %s\n", name.c_str());
    const fs::path store = folder_ / "stores" / (name + ".db"), log = folder_ / "logs" / (name + ".txt");
    samples::make_folder_for(store);
    samples::make_folder_for(log);
    int code = 0;
    run_measured(fmt::format("{} in {} --out {} --batch {} --model {} --store {} --settle 0 {} --originals none --jobs {}", quoted(pli_), quoted(folder),
                             quoted(folder_ / "out"), name, quoted(model), quoted(store), bench_.scans.empty() ? "--received 2026-11-23" : "", bench_.jobs),
                 log, &code);
    if (code != 0) throw std::runtime_error("pli in ended with " + std::to_string(code) + ", see " + log.string());
  }

  void collect() {
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / "out")) {
      if (entry.path().filename() != "record.json") continue;
      Json record = Json::parse(read_file(entry.path()));
      const std::string file = fs::path(record.at("pages").at(0).at("source").at("path").get<std::string>()).filename().string();
      const auto at = pages_.find(file);
      if (at == pages_.end()) continue;
      at->second.text += read_file(entry.path().parent_path() / "text.txt");
      at->second.records.push_back(std::move(record));
    }
  }

  static void measure(Page& page, Figures& f) {
    f.one_document.add(page.records.size() == 1);
    page.ours = score_text(page.truth.at("text"), page.text);
    f.cer.push_back(page.ours.cer), f.lost.push_back(page.ours.lost), f.words.push_back(page.ours.words);
    f.worst.push_back({page.ours.lost, fmt::format("{} {} lost {:.2f} %, CER {:.2f} %, words {:.1f} %{}", page.file, page.layout, 100 * page.ours.lost, 100 * page.ours.cer,
                                                   100 * page.ours.words, page.has_peer ? fmt::format("; OCRmyPDF lost {:.2f} %", 100 * page.theirs.lost) : "")});
    if (page.has_peer) {
      f.peer_cer.push_back(page.theirs.cer), f.peer_lost.push_back(page.theirs.lost), f.peer_words.push_back(page.theirs.words);
      f.lost_beside_peer.push_back(page.ours.lost);
    }
    if (page.records.empty()) {
      for (Share* share : {&f.turn, &f.service, &f.kind, &f.routed}) share->add(false);
      return;
    }
    measure_turns(page, f);
    measure_verdict(page, f);
    measure_fields(page, f);
  }

  static void measure_turns(const Page& page, Figures& f) {
    std::size_t i = 0;
    const Json& truth = page.truth.at("pages");
    for (const Json& record : page.records)
      for (const Json& read : record.at("pages")) {
        if (i == truth.size()) return;
        const Json& wanted = truth.at(i++);
        const bool turned_right = read.at("rotation") == wanted.at("rotate");
        f.turn.add(turned_right);
        if (turned_right) f.skew.push_back(std::abs(read.at("skew").get<double>() - wanted.at("skew").get<double>()));
      }
  }

  static void measure_verdict(const Page& page, Figures& f) {
    const Json& record = page.records.front();
    const bool right = record.at("service").at("code") == page.truth.at("service"), routed = !record.at("review").at("needed").get<bool>();
    f.service.add(right);
    f.routed.add(routed);
    if (routed) f.right.add(right);
    if (!page.letter || page.letter->kind.empty()) return;
    const Json& kind = record.at("kind").at("code");
    f.kind.add(kind == page.letter->kind || kind == page.letter->kind_alternative);
  }

  /// Wrong and unflagged: a value that the letter contradicts or does not have, in a document that no person will look at. An e-mail address of a letter whose sender gives none may stand
  /// in its text: it is not judged.
  static void measure_fields(const Page& page, Figures& f) {
    std::map<std::string, std::vector<std::string>> values;
    for (const Json& field : page.records.front().at("fields")) values[field.at("name")].push_back(field.at("value"));
    const bool flagged = page.records.front().at("review").at("needed");
    std::map<std::string, std::vector<WantedField>> wanted;
    for (const WantedField& field : wanted_fields(page.truth.at("letter"))) {
      f.fields[field_group(field.name)].add(field_found(field, values[field.name]));
      wanted[field.name].push_back(field);
    }
    for (const char* name : {"sender.name", "sender.postcode", "sender.city", "date", "subject", "iban", "siret", "email"})
      for (const std::string& value : values[name]) {
        const auto& truths = wanted[name];
        if (truths.empty() && name == std::string_view("email")) continue;
        const bool known = std::any_of(truths.begin(), truths.end(), [&](const WantedField& truth) { return field_found(truth, {value}); });
        f.wrong.add(!known && !flagged);
      }
  }

  const QualityBench& bench_;
  fs::path folder_, pli_;
  std::vector<TrainingLetter> letters_;
  std::map<std::string, const TrainingLetter*> known_;
  std::map<std::string, Page> pages_;
};

std::string percent(double value, const char* more = "") { return fmt::format("{:.2f} %{}", 100 * value, more); }

bool tell_level(const std::string& level, Figures& f, Json& json) {
  const Bars& bar = bars.at(level);
  bool all = true;
  const auto line = [&](const std::string& name, const std::string& text, bool reached) { all = tell(level + ": " + name, text, reached) && all; };
  const auto share = [&](const char* name, const Share& s, double least) { line(name, s.text(), s.value() >= least), json[name] = s.json(); };
  std::printf("\n%s: %d letters, %zu pages\n", level.c_str(), f.one_document.of, f.skew.size());
  share("one document a file", f.one_document, 1);
  if (!f.peer_lost.empty()) {
    line("lost text beside OCRmyPDF, mean", fmt::format("{} against {} (n = {})", percent(mean(f.lost_beside_peer)), percent(mean(f.peer_lost)), f.peer_lost.size()),
         mean(f.lost_beside_peer) <= mean(f.peer_lost));
    std::printf("%-34s CER median %s, words found %s\n", (level + ": OCRmyPDF").c_str(), percent(median(f.peer_cer)).c_str(), percent(mean(f.peer_words)).c_str());
    json["peer"] = {{"n", f.peer_lost.size()}, {"lost_mean", mean(f.peer_lost)}, {"cer_median", median(f.peer_cer)}, {"words_mean", mean(f.peer_words)}};
  }
  line("lost text, mean", percent(mean(f.lost)), true);
  line("CER, median", percent(median(f.cer)), median(f.cer) <= bar.cer);
  line("words found, mean", percent(mean(f.words)), mean(f.words) >= bar.words);
  share("turn right", f.turn, bar.turn);
  line("skew error, mean", fmt::format("{:.3f} degrees", mean(f.skew)), mean(f.skew) <= bar.skew);
  share("service", f.service, bar.service);
  share("kind", f.kind, bar.kind);
  share("routed without review", f.routed, bar.routed);
  share("right among the routed", f.right, bar.right);
  share("date, IBAN, SIRET, e-mail, phone", f.fields["exact"], bar.exact);
  share("sender's name, postcode, city", f.fields["sender"], bar.sender);
  share("subject and references", f.fields["subject"], bar.subject);
  line("wrong and unflagged values", f.wrong.text(), f.wrong.value() <= bar.wrong);
  json.update({{"lost_mean", mean(f.lost)}, {"cer_median", median(f.cer)}, {"words_mean", mean(f.words)}, {"skew_mean", mean(f.skew)}, {"wrong", f.wrong.json()}});
  std::sort(f.worst.begin(), f.worst.end(), [](const Worst& a, const Worst& b) { return a.lost != b.lost ? a.lost > b.lost : a.file < b.file; });
  for (std::size_t i = 0; i < std::min<std::size_t>(5, f.worst.size()); ++i) std::printf("  %s\n", f.worst[i].file.c_str());
  return all;
}

}  // namespace

bool bench_quality(const QualityBench& bench) {
  QualityRun run(bench);
  run.prepare();
  run.read();
  run.read_peer();
  auto figures = run.figures();
  bool all = true;
  Json json = {{"seed", bench.seed}};
  for (const char* level : {"clean", "worn", "bad"})
    if (const auto at = figures.find(level); at != figures.end()) all = tell_level(level, at->second, json[level]) && all;
  save_figures(bench.out / "quality.json", json);
  return all;
}

}  // namespace pli::bench
