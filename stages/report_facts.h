// What the report and the index may show of a document. The one place that decides what is confidential.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "stages/report.h"

namespace pli {

/// A document whose service may be confidential with at least this probability is treated as confidential while the service is unsure.
inline constexpr double confidential_doubt = 0.2;

/// Whether nothing but its id, service and place is known: another program took its folder away after it was emitted.
bool taken_over(const Record&);

/// True when the envelope says so, when the service in charge or one that gets a copy is confidential, or when the service is unsure and a confidential one is among its likely candidates. A document that was taken over is withheld too: what its envelope said is not known any more.
bool confidential(const Record&, const Services&);

/// Texts of strangers are on one line and cut to a length that a table bears. All but `date` and `confidential` are empty for a confidential document.
struct ShownDocument {
  bool confidential = false;
  std::string sender, subject, references, source;
  std::string date;  ///< of the letter, ISO; "" when none was read
};
ShownDocument shown(const Record&, const Services&);

/// Whether a person need not look at the service, at the kind. Told from the probability and the reasons, for a record that was read back from its file says no more.
bool service_sure(const Record&, const Services&);
bool kind_sure(const Record&, const Services&);

int sheet_sides(const Record&);  ///< pages that are not blank
bool watched(const Record&);     ///< registered, delivered by hand, or with a flag that asks for haste or care: a person follows it closely
std::string service_label(const Services&, const std::string& code);
std::string url_path(std::string_view path);  ///< percent-encoded, `/` kept: for links relative to the report
std::string base64(std::string_view bytes);
std::string percent(double probability);  ///< "92 %" with a no-break space; "100 %" only for 1
std::string number(double value, int digits, const std::string& decimal);

/// The picture as `data:` URI, or "" when there is none to show. Longer files than `most` bytes are not shown.
std::string picture_uri(const std::filesystem::path&, std::size_t most);

}  // namespace pli
