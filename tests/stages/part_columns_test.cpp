#include "stages/part_columns.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace pli;

namespace {

constexpr int page_height = 3500, letter_width = 18, print_height = 36;

/// Words of print with single spaces from `x` on; `|` leaves a wide space.
Line printed(int x, int baseline, const std::string& text) {
  Line line{{}, baseline, {}};
  std::string word;
  const auto put = [&] {
    if (word.empty()) return;
    const int width = letter_width * static_cast<int>(word.size());
    line.words.push_back({word, {x, baseline - 30, width, print_height}, 0.95});
    line.box = united(line.box, line.words.back().box);
    x += width, word.clear();
  };
  for (const char c : text) {
    if (c == ' ') put(), x += letter_width;
    else if (c == '|') put(), x += 12 * letter_width;
    else word += c;
  }
  put();
  return line;
}

Block block(const std::vector<Line>& lines) {
  Block out;
  for (const Line& line : lines) out.box = united(out.box, line.box), out.lines.push_back(line);
  return out;
}

const std::string running = "nous vous prions de bien vouloir trouver ci-joint les pieces demandees par";

Block body(int x, int baseline, int lines) {
  Block out;
  for (int i = 0; i < lines; ++i) out.lines.push_back(printed(x, baseline + 60 * i, running)), out.box = united(out.box, out.lines.back().box);
  return out;
}

std::string parted(std::vector<Block> blocks) {
  PageText text;
  text.blocks = std::move(blocks);
  part_columns(text, page_height);
  std::string out;
  for (const Block& one : text.blocks)
    for (const Line& line : one.lines)
      if (line.text() != running) out += line.text() + "/";
  return out;
}

}  // namespace

TEST_SUITE("part columns") {
  TEST_CASE("a letterhead in two halves is read half by half, though its lines were read across both") {
    CHECK(parted({block({printed(200, 300, "Imprimerie du Layon|Tel. 02 41 00 00 00"), printed(200, 360, "lot 8 de la zone|devis de exemple"), printed(200, 420, "49890 Rivemont")}), body(200, 900, 8)}) ==
          "Imprimerie du Layon/lot 8 de la zone/49890 Rivemont/Tel. 02 41 00 00 00/devis de exemple/");
  }

  TEST_CASE("labels keep what they are for, in a page's head as anywhere") {
    const std::string rows = "Nom Alix/Adresse 2 rue du Pont/Telephone 07 00 00 00 00/";
    CHECK(parted({block({printed(200, 300, "Nom|Alix"), printed(200, 360, "Adresse|2 rue du Pont"), printed(200, 420, "Telephone|07 00 00 00 00")}), body(200, 900, 8)}) == rows);
    CHECK(parted({block({printed(200, 300, "Objet :|Travaux de voirie"), printed(200, 360, "Suivi par|le service"), printed(740, 420, "des routes"), printed(740, 480, "et chemins")}), body(200, 900, 8)}) ==
          "Objet : Travaux de voirie/Suivi par le service/des routes/et chemins/");
  }

  TEST_CASE("a table keeps its rows; two addresses side by side are read one after the other") {
    CHECK(parted({block({printed(200, 300, "Nom et prenom|Adresse"), printed(200, 360, "Alix Exemple|rue du Pont"), printed(200, 420, "Lou Exemple|rue du Port"), printed(200, 480, "Max Exemple|rue du Pre")})}) ==
          "Nom et prenom Adresse/Alix Exemple rue du Pont/Lou Exemple rue du Port/Max Exemple rue du Pre/");
    CHECK(parted({block({printed(200, 300, "Alix Exemple|Mairie de Rivemont"), printed(200, 360, "2 rue du Port|1 place de la Halle"), printed(200, 420, "49890 Rivemont|49890 Rivemont")}), body(200, 900, 8)}) ==
          "Alix Exemple/2 rue du Port/49890 Rivemont/Mairie de Rivemont/1 place de la Halle/49890 Rivemont/");
  }

  TEST_CASE("a sender's names down the margin come before the letter beside them, wherever the letter begins") {
    CHECK(parted({block({printed(900, 200, "Monsieur le Maire"), printed(900, 260, "Hotel de Ville")}), block({printed(200, 330, "Club de Tennis"), printed(200, 385, "rue du Stade"), printed(200, 433, "49890 Rivemont")}),
                  block({printed(900, 460, "le 12 octobre")}), body(900, 560, 8)}) == "Club de Tennis/rue du Stade/49890 Rivemont/Monsieur le Maire/Hotel de Ville/le 12 octobre/");
  }

  TEST_CASE("a sender above and an addressee below at the right are in order as they stand; a word set apart within a line is no column") {
    const std::string order = "Alix Exemple/2 rue du Port/49890 Rivemont/Mairie de Rivemont/49890 Rivemont/Objet : voirie/Madame,/";
    CHECK(parted({block({printed(200, 300, "Alix Exemple"), printed(200, 360, "2 rue du Port"), printed(200, 420, "49890 Rivemont")}), block({printed(1200, 500, "Mairie de Rivemont"), printed(1200, 560, "49890 Rivemont")}),
                  block({printed(200, 760, "Objet : voirie")}), block({printed(200, 860, "Madame,")}), body(200, 960, 8)}) == order);
    Line typed = printed(200, 360, "Residence Les Goelands, appt 12");
    for (std::size_t i = 3; i < typed.words.size(); ++i) typed.words[i].box.x += 50;
    CHECK(parted({block({printed(200, 300, "Odette Exemple"), typed, printed(200, 420, "3 rue du Phare"), printed(200, 480, "85830 Port-Evrault")}), body(200, 900, 8)}) ==
          "Odette Exemple/Residence Les Goelands, appt 12/3 rue du Phare/85830 Port-Evrault/");
  }

  TEST_CASE("the mailroom's stamp belongs to no column and parts none") {
    Block stamp = block({printed(1200, 330, "ARRIVE LE"), printed(1200, 390, "23 NOV. 2026")});
    stamp.stamp = true;
    PageText text;
    text.blocks = {block({printed(200, 300, "Alix Exemple"), printed(200, 360, "2 rue du Port"), printed(200, 420, "49890 Rivemont")}), stamp, body(200, 900, 8)};
    part_columns(text, page_height);
    CHECK(text.blocks.size() == 3);
    CHECK(text.blocks[1].stamp);
  }
}
