// The package for the archives: form, the minimal elements and their order, digests that are those of what lies in the zip.
#include "stages/export_seda.h"

#include <doctest/doctest.h>

#include <set>

#include <pugixml.hpp>

#include "pipeline/files.h"
#include "pipeline/sha512.h"
#include "stages/engines/archive.h"
#include "tests/support/filed_batch.h"

using namespace pli;
using namespace pli::test;

namespace {

struct Package {
  std::vector<std::string> names;
  std::map<std::string, fs::path> files;
  pugi::xml_document manifest;
};

void open_package(const FiledBatch& batch, const fs::path& into, Package& package) {
  make_folder(into);
  for (const ArchiveEntry& entry : unpack_archive(batch.out() / "export/seda/LOT.zip", into, {}, [](const std::string&) { return false; })) {
    package.names.push_back(entry.name);
    package.files[entry.name] = entry.file;
  }
  REQUIRE(package.manifest.load_string(read_file(package.files.at("manifest.xml")).c_str()));
}

std::vector<std::string> children(const pugi::xml_node& node) {
  std::vector<std::string> names;
  for (const pugi::xml_node& child : node.children())
    if (names.empty() || names.back() != child.name()) names.emplace_back(child.name());
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a SEDA package holds its manifest first, then the PDFs, each with its digest, size and format") {
  FiledBatch batch;
  batch.file();
  batch.file(FiledBatch::letter(), "%PDF another, of another length");
  batch.complete();
  batch.exported("seda");
  CHECK(batch.tree() == "seda/LOT.ready\nseda/LOT.zip\n");
  Package package;
  open_package(batch, batch.folder / "unpacked", package);
  CHECK(package.names == Names{"manifest.xml", "content/00000000DOC1.pdf", "content/00000000DOC2.pdf"});

  const pugi::xml_node root = package.manifest.child("ArchiveTransfer");
  CHECK(std::string(root.attribute("xmlns").value()) == "fr:gouv:culture:archivesdefrance:seda:v2.1");
  int objects = 0;
  for (const pugi::xml_node& group : root.child("DataObjectPackage").children("DataObjectGroup")) {
    const pugi::xml_node object = group.child("BinaryDataObject");
    const fs::path file = package.files.at(object.child_value("Uri"));
    CHECK(std::string(object.child_value("DataObjectVersion")) == "BinaryMaster_1");
    CHECK(std::string(object.child("MessageDigest").attribute("algorithm").value()) == "SHA-512");
    CHECK(object.child_value("MessageDigest") == sha512_file(file));
    CHECK(object.child_value("Size") == std::to_string(fs::file_size(file)));
    CHECK(std::string(object.child("FormatIdentification").child_value("FormatId")) == "fmt/354");
    CHECK(std::string(object.child("FormatIdentification").child_value("MimeType")) == "application/pdf");
    CHECK(children(object) == Names{"DataObjectVersion", "Uri", "MessageDigest", "Size", "FormatIdentification", "FileInfo"});
    ++objects;
  }
  CHECK(objects == 2);
}

TEST_CASE("the manifest's elements stand in the order of the standard") {
  FiledBatch batch;
  Record record = FiledBatch::letter();
  record.kind.code = "facture";
  batch.file(record);
  batch.complete();
  batch.exported("seda");
  Package package;
  open_package(batch, batch.folder / "unpacked", package);
  const pugi::xml_node root = package.manifest.child("ArchiveTransfer"), data = root.child("DataObjectPackage");
  CHECK(children(root) == Names{"Comment", "Date", "MessageIdentifier", "ArchivalAgreement", "CodeListVersions", "DataObjectPackage", "ArchivalAgency", "TransferringAgency"});
  CHECK(children(data) == Names{"DataObjectGroup", "DescriptiveMetadata", "ManagementMetadata"});
  CHECK(children(data.child("ManagementMetadata")) == Names{"AcquisitionInformation", "LegalStatus", "OriginatingAgencyIdentifier", "SubmissionAgencyIdentifier", "AppraisalRule"});
  CHECK(std::string(root.child_value("Date")) == "2026-11-23T00:00:00Z");
  CHECK(std::string(root.child_value("MessageIdentifier")) == "LOT");

  const pugi::xml_node unit = data.child("DescriptiveMetadata").child("ArchiveUnit"), content = unit.child("Content");
  CHECK(children(unit) == Names{"Management", "Content", "DataObjectReference"});
  CHECK(children(content) == Names{"DescriptionLevel", "Title", "OriginatingAgencyArchiveUnitIdentifier", "Description", "DocumentType", "Language", "Writer", "Addressee", "ReceivedDate", "StartDate", "EndDate"});
  CHECK(std::string(content.child("Writer").child_value("FullName")) == "Mme Alix Exemple");
  CHECK(std::string(unit.child("Management").child("AppraisalRule").child_value("Rule")) == "APP-10A");
  CHECK(std::string(unit.child("Management").child("AppraisalRule").child_value("FinalAction")) == "Destroy");
  CHECK(unit.child("DataObjectReference").child_value("DataObjectGroupReferenceId") == std::string(data.child("DataObjectGroup").attribute("id").value()));
}

TEST_CASE("documents of one dossier are units below it; ids stand once") {
  FiledBatch batch;
  const std::string dossier = batch.registry.open_dossier("voirie-proprete", "lampadaire", "2026-11-23");
  Record record = FiledBatch::letter();
  record.dossier = dossier;
  batch.file(record), batch.file(), batch.file(record);
  batch.complete();
  batch.exported("seda");
  Package package;
  open_package(batch, batch.folder / "unpacked", package);
  const pugi::xml_node units = package.manifest.child("ArchiveTransfer").child("DataObjectPackage").child("DescriptiveMetadata");
  REQUIRE(std::distance(units.begin(), units.end()) == 2);
  const pugi::xml_node unit = units.first_child();
  CHECK(unit.child("Content").child_value("Title") == "Dossier " + dossier);
  CHECK(std::string(unit.child("Content").child_value("DescriptionLevel")) == "File");
  int below = 0;
  for (const pugi::xml_node& child : unit.children("ArchiveUnit")) below += std::string(child.child("Content").child_value("DescriptionLevel")) == "Item" ? 1 : 0;
  CHECK(below == 2);
  std::set<std::string> ids;
  int all = 0;
  for (const auto& found : package.manifest.select_nodes("//@id")) ids.insert(found.attribute().value()), ++all;
  CHECK(static_cast<int>(ids.size()) == all);
  CHECK(all == 3 * 3 + 1);
}

TEST_CASE("a letter dated after it came does not turn time round in the manifest") {
  FiledBatch batch;
  Record record = FiledBatch::letter();
  for (Field& field : record.fields)
    if (field.name == "date") field.value = "2027-01-01";
  batch.file(record);
  batch.complete();
  batch.exported("seda");
  Package package;
  open_package(batch, batch.folder / "unpacked", package);
  const auto found = package.manifest.select_node("//StartDate[parent::Content]");
  CHECK(std::string(found.node().child_value()) == "2026-11-23");
}

TEST_CASE("two exports give the same package, byte for byte") {
  FiledBatch a, b;
  for (FiledBatch* batch : {&a, &b}) batch->file(), batch->complete(), batch->exported("seda");
  CHECK(read_file(a.out() / "export/seda/LOT.zip") == read_file(b.out() / "export/seda/LOT.zip"));
}
