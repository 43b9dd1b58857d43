// The registry decides: batches, documents, dossiers, mail pieces and the events that tell how they came to be.
// One small interface over SQLite, so that another store can stand beside it. Two processes may use one file at once.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/evidence.h"
#include "pipeline/record.h"

namespace pli {

struct BatchEntry {
  std::string name, digest;              ///< digest of all inputs and of the settings that change results
  std::string received, received_source;
  std::string folder;                    ///< where its documents stand
  bool complete = false;
};

struct InputEntry {
  std::string path, sha256;
  int pages = 0;
};

struct DocumentEntry {
  std::string id, batch;
  int position = 0;                      ///< in the batch, from 0
  std::string direction = "inbound", received, dossier, joined_by, service, kind, date, subject, sender, piece;
  std::string path;                      ///< SERVICE/ID inside the batch folder
  std::string pages_digest;              ///< equal for documents made of the same source pages
  std::string duplicate_of;
  std::string record_sha256;             ///< "" until emitted
  std::vector<std::string> reasons;      ///< why a person must look; empty: nobody needs to
  bool emitted = false;
  bool review() const { return !reasons.empty(); }
};

struct DossierEntry {
  std::string id, service, subject, opened;  ///< opened: ISO date of receipt of its first document
  std::string state = "open";
  int documents = 0;
};

/// What the registry asks of its surroundings: the one place where time and chance come in.
struct RegistryContext {
  std::function<std::string()> now;      ///< UTC, ISO 8601
  std::function<std::string()> new_uuid; ///< for a registry that is being created
};

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

  void add_event(const std::string& kind, const std::string& subject, const std::string& facts);
  std::vector<Event> events_about(const std::string& subject) const;
  /// Calls `each` for every event in order.
  void each_event(const std::function<void(const Event&)>& each) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pli
