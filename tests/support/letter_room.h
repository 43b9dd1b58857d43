// A small office for tests of letters: one short template, a registry with a key, and runs of the built program.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/json.h"
#include "tests/support/run.h"

namespace pli::test {

struct LetterRoom {
  TemporaryFolder folder;
  std::filesystem::path out = folder / "courrier", store = folder / "pli.db", letters = folder / "letters", data = folder / "rows.jsonl";
  std::string key;                                                ///< id of the site key

  LetterRoom();                                                   ///< with the template `avis` (objet, montant, pieces; an answer in 15 days) and a key
  explicit LetterRoom(const std::filesystem::path& keys);         ///< another office with the keys of that folder
  void rows(const std::string& text, const std::string& file = "rows.jsonl");
  /// `count` rows, all different.
  void many_rows(int count);
  /// `pli out avis --data rows --out courrier --run LETTRES --date 2026-11-23` and what is added.
  std::vector<std::string> command(const std::vector<std::string>& added = {}, const std::string& run = "LETTRES") const;
  RunResult print(const std::vector<std::string>& added = {}, const std::string& run = "LETTRES") const { return run_pli(command(added, run)); }
  /// `pli ARGUMENTS... --store pli.db`
  RunResult pli(std::vector<std::string> arguments) const;
  std::filesystem::path run(const std::string& name = "LETTRES") const { return out / name; }
  Json run_json(const std::string& name = "LETTRES") const;
  std::vector<Json> dossiers() const;
  std::string result() const;                                     ///< every file of `out` with its digest

 private:
  void write_template() const;
};

/// A row of `avis` as JSON.
Json notice(const std::string& name, const std::string& object);

}  // namespace pli::test
