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
  /// Created on first use. Throws Fatal("registry-unreadable"), Fatal("registry-locked"), Fatal("registry-too-new"), Fatal("registry-torn").
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
  std::vector<DocumentEntry> documents_between(const std::string& from, const std::string& to) const;  ///< received, or dated when outbound; ISO days, ends inclusive
  std::vector<DocumentEntry> documents_of_dossier(const std::string& dossier) const;
  /// An earlier document made of the same pages, or "".
  std::string document_with_pages(const std::string& pages_digest, const std::string& other_than) const;

  /// The first document that brought this page of a letter of ours, before document `but` was reserved; "" when none did. What came back undelivered
  /// counts for nothing: nobody had it in hand.
  std::string document_with_letter_page(const LetterPage&, const std::string& but) const;

  std::optional<PieceEntry> piece(const std::string& id) const;
  std::vector<DocumentEntry> documents_of_piece(const std::string& piece) const;  ///< in the order they lay in it
  std::vector<DocumentEntry> attached_files() const;                              ///< in the order they came
  /// Where it stands: the folder of an inbound document, the file of a letter or an attachment; empty for a letter
  /// that a word processor made.
  std::filesystem::path place_of(const DocumentEntry&) const;
  /// Beside the registry's file.
  const std::filesystem::path& attachments_folder() const;

  /// First of the two transactions of a document: reserves its id and dossier, status `emitting`. With `open_dossier` a new dossier is opened
  /// and its id returned in the entry. A dossier that was merged is followed, one that is closed is reopened. Letters of ours that it answers (by
  /// code; by reference or a person's word those posted that expect an answer) become `answered`, or `returned` with that reason. Who answers a reminder
  /// answers the letter it reminds of, where only one of the dossier can be meant. A document reserved before is returned as it stands.
  DocumentEntry reserve(DocumentEntry, const Piece&, bool open_dossier, const Arrival& = {});
  /// Second: the folder is in place. `text` goes into the full-text index.
  void emitted(const std::string& id, const std::string& record_sha256, const std::string& text);

  std::optional<DossierEntry> dossier(const std::string& id) const;
  std::vector<DossierEntry> dossiers(const DossierFilter& = {}) const;            ///< newest first
  /// The dossier a number leads to: itself, or the one that took its documents. "" when there is none.
  std::string lead(const std::string& id) const;
  std::vector<std::string> merged_into(const std::string& id) const;              ///< numbers that lead to it, itself left out
  /// Opens a dossier by hand or for a letter; `date` is ISO and gives the year of its number.
  std::string open_dossier(const std::string& service, const std::string& subject, const std::string& date);
  /// Documents and letters of `from` go to `into`; `from` stays, merged, and leads there. Numbers already merged stand for where they lead.
  /// Throws UsageError: unknown-dossier, dossier-merge-self, dossier-merged {id, into}, dossier-closed (`into`).
  void merge_dossiers(const std::string& into, const std::string& from);
  void close_dossier(const std::string& id);   ///< UsageError: unknown-dossier, dossier-merged, dossier-closed-already
  void reopen_dossier(const std::string& id);  ///< UsageError: unknown-dossier, dossier-merged, dossier-open
  /// Moves a document to a dossier; a closed one stays closed. To the one it is in: settles whether it belongs to another. UsageError: unknown-document, unknown-dossier, document-there.
  void attach(const std::string& document, const std::string& dossier);
  /// Takes it out; it is in no dossier then. UsageError: unknown-document, document-nowhere, letter-stays (a letter of ours has its number printed on it).
  void detach(const std::string& document);
  /// Takes a person's correction over: one transaction with the event `document-corrected`. The dossier that this document alone opened goes to its service. The same correction told
  /// again changes nothing and is no event. Throws UsageError: unknown-document, unknown-dossier.
  DocumentEntry correct(const std::string& document, const DocumentChange&);
  /// Records it with the event `document-handed-over`; false when the same was recorded before. A later date or another id takes the place of the first. UsageError: unknown-document,
  /// document-not-inbound, bad-date.
  bool hand_over(const Handover&);
  std::optional<Handover> handover(const std::string& document) const;
  /// SHA-256 of the correction.json that was taken over last, "" for none.
  std::string correction_of(const std::string& document) const;
  /// Inbound documents that wait for a person: hasty and registered ones first, then the longest waiting.
  std::vector<DocumentEntry> waiting() const;
  /// A file that is in attachments_folder() already becomes a document of its dossier (pipeline/attach_file.h).
  void add_attachment(DocumentEntry);
  /// Open dossiers of that service in which this sender wrote or was written to since that day, as candidates; `but` is the document that asks.
  std::vector<DossierCandidate> acquainted(const Contact&, const std::string& service, const std::string& since, const std::string& but) const;
  /// What waits for a person about a dossier: its documents that may belong elsewhere, others that may belong here.
  std::vector<OpenQuestion> open_questions(const std::string& dossier) const;
  /// The requests of open dossiers whose delay a text sets, in the order they came; those of one dossier, whatever its state, when it is named.
  std::vector<ClockEntry> clocks(const std::string& dossier = {}) const;
  /// Everything about a dossier, the numbers that lead to it, its documents and letters, in order.
  std::vector<Event> history(const std::string& dossier) const;

  /// Dossiers and documents whose subject, names or text hold all the words (accents, case and ligatures apart; the last may be a beginning), best
  /// first, at most `most`. The text is words only, never a query language. Throws UsageError("search-empty") when it holds no word.
  std::vector<SearchHit> search(const std::string& text, int most = 50) const;

  /// The number of a mail piece or letter in the register of mail; "" when none was given. reserve() gives one to each new piece, open_run() to each letter.
  std::string number_of(const std::string& owner) const;
  /// A number for an input of a batch that could not be processed: it came all the same. `place` tells it from the batch's others; told again, it keeps its number.
  std::string number_reject(const std::string& batch, const std::string& place, const std::string& path, const std::string& received);
  std::vector<NumberEntry> numbers(const std::string& from, const std::string& to) const;  ///< of these days, ends inclusive: arrivals, then departures, in order
  /// The first number of a series that is missing though a later one was given; "" when there is none, as there should be.
  std::string missing_number() const;

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

  /// What is wrong with the registry's file itself, as SQLite words it; "" when every page, index and reference is sound. Reads all of it.
  std::string damage() const;

  void add_event(const std::string& kind, const std::string& subject, const std::string& facts);
  std::vector<Event> events_about(const std::string& subject) const;
  /// Calls `each` for every event in order.
  void each_event(const std::function<void(const Event&)>& each) const;

 private:
  struct State;
  DossierEntry living(const std::string& id) const;  // throws for an unknown or merged one
  void settle_letters(const DocumentEntry&, const std::vector<std::string>& coded);
  void settle_reminded(const DocumentEntry&, const LetterEntry& reminder);
  std::unique_ptr<State> state_;
};

}  // namespace pli
