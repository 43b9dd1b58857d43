#include "pipeline/two_d_doc.h"

#include <algorithm>

#include "pipeline/calendar.h"
#include "pipeline/text.h"
#include "pipeline/validators.h"

namespace pli {
namespace {

constexpr char group = '\x1D', record = '\x1E', unit = '\x1F';
constexpr std::size_t p256_characters = 103;   // 64 bytes in base 32
constexpr std::size_t longest_signature = 212; // 132 bytes, P-521

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_figure(char c) { return c >= '0' && c <= '9'; }
bool is_id(std::string_view text) { return std::all_of(text.begin(), text.end(), [](char c) { return is_upper(c) || is_figure(c); }); }
bool separates(char c) { return c == group || c == record; }

int base32_value(char c) {
  if (is_upper(c)) return c - 'A';
  return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

// RFC 4648; bits that are left over must be zero: one signature has one spelling.
std::string unpacked(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  if (text.size() > longest_signature) return "";
  std::string bytes;
  unsigned bits = 0;
  int held = 0;
  for (const char c : text) {
    const int value = base32_value(c);
    if (value < 0) return "";
    bits = (bits << 5 | static_cast<unsigned>(value)) & 0xFFFu;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(bits >> held & 0xFFu);
    bits &= (1u << held) - 1;
  }
  return held < 5 && bits == 0 ? bytes : "";
}

// Some readers spell the separators, or show them as pictures.
std::string with_separators(std::string_view text) {
  static constexpr std::pair<std::string_view, char> spellings[] = {{"<GS>", group}, {"<RS>", record}, {"<US>", unit}, {"\xE2\x90\x9D", group}, {"\xE2\x90\x9E", record}, {"\xE2\x90\x9F", unit}};
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto* spelt = std::find_if(std::begin(spellings), std::end(spellings), [&](const auto& one) { return text.substr(i).starts_with(one.first); });
    if (spelt == std::end(spellings)) {
      plain += text[i++];
    } else {
      plain += spelt->second;
      i += spelt->first.size();
    }
  }
  while (!plain.empty() && (plain.back() == '\n' || plain.back() == '\r')) plain.pop_back();
  return plain;
}

// Without the country that version 4 adds.
std::size_t header_length(int version) { return version <= 2 ? 22 : 24; }

// 0 when it is none. What follows "DC" must be a header wholly: a DataMatrix of another trade may begin alike.
int version_of(std::string_view text) {
  if (text.size() < 22 || !text.starts_with("DC") || !is_figure(text[2]) || !is_figure(text[3]) || !is_id(text.substr(4, 18))) return 0;
  const auto hexadecimal = [](char c) { return is_figure(c) || (c >= 'A' && c <= 'F'); };
  if (!is_upper(text[4]) || !is_upper(text[5]) || !std::all_of(text.begin() + 12, text.begin() + 20, hexadecimal)) return 0;
  const int version = (text[2] - '0') * 10 + text[3] - '0';
  return version >= 3 && (text.size() < 24 || !is_id(text.substr(22, 2))) ? 0 : version;
}

bool is_binary(std::string_view text) { return text.starts_with("\xDC\x04") || text.starts_with("\xC3\x9C\x04"); }

class ProofReading {
 public:
  ProofReading(std::string_view text, const ProofTable& table) : table_(table), text_(text) {}

  TwoDDoc run(int version) {
    doc_.version = version;
    doc_.authority = text_.substr(4, 4), doc_.certificate = text_.substr(8, 4);
    doc_.issued = hex_day(text_.substr(12, 4)), doc_.signed_on = hex_day(text_.substr(16, 4));
    doc_.type = text_.substr(20, 2);
    doc_.perimeter = version >= 3 ? text_.substr(22, 2) : "01";
    if (version < 2 || version > 4) return doc_.problem = "version-unsupported", doc_;
    at_ = header_length(version);
    find_signature();
    if (version == 4) take_country();
    read_data();
    if (doc_.problem.empty() && doc_.signature.empty()) doc_.problem = "signature-missing";
    return doc_;
  }

 private:
  void find_signature() {
    end_ = text_.find(unit);
    if (end_ != std::string::npos) {
      const std::string_view tail = std::string_view(text_).substr(end_ + 1);
      doc_.signature = unpacked(tail.substr(0, tail.find(group)));  // what an annex adds behind it nobody signed
      if (doc_.signature.empty()) fail("signature-malformed");
    } else {
      end_ = text_.size();
      if (end_ >= at_ + p256_characters) doc_.signature = unpacked(std::string_view(text_).substr(end_ - p256_characters));
      if (!doc_.signature.empty()) end_ -= p256_characters;
    }
    doc_.signed_text = text_.substr(0, end_);
  }

  // Version 4 names the country of the issuer.
  void take_country() {
    if (at_ + 2 > end_ || !is_upper(text_[at_]) || !is_upper(text_[at_ + 1])) return fail("data-malformed");
    doc_.country = text_.substr(at_, 2);
    at_ += 2;
  }

