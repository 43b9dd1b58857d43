// How a document management system wants its mail: exports/NAME.toml says which files, under which names, and what they say.
//
//   label = "Paperless-ngx"                       # for people
//   into = "paperless"                            # below the export folder, or anywhere; by default the profile's name
//   markers = "paperless.ready"                   # where the markers go; by default `into`
//   pdf = "{service}/{received} {kind} {id}.pdf"  # a document's PDF; left out where the sidecar holds it (seda)
//   sidecar = "json"                              # none, properties, json: one beside each PDF; csv, seda: one for all that goes out at once
//   sidecar_file = "{service}/{id}.json"
//   marker = "document"                           # none, document, batch: an empty file `.ready`, written last
//   marker_file = "{service}/{id}.ready"
//   review = false                                # what waits for a person is exported too
//   withhold = false                              # sender and subject of confidential documents are left out of the sidecar
//   title = "{kind_label}[ - {subject}]"          # the value {title}
//   separator = ";"                               # of csv
//   [[field]]  key, value, type, map, otherwise   # what the sidecar says, in this order
//   [map.NAME] code = "value"                     # another system's codes for ours; `otherwise` of the field where there is none
//   [seda], [[appraisal]]                         # terms of the transfer and how long what is kept
//
// A pattern holds values in braces; a part in square brackets goes when one of its values is empty.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace pli {

enum class Sidecar { none, properties, json, csv, seda };
enum class ReadyMarker { none, document, batch };

struct ExportField {
  std::string key;          ///< name there; in JSON a path: "senders/0/lastname"
  std::string value;        ///< a pattern
  std::string type;         ///< text, number, flag, list (a value that has several), date-time, pdf (the file in base 64)
  std::string map;          ///< "" for none
  std::string otherwise;    ///< for what the map does not name
};

struct Appraisal {
  std::vector<std::string> services, kinds;  ///< [] for all
  std::string rule, final_action;            ///< rule: its code at the archive; final_action: Keep or Destroy
};

struct SedaTerms {
  std::string archival_agreement, archival_agency, transferring_agency, originating_agency, submission_agency;
  std::string archival_profile, acquisition_information, legal_status, addressee, language, comment, description;  ///< comment and description are patterns
  std::string format_id, format_name;                                     ///< PRONOM's, of document.pdf
  std::vector<std::pair<std::string, std::string>> code_lists;            ///< element and version, in the order of the standard
};

struct ExportProfile {
  std::string name, label, into, markers;
  std::string pdf, sidecar_file, marker_file, title;  ///< patterns
  Sidecar sidecar = Sidecar::none;
  ReadyMarker marker = ReadyMarker::none;
  bool review = false, withhold = false;
  char separator = ';';
  std::vector<ExportField> fields;
  std::map<std::string, std::map<std::string, std::string>> maps;
  SedaTerms seda;
  std::vector<Appraisal> appraisal;                   ///< the first that fits counts; the last fits all

  bool together() const { return sidecar == Sidecar::csv || sidecar == Sidecar::seda; }
};

/// Names of the profiles of a folder, sorted.
std::vector<std::string> export_profile_names(const std::filesystem::path& folder);
/// Throws UsageError("unknown-export", {export, known}), and "template-invalid" naming file and key: an unknown value, a name without {id} (or {part} where one file holds all).
ExportProfile load_export_profile(const std::filesystem::path& folder, const std::string& name);

/// Names of the values that a pattern may hold, besides `field.NAME` of a record.
const std::vector<std::string>& export_value_names();

}  // namespace pli
