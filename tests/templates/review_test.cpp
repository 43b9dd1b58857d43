#include "templates/review.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "pipeline/errors.h"
#include "templates/data.h"

namespace pli {
namespace {

namespace fs = std::filesystem;

fs::path shipped() {
  return data_folder({}) / "templates" / "review.toml";
}

std::string refused(const std::string& toml) {
  const fs::path file = fs::temp_directory_path() / "pli-review-test.toml";
  std::ofstream(file, std::ios::binary) << toml;
  std::string what = "accepted";
  try {
    load_review_reasons(file, "fr");
  } catch (const UsageError& error) {
    what = error.what();
  }
  fs::remove(file);
  return what;
}

TEST_CASE("every reason of review has a label and an advice in both languages") {
  const ReviewReasons fr = load_review_reasons(shipped(), "fr"), en = load_review_reasons(shipped(), "en");
  REQUIRE(fr.all.size() == en.all.size());
  for (std::size_t i = 0; i < fr.all.size(); ++i) {
    CAPTURE(fr.all[i].code);
    CHECK(fr.all[i].code == en.all[i].code);
    CHECK(fr.all[i].label.size() <= 45);
    CHECK(fr.all[i].advice.back() == '.');
    CHECK(en.all[i].advice.back() == '.');
    CHECK(fr.all[i].advice != en.all[i].advice);
  }
}

TEST_CASE("every reason that the stages give is on the list") {
  const ReviewReasons reasons = load_review_reasons(shipped(), "fr");
  for (const char* code :
       {"service-unsure",       "service-autre",           "service-unknown",  "kind-unsure",       "illegible",     "legibility-low",
        "text-too-short",       "out-of-vocabulary",       "page-failed",      "turn-unsure",       "skew-unsure",   "duplicate",
        "no-separator",         "sheet-missing",           "date-conflict",    "code-forged",       "code-replayed", "code-unverifiable",
        "code-unknown-dossier", "code-reference-conflict", "several-dossiers", "letter-incomplete", "returned",      "unopened",
        "sender-unknown",       "foreign-language",        "two-services",     "proof-invalid",     "proof-contradicts", "proof-date", "proof-incomplete",
        "returned-refused",     "motive-unknown",          "return-unknown"}) {
    CHECK_MESSAGE(reasons.find(code) != nullptr, code);
  }
}

TEST_CASE("a code that is on no list is shown as it is") {
  const ReviewReasons reasons = load_review_reasons(shipped(), "fr");
  CHECK(reasons.label("service-unsure") == "Service incertain");
  CHECK(reasons.label("not-yet-known") == "not-yet-known");
  CHECK(reasons.find("not-yet-known") == nullptr);
}

TEST_CASE("a list with a missing text, a doubled code or a code of another form is refused by name") {
  const std::string good = "[[reason]]\ncode = 'a-b'\nfr.label = 'x'\nfr.advice = 'y'\n";
  CHECK(refused(good) == "accepted");
  CHECK(refused(good + good).find("a-b") != std::string::npos);
  CHECK(refused("[[reason]]\ncode = 'a-b'\nfr.label = 'x'\n").find("a-b.fr.advice") != std::string::npos);
  CHECK(refused("[[reason]]\ncode = 'a-b'\nen.label = 'x'\n").find("a-b.fr") != std::string::npos);
  CHECK(refused("[[reason]]\ncode = 'A b'\nfr.label = 'x'\nfr.advice = 'y'\n").find("A b") != std::string::npos);
  CHECK(refused("reason = 3\n").find("template-invalid") == 0);
  CHECK(refused("").find("template-invalid") == 0);
}

}  // namespace
TEST_CASE("reasons stand the most serious first, codes on no list last") {
  const pli::ReviewReasons reasons{{{"illegible", "", ""}, {"legibility-low", "", ""}, {"kind-unsure", "", ""}}};
  CHECK(reasons.by_weight({"of-tomorrow", "kind-unsure", "illegible"}) == std::vector<std::string>{"illegible", "kind-unsure", "of-tomorrow"});
  CHECK(reasons.by_weight({}).empty());
}

}  // namespace pli
