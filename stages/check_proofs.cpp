#include "stages/check_proofs.h"

#include <algorithm>
#include <map>
#include <set>

#include "pipeline/calendar.h"
#include "pipeline/text.h"
#include "pipeline/validators.h"

namespace pli {
namespace {

constexpr double readable_sender = 0.6;   // below it what was read of the sender contradicts nobody
constexpr std::size_t most_proofs = 20;
constexpr std::size_t readable_page = 40;  // words below which what is not found on a page may stand there all the same
constexpr std::size_t telling_name = 4;    // letters of a name that no other word holds by chance
constexpr std::size_t readable_name = 5;  // letters from which a single other letter may be a misreading

using Tokens = std::vector<std::string>;

Tokens name_tokens(std::string_view name) {
  static const std::set<std::string> titles = {"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "messieurs", "mesdames", "dr", "docteur", "me", "maitre", "et", "ou", "epouse", "nee", "veuve"};
  Tokens tokens;
  for (const std::string& token : split(matching(name), ' '))
    if (!token.empty() && !titles.contains(token)) tokens.push_back(token);
  return tokens;
}

bool one_edit_apart(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() < readable_name || b.size() - a.size() > 1) return false;
  std::size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  return a.substr(a.size() == b.size() ? std::min(i + 1, a.size()) : i) == b.substr(std::min(i + 1, b.size()));
}

bool token_fits(const std::string& one, const std::string& other) { return one == other || ((one.size() == 1 || other.size() == 1) && one[0] == other[0]); }

// Each token of the shorter name has one of its own in the longer; a name is more than initials.
template <typename Fits>
bool contained(const Tokens& few, Tokens many, const Fits& fits) {
  bool whole_word = false;
  for (const std::string& token : few) {
    auto at = std::find(many.begin(), many.end(), token);
    if (at == many.end()) at = std::find_if(many.begin(), many.end(), [&](const std::string& other) { return fits(token, other); });
    if (at == many.end()) return false;
    whole_word = whole_word || (token.size() > 1 && at->size() > 1);
    many.erase(at);
  }
  return whole_word;
}

const Field* sender_field(const Record& record, const char* name) {
  const Field* best = nullptr;
  for (const Field& field : record.fields)
    if (field.name == name && !field.value.empty() && field.confidence >= readable_sender && (!best || field.confidence > best->confidence)) best = &field;
  return best;
}

struct ProofPerson {
  std::string name;
  bool cut = false;
};

// Names stand whole, or as given name and surname one after the other, in the table's order: 12 and 13, 16 and 17, B1 and B2.
std::vector<ProofPerson> people_in(const TwoDDoc& doc, const ProofTable& table) {
  std::vector<ProofPerson> people;
  std::map<std::string, ProofPerson> parts;
  for (const ProofDatum& datum : doc.data) {
    const auto rule = table.fields.find(datum.id);
    if (rule == table.fields.end() || datum.value.empty()) continue;
    if (rule->second.role == "name") people.push_back({datum.value, datum.truncated});
    if (rule->second.role != "given" && rule->second.role != "surname") continue;
    const std::string whose = rule->second.name.substr(0, rule->second.name.rfind(rule->second.role == "given" ? "given" : "surname"));
    ProofPerson& person = parts[whose];
    person.name += (person.name.empty() ? "" : " ") + datum.value;
    person.cut = person.cut || datum.truncated;
  }
  for (auto& [whose, person] : parts) people.push_back(std::move(person));
  return people;
}

std::optional<bool> name_agrees(const TwoDDoc& doc, const ProofTable& table, const Field* sender) {
  if (!sender) return std::nullopt;
  bool unsure = false, differs = false;
  for (const ProofPerson& person : people_in(doc, table)) {
    const std::optional<bool> same = same_name(person.name, sender->value, person.cut);
    if (same == true) return true;
    unsure = unsure || !same;
    differs = true;
  }
  return unsure || !differs ? std::nullopt : std::optional(false);
}

std::optional<bool> postcode_agrees(const TwoDDoc& doc, const ProofTable& table, const Field* sender) {
  if (!sender) return std::nullopt;
  std::optional<bool> agrees;
  for (const ProofDatum& datum : doc.data) {
    const auto rule = table.fields.find(datum.id);
    if (rule == table.fields.end() || rule->second.role != "postcode" || datum.value.empty()) continue;
    if (datum.value == sender->value) return true;
    agrees = false;
  }
  return agrees;
}

bool contradicts(const Proof& proof) { return proof.name_agrees == false || proof.postcode_agrees == false || proof.page_agrees == false; }

// A symbol that was cut from another paper: neither the name nor the postcode in it stands on the page that bears it.
std::optional<bool> page_agrees(const TwoDDoc& doc, const ProofTable& table, const PageFacts& page) {
  if (page.legibility != Legibility::good) return std::nullopt;
  const Tokens words = split(matching(page.text.plain()), ' ');
  if (words.size() < readable_page) return std::nullopt;
  Tokens wanted;
  for (const ProofPerson& person : people_in(doc, table))
    for (std::string& token : name_tokens(person.name))
      if (token.size() >= telling_name) wanted.push_back(std::move(token));
  if (wanted.empty()) return std::nullopt;
  for (const ProofDatum& datum : doc.data)
    if (const auto rule = table.fields.find(datum.id); rule != table.fields.end() && rule->second.role == "postcode" && !datum.value.empty()) wanted.push_back(datum.value);
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& token) { return word.starts_with(token) || (token.front() > '9' && one_edit_apart(word, token)); });
  });
}

