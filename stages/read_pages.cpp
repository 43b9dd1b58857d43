#include "stages/read_pages.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "stages/tasks.h"
#include "stages/withhold.h"

namespace pli {
namespace {

// The same page read in full and read for its address alone are two things, and both may lie in one work folder.
std::string key_of(const Leaf& leaf, int index, const InboundRequest& request, const InboundContext& context, Words words) {
  Sha256 digest;
  digest.add_field(leaf.sha256).add_field(std::to_string(index)).add_field(context.reader_signature).add_field(request.image);
  if (words == Words::address) digest.add_field("address");
  return base32(digest.add_field(std::to_string(page_facts_schema)).binary(), 24);
}

// A page nobody could read: A4 at 300 dpi stands in for it.
PageFacts failed_page(const std::string& code) {
  PageFacts page;
  page.width = 2480;
  page.height = 3508;
  page.failed = true;
  page.failure = code;
  page.legibility = Legibility::none;
  return page;
}

class PageRun {
 public:
  PageRun(Batch& batch, const InboundRequest& request, const InboundContext& context, const InboundWatcher& watcher, Workers& workers)
      : batch_(batch), request_(request), context_(context), watcher_(watcher), workers_(workers) {}

  void run() {
    std::vector<int> inputs;
    for (int leaf = 0; leaf < static_cast<int>(batch_.leaves.size()); ++leaf)
      for (int index = 0; index < batch_.leaves[static_cast<std::size_t>(leaf)].pages; ++index) {
        batch_.stack.push_back({leaf, index, key_of(batch_.leaves[static_cast<std::size_t>(leaf)], index, request_, context_, Words::all), {}});
        inputs.push_back(leaf);
      }
    total_ = static_cast<int>(batch_.stack.size());
    withholding_.emplace(inputs, request_.stream);
    read_missing();
    for (StackPage& page : batch_.stack) summarise(page);
    reject_unreadable();
  }

 private:
  // A page on its way: looked at by a worker, then settled (may its words be read?), then complete in the work folder. Pages with equal bytes share a key.
  struct OnTheWay {
    std::vector<int> unseen;             // pages that wait for the look that is under way
    std::optional<PageFacts> looked;     // all but the words
    int settled = 0;                     // pages that wait for the complete facts
  };

  StackPage& page_at(int page) { return batch_.stack[static_cast<std::size_t>(page)]; }

  // The queue is kept short, and so is the lead over pages that can't be settled yet, so that a long batch holds little.
  void read_missing() {
    const auto feed = [&] {
      while (next_ < total_ && workers_.waiting() < 4 * request_.jobs && next_ - settled_ < 16 * request_.jobs) look(next_++);
    };
    for (feed(); workers_.waiting() > 0; feed()) {
      const auto result = workers_.next(context_.stop);
      if (!result) throw Interrupted{};
      if (result->fatal) throw Fatal(result->code, result->args);
      take(*result);
      if (context_.stop && context_.stop()) throw Interrupted{};
    }
  }

  void look(int page) {
    const std::string& key = page_at(page).key;
    if (const auto facts = batch_.work->facts(key)) return saw(page, *facts);
    OnTheWay& way = ways_[key];
    if (way.looked) return saw(page, PageFacts(*way.looked));
    way.unseen.push_back(page);
    if (way.unseen.size() == 1) ask(page, withholding_->free(page) ? Words::all : Words::later);
  }

  void ask(int page, Words words) {
    const StackPage& of = page_at(page);
    asked_[++last_asked_] = of.key;
    workers_.submit(last_asked_, page_task({batch_.leaves[static_cast<std::size_t>(of.leaf)].file, of.index, batch_.work->picture(of.key),
                                            batch_.work->thumbnail(of.key), words, raster(of.key)}));
  }

  void take(const TaskResult& result) {
    const std::string key = asked_.extract(result.id).mapped();
    PageReading reading{failed_page(result.code), false};
    if (result.done()) reading = reading_from(result.value);
    if (reading.words_due) ways_[key].looked = reading.facts;
    else batch_.work->keep(key, reading.facts);
    for (const int page : std::exchange(ways_[key].unseen, {})) saw(page, reading.facts);
    if (!reading.words_due) complete(key);
  }

  void complete(const std::string& key) {
    fs::remove(raster(key));
    for (int n = std::exchange(ways_[key].settled, 0); n > 0; --n) watcher_.pages(++done_, total_);
    ways_.erase(key);
  }

