#include "stages/open_run.h"

#include <utility>

#include "pipeline/calendar.h"
#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "stages/check_rows.h"

namespace pli {
namespace {

constexpr int most_shown = 100;
constexpr const char* usual_kind = "demande";
constexpr int days_for_documents = 30;  // what letters say where the row sets no day

/// Problems of all rows, the first of them shown.
class Problems {
 public:
  explicit Problems(const OutboundWatcher& watcher) : watcher_(watcher) {}
  void add(const std::vector<RowProblem>& problems) {
    for (const RowProblem& problem : problems)
      if (++count_ <= most_shown) watcher_.problem(problem);
  }
  int count() const { return count_; }

 private:
  const OutboundWatcher& watcher_;
  int count_ = 0;
};

std::string digest_of_run(const OutboundRequest& request, const OutboundContext& context, const RowReader& rows) {
  Sha256 digest;
  for (const std::string& part : {context.letter.name, context.letter.digest, context.stationery.digest, context.delays.digest, context.services.digest, rows.digest()}) digest.add_field(part);
  digest.add_field(request.duplex ? "duplex" : "simplex");
  return digest.hex();
}

/// Row and place make the letter: the same row twice is two letters, the same run again the same ones.
std::string letter_id(const std::string& run, int position, const LetterRow& row) {
  Sha256 digest;
  digest.add_field(run).add_field(std::to_string(position)).add_field(row.dossier).add_field(row.service).add_field(row.subject).add_field(row.received).add_field(row.recipient_name);
  for (const std::string& line : row.recipient_lines) digest.add_field(line);
  digest.add_field(compact(row.values));
  if (!row.reminds.empty()) digest.add_field(row.reminds);  // letters of before keep their ids
  return base32(digest.binary(), 12);
}

LetterEntry entry_of(const LetterRow& row, const RunEntry& run, int position, const OutboundContext& context, const Composer& composer) {
  LetterEntry letter;
  letter.id = letter_id(run.name, position, row);
  letter.run = run.name;
  letter.position = position;
  letter.dossier = row.dossier;
  letter.template_name = context.letter.name;
  letter.service = composer.service_of(row);
  letter.recipient = row.recipient_name;
  letter.address = on_lines(row.recipient_lines);
  letter.date = run.date;
  letter.envelope = context.letter.envelope;
  letter.answer_days = context.letter.answer_days;
  letter.reminder = context.letter.reminder;
  letter.reminds = row.reminds;
  if (letter.answer_days > 0) letter.due = add_days(run.date, letter.answer_days);  // until it is posted
  letter.subject = composer.subject_of(row, facts_of(letter, row, context, ""));
  return letter;
}

std::string text_value(const LetterRow& row, const char* name) {
  const auto at = row.values.find(name);
  return at != row.values.end() && at->is_string() ? at->get<std::string>() : "";
}

/// A procedure that delays.toml doesn't know would be silence about a delay.
void check_procedure(const LetterRow& row, const Delays& delays, std::vector<RowProblem>& problems) {
  const std::string code = text_value(row, "procedure");
  if (!code.empty() && !delays.procedure(code)) problems.push_back({row.line, "procedure", "row-procedure-unknown", {}});
}

/// Looks at every row before anything is kept; gives the letters to reserve.
std::vector<LetterEntry> checked_letters(RowReader& rows, const RunEntry& run, const OutboundContext& context, const OutboundWatcher& watcher, const Composer& composer,
                                         const OutboundRequest& request) {
  Problems problems(watcher);
  std::vector<LetterEntry> letters;
  DataRow data;
  for (int position = 0; rows.next(data); ++position) {
    if (context.stop && context.stop()) throw Interrupted{};
    std::vector<RowProblem> found;
    LetterRow row = typed_row(data, context.letter, found);
    check_places(row, context.letter, context.services, context.registry, found, request.force);
    check_procedure(row, context.delays, found);
    if (found.empty()) found = composer.check(row, run.date);
    if (found.empty() && problems.count() == 0) letters.push_back(entry_of(row, run, position, context, composer));
    problems.add(found);
  }
  if (problems.count() > 0) throw UsageError("rows-refused", {{"problems", std::to_string(problems.count())}, {"file", request.data.string()}});
  rows.rewind();
  return letters;
}

bool plain_run_name(const std::string& name) {
  const bool characters = name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") == name.npos;
  return !name.empty() && name.size() <= 60 && name.front() != '.' && name.front() != '-' && characters;
}

/// A procedure that the row names goes before what service and kind say.
Regime regime_of(const LetterEntry& letter, const LetterRow& row, const Delays& delays) {
  const Procedure* procedure = delays.procedure(text_value(row, "procedure"));
  return procedure ? procedure->regime : delays.regime_of(letter.service, usual_kind);
}

Course course_of(const LetterEntry& letter, const LetterRow& row) {
  Course course;
  course.received = row.received;
  if (!row.values.contains("pieces")) return course;
  course.missing_asked = letter.date;
  const std::string limit = text_value(row, "date_limite");
  course.missing_deadline = limit.empty() ? add_days(letter.date, days_for_documents) : limit;
  return course;
}

/// What the registry knows of the run, once the name is known to mean the same letters.
std::optional<RunEntry> known_run(const Run& run, const OutboundRequest& request, const Registry& registry) {
  auto known = registry.run(run.entry.name);
  if (!known) return known;
  if (known->digest != run.entry.digest) throw UsageError("run-exists", {{"run", known->name}});
  if (!request.date.empty() && request.date != known->date) throw UsageError("run-date", {{"run", known->name}, {"date", known->date}});
  const fs::path there = known->folder;
  if (known->complete && there != run.entry.folder && fs::exists(there / "run.json")) throw UsageError("run-elsewhere", {{"run", known->name}, {"folder", there.string()}});
  return known;
}

/// A run is signed by one key from end to end, though another may have become the newest since it was begun.
std::string signing_key(const std::string& run, const OutboundContext& context) {
  std::string key;
  if (context.registry.run(run))
    for (const Event& event : context.registry.events_about(run))
      if (event.kind == "run-key") key = Json::parse(event.facts).at("key").get<std::string>();
  if (key.empty()) context.registry.add_event("run-key", run, compact({{"key", key = context.keys.newest}}));
  if (!context.keys.find(key)) throw UsageError("run-key-missing", {{"key", key}, {"run", run}, {"folder", context.keys_folder.string()}});
  return key;
}

/// True when nothing is left to do.
bool done_before(Run& run, const OutboundRequest& request, const OutboundContext& context) {
  if (const auto known = known_run(run, request, context.registry)) run.entry = *known;
  if (!run.entry.complete || !fs::exists(run.folder / "run.json")) return false;
  run.letters = context.registry.letters(run.entry.name);
  return run.done_before = true;
}

}  // namespace

IssueFacts facts_of(const LetterEntry& letter, const LetterRow& row, const OutboundContext& context, const std::string& key_id) {
  IssueFacts facts{letter.id, letter.dossier, letter.date, key_id, "", "", false, ""};
  if (const std::string* key = context.keys.find(key_id)) facts.site_key = *key;
  if (letter.answer_days > 0) facts.answer_date = add_days(letter.date, letter.answer_days);
  const Regime regime = regime_of(letter, row, context.delays);
  facts.implicit_date = implicit_decision(regime, course_of(letter, row)).value_or("");
  facts.implicit_acceptance = regime.regime == "sva";
  if (const Procedure* procedure = context.delays.procedure(text_value(row, "procedure"))) facts.remedy = procedure->remedy;
  return facts;
}

LetterRow row_again(const DataRow& data, const LetterEntry& letter, const LetterTemplate& used) {
  std::vector<RowProblem> none;
  LetterRow row = typed_row(data, used, none);
  row.service = letter.service;
  return row;
}

Run open_run(const OutboundRequest& request, const OutboundContext& context, const OutboundWatcher& watcher, const Composer& composer) {
  Run run;
  run.rows = std::make_unique<RowReader>(request.data);
  const std::string digest = digest_of_run(request, context, *run.rows);
  const std::string name = request.name.empty() ? "L-" + short_id(digest) : request.name;
  if (!plain_run_name(name)) throw UsageError("bad-value", {{"key", "run"}, {"value", name}});
  run.folder = request.out / name;
  run.work = request.out / ".pli" / name;
  run.entry = {name, digest, context.letter.name, request.date.empty() ? context.today : request.date, fs::absolute(run.folder).lexically_normal().string(), false};
  if (done_before(run, request, context)) return run;

  if (context.keys.newest.empty()) throw UsageError("key-missing", {{"folder", context.keys_folder.string()}});
  const bool begun = context.registry.run(name).has_value();
  std::vector<LetterEntry> letters;
  if (!begun) letters = checked_letters(*run.rows, run.entry, context, watcher, composer, request);

  run.lock = std::make_unique<FolderLock>(request.out / ".pli" / "lock");
  if (done_before(run, request, context)) return run;  // by another process, while this one looked at the rows
  run.key_id = signing_key(name, context);
  run.letters = context.registry.open_run(run.entry, std::move(letters));
  watcher.begun(name, static_cast<int>(run.letters.size()));
  return run;
}

}  // namespace pli
