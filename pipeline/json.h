// JSON of the plain values, both ways. Keys and forms of records are those of CONTRACT.md; page facts are Pli's own and carry `page_facts_schema`.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "pipeline/page.h"
#include "pipeline/record.h"

namespace pli {

using Json = nlohmann::ordered_json;  ///< keys stay in the order written, so that the same value always gives the same bytes

/// Raised whenever the JSON of page facts changes: facts of another schema are read again from the scan.
inline constexpr int page_facts_schema = 4;

Json to_json(const Box&);
Json to_json(const PageFacts&);
Json to_json(const Due&);
Json to_json(const Record&);

/// Throw std::exception when the JSON is not of the form to_json gives.
Box box_from_json(const Json&);
PageFacts page_facts_from_json(const Json&);
Due due_from_json(const Json&);
Record record_from_json(const Json&);

/// Two-space indented UTF-8 with a final newline; invalid UTF-8 is replaced, never thrown at.
std::string pretty(const Json&);
/// One line, no final newline.
std::string compact(const Json&);

/// A number as it stands in records: rounded to `digits` decimals, so that noise in the last bits changes no file.
double rounded(double value, int digits);

}  // namespace pli
