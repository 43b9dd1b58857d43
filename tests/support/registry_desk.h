// A registry to try things on: a temporary folder, a batch in it, documents and letters with plain facts, and the file as somebody else would open it.
#pragma once

#include <string>
#include <vector>

#include "pipeline/registry.h"
#include "pipeline/sqlite.h"
#include "tests/support/fixed_registry.h"
#include "tests/support/run.h"

namespace pli::test {

/// The registry's file as somebody else would open it.
class Raw {
 public:
  explicit Raw(const std::filesystem::path& file);
  ~Raw();
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;
  bool run(const std::string& sql);
  std::string value(const std::string& sql);   ///< first column of the first row, "" when there is none

 private:
  sqlite3* database_ = nullptr;
};

DocumentEntry a_document(const std::string& id, int position = 0);   ///< of batch LOT, urbanisme, "Permis de construire"
Piece a_piece(const std::string& document);
void open_lot(Registry&);
RunEntry a_run(const std::string& name = "L-RUN");
LetterEntry a_letter(const std::string& id, const std::string& dossier = "", int answer_days = 30);
/// The letter as a composer leaves it.
LetterEntry made(LetterEntry letter);

std::vector<Event> all_events(const Registry&);
/// Kinds of the events about a subject, in order, joined by spaces.
std::string told(const Registry&, const std::string& subject);
/// "" when numbers are gapless and each event holds the digest of the one before.
std::string broken_chain(const Registry&);

}  // namespace pli::test
