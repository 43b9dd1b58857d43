// What travels with a letter: annexes, its envelope, and pages that can't be read.
#include <fmt/format.h>

#include "samples/marks.h"
#include "samples/typeset.h"

namespace pli::samples {
namespace {

constexpr double enclosure_margin = 22;

std::string euros(int cents) { return fmt::format("{},{:02} €", cents / 100, cents % 100); }

struct Row {
  std::vector<std::string> cells;
};

/// A table with ruled cells from y down; returns the y below it. Its text is read row by row.
double draw_table(Canvas& canvas, double y, const std::vector<double>& edges, const std::vector<Row>& rows, const Face& face, std::vector<std::string>& lines) {
  bool first = true;
  for (const Row& row : rows) {
    double below = y;
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      Setting setting{face, i + 1 == row.cells.size() && !first ? Align::right : Align::left, 0, {}};
      setting.face.bold = first;
      std::vector<std::string> words;
      below = std::max(below, canvas.text(edges[i] + 1.5, y + 1.2, edges[i + 1] - edges[i] - 3, row.cells[i], setting, words));
      for (const auto& word : words) cells.push_back(word);
    }
    std::string line;
    for (const auto& cell : cells) line += (line.empty() || cell.empty() ? "" : " ") + cell;
    lines.push_back(line);
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) canvas.rectangle(edges[i], y, edges[i + 1] - edges[i], below + 1.2 - y, 0.2);
    y = below + 1.2;
    first = false;
  }
  return y;
}

void draw_quote(Canvas& canvas, const SampleLetter& letter, Random& random, std::vector<std::string>& lines) {
  static const std::vector<std::pair<const char*, int>> goods = {{"Dépose de l'ancien revêtement", 1840},  {"Fourniture et pose de bordures", 4275}, {"Peinture deux couches, teinte claire", 2190},
                                                                 {"Location d'une nacelle, la journée", 31000}, {"Main-d'œuvre, l'heure", 4850},       {"Évacuation des gravats", 12600},
                                                                 {"Remplacement d'une serrure", 8790},      {"Plantation d'arbustes", 1420},          {"Nettoyage en fin de chantier", 9500}};
  const Face face{"Liberation Sans", 10};
  Setting title{{"Liberation Sans", 15, true}, Align::left, 0, {}}, plain{face, Align::left, 0, {}};
  double y = canvas.text(enclosure_margin, enclosure_margin, 160, fmt::format("DEVIS n° D-{}-{}", random.between(2024, 2026), random.between(100, 999)), title, lines);
  y = canvas.text(enclosure_margin, y + 3, 160, letter.sender, plain, lines) + 8;
  std::vector<Row> rows = {{{"Désignation", "Quantité", "Prix unitaire", "Montant HT"}}};
  int total = 0;
  const int count = random.between(4, 8), start = random.below(static_cast<int>(goods.size()));
  for (int i = 0; i < count; ++i) {
    const auto& [name, price] = goods[static_cast<std::size_t>((start + i) % static_cast<int>(goods.size()))];
    const int quantity = random.between(1, 24);
    total += quantity * price;
    rows.push_back({{name, std::to_string(quantity), euros(price), euros(quantity * price)}});
  }
  y = draw_table(canvas, y, {enclosure_margin, 100, 125, 156, a4_width - enclosure_margin}, rows, face, lines) + 5;
  Setting right{{"Liberation Sans", 10.5, true}, Align::right, 0, {}};
  y = canvas.text(enclosure_margin, y, a4_width - 2 * enclosure_margin, "Total HT : " + euros(total), right, lines);
  y = canvas.text(enclosure_margin, y, a4_width - 2 * enclosure_margin, "TVA 20 % : " + euros(total / 5), right, lines);
  y = canvas.text(enclosure_margin, y, a4_width - 2 * enclosure_margin, "Total TTC : " + euros(total + total / 5), right, lines) + 10;
  canvas.text(enclosure_margin, y, 160, "Devis valable trois mois. Bon pour accord, date et signature :", plain, lines);
}

void draw_receipt(Canvas& canvas, Random& random, std::vector<std::string>& lines) {
  const Setting till{{"Liberation Mono", 10}, Align::left, 0, {}};
  const double x = random.uniform(35, 70);
  std::string text = "QUINCAILLERIE DU MARCHÉ\n12 place des Halles\n\n";
  int total = 0;
  for (const char* name : {"VIS INOX 4X40", "JOINT 15/21", "ROBINET", "SAC DE SABLE"}) {
    const int price = random.between(190, 5890);
    total += price;
    text += fmt::format("{:<18}{:>10}\n", name, euros(price));
  }
  text += fmt::format("\nTOTAL             {:>10}\nCARTE BANCAIRE\n\nMerci de votre visite", euros(total));
  const double below = canvas.text(x, 30, 100, text, till, lines);
  canvas.rectangle(x - 6, 24, 78, below - 18, 0.15, {0.6, 0.6, 0.6});
}

