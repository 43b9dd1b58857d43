#include "classifiers/letter_lines.h"

#include <algorithm>
#include <array>
#include <vector>

#include "pipeline/text.h"

namespace pli {
namespace {

constexpr int head_lines = 16;                 // sender, addressee, date, references
constexpr std::size_t longest_head_line = 75;  // bytes: above, it is text
constexpr std::size_t longest_address = 80;

constexpr std::array streets = std::to_array<std::string_view>({"rue", "avenue", "av", "bd", "boulevard", "allee", "impasse", "chemin", "place", "route", "cours", "quai", "square",
                                                                "residence", "lotissement", "lieu", "sente", "venelle", "esplanade", "bp", "cs", "cedex", "cidex", "batiment", "bat"});
constexpr std::array greetings = std::to_array<std::string_view>({"madame", "monsieur", "mesdames", "messieurs", "bonjour", "cher", "chere", "chers", "maitre"});

bool is_digit(char c) { return c >= '0' && c <= '9'; }

template <class List>
bool among(const List& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::vector<std::string> words_in(std::string_view line) {
  std::vector<std::string> out;
  for (std::string& word : split(matching(line), ' '))
    if (!word.empty()) out.push_back(std::move(word));
  return out;
}

bool is_postcode(const std::string& word) { return word.size() == 5 && std::all_of(word.begin(), word.end(), is_digit); }

// "Madame, Monsieur," opens the letter; "Monsieur le Maire" without a comma is the addressee.
bool is_greeting(std::string_view line, const std::vector<std::string>& words) {
  return !words.empty() && words.size() <= 9 && among(greetings, words.front()) && line.find_last_not_of(" \t\r") != std::string_view::npos &&
         (line[line.find_last_not_of(" \t\r")] == ',' || words.front() == "bonjour");
}

bool names_sender(const std::vector<std::string>& line, const std::vector<std::string>& sender) {
  const auto shared = std::count_if(line.begin(), line.end(), [&](const std::string& word) { return word.size() > 1 && among(sender, word); });
  return shared > 0 && 2 * static_cast<std::size_t>(shared) >= line.size();
}

}  // namespace

bool is_address_line(std::string_view line, bool in_head) {
  if (line.size() > longest_address) return false;
  if (line.find('@') != std::string_view::npos) return true;
  const auto digits = std::count_if(line.begin(), line.end(), is_digit);
  const std::vector<std::string> words = words_in(line);
  const auto letters = static_cast<long>(line.size()) - digits;
  if (digits >= 8 && letters < 24) return true;
  if (std::any_of(words.begin(), words.end(), is_postcode) && words.size() <= 9) return true;
  const bool street = std::any_of(words.begin(), words.end(), [](const std::string& word) { return among(streets, word); });
  if (!street || words.size() > 9) return false;
  return is_digit(words.front().front()) || (in_head && among(streets, words.front()));
}

LetterLines letter_lines(std::string_view text, std::string_view sender) {
  LetterLines out;
  const std::vector<std::string> of_sender = words_in(sender.substr(0, 500));
  bool in_head = true;
  int number = 0;
  for (const std::string& line : split(std::string(text.substr(0, most_letter_bytes)), '\n')) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const std::vector<std::string> words = line.size() <= longest_address ? words_in(line) : std::vector<std::string>{};
    if (++number > head_lines || line.size() > longest_head_line || is_greeting(line, words) || (!words.empty() && words.front() == "objet")) in_head = false;
    if (is_address_line(line, in_head)) continue;
    out.matter += line + "\n";
    if (in_head && !names_sender(words, of_sender)) out.head += line + "\n";
  }
  return out;
}

}  // namespace pli
