#include "templates/two_d_doc.h"

#include <doctest/doctest.h>

#include <set>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "tests/support/proofs.h"
#include "tests/support/run.h"

using namespace pli;
using namespace pli::test;

TEST_CASE("accounts, fiscal numbers, incomes, amounts, telephones and birth dates are never kept in a record") {
  for (const char* id : {"31", "32", "33", "35", "38", "39", "40", "41", "43", "44", "47", "49", "4V", "4W", "4X", "1D", "1E", "1F", "18", "19", "1A", "1B", "B7", "BB", "50", "58", "5A", "66", "69", "6F"}) {
    CAPTURE(id);
    REQUIRE(shipped_proofs().fields.contains(id));
    CHECK_FALSE(shipped_proofs().fields.at(id).keep);
  }
  for (const char* id : {"10", "22", "24", "25", "46", "4Y"}) CHECK(shipped_proofs().fields.at(id).keep);
}

TEST_CASE("what is held against the letter may stand in the record, and names are told apart") {
  std::set<std::string> names;
  for (const auto& [id, rule] : shipped_proofs().fields) {
    CAPTURE(id);
    CHECK(names.insert(rule.name).second);
    if (!rule.role.empty()) CHECK(rule.keep);
    if (rule.form == "hexdays") CHECK(rule.least == 4);
    if (rule.form == "ddmmyyyy") CHECK(rule.least == 8);
  }
  CHECK(shipped_proofs().types.at("28").label == "Avis d'impôt sur les revenus");
}

TEST_CASE("a faulty table is refused with its place; a sound one is not") {
  const TemporaryFolder folder;
  const auto refusal = [&](const std::string& toml) -> std::string {
    write_file(folder / "t.toml", toml);
    try {
      load_proof_table(folder / "t.toml");
    } catch (const UsageError& error) {
      return error.what();
    }
    return "";
  };
  const std::string type = "[[type]]\ncode = '01'\nlabel = 'Facture'\n", field = "[[field]]\nid = '10'\nname = 'beneficiary'\n";
  CHECK(refusal(type + field) == "");
  CHECK(refusal(type + "dated = true\nrecent_months = 3\nmandatory = ['10', '10 / 10 10']\n" + field) == "");
  for (const std::string& bad : {type, field, type + type + field, type + field + field, type + "[[field]]\nid = '1'\nname = 'x'\n", type + "[[field]]\nid = 'a1'\nname = 'x'\n", type + field + "max = 3\nmin = 4\n",
                                 type + field + "form = 'roman'\n", type + field + "role = 'iban'\n", type + field + "keeep = true\n", type + "mandatory = ['10 / ']\n" + field, type + "mandatory = ['1x']\n" + field,
                                 type + "mandatory = ['11']\n" + field, type + "recent_months = -1\n" + field, type + field + "max = 100000\n"}) {
    CAPTURE(bad);
    CHECK(refusal(bad).find("template-invalid") == 0);
  }
}
