// A nightly run and an operator at once: several processes on one registry.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>

#include "pipeline/errors.h"
#include "pipeline/reference.h"
#include "tests/support/registry_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

constexpr int rounds = 25;

// What a nightly run does: documents reserved and emitted, some into dossiers that the operator works on.
void emit_documents(const std::filesystem::path& store, const std::string& shared, const std::string& name) {
  Registry registry(store, fixed_registry());
  for (int i = 0; i < rounds; ++i) {
    DocumentEntry document = a_document(name + std::to_string(i), i);
    const bool joins = i % 3 == 0;
    if (joins) document.dossier = shared;
    registry.reserve(document, a_piece(document.id), !joins);
    registry.emitted(document.id, "record of " + document.id, "le texte de " + document.id);
  }
}

// What an operator does meanwhile: dossiers opened, documents moved, letters sent and marked, dossiers closed, things looked for.
void work_by_hand(const std::filesystem::path& store, const std::string& shared) {
  Registry registry(store, fixed_registry());
  for (int i = 0; i < rounds; ++i) {
    const std::string own = registry.open_dossier("finances", "Loyer", "2026-11-23");
    registry.attach("FIRST", i % 2 == 0 ? own : shared);
    const std::string letter = "L" + std::to_string(i);
    registry.open_run(a_run("RUN-" + std::to_string(i)), {a_letter(letter, shared)});
    registry.letter_made(made(*registry.letter(letter)));
    registry.mark_letter(letter, "posted", "2026-11-24");
    registry.search("texte");
    if (i % 5 == 0) registry.close_dossier(own);
  }
}

template <typename Work>
pid_t in_a_process(Work work) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  int code = 1;
  try {
    work();
    code = 0;
  } catch (const CodedError& error) {
    code = error.code() == "registry-locked" ? 2 : 3;
  } catch (...) {
  }
  ::_exit(code);
}

int end_of(pid_t child) {
  int status = -1;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("two runs and an operator at once lose nothing, skip no number and break no chain") {
  const TemporaryFolder folder;
  const auto store = folder / "pli.db";
  std::string shared;
  {
    Registry registry(store, fixed_registry());
    open_lot(registry);
    shared = registry.open_dossier("urbanisme", "Clôture", "2026-11-23");
    registry.reserve(a_document("FIRST", 99), a_piece("FIRST"), false);
  }
  const pid_t night = in_a_process([&] { emit_documents(store, shared, "A"); });
  const pid_t other = in_a_process([&] { emit_documents(store, shared, "B"); });
  const pid_t operator_ = in_a_process([&] { work_by_hand(store, shared); });
  CHECK(end_of(night) == 0);
  CHECK(end_of(other) == 0);
  CHECK(end_of(operator_) == 0);

  Registry registry(store, fixed_registry());
  CHECK(broken_chain(registry) == "");
  const auto dossiers = registry.dossiers();
  const std::size_t joined = 2 * ((rounds + 2) / 3);
  REQUIRE(dossiers.size() == 1 + 2 * rounds - joined + rounds);
  int number = 0;
  for (auto dossier = dossiers.rbegin(); dossier != dossiers.rend(); ++dossier) {
    number = next_number(2026, number);
    CHECK(dossier->id == dossier_id(2026, number));
  }
  CHECK(registry.documents("LOT").size() == 1 + 2 * rounds);
  for (const DocumentEntry& document : registry.documents("LOT")) CHECK((document.emitted || document.id == "FIRST"));
  CHECK(registry.documents_of_dossier(shared).size() == joined + rounds);
  CHECK(registry.search("texte de", 500).size() == 2 * rounds);
  CHECK(registry.letters_of_dossier(shared).size() == rounds);
  CHECK(registry.dossiers({"", "closed", ""}).size() == (rounds + 4) / 5);
}

TEST_CASE("processes that make one registry at the same moment make one") {
  const TemporaryFolder folder;
  const auto store = folder / "new" / "pli.db";
  std::vector<pid_t> children;
  for (int i = 0; i < 4; ++i)
    children.push_back(in_a_process([&] { Registry(store, fixed_registry()).open_dossier("finances", "Loyer", "2026-11-23"); }));
  for (const pid_t child : children) CHECK(end_of(child) == 0);
  const Registry registry(store, fixed_registry());
  CHECK(registry.dossiers().size() == 4);
  CHECK(broken_chain(registry) == "");
}
