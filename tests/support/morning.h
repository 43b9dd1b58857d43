// A morning of letters as `pli in` leaves it, without reading one: the registry's entries and a record each, to propose acknowledgements from.
#pragma once

#include <string>

#include "pipeline/registry.h"
#include "stages/acknowledge.h"
#include "tests/support/run.h"

namespace pli::test {

struct Morning {
  TemporaryFolder folder;
  Registry registry;   ///< in folder / "pli.db", with the batch LOT open
  Delays delays;       ///< the shipped ones
  int count = 0;

  Morning();
  /// What is read in a request to the service action-sociale, whole.
  static Json request(const std::string& sender = "Mme Alix Exemple");
  static Json without(Json record, const std::string& field);
  /// Files a document; its id.
  std::string file(const Json& record, bool review = false, const std::string& dossier = "", const std::string& duplicate_of = "");
  void correct(const std::string& id, const Json& correction);
  /// Completes the batch.
  Acknowledgements propose();
  /// Why a document was left out, "" when it wasn't.
  static std::string reason(const Acknowledgements&, const std::string& id);
};

}  // namespace pli::test
