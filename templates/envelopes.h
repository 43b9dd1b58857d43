// Window envelopes, from envelopes.toml: where the window may show the sheet, computed from the geometry and the slack of the sheet inside (STANDARDS: a sheet slides by the difference of sizes).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pli {

/// Millimetres from the top left of the sheet.
struct SheetBox {
  double left = 0, top = 0, right = 0, bottom = 0;
  bool holds(const SheetBox& other) const { return other.left >= left && other.top >= top && other.right <= right && other.bottom <= bottom; }
  bool meets(const SheetBox& other) const { return other.left < right && other.right > left && other.top < bottom && other.bottom > top; }
};

struct Envelope {
  std::string name;             ///< DL-45, C65-35...
  double width = 0, height = 0; ///< mm
  SheetBox window;              ///< mm from the envelope's own top left
  double folded_height = 0;     ///< of the folded sheet, mm
  std::vector<double> folds;    ///< mm from the top of the sheet
  double weight_g = 0;          ///< of the empty envelope
  int most_sheets = 0;          ///< that go in

  /// What the window shows however the sheet slides: the whole address belongs here.
  SheetBox guaranteed() const;
  /// What the window could ever show: nothing but the address may stand here.
  SheetBox exposed() const;
};

struct Envelopes {
  std::vector<Envelope> all;
  double sheet_g = 4.99;        ///< weight of a sheet
  std::string digest;           ///< of the file's bytes
  const Envelope* find(const std::string& name) const;  ///< nullptr when there is none
};

/// Throws UsageError("template-invalid") naming file and key: an envelope smaller than the folded sheet, a window that guarantees no room for an address.
Envelopes load_envelopes(const std::filesystem::path& file);

}  // namespace pli
