// What the parts of the registry share behind its interface: the database and what every change needs. Methods run inside a transaction of the caller.
#pragma once

#include "pipeline/registry.h"
#include "pipeline/sqlite.h"

namespace pli {

struct Registry::State {
  Database database;
  RegistryContext context;
  std::string uuid;
  std::filesystem::path attachments;

  State(const std::filesystem::path& file, RegistryContext);

  void add_event(const std::string& kind, const std::string& subject, const std::string& facts);
  /// Numbers are given without gaps but those never issued, in the order of the calls.
  std::string open_dossier(const std::string& service, const std::string& subject, const std::string& date);
  /// The next number of the series "A" or "D" in the year of `date`, unless the owner has one.
  std::string give_number(const std::string& series, const std::string& date, const std::string& owner, const std::string& batch, const std::string& rejected = {});
  void add_document(const DocumentEntry&);
  void must_stand(const DocumentEntry&);  ///< throws UsageError("document-superseded")
  void add_contact(const std::string& document, const Contact&);
  void keep_answers(const std::string& document, const FilledForm&);
  void start_clock(const std::string& document, const std::optional<Due>&);
  /// A document's dossier, "" for none; the one it leaves is told. What it was a candidate for is settled.
  void move(const DocumentEntry&, const std::string& dossier, const std::string& joined_by);
  /// A person has decided where it belongs: no candidate is left. False when there was none.
  bool settle_question(const std::string& document);
  /// A dossier's state with its event, which names the document that caused it, if any.
  void set_state(const std::string& dossier, const std::string& state, const std::string& event, const std::string& document);
  /// Answered or returned by that document, once; told again changes nothing.
  void end_letter(LetterEntry, const std::string& state, const DocumentEntry&);
  /// After a letter became returned: what that means for its notification, and for its address from `day` on; `document` brought it, "" for a person's word.
  void note_return(const LetterEntry&, bool bad_address, const std::string& day, const std::string& document);
  void keep_return(const std::string& document, const std::optional<Returned>&);
  std::optional<Returned> return_of(const std::string& document);
  /// Nothing is held any more against the address of that person. Whether something was.
  bool lift_address(const Contact&, const std::string& document);
  /// The same of somebody who wrote, where he gives that address.
  void lift_sender(const Contact&, const DocumentEntry&);
  /// Puts a dossier or document into the full-text index, in place of what stood there for it.
  void index(const std::string& owner, const std::string& subject, const std::string& names, const std::string& text);
  /// Writes the letter's state, posting, tracking and due date, with the event `letter-STATE`, which names the document that caused it, if any.
  void change_letter(const LetterEntry&, const std::string& document);
  /// The dossier that a number leads to: itself, or the one that took its documents. "" when there is none.
  std::string lead(const std::string& dossier);
};

inline std::optional<std::string> null_if_empty(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

}  // namespace pli
