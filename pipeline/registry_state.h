// What the parts of the registry share behind its interface: the database and what every change needs. Methods run inside a transaction of the caller.
#pragma once

#include "pipeline/registry.h"
#include "pipeline/sqlite.h"

namespace pli {

struct Registry::State {
  Database database;
  RegistryContext context;
  std::string uuid;

  State(const std::filesystem::path& file, RegistryContext);

  void add_event(const std::string& kind, const std::string& subject, const std::string& facts);
  /// Numbers are given without gaps but those never issued, in the order of the calls.
  std::string open_dossier(const std::string& service, const std::string& subject, const std::string& date);
  void add_document(const DocumentEntry&);
  /// Puts a dossier or document into the full-text index, in place of what stood there for it.
  void index(const std::string& owner, const std::string& subject, const std::string& names, const std::string& text);
  /// Writes the letter's state, posting, tracking and due date, with the event `letter-STATE`, which names the document that caused it, if any.
  void change_letter(const LetterEntry&, const std::string& document);
  /// The dossier that a number leads to: itself, or the one that took its documents. "" when there is none.
  std::string lead(const std::string& dossier);
};

inline std::optional<std::string> null_if_empty(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

}  // namespace pli
