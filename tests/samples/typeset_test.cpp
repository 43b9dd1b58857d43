#include "samples/typeset.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

using namespace pli::samples;

namespace {

SampleLetter letter() {
  SampleLetter l;
  l.id = "T1";
  l.service = "voirie-proprete";
  l.sender = "Odile Garance";
  l.sender_lines = {"4 rue Basse", "49890 Rivemont"};
  l.phone = "02 41 00 00 00";
  l.email = "odile@exemple.example";
  l.place = "Rivemont";
  l.date_text = "le 3 mars 2026";
  l.recipient_lines = {"Mairie de Rivemont", "1 place de la République"};
  l.subject = "Trottoir affaissé";
  l.siret = "569 112 394 00063";
  l.paragraphs = {"Madame, Monsieur,", "Le trottoir s'est affaissé devant le numéro quatre et l'eau y reste.", "Avec mes remerciements."};
  l.signature = "O. Garance";
  return l;
}

std::string words_of(const std::vector<PrintedPage>& pages) {
  std::string all, word, out;
  for (const auto& page : pages) all += page.text + "\n";
  std::istringstream in(all);
  while (in >> word) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::vector<PrintedPage> printed(const SampleLetter& l, Layout layout, double dpi = 100) {
  LetterStyle style;
  style.layout = layout;
  Random random(5);
  return print_letter(l, style, dpi, random);
}

int dark_pixels(const pli::Image& image) {
  return static_cast<int>(std::count_if(image.pixels.begin(), image.pixels.end(), [](std::uint8_t v) { return v < 128; }));
}

}  // namespace

TEST_CASE("the truth of a printed letter is its text in reading order, in every layout") {
  for (int i = 0; i < layouts; ++i) {
    const auto layout = static_cast<Layout>(i);
    CAPTURE(layout_name(layout));
    const auto pages = printed(letter(), layout);
    REQUIRE(pages.size() == 1);
    const std::string text = words_of(pages);
    std::size_t at = 0;
    std::vector<std::string> order = {"Odile Garance", "Mairie de Rivemont", "Trottoir affaissé", "Madame, Monsieur,", "Avec mes remerciements.", "O. Garance"};
    if (layout == Layout::mail) order.erase(order.begin() + 2);  // the subject of a mail is looked for below
    for (const auto& part : order) {
      const std::size_t found = text.find(part, at);
      CHECK_MESSAGE(found != std::string::npos, part);
      if (found != std::string::npos) at = found;
    }
    CHECK(text.find("Trottoir affaissé") != std::string::npos);
    CHECK(text.find("le 3 mars 2026") != std::string::npos);
    CHECK(dark_pixels(pages[0].image) > 3000);
  }
}

TEST_CASE("a long letter goes on on a second page and loses no word") {
  SampleLetter l = letter();
  std::string expected;
  for (int i = 0; i < 60; ++i) {
    l.paragraphs.push_back("Phrase numéro " + std::to_string(i) + " d'une lettre qui ne veut pas finir et qui remplit la page jusqu'en bas.");
    expected += (expected.empty() ? "" : " ") + l.paragraphs.back();
  }
  const auto pages = printed(l, Layout::citizen);
  CHECK(pages.size() >= 2);
  CHECK(words_of(pages).find(expected) != std::string::npos);
}

TEST_CASE("a line of the truth ends where the line ends on paper") {
  const auto pages = printed(letter(), Layout::citizen);
  CHECK(pages[0].text.find(" \n") == std::string::npos);
  CHECK(pages[0].text.find("4 rue Basse\n49890 Rivemont\n") != std::string::npos);
}

TEST_CASE("a page nobody can read has ink and no text") {
  Random random(2);
  const PrintedPage page = print_scrawl(100, random);
  CHECK(page.text.empty());
  CHECK(dark_pixels(page.image) > 3000);
}
