#include "stages/address_block.h"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <optional>
#include <regex>

#include "pipeline/text.h"
#include "stages/countries.h"

namespace pli {
namespace {

constexpr std::size_t most_street = 32;  // 38 without four digits, an index letter and their spaces

using WordList = std::vector<std::string>;

constexpr std::size_t longest_line = 500;  // bytes: std::regex needs stack for each, and no address comes near

WordList words_of(const std::string& line) {
  WordList out;
  for (const std::string& word : split(line, ' '))
    if (!word.empty()) out.push_back(word);
  return out;
}

std::string joined(const WordList& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

bool all_digits(const std::string& word) { return !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) { return std::isdigit(c) != 0; }); }

/// Capitals and single spaces; `strict` lines (street and below) have no punctuation at all. nullopt for letters that can't be written so.
std::optional<std::string> machine_line(const std::string& line, bool strict) {
  std::string out;
  for (char c : capitals(clean(line))) {
    const auto u = static_cast<unsigned char>(c);
    if (u >= 0x80) return std::nullopt;
    const bool kept = std::isalnum(u) != 0 || (!strict && (c == '-' || c == '\'' || c == '&'));
    out += kept ? c : ' ';
  }
  return joined(words_of(out));
}

/// First words replaced by the table's; longest entries first ("ROND POINT").
bool shorten_start(WordList& words, const std::map<std::string, std::string>& table) {
  for (std::size_t count = std::min<std::size_t>(2, words.size() - 1); count >= 1 && words.size() > 1; --count) {
    const auto entry = table.find(joined({words.begin(), words.begin() + static_cast<long>(count)}));
    if (entry == table.end()) continue;
    words.erase(words.begin() + 1, words.begin() + static_cast<long>(count));
    words[0] = entry->second;
    return true;
  }
  return false;
}

/// A street on its way down the ladder. `fixed[i]`: a particle, which stays. The last word is never touched.
class Street {
 public:
  Street(const std::string& name, std::size_t most, const AddressWords& lists) : words_(words_of(name)), most_(most), lists_(lists) {}

  std::string shortened() {
    if (words_.size() < 2 || fits()) return joined(words_);
    const bool known = shorten_start(words_, lists_.street_types) || words_[0] == "RUE" || words_[0].size() <= 3;
    if (!fits()) titles();
    if (!fits()) first_names();
    if (!fits()) articles();
    if (!fits() && !known && words_[0].size() > 4 && words_.size() > 2) words_[0].resize(4);
    for (std::size_t i = 1; i + 1 < words_.size() && !fits(); ++i)
      if (!lists_.articles.contains(words_[i]) && !all_digits(words_[i])) words_[i].resize(1);
    return joined(words_);
  }

 private:
  bool fits() const { return joined(words_).size() <= most_; }

  void titles() {
    for (std::size_t i = 1; i + 1 < words_.size() && !fits(); ++i) {
      WordList rest(words_.begin() + static_cast<long>(i), words_.end());
      if (!shorten_start(rest, lists_.titles)) continue;
      names_.insert(rest[0]);
      words_.erase(words_.begin() + static_cast<long>(i), words_.end());
      words_.insert(words_.end(), rest.begin(), rest.end());
    }
  }

  void first_names() {
    for (std::size_t i = 1; i + 1 < words_.size() && !fits(); ++i)
      if (lists_.first_names.contains(words_[i])) names_.insert(words_[i].substr(0, 1)), words_[i].resize(1);
  }

  /// After a title or a first name an article belongs to the name: DE LATTRE stays, the DU of BOULEVARD DU MARECHAL goes.
  void articles() {
    bool in_name = false;
    for (std::size_t i = 1; i + 1 < words_.size() && !fits();) {
      const bool article = lists_.articles.contains(words_[i]);
      if (article && !in_name) {
        words_.erase(words_.begin() + static_cast<long>(i));
        continue;
      }
      in_name = article || names_.contains(words_[i]) || lists_.first_names.contains(words_[i]) || is_title(words_[i]);
      ++i;
    }
  }

  bool is_title(const std::string& word) const {
    return std::any_of(lists_.titles.begin(), lists_.titles.end(), [&](const auto& entry) { return entry.first == word || entry.second == word; });
  }

