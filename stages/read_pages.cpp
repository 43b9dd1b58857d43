#include "stages/read_pages.h"

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "stages/tasks.h"

namespace pli {
namespace {

std::string key_of(const Leaf& leaf, int index, const InboundRequest& request, const InboundContext& context) {
  Sha256 digest;
  digest.add_field(leaf.sha256).add_field(std::to_string(index)).add_field(context.reader_signature).add_field(request.image);
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
    for (int leaf = 0; leaf < static_cast<int>(batch_.leaves.size()); ++leaf)
      for (int index = 0; index < batch_.leaves[static_cast<std::size_t>(leaf)].pages; ++index)
        batch_.stack.push_back({leaf, index, key_of(batch_.leaves[static_cast<std::size_t>(leaf)], index, request_, context_), {}});
    total_ = static_cast<int>(batch_.stack.size());
    read_missing();
    for (StackPage& page : batch_.stack) summarise(page);
    reject_unreadable();
  }

 private:
  // Pages with equal bytes share a key and are read once. The queue is kept short so that a long batch holds little.
  void read_missing() {
    int next = 0;
    std::map<std::string, int> under_way;
    const auto feed = [&] {
      while (next < total_ && workers_.waiting() < 4 * request_.jobs) {
        const StackPage& page = batch_.stack[static_cast<std::size_t>(next)];
        if (batch_.work->facts(page.key) || under_way.contains(page.key)) {
          watcher_.pages(++done_, total_);
        } else {
          under_way[page.key] = next;
          const fs::path& file = batch_.leaves[static_cast<std::size_t>(page.leaf)].file;
          workers_.submit(next, page_task({file, page.index, batch_.work->picture(page.key), batch_.work->thumbnail(page.key)}));
        }
        ++next;
      }
    };
    for (feed(); workers_.waiting() > 0; feed()) {
      const auto result = workers_.next(context_.stop);
      if (!result) throw Interrupted{};
      if (result->fatal) throw Fatal(result->code, result->args);
      const std::string& key = batch_.stack[static_cast<std::size_t>(result->id)].key;
      batch_.work->keep(key, result->done() ? page_facts_from_json(result->value) : failed_page(result->code));
      under_way.erase(key);
      watcher_.pages(++done_, total_);
      if (context_.stop && context_.stop()) throw Interrupted{};
    }
  }

  void summarise(StackPage& page) {
    const auto facts = batch_.work->facts(page.key);
    if (!facts) throw Fatal("work-folder-damaged", {{"file", batch_.work->path().string()}});
    page.summary = summary_of(*facts, page.leaf, context_.site_keys);
    if (facts->failed) failures_[page.leaf] = facts->failure;
    for (const auto& [step, seconds] : facts->seconds) batch_.seconds[step] += seconds;
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
  int total_ = 0, done_ = 0;
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
