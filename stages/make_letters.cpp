#include "stages/make_letters.h"

#include <cmath>

#include "pipeline/digest.h"
#include "pipeline/file_block.h"
#include "pipeline/files.h"
#include "stages/engines/podofo_letters.h"

namespace pli {
namespace {

constexpr std::size_t block_size = 64;  // letters: what a sync costs is shared, what a stop undoes stays small

class Making {
 public:
  Making(Run& run, const OutboundRequest& request, const OutboundContext& context, const OutboundWatcher& watcher, const Composer& composer)
      : run_(run), request_(request), context_(context), watcher_(watcher), composer_(composer),
        printer_(context.letter.title + ' ' + run.entry.name, run.entry.date), envelope_(*context.stationery.envelopes.find(context.letter.envelope)) {}

  void run() {
    remove_tree(run_.work);
    make_folder(aside());
    make_folder(run_.folder / "letters");
    DataRow data;
    int done = 0;
    for (LetterEntry& letter : run_.letters) {
      if (!run_.rows->next(data)) throw std::logic_error("fewer rows than letters");
      make(letter, data);
      if (block_.size() == block_size) keep_block();
      watcher_.letters(++done, static_cast<int>(run_.letters.size()));
      if (context_.stop && context_.stop()) throw Interrupted{};
    }
    keep_block();
    write_file(run_.folder / "print.pdf", printer_.print_run());
  }

 private:
  fs::path aside() const { return run_.work / "letters"; }

  void make(LetterEntry& letter, const DataRow& data) {
    const LetterRow row = row_again(data, letter, context_.letter);
    const LaidLetter laid = composer_.compose(row, facts_of(letter, row, context_, run_.key_id));
    const std::string pdf = printer_.letter_pdf(laid);
    const auto [from, to] = printer_.append(laid, request_.duplex);
    const std::string digest = sha256(pdf);
    const bool there = letter.sha256 == digest && fs::exists(run_.folder / "letters" / (letter.id + ".pdf"));
    measure(letter, static_cast<int>(laid.pages.size()));
    letter.subject = laid.subject;
    letter.file = "letters/" + letter.id + ".pdf";
    letter.sha256 = digest;
    letter.print_from = from;
    letter.print_to = to;
    if (there) return;
    write_unsynced(aside() / (letter.id + ".pdf"), pdf);
    block_.push_back(letter);
  }

  void measure(LetterEntry& letter, int pages) const {
    letter.pages = pages;
    letter.sheets = request_.duplex ? (pages + 1) / 2 : pages;
    const double grams = letter.sheets * context_.stationery.envelopes.sheet_g + envelope_.weight_g;
    letter.weight_g = static_cast<int>(std::ceil(grams - 1e-6));  // postage is counted in whole grams begun
  }

  void keep_block() {
    if (block_.empty()) return;
    move_files(aside(), run_.folder / "letters");
    context_.registry.letters_made(block_);
    block_.clear();
  }

  Run& run_;
  const OutboundRequest& request_;
  const OutboundContext& context_;
  const OutboundWatcher& watcher_;
  const Composer& composer_;
  LetterPrinter printer_;
  const Envelope& envelope_;
  std::vector<LetterEntry> block_;   // written aside, not yet in place
};

}  // namespace

void make_letters(Run& run, const OutboundRequest& request, const OutboundContext& context, const OutboundWatcher& watcher, const Composer& composer) {
  Making(run, request, context, watcher, composer).run();
}

}  // namespace pli
