// Letters from row to PDF, looked at as readers and printers would.
#include <doctest/doctest.h>

#include "pipeline/files.h"
#include "pipeline/text.h"
#include "stages/engines/podofo_letters.h"
#include "tests/support/letters.h"
#include "tests/support/preflight.h"
#include "tests/support/raster.h"

using namespace pli;
using namespace pli::test;

TEST_CASE("a letter's PDF is valid PDF/A-1b, alone and in a print run") {
  LetterDesk desk;
  const Composer composer(desk.full_letter(), desk.stationery, desk.services);
  LetterRow row = desk.row();
  LetterPrinter printer("Essai", "2026-11-20");
  const LaidLetter letter = composer.compose(row, desk.facts());
  const TemporaryFolder folder;
  write_file(folder / "one.pdf", printer.letter_pdf(letter));
  row.values["texte"] = "Żółć, ă, ő : des lettres rares.";
  write_file(folder / "rare.pdf", printer.letter_pdf(composer.compose(row, desk.facts())));
  for (int i = 0; i < 3; ++i) printer.append(composer.compose(i == 1 ? row : desk.row(), desk.facts()));
  write_file(folder / "run.pdf", printer.print_run());
  std::string why_not;
  if (!pli::testing::preflight_there(&why_not)) {
    MESSAGE(why_not);
    return;
  }
  for (const auto& [file, wrong] : pli::testing::preflight({folder / "one.pdf", folder / "rare.pdf", folder / "run.pdf"}, folder.path())) CHECK_MESSAGE(wrong.empty(), file << ": " << wrong);
}

namespace {

std::string flat(std::string text) {
  std::string out;
  for (char32_t c : code_points(text)) {
    const bool space = c == ' ' || c == '\n' || c == 0xa0 || c == 0x202f || c == '\f';
    if (space && (out.empty() || out.back() == ' ')) continue;
    out += space ? " " : utf8(std::u32string(1, c));
  }
  return out;
}

std::string spaceless(std::string text) {
  std::erase(text, ' ');
  return text;
}

std::string whole_text(const std::string& pdf) {
  std::string text;
  for (int page = 0; page < testing::page_count(pdf); ++page) text += testing::page_text(pdf, page) + '\n';
  return flat(text);
}

std::vector<std::string> codes_of(const std::vector<RowProblem>& problems) {
  std::vector<std::string> out;
  for (const RowProblem& problem : problems) out.push_back(problem.column + ' ' + problem.code);
  return out;
}

}  // namespace

TEST_CASE("other programs read the letter's sentences whole") {
  LetterDesk desk;
  const std::string pdf = desk.pdf(desk.full_letter(), desk.row());
  const std::string text = whole_text(pdf);
  for (const char* sentence : {"M ELIE DUPONT-LOEUVRE", "12 B RUE DE L EGLISE", "Rivemont, le 20 novembre 2026", "Objet : votre demande", "Réf. à rappeler : 2026-000123-H", "J’ai bien reçu, le 12 novembre 2026, votre demande du 3 novembre 2026 :",
                               "Merci !", "Vous paierez 1 234,50 €.", "« Est-ce long ? »", "c’est l’affaire de 15 jours", "saisir le tribunal administratif de Nantes", "Pour le maire et par délégation du 4 juillet 2026", "page 1/"})
    CHECK_MESSAGE(text.find(sentence) != std::string::npos, sentence << " in " << text);
  CHECK(testing::pdf_title(pdf) == "Accusé de réception, 2026-000123-H");
}

TEST_CASE("a value is printed as it stands: no markup, no variable, no code") {
  LetterDesk desk;
  const LetterTemplate letter = desk.letter("Bonjour **{{nom}}**.\n\n- {{nom}}\n\n| a |\n|---|\n| {{nom}} |\n\n{{texte}}\n",
                                            "[[variable]]\nname = \"nom\"\ntype = \"text\"\nhelp = \"x\"\nexample = [\"x\"]\n[[variable]]\nname = \"texte\"\ntype = \"paragraphs\"\nhelp = \"x\"\nexample = [\"x\"]\n");
  for (const char* value : {"*gras* _i_ `c` # titre", "{{town.name}} {{{x}}} {{#a}}", "<b>x</b> &amp; &lt;", "| a | b |", "[lien](http://x.example)", "![i](x)", "\\ 1. deux", "--- ===", "- [ ] tâche", "+ plus > cite"}) {
    LetterRow row = desk.row();
    row.values = {{"nom", value}, {"texte", "# Un\n- deux\n\n    trois\n---\n| a |\n|---|"}};
    const std::string text = spaceless(whole_text(desk.pdf(letter, row)));
    std::size_t times = 0;
    for (std::size_t at = 0; (at = text.find(spaceless(value), at)) != std::string::npos; ++at) ++times;
    CHECK_MESSAGE(times == 3, value << " in " << text);
    CHECK(text.find("#Un-deuxtrois---|a||---|") != std::string::npos);
  }
}

