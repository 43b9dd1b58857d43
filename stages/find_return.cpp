#include "stages/find_return.h"

#include <algorithm>
#include <set>
#include <vector>

#include "pipeline/code.h"
#include "stages/post_label.h"

namespace pli {
namespace {

bool still_out(const LetterEntry& letter) { return (letter.state == "generated" || letter.state == "signed" || letter.state == "posted") && !letter.sha256.empty(); }

class Return {
 public:
  Return(const PlannedDocument& plan, const std::vector<RecordPage>& pages, const Piece& piece, const Registry& registry, const ReturnWords& words, FoundDossier& found,
         const std::vector<std::string>& beside)
      : plan_(plan), pages_(pages), piece_(piece), registry_(registry), words_(words), found_(found), beside_(beside), under_sheet_(std::count(plan.reasons.begin(), plan.reasons.end(), "returned") > 0) {}

  std::optional<Returned> run() {
    if (const auto envelope = in_envelope(); envelope && !under_sheet_) return envelope;
    if (under_sheet_) read_all_pages();
    else if (!read_envelope()) return std::nullopt;
    Returned back;
    if (label_) back.motive = label_->motive(), back.read = label_->motives;
    back.letter = letter();
    if (!under_sheet_ && found_.id.empty() && found_.candidates.empty()) return std::nullopt;  // a label alone is nobody's letter
    const ReturnMotive motive = words_.motive(back.motive);
    back.bad_address = motive.bad_address;
    back.legal_effect = motive.effect == "always" || (motive.effect == "registered" && was_registered(back.letter));
    return back;
  }

 private:
  bool content(std::size_t i) const { return !pages_[i].facts.blank && !pages_[i].facts.failed; }

  // Our own page: a code on it that was proven.
  bool ours(std::size_t i) const {
    return std::any_of(pages_[i].facts.barcodes.begin(), pages_[i].facts.barcodes.end(), [&](const Barcode& barcode) {
      const auto code = parse_letter_code(barcode.text);
      return code && std::count(found_.letters.begin(), found_.letters.end(), code->letter) > 0;
    });
  }

  void take(PostLabel label) {
    if (!label_ || (label_->motives.empty() && !label.motives.empty())) label_ = std::move(label);
  }

  void read_all_pages() {
    for (std::size_t i = 0; i < pages_.size(); ++i)
      if (content(i)) take(read_post_label(pages_[i].facts.text, words_, false));
  }

  // What the envelope beside it said.
  std::optional<Returned> in_envelope() const {
    if (found_.letters.size() != 1) return std::nullopt;
    for (std::size_t i = 0; i < pages_.size(); ++i)
      if (content(i) && !ours(i)) return std::nullopt;
    const auto sent = registry_.letter(found_.letters.front());
    if (!sent || sent->state != "returned" || std::count(beside_.begin(), beside_.end(), sent->settled_by) == 0) return std::nullopt;
    return Returned{sent->id, sent->motive, sent->legal_effect, words_.motive(sent->motive).bad_address};
  }

  // The first page or an envelope bears the label; every other one is ours, or somebody else put something in.
  bool read_envelope() {
    if (!found_.may_open) return false;
    bool first = true;
    for (std::size_t i = 0; i < pages_.size(); ++i) {
      if (!content(i)) continue;
      const bool envelope = looks_like_envelope(pages_[i].facts.text, words_), own = ours(i);
      if (!envelope && !own) return false;
      if (first || plan_.pages[i].role == "envelope") {
        PostLabel label = read_post_label(pages_[i].facts.text, words_, true);
        if (label.any()) take(std::move(label));
      }
      first = false;
    }
    return label_.has_value();
  }

  std::string letter() {
    if (!found_.letters.empty()) return found_.letters.size() == 1 ? found_.letters.front() : "";
    if (!found_.id.empty()) return letter_of_dossier();
    return found_.may_open ? letter_by_address() : "";
  }

  bool shows(const std::string& name, const std::string& place) {
    if (words_on_pages_.empty())
      for (std::size_t i = 0; i < pages_.size(); ++i)
        if (content(i)) words_on_pages_.push_back(label_words(pages_[i].facts.text));
    return std::any_of(words_on_pages_.begin(), words_on_pages_.end(), [&](const std::vector<std::string>& words) { return shows_address(words, name, place); });
  }

  // Of several to the same person the one that was posted: a reminder that is printed lies here still.
  std::string the_one(const std::vector<std::string>& letters) const {
    if (letters.size() == 1) return letters.front();
    std::vector<std::string> posted;
    for (const std::string& id : letters)
      if (registry_.letter(id)->state == "posted") posted.push_back(id);
    return posted.size() == 1 ? posted.front() : "";
  }

  std::string letter_of_dossier() {
    std::vector<std::string> out, shown;
    for (const LetterEntry& one : registry_.letters_of_dossier(found_.id)) {
      if (!still_out(one)) continue;
      if (one.state == "posted") out.push_back(one.id);
      const Contact contact = contact_of(one.recipient, one.address, "", "", "", "");
      if (shows(contact.name, contact.place)) shown.push_back(one.id);
    }
    return the_one(shown.empty() ? out : shown);
  }

  // The window of a closed envelope shows the address alone.
  std::string letter_by_address() {
    std::vector<std::string> letters;
    std::set<std::string> dossiers;
    for (const SentLetter& one : registry_.letters_out()) {
      if (!shows(one.contact.name, one.contact.place)) continue;
      letters.push_back(one.letter);
      dossiers.insert(one.dossier);
    }
    if (dossiers.size() > 1)
      for (const std::string& dossier : dossiers) found_.candidates.push_back({dossier, "address"});
    if (dossiers.size() != 1) return "";
    found_.id = *dossiers.begin();
    found_.service = registry_.dossier(found_.id)->service;
    found_.joined_by = "address";
    return the_one(letters);
  }

  bool was_registered(const std::string& id) const {
    const auto sent = id.empty() ? std::nullopt : registry_.letter(id);
    return piece_.kind_of_mail == "registered" || !piece_.tracking.empty() || (label_ && label_->registered) || (sent && !sent->tracking.empty());
  }

  const PlannedDocument& plan_;
  const std::vector<RecordPage>& pages_;
  const Piece& piece_;
  const Registry& registry_;
  const ReturnWords& words_;
  FoundDossier& found_;
  const std::vector<std::string>& beside_;
  bool under_sheet_;
  std::optional<PostLabel> label_;
  std::vector<std::vector<std::string>> words_on_pages_;
};

}  // namespace

std::optional<Returned> find_return(const PlannedDocument& plan, const std::vector<RecordPage>& pages, const Piece& piece, const Registry& registry, const ReturnWords& words,
                                    FoundDossier& found, const std::vector<std::string>& beside) {
  return Return(plan, pages, piece, registry, words, found, beside).run();
}

std::vector<std::string> reasons_of(const Returned& back) {
  std::vector<std::string> reasons{"returned"};
  if (back.legal_effect) reasons.emplace_back("returned-refused");
  if (back.motive == unknown_motive) reasons.emplace_back("motive-unknown");
  if (back.letter.empty()) reasons.emplace_back("return-unknown");
  return reasons;
}

}  // namespace pli