  void saw(int page, const PageFacts& facts) {
    for (const int told : withholding_->add(page, summary_of(facts, page_at(page).leaf, context_.site_keys))) settle(told);
  }

  void settle(int page) {
    ++settled_;
    StackPage& of = page_at(page);
    const bool withheld = withholding_->withheld(page);
    if (withheld) {
      if (!ways_.contains(of.key) || ways_[of.key].settled == 0) fs::remove(raster(of.key));
      of.key = key_of(batch_.leaves[static_cast<std::size_t>(of.leaf)], of.index, request_, context_, Words::address);
    }
    if (batch_.work->facts(of.key)) return watcher_.pages(++done_, total_);
    OnTheWay& way = ways_[of.key];
    if (way.settled++ > 0) return;
    if (withheld) return ask(page, Words::address);
    const auto& doubts = way.looked->doubts;
    const bool turn_unsure = std::find(doubts.begin(), doubts.end(), "turn-unsure") != doubts.end();  // only its words can tell which way up it lies
    if (turn_unsure || !fs::exists(raster(of.key))) return ask(page, Words::all);  // or its twin in an unopened pli was settled first
    asked_[++last_asked_] = of.key;
    workers_.submit(last_asked_, words_task(raster(of.key), *way.looked));
  }

  fs::path raster(const std::string& key) const { return fs::path(batch_.work->picture(key)).replace_extension("raster"); }

  void summarise(StackPage& page) {
    const PageFacts facts = batch_.work->kept(page.key);
    page.summary = summary_of(facts, page.leaf, context_.site_keys);
    if (facts.failed) failures_[page.leaf] = facts.failure;
    for (const auto& [step, seconds] : facts.seconds) batch_.seconds[step] += seconds;
  }

  void reject_unreadable() {
    for (const auto& [leaf_number, code] : failures_) {
      const auto of_leaf = [leaf = leaf_number](const StackPage& page) { return page.leaf == leaf; };
      const bool all = std::all_of(batch_.stack.begin(), batch_.stack.end(), [&](const StackPage& page) { return !of_leaf(page) || page.summary.failed; });
      if (!all) continue;
      const Leaf& leaf = batch_.leaves[static_cast<std::size_t>(leaf_number)];
      const bool whole = batch_.inputs[static_cast<std::size_t>(leaf.input)].path == leaf.path;
      batch_.rejects.push_back({leaf.path, code, {}, leaf.file, whole ? leaf.input : -1, leaf.pages, leaf.input});
      std::erase_if(batch_.stack, of_leaf);
    }
  }

  Batch& batch_;
  const InboundRequest& request_;
  const InboundContext& context_;
  const InboundWatcher& watcher_;
  Workers& workers_;
  int total_ = 0, next_ = 0, settled_ = 0, done_ = 0, last_asked_ = 0;
  std::optional<Withholding> withholding_;
  std::map<std::string, OnTheWay> ways_;  // by key
  std::map<int, std::string> asked_;      // the key a task is for
  std::map<int, std::string> failures_;   // leaf to the failure of its last failed page
};

}  // namespace

PageSummary summary_of(const PageFacts& facts, int input, const std::map<std::string, std::string>& site_keys) {
  PageSummary summary;
  summary.input = input;
  summary.blank = facts.blank;
  summary.failed = facts.failed;
  for (const Barcode& barcode : facts.barcodes) {
    if (barcode.format != "QR") continue;
    if (const auto sheet = parse_sheet_code(barcode.text)) {
      if (std::find(summary.sheets.begin(), summary.sheets.end(), *sheet) == summary.sheets.end()) summary.sheets.push_back(*sheet);
    } else if (const auto letter = parse_letter_code(barcode.text)) {
      const bool known = std::any_of(summary.marks.begin(), summary.marks.end(), [&](const LetterMark& mark) {
        return mark.code.letter == letter->letter && mark.code.page == letter->page && mark.code.tag == letter->tag;
      });
      if (known) continue;
      const auto key = site_keys.find(letter->key_id);
      LetterMark mark{*letter, LetterMark::Proof::unverifiable};
      if (key != site_keys.end()) mark.proof = tag_is_right(*letter, key->second) ? LetterMark::Proof::right : LetterMark::Proof::wrong;
      summary.marks.push_back(mark);
    }
  }
  return summary;
}

void read_pages(Batch& batch, const InboundRequest& request, const InboundContext& context, const InboundWatcher& watcher, Workers& workers) {
  PageRun(batch, request, context, watcher, workers).run();
}

}  // namespace pli
