// The full-text index of the registry, and how a text is looked for in it.
#include <algorithm>
#include <set>

#include "pipeline/errors.h"
#include "pipeline/registry_state.h"
#include "pipeline/text.h"

namespace pli {
namespace {

constexpr std::size_t most_words = 16, longest_query = 400;
constexpr std::size_t snippet_words = 24, snippet_text = 200'000;

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words;
  for (std::string& word : split(matching(text), ' '))
    if (!word.empty()) words.push_back(std::move(word));
  return words;
}

// Words in quotes, all of them wanted: whatever a person types, it can be no operator, column or prefix of FTS5.
std::string query_of(const std::vector<std::string>& words) {
  std::string query;
  for (const std::string& word : words) query += '"' + word + "\" ";
  query.back() = '*';
  return query;
}

// Which of the wanted words a word of the text is, by index; the last may be only its beginning.
std::set<std::size_t> wanted_in(const std::string& word, const std::vector<std::string>& wanted) {
  std::set<std::size_t> found;
  for (const std::string& part : words_of(word))
    for (std::size_t i = 0; i < wanted.size(); ++i)
      if (part == wanted[i] || (i + 1 == wanted.size() && part.starts_with(wanted[i]))) found.insert(i);
  return found;
}

// The stretch of the text that holds most of the words, a few before the first of them; "" when it holds none.
std::string snippet_of(const std::string& text, const std::vector<std::string>& wanted) {
  std::vector<std::string> words;
  std::string plain = clean(std::string_view(text).substr(0, snippet_text));
  std::replace_if(plain.begin(), plain.end(), [](char c) { return c == '\n' || c == '\f'; }, ' ');
  for (std::string& word : split(plain, ' '))
    if (!word.empty()) words.push_back(std::move(word));
  std::vector<std::pair<std::size_t, std::set<std::size_t>>> hits;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (auto found = wanted_in(words[i], wanted); !found.empty()) hits.emplace_back(i, std::move(found));
  std::size_t best = 0, most = 0;
  for (std::size_t first = 0; first < hits.size(); ++first) {
    std::set<std::size_t> held;
    for (std::size_t i = first; i < hits.size() && hits[i].first < hits[first].first + snippet_words - 4; ++i) held.insert(hits[i].second.begin(), hits[i].second.end());
    if (held.size() <= most) continue;
    most = held.size();
    best = hits[first].first;
  }
  if (most == 0) return {};
  const std::size_t last_begin = words.size() < snippet_words ? 0 : words.size() - snippet_words;
  const std::size_t begin = std::min(best < 4 ? 0 : best - 4, last_begin), end = std::min(words.size(), begin + snippet_words);
  std::string snippet = begin > 0 ? "… " : "";
  for (std::size_t i = begin; i < end; ++i) snippet += (i > begin ? " " : "") + words[i];
  return snippet + (end < words.size() ? " …" : "");
}

}  // namespace

void Registry::State::index(const std::string& owner, const std::string& subject, const std::string& names, const std::string& text) {
  Statement(database, "INSERT INTO texts(owner, text) VALUES(?, ?) ON CONFLICT(owner) DO UPDATE SET text = excluded.text").bind(owner, text).run();
  Statement row(database, "SELECT number FROM texts WHERE owner = ?");
  row.bind(owner).step();
  const long long number = row.integer(0);
  Statement(database, "DELETE FROM search WHERE rowid = ?").bind(number).run();
  Statement(database, "INSERT INTO search(rowid, document, subject, names, text) VALUES(?,?,?,?,?)")
      .bind(number, owner, folded(subject), folded(names), folded(text))
      .run();
}

std::vector<SearchHit> Registry::search(const std::string& text, int most) const {
  std::vector<std::string> words = words_of(text.substr(0, longest_query));
  if (words.empty()) throw UsageError("search-empty");
  words.resize(std::min(words.size(), most_words));
  std::vector<SearchHit> found;
  // A match in the subject or the names weighs more than one in a long text.
  Statement row(state_->database,
                "SELECT search.document, documents.id, documents.dossier, texts.text FROM search JOIN texts ON texts.number = search.rowid "
                "LEFT JOIN documents ON documents.id = search.document WHERE search MATCH ? ORDER BY bm25(search, 0.0, 5.0, 5.0, 1.0), search.rowid LIMIT ?");
  row.bind(query_of(words), most);
  while (row.step()) {
    if (row.text(1).empty()) found.push_back({"", row.text(0), ""});
    else found.push_back({row.text(1), row.text(2), snippet_of(row.text(3), words)});
  }
  return found;
}

}  // namespace pli