void draw_petition(Canvas& canvas, const SampleLetter& letter, Random& random, std::vector<std::string>& lines) {
  static const std::vector<std::string> first = {"Anne", "Brahim", "Colette", "Denis", "Emma", "Farid", "Ghislaine", "Hugo", "Inès", "Joël", "Katia", "Loïc"};
  static const std::vector<std::string> last = {"Aubineau", "Bellanger", "Cosquer", "Dutilleul", "Espinasse", "Fortin", "Gaborit", "Hamidi", "Jouannet", "Kervella", "Lavergne", "Morisseau"};
  const Face face{"Liberation Serif", 11};
  Setting title{{"Liberation Serif", 14, true}, Align::centre, 0, {}};
  double y = canvas.text(enclosure_margin, enclosure_margin, a4_width - 2 * enclosure_margin, "Liste des signataires", title, lines);
  y = canvas.text(enclosure_margin, y + 2, a4_width - 2 * enclosure_margin, "Annexe à la lettre de " + letter.sender, {face, Align::centre, 0, {}}, lines) + 8;
  std::vector<Row> rows = {{{"Nom et prénom", "Adresse", "Signature"}}};
  const int count = random.between(6, 12);
  for (int i = 0; i < count; ++i)
    rows.push_back({{random.pick(last) + " " + random.pick(first), fmt::format("{} rue des Acacias", random.between(1, 60)), ""}});
  const double top = y;
  y = draw_table(canvas, y, {enclosure_margin, 90, 145, a4_width - enclosure_margin}, rows, face, lines);
  for (int i = 0; i < count; ++i)
    draw_signature(canvas, 150 + random.uniform(0, 8), top + (y - top) * (i + 1.5) / (count + 1), random.uniform(12, 22), random);
}

}  // namespace

std::string joined_lines(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += line + "\n";
  return out;
}

PrintedPage print_annex(Annex annex, const SampleLetter& letter, double dpi, Random& random) {
  Canvas canvas(a4_width, a4_height, dpi);
  std::vector<std::string> lines;
  switch (annex) {
    case Annex::quote: draw_quote(canvas, letter, random, lines); break;
    case Annex::receipt: draw_receipt(canvas, random, lines); break;
    case Annex::petition: draw_petition(canvas, letter, random, lines); break;
  }
  return {canvas.image(), joined_lines(lines)};
}

PrintedPage print_envelope(const SampleLetter& letter, const std::string& iso, double dpi, Random& random) {
  Canvas canvas(220, 110, dpi);
  std::vector<std::string> lines;
  const Setting small{{"Liberation Sans", 8.5}, Align::left, 0, {}}, plain{{"Liberation Sans", 12}, Align::left, 0, {}};
  std::string sender = "Exp. : " + letter.sender, recipient;
  for (const auto& line : letter.sender_lines) sender += "\n" + line;
  for (const auto& line : letter.recipient_lines) recipient += (recipient.empty() ? "" : "\n") + line;
  canvas.text(12, 10, 80, sender, small, lines);
  const std::string town = letter.place.empty() ? "CENTRE DE TRI" : letter.place;
  canvas.rectangle(186, 8, 22, 26, 0.3, {0.5, 0.1, 0.1});
  canvas.filled(188, 10, 18, 22, {0.85, 0.55, 0.5});
  draw_postmark(canvas, 150, 24, town, stamp_date(iso), random);
  canvas.text(105, 58, 105, recipient, plain, lines);
  return {canvas.image(), joined_lines(lines)};
}

PrintedPage print_scrawl(double dpi, Random& random) {
  Canvas canvas(a4_width, a4_height, dpi);
  draw_scrawl(canvas, enclosure_margin, 28, 55, 3, random);
  draw_scrawl(canvas, 115, 62, 60, 2, random);
  draw_scrawl(canvas, enclosure_margin, 100, a4_width - 2 * enclosure_margin, random.between(9, 13), random);
  draw_signature(canvas, 130, 255, 35, random);
  return {canvas.image(), ""};
}

PrintedPage print_photograph(double dpi, Random& random) {
  Canvas canvas(a4_width, a4_height, dpi);
  std::vector<std::string> lines;
  canvas.picture(20, 25, 170, photograph(900, 1180, random));
  return {canvas.image(), joined_lines(lines)};
}

}  // namespace pli::samples
