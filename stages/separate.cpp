#include "stages/separate.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace pli {
namespace {

bool has(const std::vector<SheetCode>& header, const char* kind) {
  return std::any_of(header.begin(), header.end(), [&](const SheetCode& code) { return code.kind == kind; });
}

void add_once(std::vector<std::string>& list, const std::string& value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

// Goes through the stack once, page by page, holding the pli that is open and the header read since the last page of content.
class Separator {
 public:
  Separator(const std::vector<PageSummary>& stack, const SeparateOptions& options) : stack_(stack), options_(options) {
    for (const PageSummary& page : stack) sheets_in_stack_ = sheets_in_stack_ || !page.sheets.empty();
    sheets_in_file_ = options.stream && sheets_in_stack_;
    by_codes_ = options.stream && !sheets_in_stack_;
  }

  Separation run() {
    for (int i = 0; i < static_cast<int>(stack_.size()); ++i) {
      if (i == 0 || (!options_.stream && stack_[i].input != stack_[i - 1].input)) begin_file(i);
      take(i);
    }
    close_piece();
    finish();
    return std::move(result_);
  }

 private:
  void begin_file(int first) {
    close_piece();
    header_.clear();
    last_sheet_ = -1;
    returned_ = false;
    piece_opened_by_file_ = true;
    if (options_.stream) return;
    sheets_in_file_ = false;
    for (int i = first; i < static_cast<int>(stack_.size()) && stack_[i].input == stack_[first].input; ++i)
      sheets_in_file_ = sheets_in_file_ || !stack_[i].sheets.empty();
  }

  void take(int i) {
    const PageSummary& page = stack_[i];
    if (!page.sheets.empty()) return take_sheet(i);
    // The back of a sheet goes with it; one page only, so that a blank front behind it is not lost silently.
    const bool back = page.blank && last_sheet_ == i - 1 && last_sheet_ >= 0 && !last_was_back_;
    if (back) {
      result_.separators.push_back(i);
      last_was_back_ = true;
      last_sheet_ = i;
      return;
    }
    if (page.blank) return take_blank(i);
    take_content(i);
  }

  void take_sheet(int i) {
    const std::vector<SheetCode>& sheets = stack_[i].sheets;
    const bool back = last_sheet_ == i - 1 && last_sheet_ >= 0 && !last_was_back_ && sheets == stack_[last_sheet_].sheets;
    result_.separators.push_back(i);
    last_sheet_ = i;
    last_was_back_ = back;
    returned_ = false;
    for (const SheetCode& code : sheets) {
      if (code.of > 0) number_seen(code);
      if (code.kind == "BATCH") {
        close_piece();
        header_.clear();
      } else if (!back) {
        header_.push_back(code);
      }
    }
  }

  // Two sheets that print the same number are one sheet's two sides; a number left out between two that came is a sheet not seen.
  void number_seen(const SheetCode& code) {
    auto& numbers = numbers_[{code.kind, code.of}];
    if (!numbers.empty() && code.number > *numbers.rbegin() + 1 && open_) add_once(current().reasons, "sheet-missing");
    numbers.insert(code.number);
  }

  PlannedDocument& current() { return open_documents_[current_]; }

  void take_blank(int i) {
    if (!open_ || !header_.empty()) {
      result_.blanks.push_back(i);
      return;
    }
    const std::string role = current().pages.back().role;
    current().pages.push_back({i, true, role});
  }

  void take_content(int i) {
    apply_header();
    if (!open_ || returned_) open_piece();
    const PageSummary& page = stack_[i];
    turn_to_letter(letter_on(page));
    PlannedDocument& document = current();
    document.pages.push_back({i, false, role_});
    for (const LetterMark& mark : page.marks) document.marks.push_back(mark);
    if (envelope_next_) {
      envelope_next_ = false;
      role_ = role_after_envelope_;
    }
    last_was_back_ = false;
  }

  // What the sheets since the last content say, all together.
  void apply_header() {
    if (header_.empty()) return;
    const bool continues = has(header_, "ANNEX") || has(header_, "ENVELOPE");
    const bool opens = has(header_, "DOCUMENT") || has(header_, "RETURNED") || !continues || !open_;
    if (opens) {
      close_piece();
      open_piece();
      say_attributes();
      role_ = "letter";
    }
    if (has(header_, "ANNEX")) role_ = "annex";
    if (has(header_, "ENVELOPE")) {
      envelope_next_ = true;
      role_after_envelope_ = role_;
      role_ = "envelope";
    }
    header_.clear();
  }

  void say_attributes() {
    for (const SheetCode& code : header_) {
      if (code.kind == "SERVICE") service_ = code.service;
      if (code.kind == "REGISTERED") kind_of_mail_ = "registered";
      if (code.kind == "CONFIDENTIAL") add_once(flags_, "confidential");
      if (code.kind == "VALUABLES") add_once(flags_, "valuables");
      if (code.kind == "URGENT") add_once(flags_, "urgent");
      if (code.kind == "UNOPENED") add_once(flags_, "unopened");
      if (code.kind == "RETURNED") returned_ = true;
    }
    dress(current());
  }

  void dress(PlannedDocument& document) const {
    document.service = service_;
    document.kind_of_mail = kind_of_mail_;
    document.flags = flags_;
    if (returned_) add_once(document.reasons, "returned");
    if (std::find(flags_.begin(), flags_.end(), "unopened") != flags_.end()) add_once(document.reasons, "unopened");
  }

  // Under a returned sheet every page of content is an envelope of its own: what the sheet says stays, the piece does not.
  void open_piece() {
    const bool keep_slip = open_ && returned_ && !current().pages.empty();
    if (open_ && !keep_slip) return;
    const bool was_returned = returned_;
    if (open_) close_documents();
    if (!was_returned) {
      service_.clear();
      kind_of_mail_ = "simple";
      flags_.clear();
    }
    open_ = true;
    ++piece_;
    new_document();
    if (header_.empty() && piece_opened_by_file_ && sheets_in_file_) add_once(current().reasons, "no-separator");
    piece_opened_by_file_ = false;
    role_ = "letter";
  }

  void new_document() {
    current_ = open_documents_.size();
    open_documents_.push_back({});
    current().piece = piece_;
    dress(current());
  }

  // Which letter of ours a page belongs to, "" for none: proven by its tag. A code that proves nothing parts its page from the others of a stack
  // without sheets, so that it spoils no letter; elsewhere it steers nothing.
  std::string letter_on(const PageSummary& page) const {
    const auto proven = std::find_if(page.marks.begin(), page.marks.end(), [](const LetterMark& mark) { return mark.proof == LetterMark::Proof::right; });
    if (proven != page.marks.end()) return proven->code.letter;
    return by_codes_ && !page.marks.empty() ? '?' + page.marks.front().code.letter : "";
  }

  // The pages of a letter come together, wherever they lie in the pli; another letter is another document of it. In a stack without sheets each
  // letter is a pli of its own, and what bears no code lies with the page before it until a person has looked.
  void turn_to_letter(const std::string& letter) {
    if (letter.empty()) {
      if (by_codes_) add_once(current().reasons, letters_.empty() ? "no-separator" : "pages-without-code");
      return;
    }
    const auto known = letters_.find(letter);
    if (known != letters_.end()) {
      current_ = known->second;
      return;
    }
    if (!current().pages.empty()) {
      piece_ += by_codes_ ? 1 : 0;
      new_document();
    }
    letters_[letter] = current_;
  }

  void close_documents() {
    for (PlannedDocument& document : open_documents_) {
      const bool content = std::any_of(document.pages.begin(), document.pages.end(), [](const PlannedPage& p) { return !p.blank; });
      if (content) {
        check_letter(document);
        result_.documents.push_back(std::move(document));
      } else {
        for (const PlannedPage& page : document.pages) result_.blanks.push_back(page.page);
      }
    }
    open_documents_.clear();
    letters_.clear();
    current_ = 0;
  }

  void close_piece() {
    close_documents();
    open_ = false;
    envelope_next_ = false;
    service_.clear();
    kind_of_mail_ = "simple";
    flags_.clear();
    role_ = "letter";
  }

  // Page n of N: in order whatever the order of the sheets.
  void check_letter(PlannedDocument& document) const {
    check_letter_pages(document);
    std::set<std::string> letters;
    for (const LetterMark& mark : document.marks)
      if (mark.proof == LetterMark::Proof::right) letters.insert(mark.code.letter);
    if (letters.size() == 1) put_in_order(document);
  }

  void put_in_order(PlannedDocument& document) const {
    const auto number_of = [&](const PlannedPage& page) {
      for (const LetterMark& mark : stack_[static_cast<std::size_t>(page.page)].marks)
        if (mark.proof == LetterMark::Proof::right) return mark.code.page;
      return 0;
    };
    std::vector<std::size_t> places;
    std::vector<PlannedPage> numbered;
    for (std::size_t i = 0; i < document.pages.size(); ++i) {
      if (number_of(document.pages[i]) == 0) continue;
      places.push_back(i);
      numbered.push_back(document.pages[i]);
    }
    std::stable_sort(numbered.begin(), numbered.end(), [&](const auto& a, const auto& b) { return number_of(a) < number_of(b); });
    for (std::size_t i = 0; i < places.size(); ++i) document.pages[places[i]] = numbered[i];
  }

  void finish() {
    for (const auto& [set, numbers] : numbers_)
      for (int n = 1; n <= set.second; ++n)
        if (!numbers.contains(n)) result_.missing.push_back({set.first, {}, n, set.second});
    std::sort(result_.separators.begin(), result_.separators.end());
    std::sort(result_.blanks.begin(), result_.blanks.end());
  }

  const std::vector<PageSummary>& stack_;
  SeparateOptions options_;
  Separation result_;
  bool sheets_in_stack_ = false, sheets_in_file_ = false;
  bool by_codes_ = false;         // one stack without sheets: letter codes open documents
  bool open_ = false, returned_ = false, envelope_next_ = false, piece_opened_by_file_ = false;
  int piece_ = -1;
  int last_sheet_ = -1;           // the page that was a sheet or its back, if it was the last one
  bool last_was_back_ = false;
  std::vector<SheetCode> header_;
  std::vector<PlannedDocument> open_documents_;
  std::size_t current_ = 0;       // of them, the one that the last page went to
  std::map<std::string, std::size_t> letters_;  // of the open documents, those that are letters of ours
  std::string role_ = "letter", role_after_envelope_ = "letter";
  std::string service_, kind_of_mail_ = "simple";
  std::vector<std::string> flags_;
  std::map<std::pair<std::string, int>, std::set<int>> numbers_;
};

}  // namespace

void check_letter_pages(PlannedDocument& document) {
  std::map<std::string, std::map<int, int>> seen;
  std::map<std::string, int> pages;
  for (const LetterMark& mark : document.marks) {
    if (mark.proof != LetterMark::Proof::right) continue;
    ++seen[mark.code.letter][mark.code.page];
    pages[mark.code.letter] = mark.code.pages;
  }
  for (const auto& [letter, numbers] : seen) {
    if (static_cast<int>(numbers.size()) < pages[letter]) add_once(document.reasons, "letter-incomplete");
    for (const auto& [number, times] : numbers)
      if (times > 1) add_once(document.reasons, "code-replayed");
  }
}

Separation separate(const std::vector<PageSummary>& stack, const SeparateOptions& options) { return Separator(stack, options).run(); }

}  // namespace pli