std::string signature_state(const TwoDDoc& doc, const Certificates& certificates, std::vector<std::string>& remarks) {
  if (!certificates.there() || doc.authority.empty() || doc.problem == "version-unsupported") return "lu_non_verifie";
  if (doc.signature.empty() && doc.problem != "signature-malformed") return "lu_non_verifie";  // there is none, or not all of it
  const SignatureCheck check = check_signature(doc, certificates);
  if (check.revoked) return "certificat_revoque";
  if (!check.known) return "certificat_inconnu";
  if (!check.fits) return "signature_invalide";
  if (check.vouching == Vouching::refused) return "certificat_non_rattache";
  if (!check.may_sign) return "certificat_hors_usage";
  if (!check.in_time) return "certificat_hors_validite";
  if (check.vouching == Vouching::unchecked) remarks.emplace_back("authority-unchecked");
  return "signature_valide";
}

// The first day that data of a role give.
std::string day_of_role(const TwoDDoc& doc, const ProofTable& table, const std::string& role) {
  for (const ProofDatum& datum : doc.data) {
    const auto rule = table.fields.find(datum.id);
    if (rule == table.fields.end() || rule->second.role != role) continue;
    if (std::string day = proof_value(datum, rule->second); day_number(day) != unknown_day) return day;
  }
  return "";
}

void remark_dates(const TwoDDoc& doc, const ProofType& type, const ProofTable& table, const std::string& received, std::vector<std::string>& remarks) {
  if (type.dated && doc.issued.empty()) remarks.emplace_back("undated");
  if (received.empty()) return;
  const std::string issued = doc.issued.empty() ? day_of_role(doc, table, "issued") : doc.issued, expires = day_of_role(doc, table, "expires");
  if (issued > received) remarks.emplace_back("ahead");
  else if (!issued.empty() && type.recent_months > 0 && add_months(issued, type.recent_months) < received) remarks.emplace_back("old");
  if (!expires.empty() && expires < received) remarks.emplace_back("expired");
}

bool wholly_read(const TwoDDoc& doc) { return doc.problem.empty() || doc.problem == "signature-missing" || doc.problem == "signature-malformed"; }

void remark_data(const TwoDDoc& doc, const ProofType& type, const ProofTable& table, Proof& proof) {
  for (const ProofDatum& datum : doc.data)
    if (const auto rule = table.fields.find(datum.id); rule != table.fields.end() && rule->second.form == "iban" && datum.fits && !datum.truncated && !valid_iban(datum.value)) proof.remarks.emplace_back("iban-wrong");
  // What is unknown has no end but a separator: data of fixed length may be hidden in it.
  if (std::any_of(doc.data.begin(), doc.data.end(), [](const ProofDatum& datum) { return !datum.known; })) proof.remarks.emplace_back("data-unknown");
  else proof.missing = missing_data(doc, type, table);
}

Proof proof_of(const TwoDDoc& doc, const RecordPage& page, const ProofRules& rules, const Record& record) {
  Proof proof;
  proof.page = page.number, proof.version = doc.version, proof.type = doc.type;
  proof.issued = doc.issued, proof.signed_on = doc.signed_on, proof.problem = doc.problem;
  for (const ProofDatum& datum : doc.data) {
    const auto rule = rules.table.fields.find(datum.id);
    if (rule != rules.table.fields.end() && rule->second.keep && datum.fits) proof.fields.push_back({datum.id, rule->second.name, proof_value(datum, rule->second)});
  }
  proof.state = signature_state(doc, rules.certificates, proof.remarks);
  if (doc.authority.ends_with("00")) proof.remarks.emplace_back("specimen");
  if (const auto type = rules.table.types.find(doc.type); type != rules.table.types.end() && doc.perimeter == "01") {
    proof.label = type->second.label;
    if (wholly_read(doc)) {
      remark_data(doc, type->second, rules.table, proof);
      remark_dates(doc, type->second, rules.table, record.received, proof.remarks);
    }
  }
  proof.name_agrees = name_agrees(doc, rules.table, sender_field(record, "sender.name"));
  proof.postcode_agrees = postcode_agrees(doc, rules.table, sender_field(record, "sender.postcode"));
  proof.page_agrees = page_agrees(doc, rules.table, page.facts);
  if ((proof.state == "signature_valide" || proof.state == "lu_non_verifie" || proof.state == "certificat_inconnu" || proof.state == "certificat_hors_validite") && contradicts(proof)) proof.state = "contradiction_avec_le_texte";
  return proof;
}

