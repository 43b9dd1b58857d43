// What stands beside an exported PDF: properties as Alfresco's bulk import reads them, JSON, or a line of a table. Everything that a letter says is escaped here.
#pragma once

#include <string>
#include <vector>

#include "stages/export_values.h"

namespace pli {

/// Java's XML properties, UTF-8: an entry a field, empty ones left out. Several values of one are joined by commas, as Alfresco parts them.
std::string properties_xml(const ExportProfile&, const ExportDocument&);
/// An object with the profile's keys, in their order; empty values are null.
std::string sidecar_json(const ExportProfile&, const ExportDocument&);
/// UTF-8 with byte order mark, LF, a head line; what spreadsheets would take for a formula is made harmless.
std::string sidecar_csv(const ExportProfile&, const std::vector<ExportDocument>&);

/// Without what XML 1.0 can't hold.
std::string xml_text(const std::string&);
/// The value of a field as text: pattern filled, mapped, of its type.
std::string field_text(const ExportProfile&, const ExportField&, const ExportDocument&);

}  // namespace pli
