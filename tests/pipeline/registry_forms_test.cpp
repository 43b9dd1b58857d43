#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/json.h"
#include "pipeline/registry.h"
#include "tests/support/fixed_registry.h"
#include "tests/support/run.h"

using namespace pli;

namespace {

FormLayout small_form(int version, double x) {
  return {"essai", version, 1, "Essai", "voirie-proprete", "demande", {{"oui", "checkbox", "Oui", 1, true, "", "", {x, 120, 4.5, 4.5}, {}, {}}, {"choix", "choice", "Choix", 1, false, "", "", {25, 130, 160, 9}, {{"a", "A", {26, 132, 4.5, 4.5}}}, {}}}, {{12, 12, 5, 5}}, {{20, 10, 22.5, 22.5}}};
}

}  // namespace

TEST_CASE("a layout is kept for each version that was printed, and never changed under it") {
  const test::TemporaryFolder folder;
  Registry registry(folder / "pli.db", test::fixed_registry());
  CHECK(registry.forms().empty());
  registry.keep_form(small_form(1, 26));
  registry.keep_form(small_form(1, 26));
  registry.keep_form(small_form(2, 40));
  REQUIRE(registry.forms().size() == 2);
  CHECK(registry.forms()[0] == small_form(1, 26));
  CHECK(registry.forms()[1] == small_form(2, 40));
  CHECK_THROWS_AS(registry.keep_form(small_form(1, 27)), UsageError);
}

TEST_CASE("the JSON of a layout is the contract's and reads back the same") {
  const FormLayout form = small_form(3, 26.25);
  const Json json = to_json(form);
  for (const char* key : {"id", "version", "pages", "fields"}) CHECK(json.contains(key));
  const Json& field = json["fields"][0];
  for (const char* key : {"name", "type", "page", "box_mm", "options", "cells"}) CHECK(field.contains(key));
  CHECK(field["box_mm"] == Json::array({26.25, 120.0, 4.5, 4.5}));
  CHECK(json["fields"][1]["options"][0]["value"] == "a");
  CHECK(form_layout_from_json(json) == form);
}

TEST_CASE("a form's name in a code is its folder and a plain version") {
  CHECK(form_name("AIDE-SOCIALE@12").id == "aide-sociale");
  CHECK(form_name("AIDE-SOCIALE@12").version == 12);
  for (const char* wrong : {"AIDE-SOCIALE", "@1", "A@", "A@0", "A@1X", "A@-1"}) CHECK(form_name(wrong).version == 0);
}