// A document that was shared out over several symbols, where all of them are there.
std::optional<TwoDDoc> joined_segments(const ProofSegment& first, const std::vector<ProofSegment>& segments, const ProofTable& table) {
  std::string text;
  for (int index = 0; index < first.count; ++index) {
    const auto at = std::find_if(segments.begin(), segments.end(), [&](const ProofSegment& s) { return s.set == first.set && s.count == first.count && s.index == index; });
    if (at == segments.end()) {
      auto doc = read_two_d_doc(first.text, table);
      if (doc) doc->signed_text.clear(), doc->signature.clear(), doc->problem = "segment-missing";
      return doc;
    }
    text += at->text;
  }
  return read_two_d_doc(text, table);
}

void add_reason(Record& record, const char* reason) {
  if (std::find(record.review.begin(), record.review.end(), reason) == record.review.end()) record.review.emplace_back(reason);
}

class ProofCheck {
 public:
  ProofCheck(Record& record, std::vector<RecordPage>& pages, const ProofRules& rules) : record_(record), pages_(pages), rules_(rules) {}

  void run() {
    each_symbol([&](RecordPage&, Barcode& code) {
      if (auto segment = read_proof_segment(code.text)) segments_.push_back(std::move(*segment));
    });
    each_symbol([&](RecordPage& page, Barcode& code) { look(page, code); });
    for (const Proof& proof : record_.proofs) {
      const auto has = [&](const char* remark) { return std::find(proof.remarks.begin(), proof.remarks.end(), remark) != proof.remarks.end(); };
      if (proof.state == "signature_invalide" || (proof.state.starts_with("certificat_") && proof.state != "certificat_inconnu")) add_reason(record_, "proof-invalid");
      if (contradicts(proof)) add_reason(record_, "proof-contradicts");
      if (!proof.missing.empty() || has("iban-wrong")) add_reason(record_, "proof-incomplete");
      if (has("old") || has("ahead") || has("undated") || has("expired")) add_reason(record_, "proof-date");
    }
  }

 private:
  template <typename Each>
  void each_symbol(const Each& each) {
    for (RecordPage& page : pages_)
      for (Barcode& code : page.facts.barcodes)
        if (code.format == "DataMatrix") each(page, code);
  }

  void look(RecordPage& page, Barcode& code) {
    if (const auto segment = read_proof_segment(code.text)) {
      const bool first = segment->index == 0;
      if (first && two_d_doc_header(segment->text).empty()) return;
      if (!first && !begun(segment->set)) return;
      if (first) add(joined_segments(*segment, segments_, rules_.table), page);
      code.text = code.text.substr(0, 6) + two_d_doc_header(segment->text);
      return;
    }
    const auto doc = read_two_d_doc(code.text, rules_.table);
    if (!doc) return;
    add(doc, page);
    code.text = two_d_doc_header(code.text);
  }

  bool begun(const std::string& set) const {
    return std::any_of(segments_.begin(), segments_.end(), [&](const ProofSegment& s) { return s.set == set && s.index == 0 && !two_d_doc_header(s.text).empty(); });
  }

  // The same proof may be printed on each page of a bill: it is one.
  void add(const std::optional<TwoDDoc>& doc, const RecordPage& page) {
    if (!doc || record_.proofs.size() == most_proofs) return;
    if (!doc->signed_text.empty() && !seen_.insert(doc->signed_text + '\x1F' + doc->signature).second) return;
    record_.proofs.push_back(proof_of(*doc, page, rules_, record_));
  }

  Record& record_;
  std::vector<RecordPage>& pages_;
  const ProofRules& rules_;
  std::vector<ProofSegment> segments_;
  std::set<std::string> seen_;
};

}  // namespace

std::optional<bool> same_name(std::string_view proof, std::string_view letter, bool cut) {
  const Tokens ours = name_tokens(proof), theirs = name_tokens(letter);
  if (ours.empty() || theirs.empty()) return std::nullopt;
  const auto cut_fits = [&](const std::string& a, const std::string& b) {
    const std::string& last = ours.back();
    return token_fits(a, b) || (cut && ((a == last && b.starts_with(a)) || (b == last && a.starts_with(b))));
  };
  const bool fewer = ours.size() <= theirs.size();
  const Tokens &few = fewer ? ours : theirs, &many = fewer ? theirs : ours;
  if (contained(few, many, cut_fits)) return true;
  const auto nearly = [&](const std::string& a, const std::string& b) { return cut_fits(a, b) || one_edit_apart(a, b); };
  return contained(few, many, nearly) ? std::nullopt : std::optional(false);
}

void check_proofs(Record& record, std::vector<RecordPage>& pages, const ProofRules& rules) { ProofCheck(record, pages, rules).run(); }

}  // namespace pli
