#include "templates/returns.h"

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/text.h"
#include "templates/messages.h"
#include "tests/support/paths.h"
#include "tests/support/run.h"

using namespace pli;
using namespace pli::test;

namespace {

const std::string rest = "[label]\nback = ['retour']\nregistered = ['recommandé']\nletter_words = ['bonjour']\n[reminder]\nsubject = 'x'\nno_subject = 'y'\nexpected = ['z']\n";

std::string motive(const std::string& code, const std::string& phrase, const std::string& effect = "none") {
  return "[[motive]]\ncode = '" + code + "'\nbad_address = true\neffect = '" + effect + "'\nphrases = ['" + phrase + "']\n";
}

std::string refused(const std::string& text) {
  const TemporaryFolder folder;
  write_file(folder / "returns.toml", text);
  try {
    load_return_words(folder / "returns.toml");
    return "accepted";
  } catch (const UsageError& error) {
    return error.args().back().second;
  }
}

}  // namespace

TEST_CASE("the shipped motives are named in both languages, and only what the recipient did himself leaves his address good") {
  const ReturnWords words = load_return_words(source_folder() / "templates/returns.toml");
  REQUIRE(words.motives.size() >= 4);
  for (const char* language : {"fr", "en"}) {
    const Messages messages(source_folder() / "templates/messages", language);
    for (const ReturnMotive& one : words.motives) CHECK_MESSAGE(messages.label("motive", one.code) != one.code, one.code);
    CHECK(messages.label("motive", "unknown") != "unknown");
  }
  for (const ReturnMotive& one : words.motives) CHECK(one.bad_address == (one.effect == "none"));
  CHECK(words.motive("unclaimed").effect == "always");
  CHECK(words.motive("refused").effect == "registered");
  CHECK(words.motive("no-such-thing").bad_address);
  CHECK(words.knows("unknown"));
  CHECK_FALSE(words.knows("no-such-thing"));
}

TEST_CASE("a motive twice, a phrase that two motives claim, a phrase too short and an effect that is none are refused by their place") {
  CHECK(refused(motive("a", "pli refusé") + rest) == "accepted");
  CHECK(refused(motive("a", "pli refusé") + motive("a", "inconnu ici") + rest).find("stands twice") != std::string::npos);
  CHECK(refused(motive("a", "pli refusé") + motive("b", "Pli refuse") + rest).find("pli refuse stands twice") != std::string::npos);
  CHECK(refused(motive("a", "non") + rest).find("too short") != std::string::npos);
  CHECK(refused(motive("a", "pli refusé", "some") + rest).find("effect") != std::string::npos);
  CHECK(refused(motive("unknown", "pli refusé") + rest).find("unknown") != std::string::npos);
  CHECK(refused(motive("a", "pli refusé")).find("label") != std::string::npos);
}
