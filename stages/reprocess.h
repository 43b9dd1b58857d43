// Documents of a finished batch judged again, after rules, services or the model have changed: from what was read on their pages, without reading one again.
//
// What changes becomes a correction, by "pli VERSION": records are never edited, a new document in the place of the old one would lose its id and its history, and whoever reads record and correction
// (index, search, routing, other programs by the contract) needs nothing more. The keys that Pli wrote there are named under `judged_again`: no person stands behind them, they are not learnt from, and
// judging again may change them again. A key that a person corrected, and a document whose service a person named or that a person confirmed, stay as they are unless `force` says otherwise.
// What joins a document to its dossier, what its pages and their separation gave to doubt, and its proofs are no matter of rules: they stay.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "classifiers/cascade.h"
#include "pipeline/registry.h"
#include "templates/delays.h"
#include "templates/services.h"

namespace pli {

struct ReprocessContext {
  Registry& registry;
  const Cascade& cascade;
  const Services& services;
  const Delays& delays;
  const std::map<std::string, std::string>& site_keys;
  std::string by, at;                 ///< "pli VERSION"; UTC, ISO 8601
  bool force = false;                 ///< people's values too
  bool dry = false;                   ///< nothing is written
};

/// What changes of a document: service, kind, review, copies, due, or `fields.NAME`; several values are parted by commas.
struct Difference {
  std::string key, before, after;
  bool operator==(const Difference&) const = default;
};

struct Reprocessed {
  std::string document;
  enum class State { same, other, person, gone } state = State::same;  ///< person: what a person said of it stays; gone: another program took it
  std::vector<Difference> differences;
  bool withheld = false;              ///< it is confidential, or was: no value of it may be shown
  DocumentEntry entry;                ///< as it stands now
};

/// In the order of the batch. Stopped anywhere, the same call goes on. Throws UsageError: unknown-batch, batch-unfinished.
std::vector<Reprocessed> reprocess(const ReprocessContext&, const std::string& batch);

}  // namespace pli
