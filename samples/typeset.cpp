#include "samples/typeset.h"

#include <algorithm>

#include "samples/marks.h"

namespace pli::samples {
namespace {

constexpr double margin = 22, bottom_margin = 24;

std::string joined(const std::vector<std::string>& lines, const char* between = "\n") {
  std::string out;
  for (const auto& line : lines) out += (out.empty() ? "" : between) + line;
  return out;
}

/// The pages of one letter while they are being printed: one pen going down the paper, a new sheet when it is full.
class Pages {
 public:
  Pages(double dpi, Setting body) : dpi_(dpi), body_(std::move(body)) { begin(); }

  Canvas& paper() { return *canvas_; }
  double y = margin;
  double left = margin, right = a4_width - margin;

  void words(double x, double width, const std::string& text, const Setting& setting) { y = paper().text(x, y, width, text, setting, lines_); }
  void words_at(double x, double top, double width, const std::string& text, const Setting& setting) {
    y = std::max(y, paper().text(x, top, width, text, setting, lines_));
  }
  void gap(double mm) {
    y += mm;
    lines_.emplace_back();
  }
  /// Text that may go on on the next page.
  void flow(const std::string& text, const Setting& setting) {
    for (std::size_t line = 0; line != Canvas::all_drawn;) {
      const Canvas::Poured poured = paper().pour(left, y, right - left, a4_height - bottom_margin, text, setting, line, lines_);
      y = poured.y;
      line = poured.next_line;
      if (line != Canvas::all_drawn) turn_over();
    }
  }
  void room_for(double mm) {
    if (y + mm > a4_height - bottom_margin) turn_over();
  }
  void foot(const std::string& text, const Setting& setting) {
    const double height = paper().measure(text, setting.face, a4_width - 2 * margin).second;
    words_at(margin, a4_height - 12 - height, a4_width - 2 * margin, text, setting);
  }
  /// Room at the head of the sheets after the first.
  double next_top = margin;
  std::string foot_text;
  Setting foot_setting;

  std::vector<PrintedPage> done() {
    end();
    return std::move(pages_);
  }

 private:
  void begin() {
    canvas_ = std::make_unique<Canvas>(a4_width, a4_height, dpi_);
    lines_.clear();
  }
  void end() {
    if (!foot_text.empty()) foot(foot_text, foot_setting);
    std::string text = joined(lines_);
    pages_.push_back({canvas_->image(), text + "\n"});
  }
  void turn_over() {
    end();
    begin();
    y = next_top;
  }

