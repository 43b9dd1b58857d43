#include "tests/support/clerk.h"

#include <algorithm>
#include <map>

#include "pipeline/csv.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/text.h"
#include "tests/support/fixed_registry.h"

namespace pli::test {
namespace {

std::string joined(const std::vector<int>& numbers) {
  std::string all;
  for (const int number : numbers) all += (all.empty() ? "" : ",") + std::to_string(number);
  return all;
}

// Where a new letter begins.
std::vector<int> beginnings(const std::vector<TruePage>& pages, const std::vector<int>& numbers) {
  std::vector<int> before;
  for (std::size_t i = 1; i < pages.size(); ++i)
    if (pages[i].letter != pages[i - 1].letter) before.push_back(numbers[i]);
  return before;
}

}  // namespace

bool Clerk::Looked::several() const {
  return std::any_of(pages.begin(), pages.end(), [&](const TruePage& page) { return page.letter != pages.front().letter; });
}

bool Clerk::Looked::whole(const NightMail& mail) const {
  if (pages.empty() || several() || !failed.empty() || pages.size() != mail.letters()[static_cast<std::size_t>(pages.front().letter)].pages.size()) return false;
  for (std::size_t i = 0; i < pages.size(); ++i)
    if (pages[i].page != static_cast<int>(i)) return false;
  return true;
}

Clerk::Looked Clerk::look_at(const DocumentEntry& entry, const fs::path& batch_folder) const {
  Looked looked{entry, batch_folder / entry.path, {}, {}, {}};
  const fs::path folder = fs::exists(looked.folder) ? looked.folder : desk_.consumers.folder(entry.id);
  for (const RecordPage& page : record_from_json(Json::parse(read_file(folder / "record.json"))).pages) {
    if (page.facts.blank) continue;
    looked.pages.push_back(desk_.mail.shows(page.source.path, page.source.page));
    looked.numbers.push_back(page.number);
    if (page.facts.failed) looked.failed.push_back(page.number);
  }
  return looked;
}

std::vector<Clerk::Looked> Clerk::look(const std::string& batch) const {
  const Registry registry(desk_.place / "pli.db", fixed_registry());
  const fs::path folder = registry.batch(batch)->folder;
  std::vector<Looked> all;
  for (const DocumentEntry& document : registry.documents(batch)) all.push_back(look_at(document, folder));
  return all;
}

bool Clerk::right(const Looked& looked) const {
  if (!looked.whole(desk_.mail) || looked.entry.review()) return false;
  const TrueLetter& letter = desk_.mail.letters()[static_cast<std::size_t>(looked.pages.front().letter)];
  return looked.entry.service == letter.service && (letter.kind.empty() || looked.entry.kind == letter.kind);
}

RunResult Clerk::type(const std::vector<std::string>& arguments, int wanted) {
  std::string line = "pli";
  for (const std::string& argument : arguments) line += ' ' + fs::path(argument).filename().string();
  desk_.count.typed.push_back(line);
  RunResult result = desk_.program.run(arguments);
  if (wanted >= 0 && result.code != wanted) troubles_.push_back(line + " ended with " + std::to_string(result.code) + ": " + result.out + result.err);
  return result;
}

RunResult Clerk::type_on(const Looked& looked, const std::vector<std::string>& arguments) {
  if (fs::exists(looked.folder)) return type(arguments);
  type(arguments, 2);
  if (desk_.consumers.bring_back(looked.entry.id, looked.folder)) ++desk_.count.brought_back;
  return type(arguments);
}

void Clerk::morning(bool judge_again) {
  std::vector<std::string> batches;
  {
    const Registry registry(desk_.place / "pli.db", fixed_registry());
    for (const BatchEntry& batch : registry.batches())
      if (batch.complete && seen_.insert(batch.name).second) batches.push_back(batch.name);
    desk_.count.in_review += static_cast<int>(registry.waiting().size());
  }
  if (batches.empty()) return;
  type({"review", "list"});
  if (judge_again)
    for (const std::string& batch : batches) type({"reprocess", batch});
  replace_bad(batches);
  if (desk_.by_hand) {
    mend_by_hand(batches);
    correct_by_hand(batches);
  } else {
    for (int round = 0; round < 4 && fill_in(batches); ++round) {
    }
  }
  for (const std::string& batch : batches) {
    for (const Looked& looked : look(batch)) {
      if (right(looked)) settled_.insert(looked.entry.id);
      else troubles_.push_back("the clerk could not set right " + looked.entry.path);
    }
  }
  hand_over();
}

void Clerk::hand_over() {
  const std::string receipts = desk_.consumers.receipts();
  if (std::count(receipts.begin(), receipts.end(), '\n') < 2) return;
  const fs::path file = desk_.place / "receipts.csv";
  write_file(file, receipts);
  if (!desk_.by_hand) {
    type({"handover", "--from", file});
    return;
  }
  // One batch at a time.
  std::map<std::string, std::string> parts;
  {
    const Registry registry(desk_.place / "pli.db", fixed_registry());
    for (const std::string& line : split(receipts, '\n'))
      if (const auto document = registry.document(line.substr(0, line.find(';')))) parts[document->batch] += line + '\n';
  }
  for (const auto& [batch, lines] : parts) {
    write_file(file, "id;date;foreign\n" + lines);
    type({"handover", batch, "--from", file});
  }
}

void Clerk::replace_bad(const std::vector<std::string>& batches) {
  for (const std::string& batch : batches) {
    for (const Looked& looked : look(batch)) {
      if (looked.failed.empty()) continue;
      std::vector<TruePage> pages;
      std::vector<std::string> arguments = {"replace", looked.entry.id, "--pages"};
      for (std::size_t i = 0; i < looked.numbers.size(); ++i)
        if (std::find(looked.failed.begin(), looked.failed.end(), looked.numbers[i]) != looked.failed.end()) pages.push_back(looked.pages[i]);
      const fs::path scan = desk_.place / "rescans" / (looked.entry.id + ".tif");
      desk_.mail.scan_again(scan, pages);
      arguments.insert(arguments.end(), {joined(looked.failed), "--scan", scan});
      type_on(looked, arguments);
    }
  }
}

std::vector<std::vector<std::string>> Clerk::torn(const std::vector<Looked>& all) const {
  std::map<int, std::map<int, std::string>> parts;  // of letters: first page to document
  for (const Looked& looked : all)
    if (!looked.pages.empty() && !looked.several()) parts[looked.pages.front().letter][looked.pages.front().page] = looked.entry.id;
  std::vector<std::vector<std::string>> torn;
  for (const auto& [letter, documents] : parts) {
    if (documents.size() < 2) continue;
    torn.emplace_back();
    for (const auto& [page, id] : documents) torn.back().push_back(id);
  }
  return torn;
}

void Clerk::mend_by_hand(const std::vector<std::string>& batches) {
  for (const std::string& batch : batches) {
    const std::vector<Looked> all = look(batch);
    for (const Looked& looked : all)
      if (looked.several()) type_on(looked, {"split", looked.entry.id, "--before", joined(beginnings(looked.pages, looked.numbers))});
    for (const std::vector<std::string>& ids : torn(all)) {
      std::vector<std::string> arguments = {"join"};
      arguments.insert(arguments.end(), ids.begin(), ids.end());
      bool taken = false;
      for (const Looked& looked : all) taken = taken || (std::find(ids.begin(), ids.end(), looked.entry.id) != ids.end() && !fs::exists(looked.folder));
      if (taken) type(arguments, 2);
      for (const Looked& looked : all)
        if (std::find(ids.begin(), ids.end(), looked.entry.id) != ids.end() && desk_.consumers.bring_back(looked.entry.id, looked.folder)) ++desk_.count.brought_back;
      type(arguments);
    }
  }
}

void Clerk::correct_by_hand(const std::vector<std::string>& batches) {
  for (const std::string& batch : batches) {
    for (const Looked& looked : look(batch)) {
      if (right(looked) || !looked.whole(desk_.mail)) continue;
      const TrueLetter& letter = desk_.mail.letters()[static_cast<std::size_t>(looked.pages.front().letter)];
      std::vector<std::string> arguments = {"correct", looked.entry.id, "--set", "service=" + letter.service};
      if (!letter.kind.empty() && looked.entry.kind != letter.kind) arguments.insert(arguments.end(), {"--set", "kind=" + letter.kind});
      type_on(looked, arguments);
    }
  }
}

bool Clerk::fill_in(const std::vector<std::string>& batches) {
  std::vector<std::string> arguments = {"correct"};
  std::vector<Looked> taken;
  for (const std::string& batch : batches) {
    const fs::path file = desk_.place / "desk" / (batch + ".csv");
    if (!filled_index(batch, file)) continue;
    arguments.insert(arguments.end(), {"--csv", file});
    for (const Looked& looked : look(batch))
      if (!right(looked) && !fs::exists(looked.folder)) taken.push_back(looked);
  }
  if (arguments.size() == 1) return false;
  if (!taken.empty()) {
    type(arguments, 3);  // tells which were taken away; the others are set right
    for (const Looked& looked : taken)
      if (desk_.consumers.bring_back(looked.entry.id, looked.folder)) ++desk_.count.brought_back;
  }
  type(arguments);
  return true;
}

// What LibreOffice saves: the batch's index with other values in some cells and two columns more.
bool Clerk::filled_index(const std::string& batch, const fs::path& file) const {
  const std::vector<Looked> all = look(batch);
  std::map<std::string, const Looked*> wrong;
  std::map<std::string, std::string> before;
  for (const Looked& looked : all)
    if (!right(looked)) wrong[looked.entry.id] = &looked;
  for (const std::vector<std::string>& ids : torn(all))
    for (std::size_t i = 1; i < ids.size(); ++i) before[ids[i]] = ids[i - 1];
  if (wrong.empty()) return false;
  const std::string bytes = read_file(desk_.place / "out" / batch / "index.csv"), text = text_of_bytes(bytes, "index.csv");
  CsvReader reader(text, "index.csv");
  std::vector<std::string> cells, head;
  std::string filled;
  while (reader.next(cells)) {
    const auto cell = [&](const char* name) -> std::string& { return cells[static_cast<std::size_t>(std::find(head.begin(), head.end(), name) - head.begin())]; };
    if (head.empty()) {
      head = cells;
      cells.insert(cells.end(), {"partager_avant", "suite_de"});
    } else {
      const auto at = wrong.find(cell("id"));
      std::string parts, follows;
      if (at != wrong.end() && at->second->several()) parts = joined(beginnings(at->second->pages, at->second->numbers));
      else if (at != wrong.end() && before.contains(at->first)) follows = before.at(at->first);
      else if (at != wrong.end() && at->second->whole(desk_.mail)) {
        const TrueLetter& letter = desk_.mail.letters()[static_cast<std::size_t>(at->second->pages.front().letter)];
        cell("service") = letter.service;
        if (!letter.kind.empty()) cell("genre") = letter.kind;
        cell("a_verifier") = "non";
      }
      cells.insert(cells.end(), {parts, follows});
    }
    for (const std::string& one : cells) filled += escaped_csv(one) + ';';
    filled.back() = '\n';
  }
  make_folder(file.parent_path());
  write_file(file, filled);
  return true;
}

void Clerk::check_letters() {
  std::vector<int> found(desk_.mail.letters().size());
  const Registry registry(desk_.place / "pli.db", fixed_registry());
  for (const BatchEntry& batch : registry.batches()) {
    if (!batch.complete) continue;
    for (const DocumentEntry& document : registry.documents(batch.name)) {
      const Looked looked = look_at(document, batch.folder);
      if (!right(looked)) troubles_.push_back("document " + document.path + " is not as it must be");
      if (!looked.pages.empty()) ++found[static_cast<std::size_t>(looked.pages.front().letter)];
    }
  }
  for (std::size_t i = 0; i < found.size(); ++i)
    if (found[i] != 1) troubles_.push_back("letter " + desk_.mail.letters()[i].name + " is there " + std::to_string(found[i]) + " times");
}

}  // namespace pli::test
