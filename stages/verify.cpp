#include "stages/verify.h"

#include <algorithm>
#include <map>
#include <set>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "pipeline/json.h"

namespace pli {
namespace {

class Verification {
 public:
  explicit Verification(const Registry& registry) : registry_(registry) {}

  VerifyResult run(const std::vector<BatchEntry>& batches, const std::vector<RunEntry>& runs, bool attachments) {
    if (const std::string damage = registry_.damage(); !damage.empty()) found("verify-registry", "detail", damage);
    if (!result_.first) check_chain();
    for (const BatchEntry& batch : batches)
      if (!result_.first) check_batch(batch);
    for (const RunEntry& run : runs)
      if (!result_.first) check_run(run);
    if (attachments && !result_.first) check_attachments();
    if (const std::string gap = registry_.missing_number(); !gap.empty()) found("verify-number", "number", gap);
    return std::move(result_);
  }

 private:
  void found(const char* code, const char* name, const std::string& value) {
    if (!result_.first) result_.first = {code, {{name, value}}};
  }

  // The chain is the truth: what the tables say is held against it.
  void check_chain() {
    std::string previous(64, '0');
    registry_.each_event([&](const Event& event) {
      ++result_.events;
      if (event.number != result_.events || event.previous != previous || event.digest != digest_of(event))
        found("verify-chain", "event", std::to_string(result_.events));
      previous = event.digest;
      if (event.kind == "document-emitted") records_[event.subject] = fact(event, "record_sha256");
      if (event.kind == "document-corrected") corrections_[event.subject] = fact(event, "correction_sha256");
      if (event.kind == "batch-complete") batch_files_[event.subject] = fact(event, "batch_json_sha256");
      if (event.kind == "letter-made" || event.kind == "document-taken") pdfs_[event.subject] = fact(event, "sha256");
      if (event.kind == "batch-sealed") seals_[event.subject][fact(event, "name")] = {fact(event, "json_sha256"), fact(event, "pdf_sha256")};
      if (event.kind == "run-complete") run_files_[event.subject] = fact(event, "run_json_sha256");
    });
  }

  // "" when there is no such fact: whoever altered the event may have left anything in its place.
  static std::string fact(const Event& event, const char* name) {
    const Json facts = Json::parse(event.facts, nullptr, false);
    if (!facts.is_object() || !facts.contains(name) || !facts.at(name).is_string()) return {};
    return facts.at(name).get<std::string>();
  }

  // True when the file is there and is what it was.
  bool holds(const fs::path& file, const std::string& digest) {
    if (!fs::exists(file)) found("verify-missing", "file", file.string());
    else if (sha256_file(file) != digest) found("verify-altered", "file", file.string());
    return !result_.first;
  }

  void check_batch(const BatchEntry& batch) {
    const fs::path folder = batch.folder;
    for (const DocumentEntry& document : registry_.documents(batch.name)) {
      if (!document.emitted) continue;
      ++result_.documents;
      if (document.record_sha256 != records_[document.id]) return found("verify-chain", "event", document.id);
      check_document(document, folder / document.path);
      if (result_.first) return;
    }
    if (batch.complete) check_manifest(folder, "batch.json", batch_files_[batch.name]);
    for (const auto& [name, digests] : seals_[batch.name]) {
      if (result_.first) return;
      if (holds(folder / "attestations" / (name + ".json"), digests.first)) holds(folder / "attestations" / (name + ".pdf"), digests.second);
    }
  }

  // The file that says that all is done, and the files that it answers for.
  void check_manifest(const fs::path& folder, const char* name, const std::string& digest) {
    if (!holds(folder / name, digest)) return;
    const Json json = Json::parse(read_file(folder / name));
    for (const Json& file : json.at("files"))
      if (!holds(folder / file.at("path").get<std::string>(), file.at("sha256").get<std::string>())) return;
  }

  // Letters that were made; those that a word processor writes have no file here.
  void check_run(const RunEntry& run) {
    const fs::path folder = run.folder;
    const bool there = fs::exists(folder);
    for (const LetterEntry& letter : registry_.letters(run.name)) {
      if (letter.sha256.empty()) continue;
      ++result_.documents;
      if (letter.sha256 != pdfs_[letter.id]) return found("verify-chain", "event", letter.id);
      if (letter.file.empty()) continue;
      if (!there) result_.handed_over.push_back(letter.id);
      else if (!holds(folder / letter.file, letter.sha256)) return;
    }
    if (run.complete && there) check_manifest(folder, "run.json", run_files_[run.name]);
  }

  // They lie in the registry's own folder, from where nobody takes them.
  void check_attachments() {
    for (const DocumentEntry& document : registry_.attached_files()) {
      ++result_.documents;
      if (document.record_sha256 != pdfs_[document.id]) return found("verify-chain", "event", document.id);
      if (!holds(registry_.place_of(document), document.record_sha256)) return;
    }
  }

  void check_document(const DocumentEntry& document, const fs::path& folder) {
    if (!fs::exists(folder)) {
      result_.handed_over.push_back(document.id);
      return;
    }
    if (!holds(folder / "record.json", document.record_sha256)) return;
    const auto corrected = corrections_.find(document.id);
    if (corrected != corrections_.end() && !holds(folder / "correction.json", corrected->second)) return;
    const Record record = record_from_json(Json::parse(read_file(folder / "record.json")));
    for (const OutputFile& file : record.files)
      if (!holds(folder / file.path, file.sha256)) return;
  }

  const Registry& registry_;
  VerifyResult result_;
  std::map<std::string, std::string> records_, corrections_, batch_files_, pdfs_, run_files_;
  std::map<std::string, std::map<std::string, std::pair<std::string, std::string>>> seals_;  // of a batch, by name: digests of both files
};

}  // namespace

VerifyResult verify(const Registry& registry, const std::vector<std::string>& names) {
  std::vector<BatchEntry> batches;
  std::vector<RunEntry> runs;
  if (names.empty()) batches = registry.batches(), runs = registry.runs();
  for (const std::string& name : names) {
    const auto batch = registry.batch(name);
    const auto run = registry.run(name);
    if (!batch && !run) throw UsageError("unknown-batch", {{"batch", name}});
    if (batch) batches.push_back(*batch);
    if (run) runs.push_back(*run);
  }
  return Verification(registry).run(batches, runs, names.empty());
}

}  // namespace pli
