// Prints letters: from a letter's data to clean page images and the text on them in reading order.
#pragma once

#include <string>
#include <vector>

#include "pipeline/image.h"
#include "samples/canvas.h"
#include "samples/letter.h"
#include "samples/random.h"

namespace pli::samples {

/// A printed side: RGB pixels as from a perfect scanner, and its text, a line as broken on paper for each line.
struct PrintedPage {
  Image image;
  std::string text;
};

/// Lines as a page's text: each ends with a newline.
std::string joined_lines(const std::vector<std::string>&);

enum class Layout { citizen, firm, two_columns, association, mail, form, sidebar, typewriter };
inline constexpr int layouts = 8;
const char* layout_name(Layout);

struct LetterStyle {
  Layout layout = Layout::citizen;
  Face face;
  bool justified = false, indented = false, bold_subject = true;
  std::string subject_word = "Objet :", phone_word = "Tél. :", mail_word = "Courriel :";
  std::string stamped;   ///< an arrival stamp's date ("23 NOV. 2026"), "" for none
  bool signed_by_hand = true;
};

/// A style that such a sender could have chosen: firms use letterheads, people do not.
LetterStyle draw_style(const SampleLetter&, Random&);

/// The letter on as many A4 pages as it takes.
std::vector<PrintedPage> print_letter(const SampleLetter&, const LetterStyle&, double dpi, Random&);

enum class Annex { quote, receipt, petition };
inline constexpr int annexes = 3;
/// An A4 page that such a letter could enclose.
PrintedPage print_annex(Annex, const SampleLetter&, double dpi, Random&);

/// The face of the letter's DL envelope: addressee, sender, postmark dated `iso`.
PrintedPage print_envelope(const SampleLetter&, const std::string& iso, double dpi, Random&);

/// A page nobody can read: scrawl as by hand, in the form of a letter. No text.
PrintedPage print_scrawl(double dpi, Random&);

/// A sheet with a photograph and one line under it.
PrintedPage print_photograph(double dpi, Random&);

}  // namespace pli::samples