  double dpi_;
  Setting body_;
  std::unique_ptr<Canvas> canvas_;
  std::vector<std::string> lines_;
  std::vector<PrintedPage> pages_;
};

bool mentions(const SampleLetter& letter, const std::string& what) {
  if (what.empty() || letter.subject.find(what) != std::string::npos) return true;
  return std::any_of(letter.paragraphs.begin(), letter.paragraphs.end(), [&](const auto& p) { return p.find(what) != std::string::npos; });
}

std::string contact(const SampleLetter& letter, const LetterStyle& style, const char* between) {
  std::vector<std::string> lines;
  if (!letter.phone.empty()) lines.push_back(style.phone_word + (style.phone_word.empty() ? "" : " ") + letter.phone);
  if (!letter.email.empty()) lines.push_back(style.mail_word + (style.mail_word.empty() ? "" : " ") + letter.email);
  return joined(lines, between);
}

std::string sender_block(const SampleLetter& letter, const LetterStyle& style) {
  std::string block = letter.sender + (letter.sender_lines.empty() ? "" : "\n") + joined(letter.sender_lines);
  const std::string more = contact(letter, style, "\n");
  return more.empty() ? block : block + "\n" + more;
}

std::string dateline(const SampleLetter& letter) {
  if (letter.date_text.empty()) return "";
  return letter.place.empty() ? letter.date_text : letter.place + ", " + letter.date_text;
}

void print_addressee_and_date(Pages& pages, const SampleLetter& letter, const Setting& plain, double column, bool date_left) {
  pages.words(column, a4_width - margin - column + 6, joined(letter.recipient_lines), plain);
  pages.gap(7);
  if (const std::string date = dateline(letter); !date.empty()) {
    pages.words(date_left ? pages.left : column, 80, date, plain);
    pages.gap(6);
  }
}

void print_subject(Pages& pages, const SampleLetter& letter, const LetterStyle& style, const Setting& plain) {
  Setting bold = plain;
  bold.face.bold = style.bold_subject;
  std::vector<std::string> missing;
  for (const auto& reference : letter.references)
    if (!mentions(letter, reference)) missing.push_back(reference);
  if (!missing.empty()) pages.flow("Réf. : " + joined(missing, ", "), plain);
  if (!letter.subject.empty()) pages.flow(style.subject_word + " " + letter.subject, bold);
  if (!missing.empty() || !letter.subject.empty()) pages.gap(5);
}

void print_body(Pages& pages, const SampleLetter& letter, const LetterStyle& style, const Setting& plain, Random& random) {
  Setting body = plain;
  body.align = style.justified ? Align::justify : Align::left;
  body.indent = style.indented ? 12 : 0;
  for (const auto& paragraph : letter.paragraphs) {
    pages.room_for(6);
    pages.flow(paragraph, body);
    pages.y += 2.2;
  }
  pages.room_for(style.signed_by_hand ? 32 : 14);
  pages.gap(7);
  const double x = style.layout == Layout::association || style.layout == Layout::mail ? pages.left : pages.left + (pages.right - pages.left) * 0.55;
  pages.words(x, pages.right - x, letter.signature, plain);
  if (style.signed_by_hand) {
    draw_signature(pages.paper(), x + random.uniform(0, 12), pages.y + 11, random.uniform(22, 38), random);
    pages.y += 20;
  }
}

Ink house_colour(Random& random) {
  static const std::vector<Ink> inks = {{0.05, 0.20, 0.45}, {0.45, 0.08, 0.12}, {0.05, 0.35, 0.25}, {0.15, 0.15, 0.15}, {0.55, 0.30, 0.05}};
  return random.pick(inks);
}

void head_firm(Pages& pages, const SampleLetter& letter, const LetterStyle& style, const Setting& plain, Random& random) {
  const Ink colour = house_colour(random);
  if (random.chance(0.6)) draw_logo(pages.paper(), margin, margin - 6, 16, colour, random);
  Setting name = plain, small = plain;
  name.face.points += 5, name.face.bold = true, name.align = Align::centre, name.ink = colour;
  small.face.points -= 1.5, small.align = Align::centre;
  pages.words(margin + 18, a4_width - 2 * margin - 36, letter.sender, name);
  pages.words(margin + 18, a4_width - 2 * margin - 36, joined(letter.sender_lines, " - "), small);
  if (const std::string more = contact(letter, style, " - "); !more.empty()) pages.words(margin, a4_width - 2 * margin, more, small);
  pages.y += 2;
  pages.paper().line(margin, pages.y, a4_width - margin, pages.y, 0.5, colour);
  pages.gap(9);
  if (!letter.siret.empty()) {
    pages.foot_text = letter.sender + " - SIRET " + letter.siret;
    pages.foot_setting = small;
    pages.foot_setting.face.points = std::max(8.0, plain.face.points - 2.5);
  }
  print_addressee_and_date(pages, letter, plain, 112, random.chance(0.4));
}

void head_two_columns(Pages& pages, const SampleLetter& letter, const LetterStyle& style, const Setting& plain, Random& random) {
  Setting name = plain, aside = plain;
  name.face.bold = true, name.face.points += 2;
  aside.align = Align::right, aside.face.points -= 1;
  const double top = pages.y;
  pages.words(margin, 88, letter.sender, name);
  pages.words(margin, 88, joined(letter.sender_lines), plain);
  std::string more = contact(letter, style, "\n");
  if (!letter.siret.empty() && !mentions(letter, letter.siret)) more += (more.empty() ? "" : "\n") + ("SIRET : " + letter.siret);
  if (!more.empty()) pages.words_at(112, top, a4_width - margin - 112, more, aside);
  pages.y += 3;
  pages.paper().line(margin, pages.y, a4_width - margin, pages.y, 0.3, house_colour(random));
  pages.gap(8);
  print_addressee_and_date(pages, letter, plain, 108, false);
}

void head_association(Pages& pages, const SampleLetter& letter, const LetterStyle& style, const Setting& plain, Random& random) {
  const Ink colour = house_colour(random);
  draw_logo(pages.paper(), margin, margin - 4, 22, colour, random);
  Setting name = plain, small = plain;
  name.face.points += 3, name.face.bold = true, name.ink = colour;
  small.face.points -= 1;
  pages.words(margin + 28, a4_width - 2 * margin - 28, letter.sender, name);
  pages.words(margin + 28, a4_width - 2 * margin - 28, joined(letter.sender_lines), small);
  if (const std::string more = contact(letter, style, "\n"); !more.empty()) pages.words(margin + 28, a4_width - 2 * margin - 28, more, small);
  pages.y = std::max(pages.y, margin + 22);
  pages.gap(8);
  print_addressee_and_date(pages, letter, plain, 110, random.chance(0.3));
}

void head_mail(Pages& pages, const SampleLetter& letter, const LetterStyle& style, const Setting& plain) {
  Setting label = plain;
  label.face.bold = true;
  pages.words(margin, a4_width - 2 * margin, "De : " + letter.sender + (letter.email.empty() ? "" : " <" + letter.email + ">"), label);
  if (!letter.date_text.empty()) pages.words(margin, a4_width - 2 * margin, "Date : " + letter.date_text, plain);
  pages.words(margin, a4_width - 2 * margin, "À : " + joined(letter.recipient_lines, ", "), plain);
  pages.y += 3;
  pages.paper().line(margin, pages.y, a4_width - margin, pages.y, 0.25);
  pages.gap(6);
  std::string block = joined(letter.sender_lines);
  if (!letter.phone.empty()) block += (block.empty() ? "" : "\n") + style.phone_word + " " + letter.phone;
  if (!block.empty()) {
    pages.words(margin, 110, block, plain);
    pages.gap(6);
  }
}

void head_form(Pages& pages, const SampleLetter& letter, const LetterStyle& style, const Setting& plain) {
  Setting title = plain, label = plain;
  title.face.bold = true, title.face.points += 3, title.align = Align::centre;
  label.face.bold = true;
  pages.words(margin, a4_width - 2 * margin, "COURRIER À LA MAIRIE", title);
  pages.gap(5);
  std::vector<std::pair<std::string, std::string>> rows = {{"Nom", letter.sender}, {"Adresse", joined(letter.sender_lines)}};
  if (!letter.phone.empty()) rows.push_back({"Téléphone", letter.phone});
  if (!letter.email.empty()) rows.push_back({"Courriel", letter.email});
  rows.push_back({"Destinataire", joined(letter.recipient_lines)});
  if (!letter.date_text.empty()) rows.push_back({"Date", letter.date_text});
  if (!letter.subject.empty()) rows.push_back({style.subject_word.rfind("Objet", 0) == 0 ? "Objet" : "OBJET", letter.subject});
  const double split = margin + 38, end = a4_width - margin;
  for (const auto& [name, value] : rows) {
    const double top = pages.y;
    pages.words(margin + 2, split - margin - 4, name, label);
    pages.words_at(split + 2, top, end - split - 4, value, plain);
    pages.y += 1;
    pages.paper().rectangle(margin, top - 1, split - margin, pages.y - top + 1, 0.25);
    pages.paper().rectangle(split, top - 1, end - split, pages.y - top + 1, 0.25);
    pages.y += 1;
  }
  pages.gap(8);
}

void head_sidebar(Pages& pages, const SampleLetter& letter, const LetterStyle& style, const Setting& plain, Random& random) {
  const Ink colour = house_colour(random);
  const double column = margin + 48;
  Setting name = plain, small = plain;
  name.face.bold = true, name.ink = colour;
  small.face.points = std::max(8.5, plain.face.points - 2);
  draw_logo(pages.paper(), margin, margin - 4, 18, colour, random);
  pages.y = margin + 19;
  pages.words(margin - 4, column - margin, letter.sender, name);
  pages.words(margin - 4, column - margin, joined(letter.sender_lines), small);
  LetterStyle bare = style;
  bare.phone_word = bare.mail_word = "";
  if (const std::string more = contact(letter, bare, "\n"); !more.empty()) pages.words(margin - 4, column - margin, more, small);
  pages.paper().line(column, margin - 4, column, a4_height - 20, 0.6, colour);
  pages.left = column + 8;
  pages.right = a4_width - 16;
  pages.y = margin + 4;
  print_addressee_and_date(pages, letter, plain, 118, random.chance(0.5));
}

bool looks_like_a_firm(const SampleLetter& letter) {
  return !letter.siret.empty() || letter.sender.find("SA") != std::string::npos || letter.sender.find("Société") != std::string::npos ||
         letter.sender.find("Étude") != std::string::npos || letter.sender.find("Cabinet") != std::string::npos;
}

bool looks_like_a_body(const SampleLetter& letter) {
  static const std::vector<std::string> words = {"Associat", "Amicale", "Comité", "Club",     "Collège", "École",  "Préfect", "Tribunal", "Mairie", "Collectif",
                                                 "Syndicat", "Union",   "Caisse", "Trésor", "Lycée",    "Foyer", "Centre",  "Les Amis", "Fédération"};
  return std::any_of(words.begin(), words.end(), [&](const auto& word) { return letter.sender.find(word) != std::string::npos; });
}

}  // namespace

const char* layout_name(Layout layout) {
  static constexpr const char* names[layouts] = {"citizen", "firm", "two-columns", "association", "mail", "form", "sidebar", "typewriter"};
  return names[static_cast<int>(layout)];
}

LetterStyle draw_style(const SampleLetter& letter, Random& random) {
  using L = Layout;
  static const std::vector<L> people = {L::citizen, L::citizen, L::citizen, L::citizen, L::citizen, L::mail, L::form, L::typewriter, L::two_columns};
  static const std::vector<L> firms = {L::firm, L::firm, L::two_columns, L::two_columns, L::sidebar, L::citizen};
  static const std::vector<L> bodies = {L::association, L::association, L::firm, L::sidebar, L::two_columns, L::citizen};
  static const std::vector<std::string> faces = {"Liberation Sans", "Liberation Sans", "Liberation Serif", "Liberation Serif", "Liberation Serif", "Liberation Sans Narrow",
                                                 "DejaVu Sans",     "DejaVu Sans Condensed", "DejaVu Serif", "DejaVu Serif Condensed", "Liberation Mono"};
  LetterStyle style;
  style.layout = random.pick(looks_like_a_firm(letter) ? firms : looks_like_a_body(letter) ? bodies : people);
  style.face.family = style.layout == L::typewriter ? "Liberation Mono" : style.layout == L::mail ? "DejaVu Sans" : random.pick(faces);
  style.face.points = random.pick(std::vector<double>{10, 10.5, 11, 11, 11.5, 12});
  if (style.face.family.rfind("DejaVu", 0) == 0 || style.face.family == "Liberation Mono") style.face.points -= 0.5;
  style.face.leading = random.pick(std::vector<double>{1.0, 1.1, 1.2, 1.35});
  style.justified = style.face.family != "Liberation Mono" && random.chance(0.35);
  style.indented = random.chance(0.35);
  style.bold_subject = style.layout != L::typewriter && random.chance(0.7);
  style.subject_word = random.pick(std::vector<std::string>{"Objet :", "Objet :", "OBJET :", "Objet:", "Concerne :"});
  style.phone_word = random.pick(std::vector<std::string>{"Tél. :", "Tél :", "Tel.", "Téléphone :", "Port. :", ""});
  style.mail_word = random.pick(std::vector<std::string>{"Courriel :", "Mél :", "mail :", "E-mail :", ""});
  style.signed_by_hand = style.layout != L::mail && random.chance(0.85);
  return style;
}

std::vector<PrintedPage> print_letter(const SampleLetter& letter, const LetterStyle& style, double dpi, Random& random) {
  Setting plain;
  plain.face = style.face;
  Pages pages(dpi, plain);
  pages.y = margin + random.uniform(-4, 6);
  switch (style.layout) {
    case Layout::firm: head_firm(pages, letter, style, plain, random); break;
    case Layout::two_columns: head_two_columns(pages, letter, style, plain, random); break;
    case Layout::association: head_association(pages, letter, style, plain, random); break;
    case Layout::mail: head_mail(pages, letter, style, plain); break;
    case Layout::form: head_form(pages, letter, style, plain); break;
    case Layout::sidebar: head_sidebar(pages, letter, style, plain, random); break;
    case Layout::typewriter:
    case Layout::citizen:
      pages.words(margin, 88, sender_block(letter, style), plain);
      pages.gap(style.layout == Layout::typewriter ? 4 : 10);
      print_addressee_and_date(pages, letter, plain, random.uniform(104, 120), random.chance(0.35));
  }
  if (!style.stamped.empty()) draw_stamp(pages.paper(), random.uniform(95, 140), random.uniform(20, 75), style.stamped, random);
  if (style.layout == Layout::form) {
    SampleLetter rest = letter;
    rest.subject.clear();
    print_subject(pages, rest, style, plain);
  } else {
    print_subject(pages, letter, style, plain);
  }
  print_body(pages, letter, style, plain, random);
  return pages.done();
}

}  // namespace pli::samples
