// Exports as commands see them: profiles read before anything is done, and a sentence for each that is through.
#pragma once

#include <string>
#include <vector>

#include "bin/context.h"
#include "stages/export_batch.h"

namespace pli {

/// The profiles of the setting `export`, or those named, read and checked. Throws UsageError("unknown-export").
std::vector<ExportProfile> export_profiles(Context&, const std::vector<std::string>& names);

/// Exports a batch with each profile and says what went out.
class Exporting {
 public:
  Exporting(Context&, Registry&, std::vector<ExportProfile>);
  bool wanted() const { return !profiles_.empty(); }
  const std::vector<ExportProfile>& profiles() const { return profiles_; }
  ExportResult run(const ExportProfile&, const std::string& batch, bool again);
  /// What was settled since the batch was exported; silent where there is nothing.
  void follow(const ExportProfile&, const std::string& batch);
  /// With every profile.
  void run(const std::string& batch);
  /// What each export did, in order.
  const Json& done() const { return done_; }

 private:
  ExportResult carry_out(const ExportProfile&, const std::string& batch, bool again);
  void tell(const ExportProfile&, const std::string& batch, const ExportResult&);

  Context& context_;
  Registry& registry_;
  std::vector<ExportProfile> profiles_;
  std::map<std::string, std::string> kinds_;
  Json done_ = Json::array();
};

/// What was just said of a batch goes out at once where the batch was exported before with a profile of the setting `export`: a document management system would take what it is no more. What keeps it from that is
/// told; the next night does it then.
void export_at_once(Context&, Registry&, const std::string& batch);

}  // namespace pli
