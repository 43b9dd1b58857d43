// A batch that the fake reader read, and people who mend it: parts, joins, scans anew, judges again.
#pragma once

#include <string>
#include <vector>

#include "classifiers/cascade.h"
#include "pipeline/json.h"
#include "stages/mend.h"
#include "stages/reprocess.h"
#include "tests/support/town.h"

namespace pli::test {

struct MendDesk {
  Town town;
  Cascade judges;              ///< with the shipped rules, so that letters are told apart

  MendDesk();
  /// Reads what lies in town.scans() as batch LOT, judged by `judges`.
  void read();
  std::filesystem::path batch() const { return town.out() / "LOT"; }

  /// The ids of the batch's documents, in its order.
  std::vector<std::string> ids() const;
  Record record(const std::string& id) const;
  Json batch_json() const;
  std::string index() const;
  DocumentEntry entry(const std::string& id) const;

  Mended mend(const MendWanted&, const Cascade* judges = nullptr);
  Mended split(const std::string& id, std::vector<int> before) { return mend({"split", {id}, std::move(before), {}, "ab"}); }
  Mended join(std::vector<std::string> ids) { return mend({"join", std::move(ids), {}, {}, "ab"}); }
  Mended replace(const std::string& id, std::vector<int> pages, const std::filesystem::path& scan) { return mend({"replace", {id}, std::move(pages), scan, "ab"}); }
  /// The code of the UsageError or Fatal that it ends with, "" when it goes through.
  std::string refused(const MendWanted&);
  std::vector<Reprocessed> reprocess(const Cascade& judges, bool dry = false, bool force = false);
  void correct(const std::string& id, const std::map<std::string, std::string>& values, bool confirm = false);
  /// "" when `pli verify` would find nothing, else the code.
  std::string verified() const;
};

/// A letter of one page for the fake reader: sender, subject, text.
std::string fake_letter(const std::string& sender, const std::string& subject, const std::string& body);

}  // namespace pli::test
