#include "classifiers/terms.h"

#include <doctest/doctest.h>

using namespace pli;

TEST_CASE("accents, capitals, plurals and feminines make no other word") {
  CHECK(words_of("Élèves").words.at(0).key == words_of("eleve").words.at(0).key);
  CHECK(stemmed("inscrites") == stemmed("inscrit"));
  CHECK(stemmed("voirie") != stemmed("voiture"));
}

TEST_CASE("a word hyphenated over a line end is one word, a dash between words is not") {
  CHECK(words_of("associa-\ntion").words.size() == 1);
  CHECK(words_of("rendez-vous").words.size() == 2);
  CHECK(words_of("Saint-\nAndré").words.size() == 2);
}

TEST_CASE("numbers are no words and no pair crosses them") {
  const Terms terms = terms_of("", "", "facture 2026-114 voirie");
  CHECK(terms.words.contains("factur"));
  CHECK_FALSE(terms.pairs.contains("factur voiri"));
  CHECK(terms_of("", "", "facture voirie").pairs.contains("factur voiri"));
}

TEST_CASE("a pair reaches over small words and shows them") {
  const Terms terms = terms_of("", "", "un acte de naissance");
  const auto pair = terms.pairs.find(stemmed("acte") + " " + stemmed("naissance"));
  REQUIRE(pair != terms.pairs.end());
  CHECK(terms.shown.substr(pair->second.begin, pair->second.end - pair->second.begin) == "acte de naissance");
}

TEST_CASE("text that is no valid UTF-8, or empty, gives terms and no trouble") {
  CHECK(words_of("").words.empty());
  CHECK_NOTHROW(terms_of("\xC3", "", "\xFF\xFE\xC3\x28 \xE2\x82 mairie"));
  CHECK(terms_of("", "", "\xE2\x82").words.empty());
}

TEST_CASE("a very long text is read only as far as the limit") {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "eau ";
  CHECK(words_of(text).words.size() <= 50'000);
}

TEST_CASE("the hash of n-grams is the same everywhere") {
  CHECK(gram_bucket("eau") == gram_bucket("eau"));
  CHECK(gram_bucket("") == (2166136261u ^ (2166136261u >> 18)) % gram_buckets);
  CHECK(gram_bucket("abc") < gram_buckets);
}

TEST_CASE("address lines give no terms, the addressee's service gives some of its own") {
  const Terms terms = terms_of("", "Zoé Quintrec", "Zoé Quintrec\n12 rue des Lilas\n49890 Rivemont\n06 12 34 56 78\nService des eaux\nMadame,\nMa rue est inondée.\nZoé Quintrec");
  CHECK_FALSE(terms.words.contains("lila"));
  CHECK_FALSE(terms.words.contains("rivemont"));
  CHECK_FALSE(terms.words.contains("quintrec"));
  CHECK(terms.words.contains("inond"));
  CHECK(terms.words.contains("rue"));
  CHECK(terms.head.contains("servic eaux"));
  CHECK_FALSE(terms.head.contains("inond"));
}

TEST_CASE("a word written like a name is told from the same word in a sentence") {
  const Terms terms = terms_of("", "", "Je vous écris avec Madame Poirier.\nLe poirier gêne Durand.");
  CHECK(terms.words.at("poirier").common == 1);
  CHECK(terms.words.at("poirier").times == 2);
  CHECK(terms.words.at("durand").common == 0);
  CHECK(terms_of("", "", "Le CCAS répond.").words.at("ccas").common == 1);
  CHECK(terms_of("", "", "SIGNIFICATION DE JUGEMENT").words.at("signification").common == 1);
}
