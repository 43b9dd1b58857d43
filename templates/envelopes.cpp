#include "templates/envelopes.h"

#include <algorithm>

#include "pipeline/digest.h"
#include "templates/toml_file.h"

namespace pli {
namespace {

constexpr double sheet_width = 210, sheet_height = 297;

double number(const TomlFile& file, const toml::table& table, const char* key, double least, double most, const std::string& where) {
  if (!table.contains(key)) file.refuse(where + key + ": number expected");
  return file.number_or(table, key, 0, least, most, where);
}

Envelope envelope_of(const TomlFile& file, const toml::table& table, const std::string& where) {
  file.only(table, {"name", "width", "height", "window_width", "window_height", "window_right", "window_bottom", "folds", "weight_g", "sheets"}, where);
  Envelope e;
  e.name = file.text(table, "name", where);
  e.width = number(file, table, "width", sheet_width, 400, where), e.height = number(file, table, "height", 50, 400, where);
  e.window.right = e.width - number(file, table, "window_right", 5, 200, where);
  e.window.bottom = e.height - number(file, table, "window_bottom", 5, 200, where);
  e.window.left = e.window.right - number(file, table, "window_width", 30, 200, where);
  e.window.top = e.window.bottom - number(file, table, "window_height", 15, 150, where);
  e.weight_g = number(file, table, "weight_g", 0, 100, where);
  e.most_sheets = static_cast<int>(number(file, table, "sheets", 1, 200, where));
  if (const auto* folds = table["folds"].as_array())
    for (const auto& fold : *folds) e.folds.push_back(fold.value_or(0.0));
  double last = 0;
  for (double fold : e.folds) {
    if (fold <= last || fold >= sheet_height) file.refuse(where + "folds: rising millimetres of a sheet of 297 expected");
    e.folded_height = std::max(e.folded_height, fold - last);
    last = fold;
  }
  e.folded_height = std::max(e.folded_height, sheet_height - last);
  if (e.folded_height > e.height) file.refuse(where + "height: less than the folded sheet's");
  const SheetBox box = e.guaranteed();
  if (box.left < 0 || box.top < 0 || box.right - box.left < 80.5 || box.bottom - box.top < 20) file.refuse(where + "window: an address (80.5 by 20 mm) is not sure to show in it");
  return e;
}

}  // namespace

SheetBox Envelope::guaranteed() const {
  const double dx = width - sheet_width, dy = height - folded_height;
  return {window.left, window.top, window.right - dx, window.bottom - dy};
}

SheetBox Envelope::exposed() const {
  const double dx = width - sheet_width, dy = height - folded_height;
  return {window.left - dx, window.top - dy, window.right, window.bottom};
}

const Envelope* Envelopes::find(const std::string& name) const {
  const auto at = std::find_if(all.begin(), all.end(), [&](const Envelope& e) { return e.name == name; });
  return at == all.end() ? nullptr : &*at;
}

Envelopes load_envelopes(const std::filesystem::path& path) {
  const TomlFile file(path);
  file.only(file.root(), {"sheet_g", "envelope"}, "");
  Envelopes envelopes;
  envelopes.sheet_g = file.number_or(file.root(), "sheet_g", envelopes.sheet_g, 1, 50, "");
  envelopes.digest = sha256(file.bytes());
  const auto* array = file.root()["envelope"].as_array();
  if (!array || array->empty()) file.refuse("envelope: at least one [[envelope]] expected");
  for (const auto& entry : *array) {
    const std::string where = "envelope " + std::to_string(envelopes.all.size() + 1) + ": ";
    if (!entry.is_table()) file.refuse(where + "table expected");
    Envelope envelope = envelope_of(file, *entry.as_table(), where);
    if (envelopes.find(envelope.name)) file.refuse(where + "name: " + envelope.name + " stands twice");
    envelopes.all.push_back(std::move(envelope));
  }
  return envelopes;
}

}  // namespace pli