  WordList words_;
  std::size_t most_;
  const AddressWords& lists_;
  std::set<std::string> names_;
};

struct Numbered {
  std::string number, street;
};

/// "12 BIS RUE X" is number "12 B"; of "15 17" and "15-17" the first counts.
std::optional<Numbered> numbered(const std::string& line) {
  static const std::regex form(R"((\d{1,4})(?: \d{1,4})? ?(BIS|TER|QUATER|QUINQUIES|[A-Z])?(?: (.+))?)"), number(R"((\d{1,4})(?: (\d{1,4}))?(.*))");
  std::smatch parts;
  if (line.size() > longest_line || !std::regex_match(line, parts, form) || !parts[3].matched) return std::nullopt;
  return Numbered{parts[1].str() + (parts[2].matched ? ' ' + parts[2].str().substr(0, 1) : ""), parts[3]};
}

bool begins_like_a_street(const std::string& line, const AddressWords& lists) {
  WordList words = words_of(line);
  if (words.size() < 2) return false;
  const std::string first = words[0];
  return first == "RUE" || first == "COURS" || first == "QUAI" || first == "VOIE" || shorten_start(words, lists.street_types);
}

std::string street_line(const std::string& line, const AddressWords& lists) {
  const auto parts = numbered(line);
  if (!parts) return begins_like_a_street(line, lists) ? shortened_street(line, address_columns, lists) : line;
  return parts->number + ' ' + (parts->street.size() > most_street ? shortened_street(parts->street, most_street, lists) : parts->street);
}

std::string locality_line(const std::string& line, const AddressWords&) {
  static const std::regex form(R"((?:F )?(\d{5}) ?(\D.*))");
  std::smatch parts;
  if (line.size() > longest_line || !std::regex_match(line, parts, form)) return line;
  WordList words = words_of(parts[2]);
  for (std::string& word : words) {
    if (joined(words).size() <= most_street) break;
    if (word == "SAINT") word = "ST";
    if (word == "SAINTE") word = "STE";
  }
  return parts[1].str() + ' ' + joined(words);
}

bool is_locality(const std::string& line) {
  static const std::regex form(R"((F )?\d{5} ?\D.*)");
  return std::regex_match(line.substr(0, longest_line), form);
}

std::string other_line(const std::string& line, const AddressWords& lists) {
  WordList words = words_of(line);
  for (std::string& word : words) {
    if (joined(words).size() <= address_columns) break;
    if (const auto shorter = lists.other_words.find(word); shorter != lists.other_words.end()) word = shorter->second;
  }
  return joined(words);
}

struct Source {
  int index;
  std::string text;
};

}  // namespace

std::string shortened_street(const std::string& street, std::size_t most, const AddressWords& lists) { return Street(street, most, lists).shortened(); }

AddressBlock address_block(const std::string& name, const std::vector<std::string>& lines, const AddressWords& lists) {
  AddressBlock block;
  std::vector<Source> sources;
  const auto add = [&](int index, const std::string& text, bool strict) {
    const auto line = machine_line(text, strict);
    if (!line) block.problems.push_back({index, "address-character", {{"line", std::to_string(index + 2)}}});
    else if (!line->empty()) sources.push_back({index, *line});
  };
  std::size_t last = lines.size();
  while (last > 0 && trimmed(lines[last - 1]).empty()) --last;
  add(-1, name, false);
  if (sources.empty() && block.problems.empty()) block.problems.push_back({-1, "address-missing", {}});
  for (std::size_t i = 0; i < last; ++i) add(static_cast<int>(i), lines[i], i + 3 >= last);
  if (!block.problems.empty()) return block;
  if (sources.size() > 2 && sources.back().text == "FRANCE") sources.pop_back();  // only foreign mail names its country

  const bool foreign = sources.size() > 2 && is_foreign_country(sources.back().text);
  if (!foreign && !is_locality(sources.back().text)) block.problems.push_back({sources.back().index, "address-locality-missing", {}});
  const std::size_t most = address_lines + (foreign ? 1 : 0);
  if (sources.size() > most) block.problems.push_back({-1, "address-too-many-lines", {{"count", std::to_string(sources.size())}, {"limit", std::to_string(most)}}});
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const bool bottom = i + 1 == sources.size();
    std::string line = sources[i].text;
    if (!foreign && bottom) line = locality_line(line, lists);
    else if (i > 0 && !foreign && (numbered(line) || line.size() > address_columns)) line = street_line(line, lists);
    if (line.size() > address_columns) line = other_line(line, lists);
    if (line.size() > address_columns)
      block.problems.push_back({sources[i].index, "address-line-too-long", {{"line", std::to_string(i + 1)}, {"count", std::to_string(line.size())}, {"limit", std::to_string(address_columns)}}});
    block.lines.push_back(std::move(line));
  }
  return block;
}

}  // namespace pli
