// The register of mail: a number for each mail piece that came and each letter that went out, year by year and without a gap.
#include <fmt/format.h>

#include "pipeline/json.h"
#include "pipeline/registry_state.h"

namespace pli {
namespace {

std::string number_text(const std::string& series, long long year, long long position) { return fmt::format("{}-{:04}-{:06}", series, year, position); }

constexpr const char* reject_mark = "reject/";  // no id of a piece or letter holds a slash

}  // namespace

std::string Registry::State::give_number(const std::string& series, const std::string& date, const std::string& owner, const std::string& batch, const std::string& rejected) {
  Statement known(database, "SELECT series, year, position FROM numbers WHERE owner = ?");
  if (known.bind(owner).step()) return number_text(known.text(0), known.integer(1), known.integer(2));
  const long long year = std::stoll(date.substr(0, 4));
  Statement last(database, "SELECT coalesce(max(position), 0) FROM numbers WHERE series = ? AND year = ?");
  last.bind(series, year).step();
  const long long position = last.integer(0) + 1;
  Statement(database, "INSERT INTO numbers(series, year, position, date, owner, batch, rejected) VALUES(?,?,?,?,?,?,?)").bind(series, year, position, date, owner, batch, rejected).run();
  return number_text(series, year, position);
}

std::string Registry::number_of(const std::string& owner) const {
  Statement row(state_->database, "SELECT series, year, position FROM numbers WHERE owner = ?");
  return row.bind(owner).step() ? number_text(row.text(0), row.integer(1), row.integer(2)) : std::string();
}

std::string Registry::number_reject(const std::string& batch, const std::string& place, const std::string& path, const std::string& received) {
  const std::string owner = reject_mark + batch + '/' + place;
  Transaction transaction(state_->database);
  if (const std::string known = number_of(owner); !known.empty()) return known;
  const std::string number = state_->give_number("A", received, owner, batch, path);
  state_->add_event("input-rejected", batch, compact({{"number", number}}));
  transaction.commit();
  return number;
}

std::vector<NumberEntry> Registry::numbers(const std::string& from, const std::string& to) const {
  std::vector<NumberEntry> found;
  Statement row(state_->database, "SELECT series, year, position, date, owner, batch, rejected FROM numbers WHERE date BETWEEN ? AND ? ORDER BY series, year, position");
  row.bind(from, to);
  while (row.step()) found.push_back({number_text(row.text(0), row.integer(1), row.integer(2)), row.text(3), row.text(6).empty() ? row.text(4) : "", row.text(5), row.text(6)});
  return found;
}

std::string Registry::missing_number() const {
  Statement row(state_->database, "SELECT series, year, place FROM (SELECT series, year, position, row_number() OVER (PARTITION BY series, year ORDER BY position) AS place FROM numbers) "
                                  "WHERE position <> place ORDER BY series, year, place LIMIT 1");
  return row.step() ? number_text(row.text(0), row.integer(1), row.integer(2)) : std::string();
}

}  // namespace pli
