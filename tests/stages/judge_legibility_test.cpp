#include "stages/judge_legibility.h"

#include <doctest/doctest.h>

#include "pipeline/text.h"

using namespace pli;

namespace {

PageText text_of(const std::string& words) {
  PageText out;
  Line line;
  for (const std::string& word : split(words, ' '))
    if (!word.empty()) line.words.push_back({word, {}, 0.9});
  out.blocks.push_back({{}, {line}});
  return out;
}

const char* const french = "Madame, Monsieur, je vous prie de trouver ci-joint le dossier que votre service demande pour la classe de ma fille. "
                           "Je reste à votre disposition pour toute question et vous remercie.";
const char* const english = "Dear Sir or Madam, I am writing to ask whether my daughter may join the primary school in September. We moved to your town "
                            "in June and live close to the station. Please tell me which papers you need.";
const PageInk usual{900, 60, 500, 0, 1};

}  // namespace

TEST_CASE("a French letter is legible, also when a bad copy makes the reader less sure") {
  CHECK(judge_legibility(text_of(french), 0.94, usual).legibility == Legibility::good);
  CHECK(judge_legibility(text_of(french), 0.75, usual).legibility == Legibility::good);
}

TEST_CASE("a page is not illegible for being short") {
  CHECK(judge_legibility(text_of("2"), 0.9, {2, 0, 1, 0, 0}).legibility == Legibility::none);  // a figure alone is no text, and no doubt either
  CHECK(judge_legibility(text_of("Lu et approuvé"), 0.9, {9, 30, 12, 0, 1}).legibility == Legibility::good);
  CHECK(judge_legibility(text_of("M. Jean MARTIN 14 rue des Acacias 49000 ANGERS"), 0.9, {60, 90, 40, 0, 2}).legibility == Legibility::good);
  CHECK(judge_legibility(text_of("REÇU LE 12 JAN. 2026"), 0.9, {30, 20, 18, 0, 1}).legibility == Legibility::good);
}

TEST_CASE("invoices and forms have few little words and are legible") {
  CHECK(judge_legibility(text_of("FACTURE n° F2026-0114 Désignation Quantité Prix Total Ramettes papier 12 4,50 54,00 Cartouches encre 3 31,90 95,70 Montant HT 149,70 TVA 20 % 29,94 Total TTC "
                                 "179,64 IBAN FR76 3000 4000 0312 3456 7890 143"),
                         0.9, usual).legibility == Legibility::good);
}

TEST_CASE("gibberish is low by the reader's own doubt or by the look of its words") {
  const char* const gibberish = "A nd pl nan) Ang mu ad mw nu mp Ad fe Ua pl mp) Lu om mp wub mn pi mp vv lk xn trn q wvv mlm";
  CHECK(judge_legibility(text_of(french), 0.4, usual).reason == "unsure-words");
  CHECK(judge_legibility(text_of(gibberish), 0.9, usual).reason == "unlike-words");
}

TEST_CASE("another language is low where French is expected, and only there") {
  CHECK(judge_legibility(text_of(english), 0.95, usual).reason == "foreign-language");
  CHECK(judge_legibility(text_of(english), 0.95, usual, false).legibility == Legibility::good);
}

TEST_CASE("a drawing with labels is no text, a short letter under a large picture is one") {
  CHECK(judge_legibility(text_of("Chemin du Lavoir Rue des Acacias ZA 14 0 50 100 m"), 0.9, {45, 2330, 280, 1, 7}).reason == "ink-without-words");
  CHECK(judge_legibility(text_of(french), 0.9, {140, 1300, 160, 1, 2}).legibility == Legibility::good);
}

TEST_CASE("single words are searched on pages of a few letters, not in pictures and drawings") {
  CHECK(is_sparse_print({0, 2, 1, 0, 0}));       // a page number
  CHECK(is_sparse_print({0, 90, 18, 0, 1}));     // a date in a frame
  CHECK(is_sparse_print({0, 350, 250, 0, 3}));   // a few lines
  CHECK_FALSE(is_sparse_print({0, 6550, 268, 3, 9}));   // a photograph's grain
  CHECK_FALSE(is_sparse_print({0, 2280, 155, 1, 7}));   // the lines of a map
}

TEST_CASE("ink without words is none, a printed head over handwriting is low") {
  CHECK(judge_legibility({}, 0, {0, 400, 90, 0, 60}).legibility == Legibility::none);
  CHECK(judge_legibility(text_of("LE"), 0.8, {2, 400, 14, 3, 0}).legibility == Legibility::none);
  CHECK(judge_legibility(text_of("Association sportive de Port-Evrault 12 rue du Stade 85830 Port-Evrault"), 0.93, {110, 600, 140, 0, 90}).reason == "ink-without-words");
}
