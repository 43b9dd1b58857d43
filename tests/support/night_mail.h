// The mail of many nights for the fake reader, with what is true about each letter: whose it is, what kind, on which scanned pages it lies, and what went wrong on the way to the scanner.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace pli::test {

struct TrueLetter {
  std::string name, service, kind;        ///< name: of the sample that it is
  std::vector<std::string> pages;         ///< as the fake reader reads them
};

/// A page of a true letter, both from 0.
struct TruePage {
  int letter = 0, page = 0;
  bool operator==(const TruePage&) const = default;
  auto operator<=>(const TruePage&) const = default;
};

/// What was done wrong, in numbers of letters.
struct Mishaps {
  int wrong_service = 0, glued = 0, torn = 0, bad_scans = 0;
  int all() const { return wrong_service + glued + torn + bad_scans; }
};

class NightMail {
 public:
  /// Letters of samples/letters in the order that `seed` makes of them.
  explicit NightMail(std::uint32_t seed);

  /// A night's letters into two folders of the spool, whose names begin with the day: piles with sheets between the letters, letters that are a file each, blank backs; `wrong` of each sort of mishap, and with
  /// `broken` a file that no reader opens.
  void put(const std::filesystem::path& spool, const std::string& day, int letters, const Mishaps& wrong, bool broken);
  /// A new scan of those pages of a letter, in that file.
  void scan_again(const std::filesystem::path& file, const std::vector<TruePage>& pages);

  const std::vector<TrueLetter>& letters() const { return letters_; }
  /// The page of a letter that a source page shows; `path` as records give it, `page` from 1. Throws std::out_of_range for a sheet or a blank side.
  TruePage shows(const std::string& path, int page) const { return shown_.at({path, page}); }
  int pages() const { return pages_; }      ///< sheet sides put so far; a broken file counts as one
  int files() const { return files_; }
  int broken() const { return broken_; }
  const Mishaps& mishaps() const { return mishaps_; }

 private:
  class Pile;
  int next_letter();

  std::mt19937 random_;
  std::vector<TrueLetter> drawn_, letters_;  // not used yet; put
  std::map<std::pair<std::string, int>, TruePage> shown_;
  int pages_ = 0, files_ = 0, broken_ = 0;
  Mishaps mishaps_;
};

}  // namespace pli::test
