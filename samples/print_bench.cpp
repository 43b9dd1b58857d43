#include "samples/print_bench.h"

#include <fmt/format.h>

#include "pipeline/cpu_time.h"
#include "pipeline/digest.h"
#include "pipeline/reference.h"
#include "pipeline/text.h"
#include "samples/output.h"
#include "stages/compose.h"
#include "stages/engines/podofo_letters.h"
#include "stages/fill_letter.h"
#include "stages/french_type.h"
#include "stages/letter_context.h"

namespace pli::samples {
namespace fs = std::filesystem;
namespace {

LetterRow row_of(const LetterTemplate& letter, int number) {
  static const char* const names[] = {"Élie Dupont", "Maëlle Lœuvre", "Côme Petit", "Jeanne Le Goff", "Noé Garçon"};
  static const char* const streets[] = {"rue de l'Église", "avenue du Général-Leclerc", "impasse des Tilleuls", "place Saint-Aubin", "chemin du Lavoir"};
  LetterRow row;
  row.line = number;
  row.service = letter.service.empty() ? "etat-civil" : "";
  row.recipient_name = names[number % 5];
  row.recipient_lines = {fmt::format("{} {}", number % 400 + 1, streets[number % 7 % 5]), "49890 Rivemont"};
  row.received = "2026-11-12";
  row.values = Json::object();
  for (const LetterVariable& variable : letter.variables) row.values[variable.name] = variable.examples.front();
  return row;
}

IssueFacts facts_of(int number) {
  return {.letter_id = short_id(std::to_string(number)), .dossier = dossier_id(2026, next_number(2026, number)), .date = "2026-11-20", .key_id = "K3Y1", .site_key = std::string(32, 'k'), .implicit_date = "2027-01-12", .implicit_acceptance = false, .answer_date = ""};
}

std::string html_of(const StyledText& text) {
  std::string out;
  for (std::size_t i = 0; i < text.text.size(); ++i) {
    const char before = i == 0 ? 0 : text.style[i - 1], now = text.style[i];
    if ((before & bold_style) && !(now & bold_style)) out += "</b>";
    if (!(before & bold_style) && (now & bold_style)) out += "<b>";
    out += text.text[i] == '\n' ? "<br>" : escaped_html(utf8(std::u32string(1, text.text[i])));
  }
  return out + (!text.style.empty() && (text.style.back() & bold_style) ? "</b>" : "");
}

/// Address, subject, body and signature: what the composer sets, without its codes.
std::string html_letter(const FilledText& body, const LetterTemplate& letter, const Stationery& stationery, const Services& services, const LetterRow& row, const IssueFacts& facts) {
  const Json context = letter_context(letter, stationery, services, row, facts);
  std::string out = "<section><div class=sender>" + escaped_html(stationery.town.name);
  for (const std::string& line : stationery.town.sender) out += "<br>" + escaped_html(line);
  out += "</div><div class=address>" + escaped_html(row.recipient_name);
  for (const std::string& line : row.recipient_lines) out += "<br>" + escaped_html(line);
  out += "</div><p><b>Objet : " + escaped_html(letter.title) + "</b><br>Réf. à rappeler : " + facts.dossier + "</p>";
  for (const LetterBlock& block : body.blocks(context)) {
    const std::string text = html_of(french_type(block.text, stationery.words));
    if (block.kind == LetterBlock::Kind::heading) out += "<h2>" + text + "</h2>";
    else if (block.kind == LetterBlock::Kind::item) out += "<ul><li>" + text + "</ul>";
    else if (block.kind != LetterBlock::Kind::table) out += "<p>" + text + "</p>";
    if (block.rows.empty()) continue;
    out += "<table>";
    for (const auto& line : block.rows) {
      out += "<tr>";
      for (const StyledText& cell : line) out += "<td>" + html_of(cell);
    }
    out += "</table>";
  }
  return out + "<div class=sign>" + escaped_html(stationery.town.signatories[0].delegation) + "<br>" + escaped_html(stationery.town.signatories[0].name) + "</div></section>\n";
}

const char* const html_head =
    "<!doctype html><html lang=fr><meta charset=utf-8><title>Lettres</title><style>@page{size:A4;margin:20mm 20mm 25mm 25mm}body{font:11pt/1.35 'Liberation Sans'}section{break-after:page}"
    ".address{margin:25mm 0 25mm 85mm;font:10pt 'Liberation Mono'}.sign{margin:10mm 0 0 85mm}</style>\n";

}  // namespace

void write_print_bench(const PrintSet& set, const fs::path& out) {
  const LetterTemplate letter = load_letter_template(set.templates / "letters" / set.letter);
  const Stationery stationery = load_stationery(set.templates);
  const Services services = load_services(set.templates / "services.toml");
  const Composer composer(letter, stationery, services);
  LetterPrinter printer("Banc d'essai", "2026-11-20");
  long long pages = 0, single_bytes = 0;
  std::string one;
  double begin = cpu_seconds();
  for (int i = 0; i < set.count; ++i) pages += static_cast<long long>(composer.compose(row_of(letter, i), facts_of(i)).pages.size());
  const double composed = cpu_seconds() - begin;
  begin = cpu_seconds();
  for (int i = 0; i < set.count; ++i) {
    one = printer.letter_pdf(composer.compose(row_of(letter, i), facts_of(i)));
    single_bytes += static_cast<long long>(one.size());
  }
  const double singles = cpu_seconds() - begin;
  begin = cpu_seconds();
  for (int i = 0; i < set.count; ++i) printer.append(composer.compose(row_of(letter, i), facts_of(i)));
  const std::string run = printer.print_run();
  const double printed = cpu_seconds() - begin;

  make_folder_for(out / "one.pdf");
  save(out / "one.pdf", one), save(out / "print.pdf", run);
  const FilledText body(stationery.legal.put_into(letter.body));
  std::string all = html_head;
  for (int i = 0; i < set.count; ++i) all += html_letter(body, letter, stationery, services, row_of(letter, i), facts_of(i));
  save(out / "all.html", all);
  save(out / "one.html", html_head + html_letter(body, letter, stationery, services, row_of(letter, 0), facts_of(0)));
  save(out / "print.json", pretty(Json{{"letter", set.letter}, {"count", set.count}, {"pages", pages}, {"composed_s", rounded(composed, 3)}, {"singles_s", rounded(singles, 3)}, {"run_s", rounded(printed, 3)},
                                       {"single_bytes", single_bytes / std::max(set.count, 1)}, {"run_bytes", static_cast<long long>(run.size())}}));
}

}  // namespace pli::samples
