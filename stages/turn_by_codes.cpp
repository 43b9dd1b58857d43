#include "stages/turn_by_codes.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "pipeline/code.h"
#include "stages/engines/opencv_paper.h"
#include "stages/engines/opencv_symbols.h"
#include "stages/engines/zxing.h"
#include "stages/plane_map.h"

namespace pli {
namespace {

constexpr double most_apart = 4;      // degrees: between what the codes' places say and how each of them lies
constexpr double scale_range = 0.12;  // of the distance between them

double degrees_of(const PlanePoint& from, const PlanePoint& to) { return std::atan2(to.y - from.y, to.x - from.x) * 180 / std::numbers::pi; }

/// Between -180 and 180.
double wrapped(double degrees) { return degrees - 360 * std::round(degrees / 360); }

const FormLayout* layout_of(const std::string& text, const std::vector<FormLayout>& forms) {
  const auto code = parse_letter_code(text);
  if (!code || code->form.empty()) return nullptr;
  const FormName name = form_name(code->form);
  const FormLayout* form = find_layout(forms, name.id, name.version);
  return form && form->codes.size() == 2 ? form : nullptr;
}

}  // namespace

std::optional<Upright> turned_by_codes(ImageView scan, const std::vector<FormLayout>& forms, const StraightenOptions& options) {
  if (forms.empty() || scan.empty() || scan.channels != 1) return std::nullopt;
  const Image half = halved(scan);
  const std::vector<Symbol> symbols = read_qr(half, Threshold::local, 3);
  if (symbols.size() != 2 || symbols[0].barcode.text != symbols[1].barcode.text) return std::nullopt;
  const FormLayout* form = layout_of(symbols[0].barcode.text, forms);
  if (!form) return std::nullopt;
  const PlanePoint first = middle_of(form->codes[0]), second = middle_of(form->codes[1]), a = middle_of(symbols[0].barcode.box), b = middle_of(symbols[1].barcode.box);
  const double printed = std::hypot(second.x - first.x, second.y - first.y) * half.dpi / 25.4, found = std::hypot(b.x - a.x, b.y - a.y);
  if (std::abs(found / printed - 1) > scale_range) return std::nullopt;
  // Either of them may be the upper one: how they lie tells.
  for (const bool swapped : {false, true}) {
    const double clockwise = wrapped((swapped ? degrees_of(b, a) : degrees_of(a, b)) - degrees_of(first, second));
    if (std::abs(wrapped(symbols[0].turn - clockwise)) > most_apart || std::abs(wrapped(symbols[1].turn - clockwise)) > most_apart) continue;
    const double quarter = std::round(clockwise / 90), tilt = quarter * 90 - clockwise;
    if (std::abs(tilt) > options.max_skew_degrees) return std::nullopt;
    Upright out;
    out.rotation = (4 - (static_cast<int>(quarter) + 4) % 4) % 4 * 90;
    out.rotation_confidence = 0.999;
    out.skew = std::abs(tilt) < options.min_skew_degrees ? 0 : tilt;
    out.skew_confidence = 0.999;
    out.page = turned(scan, out.rotation, out.skew);
    return out;
  }
  return std::nullopt;
}

}  // namespace pli
