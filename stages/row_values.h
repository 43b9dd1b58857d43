// What a cell of a row says, as the type of a letter's variable wants it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/json.h"

namespace pli {

/// The value in its one form; nullopt when the cell does not say such a thing. By type:
/// text: one line. paragraphs: lines joined by \n. date: ISO, from ISO or DD/MM/YYYY. amount: decimal text with two digits ("1234.50"), from 1 234,5 or 1234.50, with or without €.
/// integer, flag (oui, non, vrai, faux, true, false, 1, 0): JSON's own. list: texts, from JSON or text parted by `|`.
/// table: objects of text with `columns` as keys, from JSON or from text with a line for each row and cells parted by `|`.
std::optional<Json> typed_value(const std::string& type, const std::vector<std::string>& columns, const Json& cell);

/// Text parted by `|` or line breaks, trimmed, empty parts left out.
std::vector<std::string> listed(std::string_view);

/// An ISO date from `2026-11-23` or `23/11/2026`; nullopt for anything else and for days that don't exist.
std::optional<std::string> date_of(std::string_view);

}  // namespace pli
