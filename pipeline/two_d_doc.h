// The text of a 2D-Doc (ANTS, "Code à barres 2D-Doc", text flavour, versions 02 to 04): the signed DataMatrix on bills, tax notices and diplomas.
// Whoever writes to the town may print one: everything here is read as hostile, under limits, and no exception leaves.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pli {

/// How a kind of data is written, by its identifier of two characters (templates/two_d_doc.toml).
struct ProofRule {
  std::string name;       ///< what records call it: kebab-case
  int least = 0, most = 0;  ///< characters; equal: no separator follows; most 0: any length, to the separator
  std::string form;       ///< text, hexdays (since 2000-01-01), ddmmyyyy, iban
  std::string role;       ///< what of it is held against the letter: name, given, surname, postcode; or against the day it came in: issued, expires; "" nothing
  bool keep = false;      ///< may stand in a record
  bool fixed() const { return most > 0 && least == most; }
};

/// Data of which a document must hold one group wholly; the first is the usual one.
using ProofAlternatives = std::vector<std::vector<std::string>>;

/// A type of document: what it must hold, and how old it may be.
struct ProofType {
  std::string label;
  bool dated = false;     ///< its header says when it was issued
  int recent_months = 0;  ///< older than that it proves nothing any more; 0: of any age
  std::vector<ProofAlternatives> mandatory;
};

struct ProofTable {
  std::map<std::string, ProofRule> fields;   ///< by identifier
  std::map<std::string, ProofType> types;    ///< by their code, in perimeter 01
  std::string digest;                         ///< of the file's bytes
};

struct ProofDatum {
  std::string id, value;   ///< as printed, trimmed
  bool truncated = false;  ///< the issuer cut it: it is a beginning
  bool known = true;       ///< the table has it
  bool fits = true;        ///< its length is possible
};

struct TwoDDoc {
  int version = 0;
  std::string authority, certificate;  ///< four characters [A-Z0-9] each, nothing else
  std::string issued, signed_on;       ///< ISO; "" when undated
  std::string type, perimeter, country;
  std::vector<ProofDatum> data;
  /// Why it was not, or not wholly, read: version-unsupported, binary-unsupported, signature-missing, signature-malformed, data-malformed, too-long, segment-missing; "" when it was.
  std::string problem;
  std::string signed_text;             ///< what the signature is over: all before it
  std::string signature;               ///< r and s, binary; "" when there is none or it is no base 32
  std::vector<std::size_t> after_fixed;  ///< places in signed_text behind a value of fixed length where no separator stands
};

inline constexpr std::size_t longest_two_d_doc = 4096;   // a DataMatrix holds 2335 characters at most
inline constexpr std::size_t most_proof_data = 100;

/// The names of the mandatory data that a document of that type lacks; of alternatives the usual ones. A name must say something, another datum may be blank (an address without a third line).
std::vector<std::string> missing_data(const TwoDDoc&, const ProofType&, const ProofTable&);

/// nullopt for what is no 2D-Doc. Separators may be spelt ("<GS>", U+241D); without a US the signature is the last 103 characters of base 32.
std::optional<TwoDDoc> read_two_d_doc(std::string_view text, const ProofTable&);

/// One of the symbols that a longer 2D-Doc was shared out over.
struct ProofSegment {
  std::string set;            ///< three characters
  int index = 0, count = 1;   ///< from 0; at most 16
  std::string text;
};
std::optional<ProofSegment> read_proof_segment(std::string_view text);

/// What may be kept of its text: the header, which names nobody. "" for what is no 2D-Doc.
std::string two_d_doc_header(std::string_view text);

/// The ISO day of four hexadecimal digits; "" for FFFF and for what is none.
std::string hex_day(std::string_view);
/// The value as people and programs compare it: ISO for the two forms of dates, else as it is.
std::string proof_value(const ProofDatum&, const ProofRule&);

}  // namespace pli
