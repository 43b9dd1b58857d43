#include "pipeline/attach_file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "tests/support/registry_desk.h"

using namespace pli;
using namespace pli::test;

namespace {

struct Desk {
  TemporaryFolder folder;
  Registry registry{folder / "store" / "pli.db", fixed_registry()};
  std::string dossier = registry.open_dossier("urbanisme", "Clôture", "2026-11-01");
  std::string bytes = "%PDF-1.4\nune lettre faite ailleurs \xFF\n";

  Desk() { write_file(folder / "lettre.pdf", bytes); }
  Attachment outbound() const { return {dossier, "outbound", "2026-11-24", "Notre réponse"}; }
  std::string refused(const fs::path& file, const Attachment& attachment) {
    try {
      attach_file(registry, file, attachment);
      return "";
    } catch (const UsageError& error) {
      return error.code();
    }
  }
};

unsigned mode_of(const fs::path& file) {
  struct stat info = {};
  REQUIRE(::stat(file.c_str(), &info) == 0);
  return info.st_mode & 0777;
}

}  // namespace

TEST_CASE("a PDF made elsewhere is kept beside the registry, byte for byte, for its owner alone") {
  Desk desk;
  const DocumentEntry document = attach_file(desk.registry, desk.folder / "lettre.pdf", desk.outbound());
  CHECK(document.dossier == desk.dossier);
  CHECK(document.direction == "outbound");
  CHECK(document.origin == "file");
  CHECK(document.service == "urbanisme");
  CHECK(document.received == "2026-11-24");
  CHECK(document.record_sha256 == sha256(desk.bytes));
  const fs::path kept = desk.registry.place_of(document);
  CHECK(kept == desk.folder / "store" / "attachments" / (document.id + ".pdf"));
  CHECK(read_file(kept) == desk.bytes);
  CHECK(mode_of(kept) == 0600);
  CHECK(mode_of(kept.parent_path()) == 0700);
  CHECK(read_file(desk.folder / "lettre.pdf") == desk.bytes);
  CHECK(desk.registry.documents_of_dossier(desk.dossier).size() == 1);
  CHECK(desk.registry.attached_files().size() == 1);
  CHECK(desk.registry.search("notre reponse").size() == 1);
  CHECK(told(desk.registry, document.id) == "document-taken");
  desk.registry.detach(document.id);
  CHECK(fs::exists(kept));
}

TEST_CASE("the same file is taken once into a dossier, and into another as another document") {
  Desk desk;
  const DocumentEntry first = attach_file(desk.registry, desk.folder / "lettre.pdf", desk.outbound());
  CHECK(desk.refused(desk.folder / "lettre.pdf", desk.outbound()) == "document-there");
  Attachment other = desk.outbound();
  other.dossier = desk.registry.open_dossier("finances", "Loyer", "2026-11-01");
  CHECK(attach_file(desk.registry, desk.folder / "lettre.pdf", other).id != first.id);
  CHECK(all_events(desk.registry).size() == 4);
}

TEST_CASE("what is no PDF, too large, not there or without a day is refused and leaves nothing") {
  Desk desk;
  write_file(desk.folder / "page.html", "<html>");
  Attachment attachment = desk.outbound();
  CHECK(desk.refused(desk.folder / "page.html", attachment) == "not-a-pdf");
  CHECK(desk.refused(desk.folder / "absent.pdf", attachment) == "source-missing");
  CHECK(desk.refused(desk.folder.path(), attachment) == "source-missing");
  attachment.most_bytes = 10;
  CHECK(desk.refused(desk.folder / "lettre.pdf", attachment) == "input-too-large");
  attachment = desk.outbound();
  attachment.date = "2026-02-30";
  CHECK(desk.refused(desk.folder / "lettre.pdf", attachment) == "bad-date");
  attachment = desk.outbound();
  attachment.dossier = "2026-000123-H";
  CHECK(desk.refused(desk.folder / "lettre.pdf", attachment) == "unknown-dossier");
  CHECK_FALSE(fs::exists(desk.registry.attachments_folder()));
  CHECK(desk.registry.documents_of_dossier(desk.dossier).empty());
}

TEST_CASE("a received file answers the letter that waits in its dossier, a sent one does not") {
  Desk desk;
  desk.registry.open_run(a_run(), {a_letter("L1", desk.dossier)});
  desk.registry.letter_made(made(*desk.registry.letter("L1")));
  desk.registry.mark_letter("L1", "posted", "2026-11-20");
  attach_file(desk.registry, desk.folder / "lettre.pdf", desk.outbound());
  CHECK(desk.registry.letter("L1")->state == "posted");
  write_file(desk.folder / "reponse.pdf", "%PDF-1.7 autre");
  attach_file(desk.registry, desk.folder / "reponse.pdf", {desk.dossier, "inbound", "2026-11-25", ""});
  CHECK(desk.registry.letter("L1")->state == "answered");
}
