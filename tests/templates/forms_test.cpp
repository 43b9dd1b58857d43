#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "templates/forms.h"
#include "tests/support/paths.h"
#include "tests/support/run.h"

using namespace pli;
using pli::test::TemporaryFolder;

namespace {

const std::string head = "title = \"Essai\"\nenvelope = \"DL-45\"\nsubject = \"Essai\"\n[[section]]\ntitle = \"Vous\"\n";

std::string field(const std::string& rest) { return "[[section.field]]\nlabel = \"Question\"\n" + rest + "\n"; }

LetterTemplate form_of(const std::string& toml, const std::string& name = "essai") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / name);
  write_file(folder / name / "form.toml", toml);
  return load_form_template(folder / name);
}

}  // namespace

TEST_CASE("the six forms of the contract are shipped and load") {
  const auto folder = test::source_folder() / "templates/forms";
  CHECK(form_template_names(folder) == std::vector<std::string>{"aide-sociale", "autorisation", "coupon-reponse", "inscription-scolaire", "reservation-salle", "signalement-voirie"});
  for (const std::string& name : form_template_names(folder)) {
    const LetterTemplate letter = load_form_template(folder / name);
    REQUIRE(letter.form);
    CHECK(letter.form->version == 1);
    CHECK(letter.form->name == name);
    CHECK_FALSE(letter.form->instructions.empty());
  }
}

TEST_CASE("what a row may answer beforehand is a variable of the question's kind; a signature is none") {
  const LetterTemplate letter = form_of(head + field("name = \"oui\"\ntype = \"checkbox\"") + field("name = \"jour\"\ntype = \"digits\"\ncheck = \"date\"") + field("name = \"main\"\ntype = \"signature\""));
  REQUIRE(letter.variables.size() == 2);
  CHECK(letter.find("oui")->type == "flag");
  CHECK(letter.find("jour")->type == "date");
  CHECK(letter.form->find("jour")->cells == 8);
  CHECK(letter.form->find("main")->height == 20);
}

TEST_CASE("a form that says what can't be is refused with its place") {
  const std::vector<std::string> wrong = {
      head + field("name = \"oui\"\ntype = \"case\""),
      head + field("name = \"oui\"\ntype = \"checkbox\"") + field("name = \"oui\"\ntype = \"checkbox\""),
      head + field("name = \"service\"\ntype = \"checkbox\""),
      head + field("name = \"choix\"\ntype = \"choice\"\noptions = [{ value = \"a\", label = \"A\" }]"),
      head + field("name = \"choix\"\ntype = \"choice\"\noptions = [{ value = \"a\", label = \"A\" }, { value = \"a\", label = \"B\" }]"),
      head + field("name = \"jour\"\ntype = \"digits\"\ncheck = \"date\"\ncells = 6"),
      head + field("name = \"nom\"\ntype = \"capitals\"\ncells = 40"),
      head + field("name = \"oui\"\ntype = \"checkbox\"\ncells = 4"),
      head + field("name = \"oui\"\ntype = \"checkbox\"\ncouleur = \"rouge\""),
      "version = 0\n" + head + field("name = \"oui\"\ntype = \"checkbox\""),
      "kind = \"poème\"\n" + head + field("name = \"oui\"\ntype = \"checkbox\""),
      head};
  for (const std::string& toml : wrong) CHECK_THROWS_AS(form_of(toml), UsageError);
  const std::string wide = head + field("name = \"choix\"\ntype = \"choice\"\ncolumns = 7\noptions = [{ value = \"a\", label = \"A\" }, { value = \"b\", label = \"B\" }]");
  CHECK_THROWS_WITH_AS(form_of(wide), doctest::Contains("columns: number from 1 to 6 expected"), UsageError);
  CHECK_THROWS_AS(form_of(head + field("name = \"oui\"\ntype = \"checkbox\""), "Essai 1"), UsageError);
  CHECK_NOTHROW(form_of(head + field("name = \"oui\"\ntype = \"checkbox\"")));
}
