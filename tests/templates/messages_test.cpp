#include "templates/messages.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "templates/data.h"

namespace pli {
namespace {

namespace fs = std::filesystem;

fs::path catalogues() {
  return data_folder({}) / "templates" / "messages";
}

std::string bytes(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

std::set<std::string> facts_of(const std::string& sentence) {
  static const std::regex braces(R"(\{([a-z_]+)\})");
  std::set<std::string> names;
  for (std::sregex_iterator it(sentence.begin(), sentence.end(), braces), end; it != end; ++it) names.insert((*it)[1]);
  return names;
}

// A catalogue with one sentence, in a folder of its own.
struct Catalogue {
  fs::path folder = fs::temp_directory_path() / "pli-messages-test";
  explicit Catalogue(const std::string& toml) {
    fs::create_directories(folder);
    std::ofstream(folder / "fr.toml", std::ios::binary) << toml;
  }
  ~Catalogue() { fs::remove_all(folder); }
  Messages read() const { return Messages(folder, "fr"); }
};

Messages with(const std::string& sentence) {
  return Catalogue("[sentences]\nx = '" + sentence + "'\n[labels.a]\nb = 'c'\n").read();
}

TEST_CASE("French and English have the same sentences with the same facts, and the same labels") {
  const Messages fr(catalogues(), "fr"), en(catalogues(), "en");
  REQUIRE(fr.sentences().size() == en.sentences().size());
  for (const auto& [code, sentence] : fr.sentences()) {
    CAPTURE(code);
    REQUIRE(en.has(code));
    CHECK(facts_of(sentence) == facts_of(en.sentences().at(code)));
    CHECK(sentence != en.sentences().at(code));
  }
  REQUIRE(fr.labels().size() == en.labels().size());
  for (const auto& [group, labels] : fr.labels()) {
    CAPTURE(group);
    REQUIRE(en.labels().contains(group));
    for (const auto& [key, label] : labels) CHECK_MESSAGE(en.labels().at(group).contains(key), key);
    CHECK(labels.size() == en.labels().at(group).size());
  }
}

TEST_CASE("every error that the sources throw has a sentence") {
  // The command line has a catalogue of its own beside the one that all share.
  const Messages fr(catalogues(), "fr"), console(catalogues().parent_path() / "console", "fr");
  const std::regex thrown(R"re((?:ItemError|Fatal|UsageError)\("([a-z][a-z-]*)")re");
  int found = 0;
  for (const char* folder : {"pipeline", "templates", "classifiers", "stages", "bin", "samples"}) {
    const fs::path root = data_folder({}) / folder;
    if (!fs::is_directory(root)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      const std::string kind = entry.path().extension().string();
      if (kind != ".cpp" && kind != ".h") continue;
      const std::string source = bytes(entry.path());
      for (std::sregex_iterator it(source.begin(), source.end(), thrown), end; it != end; ++it, ++found) {
        CHECK_MESSAGE((fr.has((*it)[1]) || console.has((*it)[1])), (*it)[1].str(), " of ", entry.path().filename().string());
      }
    }
  }
  CHECK(found > 5);
}

TEST_CASE("an error says what happened to which file and what to do, with its stable code at the end") {
  const Messages fr(catalogues(), "fr");
  CHECK(fr.error(ItemError("password", {{"file", "relevé.pdf"}})) ==
        "Le fichier relevé.pdf est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis déposez-le de nouveau. [password]");
  const std::string page = fr.sentence("damaged-page", {{"file", "a.tif"}, {"page", "3"}});
  CHECK(page.find("a.tif (page 3)") != std::string::npos);
}

TEST_CASE("no shown sentence holds a brace or a bracket, whichever facts are missing") {
  for (const char* language : {"fr", "en"}) {
    const Messages messages(catalogues(), language);
    for (const auto& [code, pattern] : messages.sentences()) {
      CAPTURE(code);
      CHECK(messages.sentence(code).find_first_of("{}[]") == std::string::npos);
      MessageArgs all;
      for (const std::string& name : facts_of(pattern)) all.emplace_back(name, "valeur");
      const std::string whole = messages.sentence(code, all);
      CHECK(whole.find_first_of("{}[]") == std::string::npos);
      CHECK(whole.find("  ") == std::string::npos);
    }
  }
}

TEST_CASE("a part in brackets goes with its fact, a fact outside shows as a question mark") {
  const Messages messages = with("{file}[, page {page},] est abîmé");
  CHECK(messages.sentence("x", {{"file", "a"}, {"page", "2"}}) == "a, page 2, est abîmé");
  CHECK(messages.sentence("x", {{"file", "a"}}) == "a est abîmé");
  CHECK(messages.sentence("x", {{"file", "a"}, {"page", ""}}) == "a est abîmé");
  CHECK(messages.sentence("x") == "? est abîmé");
}

TEST_CASE("facts are data: no pattern, no control character, no bidirectional mark, not too long") {
  const Messages messages = with("<{file}|{detail}>");
  CHECK(messages.sentence("x", {{"file", "{detail}[a]"}, {"detail", "d"}}) == "<{detail}[a]|d>");
  CHECK(messages.sentence("x", {{"file", "a\x1b[31m\tb\r\nc"}, {"detail", "\u202Egpj.exe"}}) == "<a[31m b c|gpj.exe>");
  CHECK(messages.sentence("x", {{"file", std::string(5000, 'a')}, {"detail", "d"}}).size() < 320);
  CHECK(messages.sentence("x", {{"file", "\xFF\xFE"}, {"detail", "d"}}) == "<\uFFFD\uFFFD|d>");
}

TEST_CASE("a code without a sentence still says what it knows") {
  const Messages messages = with("a");
  CHECK_FALSE(messages.has("new-code"));
  CHECK(messages.sentence("new-code", {{"file", "a.tif"}, {"page", "2"}}) == "new-code: file=a.tif, page=2");
  CHECK(messages.label("a", "b") == "c");
  CHECK(messages.label("a", "z") == "z");
  CHECK(messages.label("z", "b") == "b");
}

TEST_CASE("dates and counts are written as people write them") {
  const Messages fr(catalogues(), "fr"), en(catalogues(), "en");
  CHECK(fr.date("2026-11-23") == "23 novembre 2026");
  CHECK(fr.date("2026-03-01") == "1er mars 2026");
  CHECK(en.date("2026-03-01") == "1 March 2026");
  for (const char* other : {"", "2026-13-01", "2026-00-10", "2026-1-1", "hier", "2026/11/23"}) CHECK(fr.date(other) == other);
  CHECK(fr.counted(0, "page") == "0 page");
  CHECK(fr.counted(1, "page") == "1 page");
  CHECK(fr.counted(2, "page") == "2 pages");
  CHECK(en.counted(0, "page") == "0 pages");
}

TEST_CASE("a catalogue that is missing, malformed or incomplete is refused with its name and place") {
  const auto refused = [](const std::string& toml) {
    try {
      Catalogue(toml).read();
    } catch (const UsageError& error) {
      return std::string(error.what());
    }
    return std::string("accepted");
  };
  CHECK(refused("[sentences]\nx = 'y'\n[labels]\n") == "accepted");
  CHECK(refused("[sentences]\nx = \n").find("template-invalid: ") == 0);
  CHECK(refused("[labels]\n").find("fr.toml, sentences") != std::string::npos);
  CHECK(refused("[sentences]\nx = 3\n[labels]\n").find("sentences.x") != std::string::npos);
  CHECK(refused("[sentences]\nx = ''\n[labels]\n").find("sentences.x") != std::string::npos);
  CHECK(refused("[sentences]\n[labels.a]\nb = []\n").find("labels.a.b") != std::string::npos);
  CHECK_THROWS_AS(Messages(catalogues() / "nowhere", "fr"), UsageError);
  CHECK_THROWS_AS(Messages(catalogues(), "../fr"), UsageError);
}

}  // namespace
}  // namespace pli
