// What stands on a letter's sheets around its text: letterhead, address, place and date, subject, codes, fold marks, foot. The envelope decides where.
#pragma once

#include <string>
#include <vector>

#include "stages/laid_letter.h"
#include "stages/set_pages.h"
#include "stages/type_faces.h"
#include "templates/envelopes.h"
#include "templates/letters.h"
#include "templates/stationery.h"

namespace pli {

/// What the first page says above the text.
struct LetterHead {
  std::vector<std::string> address;   ///< of address_block
  std::string service, agent, capacity, phone, email, hours;
  std::string date, subject, reference;
};

class LetterSheet {
 public:
  /// `logo_width`, `logo_height`: pixels, 0 without a logo. Throws UsageError("template-invalid") for an envelope that isn't there and for places of codes that its window could show or its folds cross.
  LetterSheet(const LetterTemplate&, const Stationery&, const TypeFaces&, int logo_width, int logo_height);

  /// Puts the head on the first page, gives the area of the letter's text.
  TypeArea head(LaidPage&, const LetterHead&) const;
  /// The same above a form, whose questions begin at a place of their own: one line of subject, cut where it is longer. Throws ItemError("form-head-too-high") when the head reaches further down than `top`.
  void form_head(LaidPage&, LetterHead, double top) const;
  /// Where a form's questions begin on its first page and on the others, and where they end.
  TypeArea form_area() const;
  /// Head line of later pages, foot, fold marks, and the places of the codes for a code of so many modules.
  void frame(LaidPage&, int page, int pages, const std::string& reference, int modules) const;
  /// Strips of the signature block: under which delegation, in which capacity, who.
  std::vector<Strip> signature(const Signatory&, const TypeArea&) const;
  const FilledBox& logo_box() const { return logo_; }

 private:
  bool has_code(const char* place) const;
  double beside_code() const;
  std::string fitted(const std::string& text, char style, double size, double width) const;
  PlacedCode code_at(const std::string& place, int modules) const;
  void refuse_unsafe_codes(const LetterTemplate&) const;
  double letterhead(LaidPage&) const;
  double contact(LaidPage&, const LetterHead&, double y) const;
  double address_left() const;
  void address(LaidPage&, const std::vector<std::string>& lines) const;
  double write(LaidPage&, const std::string& text, char style, double size, double x, double y, double width) const;
  void write_right(LaidPage&, const std::string& text, double size, double right, double y) const;

  const Stationery& stationery_;
  const TypeFaces& faces_;
  Envelope envelope_;
  std::vector<std::string> codes_;
  FilledBox logo_;
  bool form_ = false;   // its corners bear marks: codes stand beside them
  double text_size_ = 11, leading_ = 5.2;
};

/// `{name}` of a label replaced by its value.
std::string filled_label(std::string label, const std::string& name, const std::string& value);

}  // namespace pli
