// What stands beside the PDFs, profile by profile.
#include "stages/export_sidecar.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <pugixml.hpp>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "tests/support/filed_batch.h"

using namespace pli;
using namespace pli::test;

namespace {

const char* const hostile = "=cmd|' /C calc'!A1 <b>&amp;\"é\" ]]> ;\n\x01 fin";

Record hostile_letter() {
  Record record = FiledBatch::letter();
  for (Field& field : record.fields)
    if (field.name == "subject" || field.name == "sender.name") field.value = hostile;
  return record;
}

Record confidential_letter() {
  Record record = FiledBatch::letter();
  record.piece.flags = {"confidential"};
  return record;
}

std::string only_file(const FiledBatch& batch, const std::string& suffix) {
  std::string found;
  for (const auto& entry : fs::recursive_directory_iterator(batch.out() / "export"))
    if (entry.is_regular_file() && entry.path().string().ends_with(suffix)) {
      CHECK(found.empty());
      found = read_file(entry.path());
    }
  CHECK_FALSE(found.empty());
  return found;
}

}  // namespace

TEST_CASE("Alfresco gets XML properties that say what the letter says, however it is written") {
  FiledBatch batch;
  batch.file(hostile_letter());
  batch.complete();
  batch.exported("alfresco");
  CHECK(batch.tree() == "alfresco.ready/LOT.ready\nalfresco/LOT/voirie-proprete/2026-11-23 demande 00000000DOC1.pdf\n"
                        "alfresco/LOT/voirie-proprete/2026-11-23 demande 00000000DOC1.pdf.metadata.properties.xml\n");
  const std::string xml = only_file(batch, ".metadata.properties.xml");
  CHECK(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE properties SYSTEM \"http://java.sun.com/dtd/properties.dtd\">\n<properties>\n"));
  pugi::xml_document read;
  REQUIRE(read.load_string(xml.c_str()));
  std::map<std::string, std::string> entries;
  for (const pugi::xml_node& entry : read.child("properties").children("entry")) entries[entry.attribute("key").value()] = entry.child_value();
  CHECK(entries.at("type") == "cm:content");
  CHECK(entries.at("cm:author") == "=cmd|' /C calc'!A1 <b>&amp;\"é\" ]]> ; fin");
  CHECK(entries.at("cm:title") == "Demande – =cmd|' /C calc'!A1 <b>&amp;\"é\" ]]> ; fin");
  CHECK(entries.at("cm:identifier") == "00000000DOC1");
}

TEST_CASE("Maarch gets its own field names and codes, numbers as numbers, and nulls for what nobody knows") {
  FiledBatch batch;
  batch.file();
  batch.complete();
  batch.exported("maarch");
  CHECK(batch.tree() == "maarch/voirie-proprete/00000000DOC1.json\nmaarch/voirie-proprete/00000000DOC1.pdf\nmaarch/voirie-proprete/00000000DOC1.ready\n");
  const Json json = Json::parse(only_file(batch, ".json"));
  CHECK(json.at("modelId") == 1);
  CHECK(json.at("doctype") == 101);
  CHECK(json.at("subject") == "Demande – lampadaire en panne");
  CHECK(json.at("arrivalDate") == "2026-11-23");
  CHECK(json.at("documentDate") == "2026-11-20");
  CHECK(json.at("processLimitDate").is_null());
  CHECK(json.at("priority") == "normal");
  CHECK(json.at("confidentiality") == false);
  CHECK(json.at("destination") == "voirie-proprete");
  CHECK(json.at("nature_id") == "simple_mail");
  CHECK(json.at("senders").at(0).at("lastname") == "Mme Alix Exemple");
  CHECK(json.at("senders").at(0).at("addressPostcode") == "49890");
  CHECK(json.at("externalId").at("pli") == "00000000DOC1");
  CHECK(json.at("externalId").at("references") == Json::array({"V-2026-12"}));
  CHECK(json.at("file") == "voirie-proprete/00000000DOC1.pdf");
  CHECK(json.at("fingerprint") == sha256("%PDF 00000000DOC1"));
}

TEST_CASE("the table has a line a document, and no cell is a formula") {
  FiledBatch batch;
  batch.file(hostile_letter());
  batch.file();
  batch.complete();
  batch.exported("csv");
  const std::string csv = only_file(batch, ".csv");
  CHECK(csv.starts_with("\xEF\xBB\xBFid;fichier;sha256;"));
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 3);
  CHECK(csv.find(";\"'=cmd|' /C calc'!A1 <b>&amp;\"\"é\"\" ]]> ; fin\";") != std::string::npos);
  CHECK(csv.find("\n00000000DOC2;voirie-proprete/00000000DOC2.pdf;") != std::string::npos);
}

TEST_CASE("the table says neither sender nor subject of what is confidential, the system that keeps it is told") {
  FiledBatch batch;
  batch.file(confidential_letter());
  batch.complete();
  batch.exported("csv");
  const std::string csv = only_file(batch, ".csv");
  CHECK(csv.find("Exemple") == std::string::npos);
  CHECK(csv.find("lampadaire") == std::string::npos);
  CHECK(csv.find("V-2026-12") == std::string::npos);
  batch.exported("maarch");
  CHECK(only_file(batch, ".json").find("Mme Alix Exemple") != std::string::npos);
}

TEST_CASE("names of files never say what a confidential letter says, those of others may") {
  FiledBatch batch;
  batch.file(confidential_letter());
  batch.file();
  batch.complete();
  batch.exported(batch.profile_of("label = \"x\"\npdf = \"[{sender} ]{id}.pdf\"\n"));
  CHECK(batch.tree() == "eigen/00000000DOC1.pdf\neigen/Mme Alix Exemple 00000000DOC2.pdf\n");
}

TEST_CASE("what a person corrected is what is exported") {
  FiledBatch batch;
  const std::string id = batch.file();
  batch.complete();
  const fs::path before = batch.place(id);
  DocumentChange change{"finances", "facture", "2026-11-19", "facture 12", "SARL Modèle", "finances/" + id, "", true, {}, "clerk", {"service"}, "sha"};
  write_file(before / "correction.json", R"({"service": "finances", "kind": "facture", "fields": [{"name": "amount", "value": "12.00"}]})");
  make_folder(batch.out() / "LOT" / "finances");
  fs::rename(before, batch.out() / "LOT" / change.path);
  batch.registry.correct(id, change);
  batch.exported("maarch");
  CHECK(batch.tree().starts_with("maarch/finances/"));
  const Json json = Json::parse(only_file(batch, ".json"));
  CHECK(json.at("subject") == "Facture – facture 12");
  CHECK(json.at("senders").at(0).at("lastname") == "SARL Modèle");
}

TEST_CASE("a PDF can stand in the JSON itself, in base 64") {
  FiledBatch batch;
  batch.file();
  batch.complete();
  batch.exported(batch.profile_of("label = \"x\"\npdf = \"{id}.pdf\"\nsidecar = \"json\"\nsidecar_file = \"{id}.json\"\n[[field]]\nkey = \"encodedFile\"\nvalue = \"{id}\"\ntype = \"pdf\"\n"));
  CHECK(Json::parse(only_file(batch, ".json")).at("encodedFile") == "JVBERiAwMDAwMDAwMERPQzE=");
}
