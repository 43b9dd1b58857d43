// What comes back of letters of ours: those that the post gave back, addresses nobody writes to any more, pages that documents brought.
#include "pipeline/errors.h"
#include "pipeline/json.h"
#include "pipeline/registry_state.h"

namespace pli {
namespace {

Contact recipient_of(const std::string& recipient, const std::string& address) { return contact_of(recipient, address, "", "", "", ""); }

}  // namespace

void Registry::State::end_letter(LetterEntry letter, const std::string& state, const DocumentEntry& document) {
  if (letter.state == state) return;
  const auto back = state == "returned" ? return_of(document.id) : std::nullopt;
  letter.state = state;
  letter.motive = back ? back->motive : "";
  letter.legal_effect = back && back->legal_effect;
  letter.settled_by = document.id;
  change_letter(letter, document.id);
  if (back) note_return(letter, back->bad_address, document.received, document.id);
  if (state == "answered") lift_address(recipient_of(letter.recipient, letter.address), document.id);
}

void Registry::State::note_return(const LetterEntry& letter, bool bad_address, const std::string& day, const std::string& document) {
  Json facts{{"motive", letter.motive}};
  if (!document.empty()) facts["document"] = document;
  if (letter.legal_effect) add_event("letter-refused", letter.id, compact(facts));
  const Contact contact = recipient_of(letter.recipient, letter.address);
  if (!bad_address) {
    lift_address(contact, document);  // the motive is known better now: he lives there
    return;
  }
  if (contact.name.empty() || contact.place.empty()) return;
  Statement(database, "INSERT OR REPLACE INTO bad_addresses(letter, name, place, motive, day, lifted) VALUES(?,?,?,?,?,0)").bind(letter.id, contact.name, contact.place, letter.motive, day).run();
  facts["day"] = day;
  add_event("address-undeliverable", letter.id, compact(facts));
}

bool Registry::State::lift_address(const Contact& contact, const std::string& document) {
  std::vector<std::string> letters;
  Statement row(database, "SELECT letter FROM bad_addresses WHERE name = ? AND place = ? AND lifted = 0 ORDER BY rowid");
  row.bind(contact.name, contact.place);
  while (row.step()) letters.push_back(row.text(0));
  for (const std::string& letter : letters) {
    Statement(database, "UPDATE bad_addresses SET lifted = 1 WHERE letter = ?").bind(letter).run();
    add_event("address-good", letter, compact(document.empty() ? Json::object() : Json{{"document", document}}));
  }
  return !letters.empty();
}

void Registry::State::lift_sender(const Contact& contact, const DocumentEntry& document) {
  if (contact.name.empty() || contact.street.empty() || contact.postcode.empty()) return;
  std::vector<std::string> places;
  Statement row(database, "SELECT DISTINCT place FROM bad_addresses WHERE name = ? AND lifted = 0 AND day <= ? ORDER BY place");
  row.bind(contact.name, document.received);
  while (row.step())
    if (same_person(contact, {contact.name, "", "", row.text(0), "", ""}) == "address") places.push_back(row.text(0));
  for (const std::string& place : places) lift_address({contact.name, "", "", place, "", ""}, document.id);
}

void Registry::State::keep_return(const std::string& document, const std::optional<Returned>& back) {
  if (!back) return;
  Statement(database, "INSERT OR REPLACE INTO returns(document, letter, motive, legal_effect, bad_address) VALUES(?,?,?,?,?)")
      .bind(document, back->letter, back->motive, back->legal_effect ? 1 : 0, back->bad_address ? 1 : 0)
      .run();
}

std::optional<Returned> Registry::State::return_of(const std::string& document) {
  Statement row(database, "SELECT letter, motive, legal_effect, bad_address FROM returns WHERE document = ?");
  if (!row.bind(document).step()) return std::nullopt;
  return Returned{row.text(0), row.text(1), row.integer(2) != 0, row.integer(3) != 0};
}

std::optional<BadAddress> Registry::bad_address(const std::string& recipient, const std::string& address) const {
  const Contact contact = recipient_of(recipient, address);
  if (contact.name.empty() || contact.place.empty()) return std::nullopt;
  Statement row(state_->database, "SELECT letter, motive, day FROM bad_addresses WHERE name = ? AND place = ? AND lifted = 0 ORDER BY day DESC, rowid DESC LIMIT 1");
  if (!row.bind(contact.name, contact.place).step()) return std::nullopt;
  return BadAddress{row.text(0), row.text(1), row.text(2)};
}

bool Registry::good_address(const std::string& id) {
  Transaction transaction(state_->database);
  const auto known = letter(id);
  if (!known) throw UsageError("unknown-letter", {{"letter", id}});
  const bool lifted = state_->lift_address(recipient_of(known->recipient, known->address), "");
  transaction.commit();
  return lifted;
}

std::vector<SentLetter> Registry::letters_out() const {
  std::vector<SentLetter> found;
  Statement row(state_->database,
                "SELECT letters.id, letters.dossier, contacts.name, contacts.place FROM letters JOIN contacts ON contacts.document = letters.id "
                "WHERE letters.state IN ('generated', 'signed', 'posted') AND letters.sha256 <> '' ORDER BY letters.rowid");
  while (row.step()) found.push_back({row.text(0), row.text(1), {row.text(2), "", "", row.text(3), "", ""}});
  return found;
}

std::vector<PageBefore> Registry::pages_back(const std::string& letter) const {
  std::vector<PageBefore> found;
  Statement row(state_->database, "SELECT page, document FROM letter_pages JOIN documents ON documents.id = document WHERE letter = ? AND superseded = 0 ORDER BY page, documents.rowid");
  row.bind(letter);
  while (row.step()) found.push_back({static_cast<int>(row.integer(0)), row.text(1)});
  return found;
}

}  // namespace pli
