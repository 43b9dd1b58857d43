// The town's services, from services.toml: codes, labels, what is confidential, and the thresholds below which a person decides.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pli {

struct Service {
  std::string code;           ///< [a-z][a-z0-9-]*, at most 40 characters: it is a folder's name
  std::string label;          ///< for people
  bool confidential = false;  ///< the report shows no thumbnail, name or subject
  bool nir = false;           ///< may hold social security numbers: they are not masked in what goes there
};

struct Services {
  std::vector<Service> all;     ///< in the town's order; `autre` is always last
  double threshold = 0.75;      ///< routed without review at or above
  double kind_threshold = 0.5;  ///< the kind of letter is given without doubt at or above
  std::vector<std::string> town;   ///< names and postcodes of the town itself: the addressee
  std::vector<std::string> urgent; ///< phrases that start a deadline; `#` stands for a number, in figures or in words
  std::string digest;           ///< of the file's bytes
  const Service* find(const std::string& code) const;  ///< nullptr when there is none
};

/// Throws UsageError("template-invalid") naming file and key.
Services load_services(const std::filesystem::path& file);

}  // namespace pli