  void read_data() {
    while (at_ < end_) {
      if (separates(text_[at_])) {
        ++at_;
        continue;
      }
      if (doc_.data.size() == most_proof_data) return fail("too-long");
      if (at_ + 2 > end_ || !is_id(std::string_view(text_).substr(at_, 2))) return fail("data-malformed");
      ProofDatum datum{text_.substr(at_, 2), "", false, true, true};
      at_ += 2;
      const auto rule = table_.fields.find(datum.id);
      datum.known = rule != table_.fields.end();
      take_value(datum, datum.known ? rule->second : ProofRule());
      doc_.data.push_back(std::move(datum));
    }
  }

  void take_value(ProofDatum& datum, const ProofRule& rule) {
    std::size_t stop = at_;
    const std::size_t most = rule.most > 0 ? static_cast<std::size_t>(rule.most) : longest_two_d_doc;
    while (stop < end_ && stop - at_ < most && !separates(text_[stop])) {
      if (static_cast<unsigned char>(text_[stop]) < 0x20 || text_[stop] == 0x7F) fail("data-malformed");
      ++stop;
    }
    datum.fits = stop - at_ >= static_cast<std::size_t>(rule.least);
    datum.value = trimmed(text_.substr(at_, stop - at_));
    at_ = stop;
    if (at_ < end_ && separates(text_[at_])) datum.truncated = text_[at_++] == record;
    else if (rule.fixed() && at_ <= end_) doc_.after_fixed.push_back(at_);
    if (!datum.fits) fail("data-malformed");
  }

  void fail(const char* problem) {
    if (doc_.problem.empty()) doc_.problem = problem;
  }

  const ProofTable& table_;
  const std::string text_;
  std::size_t at_ = 0, end_ = 0;
  TwoDDoc doc_;
};

}  // namespace

std::string hex_day(std::string_view digits) {
  if (digits.size() != 4 || digits == "FFFF") return "";
  int days = 0;
  for (const char c : digits) {
    const int value = is_figure(c) ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    if (value < 0) return "";
    days = days * 16 + value;
  }
  return add_days("2000-01-01", days);  // 2179 at the latest
}

std::vector<std::string> missing_data(const TwoDDoc& doc, const ProofType& type, const ProofTable& table) {
  const auto stands = [&](const std::string& id) {
    const auto rule = table.fields.find(id);
    const bool named = rule != table.fields.end() && (rule->second.role == "name" || rule->second.role == "given" || rule->second.role == "surname");
    return std::any_of(doc.data.begin(), doc.data.end(), [&](const ProofDatum& datum) { return datum.id == id && datum.fits && !(named && datum.value.empty()); });
  };
  std::vector<std::string> missing;
  for (const ProofAlternatives& alternatives : type.mandatory) {
    if (std::any_of(alternatives.begin(), alternatives.end(), [&](const auto& group) { return std::all_of(group.begin(), group.end(), stands); })) continue;
    for (const std::string& id : alternatives.front())
      if (!stands(id)) missing.push_back(table.fields.at(id).name);
  }
  return missing;
}

std::optional<TwoDDoc> read_two_d_doc(std::string_view given, const ProofTable& table) {
  TwoDDoc doc;
  if (is_binary(given)) {
    doc.version = 4;
    doc.problem = "binary-unsupported";
    return doc;
  }
  const std::string text = with_separators(given.substr(0, longest_two_d_doc));
  const int version = version_of(text);
  if (version == 0) return std::nullopt;
  if (given.size() <= longest_two_d_doc) return ProofReading(text, table).run(version);
  doc.version = version;
  doc.problem = "too-long";
  return doc;
}

std::optional<ProofSegment> read_proof_segment(std::string_view text) {
  if (text.size() < 7 || text.size() > longest_two_d_doc || text[0] != 'E' || !is_id(text.substr(1, 5))) return std::nullopt;
  const auto digit = [](char c) { return is_figure(c) ? c - '0' : c <= 'F' ? c - 'A' + 10 : -1; };
  const int index = digit(text[4]), last = digit(text[5]);
  if (index < 0 || last < index) return std::nullopt;
  return ProofSegment{std::string(text.substr(1, 3)), index, last + 1, std::string(text.substr(6))};
}

std::string two_d_doc_header(std::string_view text) {
  if (is_binary(text)) return std::string(text.substr(0, text.starts_with("\xDC") ? 2 : 3));
  const int version = version_of(text);
  return version == 0 ? "" : std::string(text.substr(0, header_length(version)));
}

std::string proof_value(const ProofDatum& datum, const ProofRule& rule) {
  if (rule.form == "hexdays") return hex_day(datum.value);
  const std::string& v = datum.value;
  if (rule.form != "ddmmyyyy" || v.size() != 8 || !std::all_of(v.begin(), v.end(), is_figure)) return clean(v);
  const int day = std::stoi(v.substr(0, 2)), month = std::stoi(v.substr(2, 2)), year = std::stoi(v.substr(4));
  return valid_date(year, month, day) ? iso_date(year, month, day) : v;
}

}  // namespace pli
