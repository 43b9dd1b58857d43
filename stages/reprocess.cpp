#include "stages/reprocess.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/correct.h"
#include "stages/corrected_record.h"
#include "stages/described.h"
#include "stages/legal_clock.h"
#include "stages/read_back.h"
#include "stages/report_facts.h"
#include "stages/understand.h"

namespace pli {
namespace {

// The reasons that judging gives, and so may take back.
constexpr std::array<std::string_view, 8> reasons_of_judgement = {"service-unknown", "illegible", "text-too-short", "out-of-vocabulary", "service-unsure", "two-services", "service-autre", "date-conflict"};

bool judged(const std::string& reason) { return std::find(reasons_of_judgement.begin(), reasons_of_judgement.end(), reason) != reasons_of_judgement.end(); }

std::string listed_values(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : ", ") + value;
  return out;
}

std::vector<std::string> values_of(const std::vector<Field>& fields, const std::string& name) {
  std::vector<std::string> values;
  for (const Field& field : fields)
    if (field.name == name && !field.value.empty()) values.push_back(field.value);
  return values;
}

std::string copies_text(const std::vector<Copy>& copies) {
  std::vector<std::string> out;
  for (const Copy& copy : copies) out.push_back(copy.service + " (" + copy.mode + ')');
  return listed_values(out);
}

std::string due_words(const std::optional<Due>& due) {
  std::vector<std::string> words;
  if (due)
    for (const std::string& word : {due->acknowledge_by, due->decide_by, due->regime})
      if (!word.empty() && word != "none") words.push_back(word);
  return listed_values(words);
}

std::vector<std::string> sorted(std::vector<std::string> list) {
  std::sort(list.begin(), list.end());
  return list;
}

// One document judged again: what it is now, what it would be.
class JudgingAgain {
 public:
  JudgingAgain(const ReprocessContext& context, const BatchEntry& batch, const DocumentEntry& entry, const fs::path& folder)
      : context_(context), entry_(entry), folder_(folder), said_(folder), now_(described(context.registry, batch.folder, with_path(entry, batch, folder)).record) {
    judge(batch);
    compare();
  }

  const std::vector<Difference>& differences() const { return differences_; }
  bool withheld() const { return confidential(now_, context_.services) || confidential(then_, context_.services); }
  /// Written, but the registry was not told.
  bool unfinished() const {
    const fs::path file = folder_ / "correction.json";
    return said_.correction().contains("judged_again") && context_.registry.correction_of(entry_.id) != sha256(read_file(file));
  }

  DocumentEntry apply() {
    Json said = said_.correction();
    if (said.empty()) said = {{"schema", "pli.correction/1"}, {"document", entry_.id}, {"by", context_.by}, {"at", context_.at}};
    for (const Difference& difference : differences_) write(said, difference.key);
    std::set<std::string> keys = judged_keys();
    for (const Difference& difference : differences_) keys.insert(difference.key);
    said["judged_again"] = {{"by", context_.by}, {"at", context_.at}, {"keys", keys}};
    return settle_correction(context_.registry, entry_, folder_, pretty(said), change());
  }

 private:
  static DocumentEntry with_path(DocumentEntry entry, const BatchEntry& batch, const fs::path& folder) {
    entry.path = fs::relative(folder, batch.folder).string();
    return entry;
  }

  void judge(const BatchEntry& batch) {
    FiledDocument filed = read_back(entry_, folder_, context_.site_keys);
    const std::vector<FormLayout> forms = context_.registry.forms();
    UnderstandOptions options{batch.received, batch.received_source, context_.services.town, context_.services.urgent, entry_.id};
    options.forms = &forms;
    const Understood understood = understand(filed.plan, filed.pages, context_.registry, context_.cascade, options);
    then_ = now_;
    if (filed.record.service.decided_by != "form") take_verdict(understood.record, context_.force && said_.confirmed() ? filed.record.review : entry_.reasons);
    then_.fields.clear();
    for (const Field& field : understood.record.fields)
      if (context_.force || !said_.by_person("fields." + field.name)) then_.fields.push_back(field);
    for (const Field& field : now_.fields)
      if (!context_.force && said_.by_person("fields." + field.name)) then_.fields.push_back(field);
    then_.due = due_of(then_, context_.delays);
  }

  // What a form of ours says is no matter of rules.
  void take_verdict(const Record& judgement, const std::vector<std::string>& reasons) {
    then_.service = judgement.service;
    if (context_.force || !said_.by_person("kind")) then_.kind = judgement.kind;
    then_.copies = judgement.copies;
    then_.review.clear();
    for (const std::string& reason : reasons)
      if (!judged(reason)) then_.review.push_back(reason);
    for (const std::string& reason : judgement.review)
      if (judged(reason)) then_.review.push_back(reason);
  }