TEST_CASE("what can't be printed is told with its column and character, before anything is printed") {
  LetterDesk desk;
  const Composer composer(desk.full_letter(), desk.stationery, desk.services);
  LetterRow row = desk.row();
  CHECK(composer.check(row, "2026-11-20").empty());
  row.values["texte"] = "Merci 😀 et 漢";
  row.values["lignes"][0]["acte"] = "שלום";
  const auto problems = composer.check(row, "2026-11-20");
  REQUIRE(problems.size() >= 3);
  CHECK(problems[0].column == "texte");
  CHECK(problems[0].code == "character-not-printable");
  CHECK(problems[0].args[0].second == "U+1F600");
  CHECK(problems[1].args[0].second == "U+6F22");
  CHECK(problems[2].column == "lignes");
  row = desk.row();
  row.values["texte"] = "de\u0301ja\u0300 vu";  // accents of their own are joined to their letters
  CHECK(composer.check(row, "2026-11-20").empty());
  CHECK(whole_text(desk.pdf(desk.full_letter(), row)).find("déjà vu") != std::string::npos);
  row.recipient_lines = {"1 rue A"};
  row.values["texte"] = std::string(250'000, 'x');
  CHECK(codes_of(composer.check(row, "2026-11-20")) == std::vector<std::string>{"recipient.lines address-locality-missing", " row-too-long"});
}

TEST_CASE("whoever signs is there that day: a deputy stands in, and nobody is an error of the row") {
  LetterDesk desk;
  const Composer composer(desk.full_letter(), desk.stationery, desk.services);
  LetterRow row = desk.row();
  row.service = "urbanisme";
  IssueFacts facts = desk.facts();
  const auto signer = [&] { return whole_text(LetterPrinter("Essai", facts.date).letter_pdf(composer.compose(row, facts))); };
  CHECK(signer().find("Prénom Exemple-Maire") != std::string::npos);
  facts.date = "2026-08-15";
  CHECK(signer().find("Prénom Exemple-Adjointe") != std::string::npos);
  row.service = "finances";
  CHECK(codes_of(composer.check(row, "2026-11-20")) == std::vector<std::string>{"service signatory-missing"});
}

TEST_CASE("the same letter has the same bytes, whatever was printed before it, and another letter has others") {
  LetterDesk desk;
  const LetterTemplate letter = desk.full_letter();
  const Composer composer(letter, desk.stationery, desk.services);
  LetterPrinter printer("Essai", "2026-11-20");
  LetterRow other = desk.row();
  other.values["texte"] = "Żółć";
  const std::string before = printer.letter_pdf(composer.compose(other, desk.facts()));
  const std::string bytes = printer.letter_pdf(composer.compose(desk.row(), desk.facts()));
  CHECK(bytes == desk.pdf(letter, desk.row()));
  CHECK(bytes != before);
}

TEST_CASE("a print run holds every letter in order, padded to whole sheets, with all its characters") {
  LetterDesk desk;
  const Composer composer(desk.letter("Lettre de {{nom}}.\n", "[[variable]]\nname = \"nom\"\ntype = \"text\"\nhelp = \"x\"\nexample = [\"x\"]\n"), desk.stationery, desk.services);
  LetterPrinter printer("Essai", "2026-11-20");
  for (int i = 0; i < 130; ++i) {
    LetterRow row = desk.row();
    row.values = {{"nom", "Żółw " + std::to_string(i)}};
    CHECK(printer.append(composer.compose(row, desk.facts())) == std::pair{2 * i + 1, 2 * i + 2});
  }
  const std::string run = printer.print_run();
  CHECK(testing::page_count(run) == 260);
  for (int i : {0, 49, 50, 129}) {
    CHECK(flat(testing::page_text(run, 2 * i)).find("Lettre de Żółw " + std::to_string(i) + ".") != std::string::npos);
    CHECK(trimmed(testing::page_text(run, 2 * i + 1)).empty());
  }
}

TEST_CASE("markup that letters don't have, and tags that name nothing, are refused with the template") {
  LetterDesk desk;
  for (const char* body : {"```\ncode\n```", "> citation", "<div>html</div>", "![image](x.png)", "`code`", "#### titre", "{{legal.absente}}", "&eacute;"}) CHECK_THROWS_AS(Composer(desk.letter(body), desk.stationery, desk.services), UsageError);
  for (const char* body : {"{{inconnu}}", "{{#x}}", "{{{reference}}}", "{{&reference}}", "{{> autre}}", "{{=<% %>=}}", "{{#reference}}{{/date}}"}) CHECK_THROWS_AS(desk.letter(body), UsageError);
  CHECK_NOTHROW(Composer(desk.letter("# T\n\n**g** *i* ~~b~~ {{#received}}{{received}}{{/received}} {{! note }}\n\n1. un\n   - deux\n\n---\n\nFin\\\nligne"), desk.stationery, desk.services));
}
