// What `pli evaluate` shows a person: tables, and the curve as a drawing.
#pragma once

#include <functional>
#include <string>

#include "classifiers/evaluate.h"

namespace pli {

/// A table's word in the reader's language: key of `labels.help` without "table-", and its English.
using TableWord = std::function<std::string(const std::string& key, const std::string& english)>;

/// Accuracy with 95 % intervals and macro-F1 by author, precision and recall by code, confusions, coverage and error, and the surest mistakes, for services and kinds.
std::string evaluation_text(const Evaluation&, const TableWord&);

/// Error (with its 95 % interval) over coverage, a dot a threshold, for services and kinds. An SVG of its own: no script, no font, nothing fetched.
std::string curve_svg(const Evaluation&, const TableWord&);

}  // namespace pli
