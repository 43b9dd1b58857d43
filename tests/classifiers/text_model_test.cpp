#include "classifiers/text_model.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <cmath>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "tests/classifiers/letters.h"
#include "tests/support/run.h"

using namespace pli;

namespace {

using Folder = test::TemporaryFolder;

// A model's bytes with the seal made right again: what reaches the parser.
std::string resealed(std::string bytes) {
  bytes.resize(bytes.size() - 64);
  return bytes + sha256(bytes);
}

bool refused(const std::filesystem::path& file, const std::string& bytes) {
  write_aside(file, bytes);
  try {
    TextModel::load(file);
  } catch (const Fatal& error) {
    CHECK(error.code() == "model-invalid");
    return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a model tells the services it learnt apart and shows the words that told") {
  const TextModel model = TextModel::train(few_letters());
  const Verdict verdict = model.service("", "", "Le compteur tourne alors que la canalisation est fermée depuis hier.");
  CHECK(verdict.code == "eau-assainissement");
  CHECK(verdict.decided_by == "text");
  CHECK_FALSE(verdict.sure);
  REQUIRE(verdict.candidates.size() == 2);
  CHECK(verdict.candidates[0].confidence + verdict.candidates[1].confidence == doctest::Approx(1));
  REQUIRE_FALSE(verdict.evidence.empty());
  bool named = false;
  for (const Evidence& e : verdict.evidence) named = named || e.term.find("compteur") != std::string::npos || e.term.find("canalisation") != std::string::npos;
  CHECK(named);
  CHECK(model.service("", "", "Notre enfant mange à la cantine de la maternelle.").code == "education-enfance");
}

TEST_CASE("an empty model, and a text without a known word, say nothing") {
  CHECK(TextModel().service("", "", "compteur").code.empty());
  CHECK(TextModel().serialised().empty());
  CHECK(TextModel::train(few_letters()).service("", "", "1234 5678").code.empty());
}

TEST_CASE("the same letters and options give the same bytes, other options others") {
  const std::string bytes = TextModel::train(few_letters()).serialised();
  CHECK(bytes == TextModel::train(few_letters()).serialised());
  CHECK(bytes != TextModel::train(few_letters(), {.service_cost = 9}).serialised());
}

TEST_CASE("one service is not enough to learn from") {
  std::vector<TrainingLetter> letters = few_letters();
  std::erase_if(letters, [](const TrainingLetter& l) { return l.service != "education-enfance"; });
  CHECK_THROWS_AS(TextModel::train(letters), ItemError);
}

TEST_CASE("letters of a single author and without kinds can be learnt from") {
  std::vector<TrainingLetter> letters = few_letters();
  for (TrainingLetter& letter : letters) letter.author = "un", letter.kind.clear();
  const TextModel model = TextModel::train(letters);
  CHECK(model.service("", "", "la canalisation et le compteur").code == "eau-assainissement");
  CHECK(model.kind("", "", "la canalisation et le compteur").code.empty());
}

TEST_CASE("a model that was written and read again is the same model") {
  const Folder folder;
  const TextModel model = TextModel::train(few_letters());
  write_aside(folder.path() / "m", model.serialised());
  const TextModel again = TextModel::load(folder.path() / "m");
  CHECK(again.digest() == model.digest());
  CHECK(again.service("", "", "compteur").confidence == model.service("", "", "compteur").confidence);
}

TEST_CASE("a damaged, foreign or cut model is refused, wherever it was cut") {
  const Folder folder;
  const std::string bytes = TextModel::train(few_letters()).serialised();
  CHECK(refused(folder.path() / "m", ""));
  CHECK(refused(folder.path() / "m", "solver_type L2R_LR\nnr_class 2\n"));
  for (std::size_t at = 0; at < bytes.size(); at += 211) {
    CHECK(refused(folder.path() / "m", bytes.substr(0, at)));
    std::string altered = bytes;
    altered[at] ^= 0x20;
    CHECK(refused(folder.path() / "m", altered));
  }
  CHECK_FALSE(refused(folder.path() / "m", bytes));
}

TEST_CASE("a forged model with a right seal is refused or harmless: no count is believed") {
  const Folder folder;
  const std::string bytes = TextModel::train(few_letters()).serialised();
  int refusals = 0;
  for (std::size_t at = 17; at + 64 < bytes.size(); at += at < 600 ? 1 : 53)
    for (const char value : {'\xFF', '\x00'}) {
      std::string forged = bytes;
      forged[at] = value;
      write_aside(folder.path() / "m", resealed(forged));
      try {
        const TextModel model = TextModel::load(folder.path() / "m");
        const Verdict verdict = model.service("", "", "la canalisation et le compteur");
        CHECK(std::isfinite(verdict.confidence));
      } catch (const Fatal& error) {
        CHECK(error.code() == "model-invalid");
        ++refusals;
      }
    }
  CHECK(refusals > 50);
  for (const std::size_t cut : {20u, 100u, 500u}) CHECK(refused(folder.path() / "m", resealed(bytes.substr(0, cut) + std::string(64, '0'))));
}

TEST_CASE("French is familiar to the shipped model, other languages and gibberish are not") {
  const TextModel model = TextModel::load(source_folder() / "templates/model/pli.model");
  CHECK(model.familiarity("Je vous écris au sujet de la facture que nous avons reçue pour notre logement et vous demande un délai de paiement.").share > 0.6);
  CHECK(model.familiarity("We would like to thank you for the lovely afternoon that the children spent with their teachers yesterday.").share < 0.30);
  CHECK(model.familiarity("Sehr geehrte Damen und Herren, hiermit bitten wir freundlich um Zusendung der vollständigen Unterlagen bis Freitag.").share < 0.30);
  CHECK(model.familiarity("lkjh qsdpo wxcvn rtzae mlkgh poiuf dsqg jklmn vbxcw azert").share < 0.30);
}

TEST_CASE("training on the shipped letters again gives the shipped model, byte for byte") {
  CHECK(TextModel::train(shipped_letters()).serialised() == read_file(source_folder() / "templates/model/pli.model"));
}

TEST_CASE("a line that is no letter is named") {
  const Folder folder;
  for (const std::string line : {"{", "[]", "{\"paragraphs\": [\"x\"]}", "{\"service\": \"finances\"}", "{\"service\": 3, \"paragraphs\": [\"x\"]}"}) {
    write_aside(folder.path() / "l.jsonl", "{\"service\": \"finances\", \"paragraphs\": [\"Une facture\"]}\n" + line + "\n");
    try {
      load_training_letters(folder.path() / "l.jsonl");
      FAIL("read");
    } catch (const ItemError& error) {
      CHECK(error.code() == "training-data-invalid");
      CHECK(error.args()[1].second == "2");
    }
  }
}

TEST_CASE("a training letter's body reads like its page, and its author is the file") {
  const std::vector<TrainingLetter> letters = load_training_letters(source_folder() / "samples/letters/rivemont.jsonl");
  REQUIRE(letters.size() == 260);
  CHECK(letters[0].author == "rivemont");
  for (const TrainingLetter& letter : letters) {
    CHECK(letter.body.starts_with(letter.sender));
    CHECK(letter.body.find(letter.subject) != std::string::npos);
  }
}
