#include "stages/report.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "pipeline/text.h"
#include "stages/report_facts.h"
#include "templates/data.h"
#include "tests/stages/report_example.h"

namespace pli {
namespace {

namespace fs = std::filesystem;
using namespace example;

ReportTemplates french() {
  return templates(data_folder({}) / "templates");
}

std::string html(const BatchReport& report) {
  return report_html(report, french());
}
bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
std::size_t count(const std::string& text, const std::string& part) {
  std::size_t number = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++number;
  return number;
}

// A file that begins as a JPEG does: enough to be embedded.
struct Thumbnail {
  fs::path file;
  Thumbnail(const std::string& name, std::size_t size, const std::string& begin = "\xFF\xD8\xFF")
      : file(fs::temp_directory_path() / ("pli-report-" + name)) {
    std::ofstream(file, std::ios::binary) << begin << std::string(size - begin.size(), 'x');
  }
  ~Thumbnail() { fs::remove(file); }
};

// Tags open and close in order: no text of a stranger has broken the page.
bool well_nested(const std::string& page) {
  static const std::regex tag("<(/?)([a-z0-9]+)((?:\"[^\"]*\"|[^<>\"])*)>");
  static const std::set<std::string> single{"meta", "img", "input", "br"};
  std::vector<std::string> open;
  const std::string body = std::regex_replace(page, std::regex("<(style|script)>[^<]*</"), "<$1></");
  for (std::sregex_iterator it(body.begin(), body.end(), tag), end; it != end; ++it) {
    const std::string name = (*it)[2], rest = (*it)[3];
    if (single.contains(name) || (!rest.empty() && rest.back() == '/')) continue;
    if ((*it)[1].length() == 0)
      open.push_back(name);
    else if (open.empty() || open.back() != name)
      return false;
    else
      open.pop_back();
  }
  return open.empty();
}

TEST_CASE("the report says the counts and shows each document once with its facts and a link") {
  const std::string page = html(batch({letter("AAAA", "urbanisme", "Cabinet Arpège", "Parcelle AB 214"),
                                       letter("BBBB", "voirie-proprete", "Odile Kermarrec", "Nid-de-poule")}));
  CHECK(holds(page, "Courrier reçu le 23 novembre 2026"));
  CHECK(holds(page, "8 pages numérisées\u00A0: 4 dans des documents, 2 feuilles séparatrices, 2 pages blanches, 0 page refusée."));
  CHECK(count(page, "Cabinet Arpège") == 1);
  CHECK(holds(page, "Parcelle AB 214"));
  CHECK(holds(page, "19 novembre 2026"));
  CHECK(holds(page, "2026-000123-X"));
  CHECK(holds(page, "93\u00A0%"));
  CHECK(holds(page, "href=\"urbanisme/AAAA/document.pdf\""));
  CHECK(holds(page, "Rien à traiter"));
  CHECK(page.find("id=\"s-urbanisme\"") < page.find("id=\"s-voirie-proprete\""));
  CHECK_FALSE(holds(page, "ne tombe pas juste"));
}

TEST_CASE("accounts that do not add up are shouted") {
  BatchReport report = batch({letter("AAAA", "urbanisme", "A", "B")});
  report.accounts.input += 1;
  CHECK(holds(html(report), "Le compte des pages ne tombe pas juste"));
}

TEST_CASE("watched pieces come first, then what waits for a person, then rejects, then the rest") {
  ReportDocument registered = letter("REGI", "finances", "SARL Maubert", "Mise en demeure");
  registered.record.piece.kind_of_mail = "registered";
  registered.record.piece.tracking = "1A 204 118 7734 2";
  BatchReport report =
      batch({letter("ROUT", "urbanisme", "A", "B"), asked(letter("WAIT", "urbanisme", "C", "D"), {"service-unsure"}), registered});
  report.rejects.push_back({"rejects/001-a b.pdf", "courrier/a b.pdf", "password", ""});
  report.warnings.push_back("La feuille 3 manque.");
  const std::string page = html(report);
  const auto at = [&](const std::string& part) {
    CHECK_MESSAGE(holds(page, part), part);
    return page.find(part);
  };
  CHECK(at("La feuille 3 manque.") < at("id=\"d-REGI\""));
  CHECK(at("id=\"d-REGI\"") < at("id=\"d-WAIT\""));
  CHECK(at("id=\"d-WAIT\"") < at("id=\"rejects\""));
  CHECK(at("id=\"rejects\"") < at("id=\"d-ROUT\""));
  CHECK(holds(page, "Recommandé <span class=\"code\">1A 204 118 7734 2</span>"));
  CHECK(holds(page, "Service incertain"));
  CHECK(holds(page, "Confirmez le service proposé"));
  CHECK(holds(page, "Le fichier a b.pdf est protégé par un mot de passe."));
  CHECK(holds(page, "href=\"rejects/001-a%20b.pdf/\""));
  CHECK(count(page, "id=\"d-REGI\"") == 1);
  CHECK(holds(page, "href=\"#d-REGI\""));
}

TEST_CASE("what is confidential shows neither preview nor name nor subject nor reference, in the report and in the index") {
  const Thumbnail picture("secret", 500);
  const auto hidden = [&](ReportDocument document) {
    document.thumbnail = picture.file;
    for (const char* name : {"sender.street", "sender.city", "phone", "email"})
      document.record.fields.push_back({name, "Secret", "Secret", 1, 1, {}});
    document.record.fields.push_back({"reference", "Secret-1", "", 1, 1, {}});
    document.record.service.evidence.push_back({"Secret", 3});
    document.record.pages.front().source.path = "Secret.tif";
    const BatchReport report = batch({document});
    const std::string page = html(report), index = index_csv(report, french());
    return !holds(page, "Secret") && !holds(page, "data:image") && !holds(index, "Secret") && holds(page, "Contenu non affiché");
  };
  ReportDocument plain = letter("AAAA", "urbanisme", "Nom Secret", "Objet Secret");
  ReportDocument flagged = plain, copied = plain, doubted = asked(plain, {"service-unsure"}), unlikely = doubted;
  flagged.record.piece.flags = {"confidential"};
  copied.record.copies = {{"action-sociale", "info"}};
  doubted.record.service.candidates = {{"urbanisme", 0.5}, {"action-sociale", 0.3}};
  unlikely.record.service.candidates = {{"urbanisme", 0.6}, {"action-sociale", 0.05}};
  CHECK(hidden(letter("AAAA", "action-sociale", "Nom Secret", "Objet Secret")));
  CHECK(hidden(asked(letter("AAAA", "action-sociale", "Nom Secret", "Objet Secret"), {"duplicate"})));
  CHECK(hidden(flagged));
  CHECK(hidden(copied));
  CHECK(hidden(doubted));
  CHECK_FALSE(hidden(plain));
  CHECK_FALSE(hidden(unlikely));
}

TEST_CASE("a document that another program took over is listed without content, preview or link") {
  const Thumbnail picture("gone", 300);
  ReportDocument gone;
  gone.record.id = "GONE";
  gone.record.service.code = "urbanisme";
  gone.folder = "urbanisme/GONE";
  gone.thumbnail = picture.file;
  const std::string page = html(batch({gone, letter("HERE", "urbanisme", "A", "B")}));
  CHECK(holds(page, "Document déjà repris"));
  CHECK(holds(page, "id=\"d-GONE\""));
  CHECK_FALSE(holds(page, "urbanisme/GONE/document.pdf"));
  CHECK(holds(page, "urbanisme/HERE/document.pdf"));
  CHECK_FALSE(holds(page, "<img"));
}

TEST_CASE("a lean report has no preview at all, a full one has those that are small JPEG files") {
  const Thumbnail small("small", 15 * 1024), large("large", 15 * 1024 + 1), other("other", 200, "<svg onload=alert(1)>");
  const auto pictures = [](const fs::path& file, bool lean) {
    ReportDocument document = letter("AAAA", "urbanisme", "A", "B");
    document.thumbnail = file;
    BatchReport report = batch({document});
    report.lean = lean;
    return count(html(report), "<img ");
  };
  CHECK(pictures(small.file, false) == 1);
  CHECK(pictures(small.file, true) == 0);
  CHECK(pictures(large.file, false) == 0);
  CHECK(pictures(other.file, false) == 0);
  CHECK(pictures("/nowhere.jpg", false) == 0);
  CHECK(pictures("", false) == 0);
}

TEST_CASE("texts of strangers stay text") {
  const std::string attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202Egpj.exe\x07\n&";
  ReportDocument document = letter("AAAA", "urbanisme", attack, attack);
  document.record.service.evidence = {{attack, 3}};
  document.record.dossier = document.record.piece.tracking = document.record.duplicate_of = attack;
  document.record.piece.kind_of_mail = attack;
  document.record.piece.flags = {attack};
  document.record.kind.code = document.record.joined_by = document.record.service.decided_by = attack;
  document.record.copies = {{attack, attack}};
  for (Field& field : document.record.fields) field.value = attack;
  document.record.pages.front().source.path = attack;
  ReportDocument other = asked(document, {attack, "service-unsure"});
  other.record.service.code = other.record.id = attack;
  other.folder = "review/javascript:\"onclick='";
  BatchReport report = batch({document, other});
  report.rejects.push_back({attack, attack, attack, ""});
  report.rejects.push_back({"rejects/001-x", "x", "password", attack});
  report.warnings = {attack};
  report.batch = report.received = report.version = report.received_source = attack;
  report.seconds[attack] = 1;
  const std::string page = html(report);
  CHECK(count(page, "<script") == 1);
  CHECK(count(page, "</script") == 1);
  CHECK(count(page, "<img") == 0);
  CHECK_FALSE(holds(page, "\u202E"));
  CHECK_FALSE(holds(page, "\x07"));
  CHECK(holds(page, "href=\"review/javascript%3A%22onclick%3D%27/document.pdf\""));
  CHECK(well_nested(page));
  CHECK(valid_utf8(page));
}

TEST_CASE("the report loads nothing and lets only its own style and script in") {
  BatchReport report = batch({letter("AAAA", "urbanisme", "A", "B")});
  const std::string page = html(report);
  CHECK(std::regex_search(page, std::regex("Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
                                           "'sha256-[A-Za-z0-9+/]{43}='; script-src 'sha256-[A-Za-z0-9+/]{43}='")));
  for (const char* part : {"http://", "https://", "@import", "url(", "<link", "<iframe", " style=", " onclick", "unsafe-inline"})
    CHECK_MESSAGE(!holds(page, part), part);
  CHECK(well_nested(page));
}

TEST_CASE("headings go down step by step, tables have captions, pictures have texts") {
  const Thumbnail picture("alt", 300);
  ReportDocument first = letter("AAAA", "urbanisme", "A", "B");
  first.thumbnail = picture.file;
  BatchReport report = batch({first, asked(letter("BBBB", "finances", "C", "D"), {"duplicate"})});
  report.rejects.push_back({"rejects/001-x", "x", "empty-file", ""});
  report.seconds = {{"text", 2}};
  const std::string page = html(report);
  CHECK(holds(page, "<html lang=\"fr\">"));
  CHECK(count(page, "<h1") == 1);
  int last = 0;
  static const std::regex heading("<h([1-6])");
  for (std::sregex_iterator it(page.begin(), page.end(), heading), end; it != end; ++it) {
    const int level = std::stoi((*it)[1]);
    CHECK(level <= last + 1);
    last = level;
  }
  CHECK(count(page, "<table") == count(page, "<caption"));
  CHECK(count(page, "<img alt=\"Première page du document AAAA, Urbanisme\"") == 1);
}

TEST_CASE("times stand in one section; all else is the same bytes on another day") {
  BatchReport report = batch({letter("AAAA", "urbanisme", "A", "B")});
  report.seconds = {{"text", 212.4}, {"straighten", 24.1}};
  report.elapsed = 148.2;
  const std::string one = html(report);
  CHECK(holds(one, "Lecture du texte"));
  CHECK(holds(one, "3\u00A0min 32\u00A0s"));
  CHECK(holds(one, "24,1\u00A0s"));
  CHECK(one.find("Lecture du texte") < one.find("Redressement"));
  report.seconds = {{"text", 1}};
  report.elapsed = 3;
  const std::string two = html(report);
  const auto without_times = [](const std::string& page) {
    const auto begin = page.find("<section id=\"timings\""), end = page.find("</section>", begin);
    return page.substr(0, begin) + page.substr(end);
  };
  CHECK(one != two);
  CHECK(without_times(one) == without_times(two));
}

TEST_CASE("five hundred documents with previews stay below 10 MB, five thousand do not grow out of hand") {
  const Thumbnail picture("many", 15 * 1024);
  std::vector<ReportDocument> documents;
  for (int i = 0; i < 500; ++i) {
    documents.push_back(letter("ID" + std::to_string(i), "urbanisme", "Expéditeur " + std::to_string(i), "Objet " + std::to_string(i)));
    if (i % 3 == 0) documents.back() = asked(documents.back(), {"service-unsure", "legibility-low"});
    documents.back().thumbnail = picture.file;
  }
  const std::string page = html(batch(documents));
  CHECK(page.size() <= 10'000'000);
  CHECK(count(page, "<img ") > 400);
  CHECK(count(page, "/document.pdf\"") >= 500);
}

TEST_CASE("the report speaks English where asked") {
  const std::string page =
      report_html(batch({asked(letter("AAAA", "urbanisme", "A", "B"), {"duplicate"})}), templates(data_folder({}) / "templates", "en"));
  CHECK(holds(page, "<html lang=\"en\">"));
  CHECK(holds(page, "Mail received on 23 November 2026"));
  CHECK(holds(page, "Already registered"));
}

TEST_CASE("the index has a line a document for LibreOffice") {
  ReportDocument document =
      asked(letter("AAAA", "urbanisme", "SARL \"Toit; mur\"", "=HYPERLINK(\"http://x\")"), {"service-unsure", "duplicate"});
  document.record.piece.kind_of_mail = "registered";
  document.record.piece.number = "A-2026-000001";
  document.record.piece.flags = {"urgent", "valuables"};
  const std::string index = index_csv(batch({document, letter("BBBB", "finances", "a\nb", "c")}), french());
  CHECK(
      index.starts_with("\xEF\xBB\xBFid;service;a_verifier;raisons;genre;dossier;recu_le;arrivee;date;expediteur;objet;references;pages;pli;type_"
                        "de_pli;marques;confiance;accuser_avant;repondre_avant;fichier\n"));
  CHECK(count(index, "\n") == 3);
  CHECK(holds(index,
              "AAAA;urbanisme;oui;\"Service incertain, Déjà enregistré\";demande;2026-000123-X;2026-11-23;A-2026-000001;2026-11-19;\"SARL \"\"Toit; "
              "mur\"\"\";\"'=HYPERLINK(\"\"http://x\"\")\";"));
  CHECK(holds(index, ";2;P-AAAA;Recommandé;\"Urgent, Chèque ou espèces\";\"0,93\";;;review/AAAA/document.pdf\n"));
  CHECK(holds(index, "BBBB;finances;non;;demande;"));
  CHECK(holds(index, ";a b;c;"));
}

TEST_CASE("a 2D-Doc shows what it is and what became of its signature, never whose it is; a confidential letter's shows nothing") {
  ReportDocument open = letter("AAAA", "urbanisme", "M. Le Goff", "Clôture"), closed = letter("BBBB", "action-sociale", "M. Le Goff", "Aide");
  for (ReportDocument* document : {&open, &closed}) document->record.proofs = {{2, 3, "01", "Facture d'eau", "", "", {{"10", "beneficiary", "SPECIMEN NATACHA"}}, "signature_valide", "", {}, {}, false, {"city"}, {"old"}}, {2, 1, "", "", "", "", {}, "lu_non_verifie", "version-unsupported", {}, {}}};
  const std::string shown = html(batch({open}));
  CHECK(holds(shown, "Facture d&#39;eau <span class=\"how\">(signature valide, incomplet, étranger à la page, trop ancien)</span>"));
  CHECK(holds(shown, "2D-Doc <span class=\"how\">(lu, signature non vérifiée)</span>"));
  CHECK_FALSE(holds(shown, "NATACHA"));
  CHECK(well_nested(shown));
  CHECK_FALSE(holds(html(batch({closed})), "Facture d"));
  CHECK(holds(html(batch({asked(open, {"proof-contradicts"})})), "<dt>Justificatif 2D-Doc</dt>"));
}

TEST_CASE("the words that make a letter urgent are shown with it; a confidential letter's are not") {
  ReportDocument open = asked(letter("AAAA", "finances", "Me Vasseur", "Facture"), {"service-unsure"}), closed = asked(letter("BBBB", "action-sociale", "Me Vasseur", "Aide"), {"service-unsure"});
  for (ReportDocument* document : {&open, &closed}) document->record.fields.push_back({"urgent", "8", "sous huit jours", 0.9, 1, {}});
  CHECK(holds(html(batch({open})), "« <bdi>sous huit jours</bdi> »"));
  CHECK_FALSE(holds(html(batch({closed})), "huit jours"));
}

TEST_CASE("shares are rounded honestly and bytes are coded as the standard says") {
  CHECK(percent(0.999) == "99\u00A0%");
  CHECK(percent(1) == "100\u00A0%");
  CHECK(percent(0.004) == "0\u00A0%");
  CHECK(base64("") == "");
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foobar") == "Zm9vYmFy");
  CHECK(url_path("état civil/a#b?c%.pdf") == "%C3%A9tat%20civil/a%23b%3Fc%25.pdf");
}

}  // namespace
}  // namespace pli