  void compare() {
    differ("service", now_.service.code, then_.service.code);
    differ("kind", now_.kind.code, then_.kind.code);
    if (sorted(now_.review) != sorted(then_.review)) differ("review", listed_values(now_.review), listed_values(then_.review));
    differ("copies", copies_text(now_.copies), copies_text(then_.copies));
    std::vector<std::string> names;
    for (const auto* fields : {&now_.fields, &std::as_const(then_).fields})
      for (const Field& field : *fields)
        if (std::find(names.begin(), names.end(), field.name) == names.end()) names.push_back(field.name);
    for (const std::string& name : names) differ("fields." + name, listed_values(values_of(now_.fields, name)), listed_values(values_of(then_.fields, name)));
    if (due_words(now_.due) != due_words(then_.due)) differ("due", due_words(now_.due), due_words(then_.due));
  }

  void differ(const std::string& key, const std::string& before, const std::string& after) {
    if (before != after) differences_.push_back({key, before, after});
  }

  std::set<std::string> judged_keys() const {
    std::set<std::string> keys;
    const Json before = said_.correction().value("judged_again", Json::object());
    if (before.is_object())
      for (const Json& key : before.value("keys", Json::array()))
        if (key.is_string()) keys.insert(key.get<std::string>());
    return keys;
  }

  static Json verdict_json(const Verdict& verdict) { return {{"code", verdict.code}, {"confidence", rounded(verdict.confidence, 4)}, {"decided_by", verdict.decided_by}}; }

  void write(Json& said, const std::string& key) const {
    if (key == "service") said[key] = verdict_json(then_.service);
    else if (key == "kind") said[key] = {{"code", then_.kind.code}, {"confidence", rounded(then_.kind.confidence, 4)}};
    else if (key == "review") said[key] = {{"needed", !then_.review.empty()}, {"reasons", then_.review}};
    else if (key == "due") said[key] = then_.due ? to_json(*then_.due) : Json(nullptr);
    else if (key == "copies") {
      said[key] = Json::array();
      for (const Copy& copy : then_.copies) said[key].push_back({{"service", copy.service}, {"mode", copy.mode}});
    } else write_field(said, key.substr(std::string("fields.").size()));
  }

  void write_field(Json& said, const std::string& name) const {
    Json fields = Json::array();
    for (const Json& field : said.value("fields", Json::array()))
      if (!field.is_object() || field.value("name", "") != name) fields.push_back(field);
    bool found = false;
    for (const Field& field : then_.fields) {
      if (field.name != name) continue;
      found = true;
      fields.push_back({{"name", name}, {"value", field.value}, {"text", field.text}, {"confidence", rounded(field.confidence, 3)}, {"page", field.page}, {"box", to_json(field.box)}});
    }
    if (!found) fields.push_back({{"name", name}, {"value", ""}});
    said["fields"] = fields;
  }

  DocumentChange change() const {
    DocumentChange change;
    const auto first = [&](const char* name) {
      const auto values = values_of(then_.fields, name);
      return values.empty() ? std::string() : values.front();
    };
    change.service = then_.service.code, change.kind = then_.kind.code;
    change.date = first("date"), change.subject = first("subject"), change.sender = first("sender.name");
    change.path = (then_.review.empty() ? change.service : std::string("review")) + '/' + entry_.id;
    const bool known = !change.service.empty() && change.service != "autre";
    if (entry_.dossier.empty() && entry_.joined_by != "operator" && known && may_open(then_.review)) change.dossier = "new";
    change.reasons = then_.review;
    change.due = then_.due;
    change.by = context_.by;
    for (const Difference& difference : differences_) change.keys.push_back(difference.key.starts_with("fields.") ? difference.key.substr(7) : difference.key);
    change.judged_again = true;
    return change;
  }

  const ReprocessContext& context_;
  const DocumentEntry& entry_;
  const fs::path folder_;
  const CorrectedRecord said_;
  const Record now_;
  Record then_;
  std::vector<Difference> differences_;
};

Reprocessed judged_again(const ReprocessContext& context, const BatchEntry& batch, const DocumentEntry& entry) {
  Reprocessed result{entry.id, Reprocessed::State::same, {}, true, entry};
  const fs::path folder = folder_of(context.registry, entry);
  if (folder.empty()) {
    result.state = Reprocessed::State::gone;
    return result;
  }
  const CorrectedRecord said(folder);
  if (!context.force && (said.confirmed() || said.by_person("service"))) {
    result.state = Reprocessed::State::person;
    return result;
  }
  JudgingAgain judging(context, batch, entry, folder);
  result.differences = judging.differences();
  result.withheld = judging.withheld();
  const bool other = !result.differences.empty();
  if (other) result.state = Reprocessed::State::other;
  if (!context.dry && (other || judging.unfinished())) result.entry = judging.apply();
  return result;
}

}  // namespace

std::vector<Reprocessed> reprocess(const ReprocessContext& context, const std::string& name) {
  const auto batch = context.registry.batch(name);
  if (!batch) throw UsageError("unknown-batch", {{"batch", name}});
  if (!batch->complete) throw UsageError("batch-unfinished", {{"batch", name}});
  std::vector<Reprocessed> all;
  for (const DocumentEntry& entry : context.registry.documents(name))
    if (entry.emitted) all.push_back(judged_again(context, *batch, entry));
  return all;
}

}  // namespace pli
