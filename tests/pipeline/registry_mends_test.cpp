#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "tests/support/registry_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

/// Three documents of a batch in dossiers of their own, the second of which others take the place of.
struct Superseded {
  TemporaryFolder folder;
  Registry registry{folder / "pli.db", fixed_registry()};
  std::string dossier;
  Mend mend;

  Superseded() {
    open_lot(registry);
    for (int i = 0; i < 3; ++i) {
      DocumentEntry document = a_document("D" + std::to_string(i), i);
      document.reasons = {"service-unsure"};
      document.pages_digest = "pages";
      const std::string opened = registry.reserve(document, a_piece(document.id), true, {{}, {}, {}, {{"LETTER", i}}}).dossier;
      registry.emitted(document.id, "record", "mot" + std::to_string(i));
      if (i == 1) dossier = opened;
    }
    mend = registry.begin_mend({0, "LOT", "split", {"D1"}, {"A", "B"}, R"({"pages":[2]})", "ab", 0, false});
  }
  std::string refused(const std::function<void()>& action) const {
    try {
      action();
      return "";
    } catch (const UsageError& error) {
      return error.code();
    }
  }
};

std::string ids_of(const std::vector<DocumentEntry>& documents) {
  std::string ids;
  for (const DocumentEntry& document : documents) ids += document.id + ' ';
  return ids;
}

}  // namespace

TEST_CASE("a document that was superseded is in no batch, queue, search or dossier, and its history stays") {
  Superseded room;
  CHECK(ids_of(room.registry.documents("LOT")) == "D0 D2 ");
  CHECK(ids_of(room.registry.superseded_documents("LOT")) == "D1 ");
  CHECK(ids_of(room.registry.waiting()) == "D0 D2 ");
  CHECK(room.registry.search("mot1").empty());
  CHECK(room.registry.search("mot2").size() == 1);
  CHECK(room.registry.documents_of_dossier(room.dossier).empty());
  CHECK(room.registry.dossier(room.dossier)->documents == 0);
  CHECK(room.registry.documents_of_piece(room.registry.document("D1")->piece).empty());
  CHECK(room.registry.document_with_pages("pages", "D0") == "D2");
  CHECK(room.registry.document_with_letter_page({"LETTER", 1}, "") == "");
  CHECK(room.registry.document_with_letter_page({"LETTER", 2}, "") == "D2");
  CHECK(told(room.registry, "D1").ends_with("document-superseded"));
  CHECK(room.registry.history(room.dossier).back().kind == "document-superseded");
  CHECK(broken_chain(room.registry) == "");
}

TEST_CASE("nothing more is done with it, and the error names who took its place") {
  Superseded room;
  const std::string other = room.registry.document("D0")->dossier;
  CHECK(room.refused([&] { room.registry.attach("D1", other); }) == "document-superseded");
  CHECK(room.refused([&] { room.registry.detach("D1"); }) == "document-superseded");
  CHECK(room.refused([&] { room.registry.correct("D1", {}); }) == "document-superseded");
  CHECK(room.refused([&] { room.registry.hand_over({"D1", "2026-12-01", ""}); }) == "document-superseded");
  CHECK(room.refused([&] { room.registry.begin_mend(room.mend); }) == "document-superseded");
  try {
    room.registry.detach("D1");
  } catch (const UsageError& error) {
    CHECK(error.args() == MessageArgs{{"document", "D1"}, {"by", "A, B"}});
  }
}

TEST_CASE("its successors stand in its place, in order, and name it; a closed dossier stays closed") {
  Superseded room;
  room.registry.close_dossier(room.dossier);
  CHECK(room.mend.position == 1);
  for (int i = 0; i < 2; ++i) {
    DocumentEntry document = a_document(i == 0 ? "A" : "B", room.mend.position + i);
    document.piece = "P-D1", document.dossier = room.dossier, document.joined_by = "new", document.service = "finances";
    Arrival arrival;
    arrival.supersedes = {"D1"}, arrival.reopens = false;
    room.registry.reserve(document, a_piece("D1"), false, arrival);
    if (i == 0) CHECK(room.registry.dossier(room.dossier)->service == "finances");
  }
  CHECK(ids_of(room.registry.documents("LOT")) == "D0 A B D2 ");
  CHECK(room.registry.dossier(room.dossier)->state == "closed");
  CHECK(room.registry.events_about("A").front().facts.find("\"supersedes\":[\"D1\"]") != std::string::npos);
}

TEST_CASE("a mend is open until it is finished, and is known again") {
  Superseded room;
  REQUIRE(room.registry.open_mend("LOT"));
  CHECK(room.registry.open_mend("LOT")->successors == std::vector<std::string>{"A", "B"});
  room.registry.finish_mend(room.mend.number);
  CHECK_FALSE(room.registry.open_mend("LOT"));
  CHECK(room.registry.same_mend({0, "LOT", "split", {"D1"}, {}, R"({"pages":[2]})", "cd", 0, false})->done);
  CHECK_FALSE(room.registry.same_mend({0, "LOT", "split", {"D1"}, {}, R"({"pages":[3]})", "ab", 0, false}));
}

TEST_CASE("the chain knows a batch.json that takes the place of another, and the one before") {
  Superseded room;
  CHECK(room.registry.batch_digests("LOT").last == "");
  room.registry.complete_batch("LOT", "one");
  CHECK(room.registry.batch_digests("LOT").last == "one");
  CHECK(room.registry.batch_digests("LOT").before == "");
  room.registry.update_batch("LOT", "two", "one");
  CHECK(room.registry.batch_digests("LOT").last == "two");
  CHECK(room.registry.batch_digests("LOT").before == "one");
}
