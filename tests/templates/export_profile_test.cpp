#include "templates/export_profile.h"

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "templates/data.h"
#include "tests/support/run.h"

using namespace pli;
using pli::test::TemporaryFolder;

namespace {

const std::string plain = "label = \"x\"\npdf = \"{service}/{id}.pdf\"\n";

std::string refusal(const std::string& toml) {
  const TemporaryFolder folder;
  write_file(folder / "eigen.toml", toml);
  try {
    load_export_profile(folder.path(), "eigen");
  } catch (const UsageError& error) {
    return error.code() + ": " + error.args().back().second;
  }
  return "";
}

}  // namespace

TEST_CASE("every shipped profile loads") {
  const fs::path folder = data_folder({}) / "templates/exports";
  const auto names = export_profile_names(folder);
  CHECK(names == std::vector<std::string>{"alfresco", "csv", "maarch", "paperless", "seda"});
  for (const std::string& name : names) CHECK_FALSE(load_export_profile(folder, name).label.empty());
}

TEST_CASE("a profile that is not there is named with those that are; a path is none") {
  const TemporaryFolder folder;
  write_file(folder / "eigen.toml", plain);
  for (const char* name : {"fremd", "../eigen", "", "Eigen"}) CHECK_THROWS_AS(load_export_profile(folder.path(), name), UsageError);
  CHECK(load_export_profile(folder.path(), "eigen").into == "eigen");
}

TEST_CASE("what a profile can't mean is refused with its place") {
  CHECK(refusal(plain) == "");
  CHECK(refusal(plain + "sidecars = \"json\"\n").find("sidecars: unknown key") != std::string::npos);
  CHECK(refusal("label = \"x\"\npdf = \"{service}/{subject}.pdf\"\n").find("{id}") != std::string::npos);
  CHECK(refusal("label = \"x\"\npdf = \"../{id}.pdf\"\n").find("below the folder") != std::string::npos);
  CHECK(refusal("label = \"x\"\npdf = \"/tmp/{id}.pdf\"\n").find("below the folder") != std::string::npos);
  CHECK(refusal("label = \"x\"\npdf = \"{id}/{service}.pdf\"\n").find("{id}") != std::string::npos);
  CHECK(refusal("label = \"x\"\npdf = \"{objet} {id}.pdf\"\n").find("{objet}: unknown value") != std::string::npos);
  CHECK(refusal("label = \"x\"\npdf = \"{id.pdf\"\n").find("not closed") != std::string::npos);
  CHECK(refusal(plain + "sidecar = \"yaml\"\n").find("sidecar: one of") != std::string::npos);
  CHECK(refusal(plain + "sidecar = \"json\"\nsidecar_file = \"{id}.json\"\n").find("field") != std::string::npos);
  CHECK(refusal(plain + "marker = \"batch\"\nmarker_file = \"{id}.ready\"\n").find("{part}") != std::string::npos);
  CHECK(refusal(plain + "sidecar = \"properties\"\nsidecar_file = \"{id}.xml\"\n[[field]]\nkey = \"a\"\nvalue = \"b\"\n").find("metadata.properties.xml") != std::string::npos);
  CHECK(refusal(plain + "sidecar = \"json\"\nsidecar_file = \"{id}.json\"\n[[field]]\nkey = \"a\"\nvalue = \"{id}\"\nmap = \"b\"\n").find("[map.b]") != std::string::npos);
}
