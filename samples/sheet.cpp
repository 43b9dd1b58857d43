#include "samples/sheet.h"

#include <map>

#include "samples/symbols.h"

namespace pli::samples {

PrintedPage print_sheet(const SheetCode& code, double dpi) {
  static const std::map<std::string, std::string> titles = {
      {"DOCUMENT", "NOUVEAU PLI"},    {"ANNEX", "ANNEXE"},              {"ENVELOPE", "ENVELOPPE"},       {"BATCH", "NOUVEAU LOT"},   {"RETURNED", "RETOUR À L'ENVOYEUR"},
      {"REGISTERED", "RECOMMANDÉ"},   {"CONFIDENTIAL", "CONFIDENTIEL"}, {"VALUABLES", "VALEURS JOINTES"}, {"URGENT", "URGENT"},       {"UNOPENED", "PLI NON OUVERT"},
      {"SERVICE", "SERVICE"}};
  constexpr double width = 210, height = 297, side = 34, edge = 14;
  Canvas canvas(width, height, dpi);
  const Image qr = draw_symbol(Symbol::qr, payload(code));
  for (const double x : {edge, width - edge - side})
    for (const double y : {edge, height - edge - side}) canvas.picture(x, y, side, qr, true);
  std::vector<std::string> lines;
  const auto found = titles.find(code.kind);
  const Setting title{{"Liberation Sans", 40, true}, Align::centre, 0, {}}, below{{"Liberation Sans", 22}, Align::centre, 0, {}}, small{{"Liberation Mono", 11}, Align::centre, 0, {}};
  double y = canvas.text(10, 118, width - 20, found == titles.end() ? code.kind : found->second, title, lines);
  if (!code.service.empty()) y = canvas.text(10, y + 2, width - 20, code.service, below, lines);
  canvas.text(10, y + 8, width - 20, payload(code), small, lines);
  return {canvas.image(), ""};
}

}  // namespace pli::samples
