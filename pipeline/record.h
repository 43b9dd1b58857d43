// What Pli says of one document: the value behind record.json (CONTRACT.md, pli.record/1).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/form.h"
#include "pipeline/page.h"

namespace pli {

struct Candidate {
  std::string code;
  double confidence = 0;
};

/// One reason of a verdict that a clerk understands: a phrase, a rule's name, a word; positive weights speak for it.
struct Evidence {
  std::string term;
  double weight = 0;
};

/// A judgement with its doubt: used for the service and for the kind of letter.
struct Verdict {
  std::string code;               ///< "" when nothing can be said
  double confidence = 0;          ///< calibrated probability, 0..1
  std::string decided_by;         ///< form, dossier, sheet, rule, text, operator
  bool sure = false;              ///< confidence is above the threshold of its kind: no person needs to look
  std::vector<Candidate> candidates;  ///< best first, `code` included
  std::vector<Evidence> evidence;     ///< strongest first
};

/// A value read in a document. Names and normal forms: CONTRACT.md.
struct Field {
  std::string name, value, text;
  double confidence = 0;
  int page = 1;   ///< counts from 1
  Box box;
};

struct PagePart {
  int from = 1, to = 1;  ///< over the document's pages, ends inclusive
  std::string role;      ///< letter, annex, envelope
};

/// The envelope a document came in.
struct Piece {
  std::string id;
  int position = 1, of = 1;
  std::string kind_of_mail = "simple";  ///< simple, registered, hand-delivered
  std::string tracking;                 ///< "" when none
  int envelope_page = 0;                ///< 0 when none
  std::vector<std::string> flags;       ///< confidential, valuables, urgent, unopened
  std::string number;                   ///< in the town's register of mail, A-YYYY-NNNNNN; "" before one was given
};

struct SourcePage {
  std::string path, sha256;
  int page = 1;
};

/// A page of a document: where it came from and its facts without text.
struct RecordPage {
  int number = 1;
  int pdf_page = 0;  ///< 0 for a blank set aside: it stands in no PDF
  SourcePage source;
  PageFacts facts;   ///< `text` may be empty: it stands in text.txt and alto.xml
};

struct Copy {
  std::string service, mode;  ///< mode: action, info
};

struct OutputFile {
  std::string path, sha256;
  long long bytes = 0;
};

/// A dossier that a document may belong to. `why`: code (printed on it), reference (quoted in it), address, email, phone (same sender, same service).
struct DossierCandidate {
  std::string id, why;
};

/// A page of a letter of ours that an earlier document brought.
struct PageBefore {
  int page = 0;
  std::string document;
};

/// What is amiss with the pages of a letter of ours that a document brings back; page numbers from 1.
struct LetterAccount {
  std::string letter;
  int pages = 0;                        ///< that it has
  std::vector<int> missing, twice;      ///< in this document
  std::vector<PageBefore> before;       ///< that came in another
};

/// What the law makes of a request on the day it comes in, ISO dates: "" where no text sets one.
struct Due {
  std::string acknowledge_by;       ///< the town's own aim for the acknowledgement that is owed
  std::string decide_by;            ///< when silence decides; under "none" the day by which to answer
  std::string regime;               ///< svr: silence is a refusal; sva: silence is consent; none
  std::string source;               ///< the articles
  int months = 0, days = 0;         ///< the delay, one of them at most
};

/// A value of a proof that may be kept (templates/two_d_doc.toml).
struct ProofField {
  std::string id, name, value;
};

/// A 2D-Doc printed on a page: what it says and what became of its signature.
struct Proof {
  int page = 1, version = 0;
  std::string type, label;              ///< label "" for a type that is not known
  std::string issued, signed_on;        ///< ISO; "" when undated
  std::vector<ProofField> fields;
  std::string state;                    ///< lu_non_verifie, signature_valide, signature_invalide, certificat_inconnu, certificat_revoque, certificat_non_rattache, certificat_hors_usage, certificat_hors_validite, contradiction_avec_le_texte
  std::string problem;                  ///< why it was not wholly read (pipeline/two_d_doc.h); "" when it was
  std::optional<bool> name_agrees, postcode_agrees;  ///< with the letter's sender; nullopt where one of them has none
  std::optional<bool> page_agrees = {};    ///< whether its name or postcode stands on the page it is printed on; nullopt where too little was read there
  std::vector<std::string> missing = {};   ///< mandatory data of its type that it lacks (the names of templates/two_d_doc.toml)
  std::vector<std::string> remarks = {};   ///< codes of stages/check_proofs.h
};

/// A letter of ours that the post gave back.
struct Returned {
  std::string letter;                   ///< "" when nothing tells which one
  std::string motive = "unknown";       ///< a code of templates/returns.toml; unknown: a person reads the label
  bool legal_effect = false;            ///< registered, refused or not claimed: it counts as notified all the same
  bool bad_address = false;             ///< nobody writes there again before a person says so
  std::vector<std::string> read = {};   ///< motives whose words stand on it: several are a list whose tick can't be trusted
};

struct Record {
  std::string id, batch, direction = "inbound", received;
  std::string dossier, joined_by = "none";  ///< dossier "" with none
  std::vector<DossierCandidate> candidates; ///< dossiers it may belong to, for a person to decide
  std::vector<LetterAccount> letters;       ///< those of which a page is missing, or came twice
  Verdict service, kind;
  std::vector<std::string> review;          ///< reasons; empty: no person needed
  Piece piece;
  std::vector<PagePart> parts;
  std::vector<Copy> copies;
  std::vector<Field> fields;
  std::optional<FilledForm> form;
  std::vector<RecordPage> pages;
  std::vector<Proof> proofs;                ///< in the order of the pages
  std::optional<Returned> returned;         ///< of a letter of ours that came back undelivered
  std::optional<Due> due;                   ///< of a request of which kind and service are sure
  std::string duplicate_of;
  std::vector<std::string> supersedes;      ///< documents whose place it took (a split, a join, a new scan)
  std::vector<OutputFile> files;
  std::map<std::string, std::string> software;
};

}  // namespace pli
