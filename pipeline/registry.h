// The registry decides: batches, documents, dossiers, mail pieces, letters and the events that tell how they came to be.
// One interface over SQLite, so that another store can stand beside it. Two processes may use one file at once: each call is one transaction
// with its events, whole or not at all. Errors of use are UsageErrors that name the id; nothing is ever deleted.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/evidence.h"
#include "pipeline/record.h"
#include "pipeline/registry_entries.h"

namespace pli {

class Registry {
 public:
  /// Created on first use. Throws Fatal("registry-unreadable"), Fatal("registry-locked"), Fatal("registry-too-new").
  Registry(const std::filesystem::path& file, RegistryContext);
  ~Registry();
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;

  const std::string& uuid() const;

  std::optional<BatchEntry> batch(const std::string& name) const;
  std::vector<BatchEntry> batches() const;
  void open_batch(const BatchEntry&, const std::vector<InputEntry>&);
  void complete_batch(const std::string& name, const std::string& batch_json_sha256);
  std::vector<InputEntry> inputs(const std::string& batch) const;
  /// Another batch that took this input before, or "".
  std::string earlier_batch_with(const std::string& sha256, const std::string& batch) const;

  std::optional<DocumentEntry> document(const std::string& id) const;
  std::vector<DocumentEntry> documents(const std::string& batch) const;          ///< in input order
  std::vector<DocumentEntry> documents_of_dossier(const std::string& dossier) const;
  /// An earlier document made of the same pages, or "".
  std::string document_with_pages(const std::string& pages_digest, const std::string& other_than) const;

  /// First of the two transactions of a document: reserves its id and dossier, status `emitting`. With `open_dossier` a new dossier is opened
  /// and its id returned in the entry. A document reserved before is returned as it stands.
  DocumentEntry reserve(DocumentEntry, const Piece&, bool open_dossier);
  /// Second: the folder is in place. `text` goes into the full-text index.
  void emitted(const std::string& id, const std::string& record_sha256, const std::string& text);

  std::optional<DossierEntry> dossier(const std::string& id) const;
  std::vector<DossierEntry> dossiers() const;                                     ///< newest first
  /// Opens a dossier by hand or for a letter; `date` is ISO and gives the year of its number.
  std::string open_dossier(const std::string& service, const std::string& subject, const std::string& date);

  // Letters of ours.
  std::optional<RunEntry> run(const std::string& name) const;
  std::vector<RunEntry> runs() const;                                             ///< in the order they were opened
  /// Reserves the run and all its letters in the order given, in one transaction; a letter without dossier gets a new one, one of a merged dossier
  /// goes to the one that took it. Positions are set here. A run known before comes back as it stands. Throws UsageError("run-exists") when it was
  /// opened with another digest, UsageError("unknown-dossier").
  std::vector<LetterEntry> open_run(const RunEntry&, std::vector<LetterEntry>);
  /// Their files are in place: takes subject, pages, sheets, weight, envelope, file, sha256 and print range, and makes each a document of its
  /// dossier. One transaction (one sync of the disk): make many at once. What is told again changes nothing. Throws UsageError("unknown-letter").
  void letters_made(const std::vector<LetterEntry>&);
  void letter_made(const LetterEntry& letter) { letters_made({letter}); }
  void complete_run(const std::string& name, const std::string& run_json_sha256);
  std::optional<LetterEntry> letter(const std::string& id) const;
  std::vector<LetterEntry> letters(const std::string& run) const;                 ///< in row order
  std::vector<LetterEntry> letters_of_dossier(const std::string& dossier) const;  ///< oldest first
  /// All or none. States: generated, signed, posted, then returned, answered or cancelled; steps may be skipped, never taken back, but a returned
  /// letter may be posted again and a posting may be corrected. A change told again changes nothing. Throws UsageError("letter-state",
  /// {letter, state, wanted}), UsageError("letter-not-made") (it can only be cancelled), UsageError("unknown-letter"), UsageError("bad-date").
  void mark_letters(const std::vector<std::string>& ids, const LetterChange&);
  void mark_letter(const std::string& id, const std::string& state, const std::string& posted = "", const std::string& tracking = "",
                   const std::string& due = "") { mark_letters({id}, {state, posted, tracking, due}); }

  void add_event(const std::string& kind, const std::string& subject, const std::string& facts);
  std::vector<Event> events_about(const std::string& subject) const;
  /// Calls `each` for every event in order.
  void each_event(const std::function<void(const Event&)>& each) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pli
