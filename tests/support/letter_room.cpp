#include "tests/support/letter_room.h"

#include <algorithm>

#include "pipeline/files.h"
#include "tests/support/town.h"

namespace pli::test {

LetterRoom::LetterRoom() {
  write_template();
  key = Json::parse(pli({"keygen", "--json"}).out).at("key").get<std::string>();
}

LetterRoom::LetterRoom(const fs::path& keys) {
  write_template();
  fs::copy(keys, folder / "keys");
  key = fs::directory_iterator(keys)->path().stem().string();
}

void LetterRoom::write_template() const {
  make_folder(letters / "avis");
  write_file(letters / "avis" / "letter.toml",
             "title = \"Avis\"\nservice = \"finances\"\nenvelope = \"DL-45\"\nsubject = \"{{objet}}\"\nanswer_days = 15\nfont = \"sans\"\ncodes = [\"top-left\", \"bottom-right\"]\n"
             "[[variable]]\nname = \"objet\"\ntype = \"text\"\nrequired = true\nhelp = \"objet\"\nexample = [\"une facture\"]\n"
             "[[variable]]\nname = \"montant\"\ntype = \"amount\"\nhelp = \"montant\"\nexample = [\"12.50\"]\n"
             "[[variable]]\nname = \"pages\"\ntype = \"list\"\nhelp = \"une page de plus pour chacune\"\nexample = [[\"un\"]]\n");
  write_file(letters / "avis" / "body.md", "Madame, Monsieur,\n\n{{#montant}}Vous devez {{montant}}.{{/montant}}\n\nNous vous écrivons au sujet de {{objet}}.\n{{#pages}}\n\n---\n\nAnnexe : {{.}}.\n{{/pages}}\n");
}

void LetterRoom::rows(const std::string& text, const std::string& file) {
  data = folder / file;
  write_file(data, text);
}

Json notice(const std::string& name, const std::string& object) {
  return {{"recipient", {{"name", name}, {"lines", {"3 rue des Exemples", "49890 Rivemont"}}}}, {"objet", object}};
}

void LetterRoom::many_rows(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += compact(notice("Mme Exemple " + std::to_string(i), "la demande " + std::to_string(i))) + '\n';
  rows(text);
}

std::vector<std::string> LetterRoom::command(const std::vector<std::string>& added, const std::string& name) const {
  std::vector<std::string> all = {"out", "avis", "--data", data, "--out", out, "--store", store, "--letters", letters};
  if (!name.empty()) all.insert(all.end(), {"--run", name});
  all.insert(all.end(), added.begin(), added.end());
  if (std::find(added.begin(), added.end(), "--date") == added.end()) all.insert(all.end(), {"--date", "2026-11-23"});
  return all;
}

RunResult LetterRoom::pli(std::vector<std::string> arguments) const {
  arguments.insert(arguments.end(), {"--store", store});
  return run_pli(arguments);
}

Json LetterRoom::run_json(const std::string& name) const { return Json::parse(read_file(run(name) / "run.json")); }

std::vector<Json> LetterRoom::dossiers() const {
  const Json all = Json::parse(pli({"dossier", "list", "--json"}).out);
  return {all.begin(), all.end()};
}

std::string LetterRoom::result() const { return fingerprint(out, {".pli/"}); }

}  // namespace pli::test
