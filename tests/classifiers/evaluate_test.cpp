#include "classifiers/evaluate.h"

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "tests/classifiers/letters.h"

using namespace pli;

namespace {
Services shipped_services() { return load_services(source_folder() / "templates/services.toml"); }
}  // namespace

TEST_CASE("Wilson's interval holds the share and never leaves 0..1") {
  const auto [low, high] = wilson_interval(90, 100);
  CHECK(low == doctest::Approx(0.826).epsilon(0.005));
  CHECK(high == doctest::Approx(0.945).epsilon(0.005));
  CHECK(wilson_interval(0, 10).first == 0);
  CHECK(wilson_interval(10, 10).second == doctest::Approx(1));
  CHECK(wilson_interval(0, 0) == std::pair(0.0, 1.0));
}

TEST_CASE("an evaluation counts what is right, what is wrong and what would be reviewed") {
  const Services services = shipped_services();
  std::vector<TrainingLetter> letters = few_letters();
  const Cascade cascade(services, Rules(), TextModel::train(letters));
  CHECK(evaluate(cascade, services, letters).service.accuracy == 1);
  letters.front().service = "education-enfance";  // now one is labelled wrong
  const Evaluation evaluation = evaluate(cascade, services, letters);
  CHECK(evaluation.service.right == evaluation.service.letters - 1);
  CHECK(evaluation.service.confusion.at("education-enfance").at("eau-assainissement") == 1);
  REQUIRE(evaluation.service.mistakes.size() == 1);
  CHECK(evaluation.service.mistakes[0].id == letters.front().id);
  CHECK(evaluation.authors.size() == 2);
  int counted = 0;
  for (const auto& [author, own] : evaluation.authors) counted += own.service.letters;
  CHECK(counted == evaluation.service.letters);
  double coverage = 1;
  for (const CurvePoint& point : evaluation.service.curve) {
    CHECK(point.coverage <= coverage);
    coverage = point.coverage;
  }
}

TEST_CASE("an accepted alternative kind is right") {
  const Services services = shipped_services();
  std::vector<TrainingLetter> letters = few_letters();
  const Cascade cascade(services, Rules(), TextModel::train(letters));
  for (TrainingLetter& letter : letters) std::swap(letter.kind, letter.kind_alternative), letter.kind = "devis";
  CHECK(evaluate(cascade, services, letters).kind.accuracy == 1);
  for (TrainingLetter& letter : letters) letter.kind_alternative.clear();
  CHECK(evaluate(cascade, services, letters).kind.accuracy == 0);
}

TEST_CASE("one author is no cross-validation by author") {
  std::vector<TrainingLetter> letters = few_letters();
  for (TrainingLetter& letter : letters) letter.author = "un";
  CHECK_THROWS_AS(cross_validate_by_author(letters, shipped_services(), Rules()), ItemError);
}

TEST_CASE("on authors it never read, the shipped classifier keeps its floors") {
  const Services services = shipped_services();
  std::vector<TrainingLetter> judged, learnt;
  for (TrainingLetter& letter : shipped_letters()) {
    const bool first = letter.author == "montclair" || letter.author == "port-evrault" || letter.author == "rivemont";
    (first ? judged : learnt).push_back(std::move(letter));
  }
  const Evaluation evaluation = cross_validate_by_author(judged, services, Rules::load(source_folder() / "templates/rules.toml", services), learnt);
  CHECK(evaluation.service.letters == 442);
  CHECK(evaluation.service.accuracy >= 0.92);
  CHECK(evaluation.kind.accuracy >= 0.88);
  CHECK(evaluation.routed_wrong <= 0.015 * evaluation.service.letters);
  CHECK(evaluation.review <= 0.23 * evaluation.service.letters);
}
