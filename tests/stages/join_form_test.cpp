// Pages of a form put together again.
#include <doctest/doctest.h>

#include <algorithm>

#include "stages/join_form.h"

using namespace pli;

namespace {

FormLayout two_pages() {
  return {"essai", 1, 2, "Essai", "voirie-proprete", "demande", {{"oui", "checkbox", "Oui", 1, false, "", "", {}, {}, {}}, {"choix", "choice", "Votre choix", 1, true, "", "", {}, {{"a", "Premier", {}}, {"b", "Second", {}}}, {}}, {"tel", "digits", "Téléphone", 2, false, "phone", "phone", {}, {}, {}}}, {}, {}};
}

RecordPage form_page(int number, int of_form, std::vector<Answer> answers, const std::string& letter = "L1") {
  RecordPage page;
  page.number = number;
  page.facts.form = FormReading{"essai", 1, letter, of_form, 2, "", 4, 0.1, 0.2, std::move(answers)};
  return page;
}

Answer said(const std::string& name, AnswerValue value, const std::string& doubt = "") {
  Answer answer;
  answer.name = name, answer.value = std::move(value), answer.confidence = 0.99, answer.doubt = doubt;
  return answer;
}

}  // namespace

TEST_CASE("answers stand in the form's order whatever the order of its pages, and feed the record's fields") {
  const JoinedForm form = join_form({form_page(1, 2, {said("tel", std::string("0612345678"))}), form_page(2, 1, {said("choix", std::string("b")), said("oui", true)})}, {two_pages()});
  REQUIRE(form.form);
  CHECK(form.reasons.empty());
  REQUIRE(form.form->answers.size() == 3);
  CHECK(form.form->answers[0].name == "oui");
  CHECK(form.form->answers[0].page == 2);
  CHECK(form.form->answers[2].page == 1);
  REQUIRE(form.fields.size() == 1);
  CHECK(form.fields[0].name == "phone");
  CHECK(form.text.find("Votre choix: Second") != std::string::npos);
  CHECK(form.service == "voirie-proprete");
}

TEST_CASE("a missing page makes a form incomplete; a needed answer that was not given is told apart") {
  const JoinedForm half = join_form({form_page(1, 1, {said("choix", std::string("a")), said("oui", false)})}, {two_pages()});
  CHECK(half.reasons == std::vector<std::string>{"form-incomplete"});
  const JoinedForm silent = join_form({form_page(1, 1, {said("choix", {}), said("oui", false)}), form_page(2, 2, {said("tel", {})})}, {two_pages()});
  CHECK(silent.reasons == std::vector<std::string>{"form-unanswered"});
  CHECK(silent.form->missing == std::vector<std::string>{"choix"});
}

TEST_CASE("what is doubted is for a person and feeds nothing; a page that came twice counts once; another letter's form is told") {
  const JoinedForm doubted = join_form({form_page(1, 1, {said("choix", {}, "form-twice"), said("oui", false)}), form_page(2, 2, {said("tel", std::string("0612345678"), "form-cells")}), form_page(3, 2, {said("tel", std::string("0700000000"))})}, {two_pages()});
  CHECK(doubted.reasons == std::vector<std::string>{"form-twice", "form-cells"});
  CHECK(doubted.fields.empty());
  CHECK(doubted.form->missing.empty());
  const JoinedForm several = join_form({form_page(1, 1, {said("choix", std::string("a")), said("oui", true)}), form_page(2, 2, {said("tel", {})}, "L2")}, {two_pages()});
  CHECK(std::count(several.reasons.begin(), several.reasons.end(), "form-several") == 1);
  CHECK_FALSE(join_form({RecordPage()}, {two_pages()}).form);
}

TEST_CASE("a table of forms has a column a field, and no cell that a spreadsheet would compute") {
  Record record;
  record.id = "D1", record.dossier = "2026-000123-X", record.received = "2026-11-23";
  record.form = FilledForm{"essai", 1, "L1", {said("oui", true), said("choix", std::string("=1+1"))}};
  const std::string csv = form_csv(two_pages(), {&record});
  CHECK(csv.find("document;dossier;received;review;oui;choix;tel\n") != std::string::npos);
  CHECK(csv.find("D1;2026-000123-X;2026-11-23;;true;") != std::string::npos);
  CHECK(csv.find(";=1+1") == std::string::npos);
}
