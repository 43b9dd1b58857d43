#include "tests/support/mend_desk.h"

#include "classifiers/rules.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/correct.h"
#include "stages/refresh_batch.h"
#include "stages/verify.h"
#include "tests/support/paths.h"

namespace pli::test {
namespace {

InboundContext context_of(const MendDesk& desk, Registry& registry, const Cascade& judges) {
  const Town& town = desk.town;
  return {town.templates, judges, town.delays, town.proofs, registry, town.site_keys, {{"pli", "test"}}, "settings", "reader",
          [] { return 1'795'000'000.0; }, [](double) {}, [](long long) { return std::string("2026-11-20"); }, town.stop};
}

}  // namespace

MendDesk::MendDesk() : judges(town.templates.services, Rules::load(source_folder() / "templates" / "rules.toml", town.templates.services), TextModel()) {}

void MendDesk::read() {
  Registry registry(town.store(), fixed_registry());
  run_inbound(town.request("LOT"), context_of(*this, registry, judges), town.watcher, town.reader);
}

std::vector<std::string> MendDesk::ids() const {
  std::vector<std::string> ids;
  for (const DocumentEntry& document : Registry(town.store(), fixed_registry()).documents("LOT")) ids.push_back(document.id);
  return ids;
}

DocumentEntry MendDesk::entry(const std::string& id) const { return *Registry(town.store(), fixed_registry()).document(id); }
Record MendDesk::record(const std::string& id) const { return record_from_json(Json::parse(read_file(batch() / entry(id).path / "record.json"))); }
Json MendDesk::batch_json() const { return Json::parse(read_file(batch() / "batch.json")); }
std::string MendDesk::index() const { return read_file(batch() / "index.csv"); }

Mended MendDesk::mend(const MendWanted& wanted, const Cascade* others) {
  Registry registry(town.store(), fixed_registry());
  InboundRequest request = town.request("LOT");
  request.in_process = true;
  return pli::mend(wanted, request, context_of(*this, registry, others ? *others : judges), town.reader);
}

std::string MendDesk::refused(const MendWanted& wanted) {
  try {
    mend(wanted);
    return "";
  } catch (const CodedError& error) {
    return error.code();
  }
}

std::vector<Reprocessed> MendDesk::reprocess(const Cascade& others, bool dry, bool force) {
  Registry registry(town.store(), fixed_registry());
  auto all = pli::reprocess({registry, others, town.templates.services, town.delays, town.site_keys, "pli test", "2026-12-01T09:00:00Z", force, dry}, "LOT");
  if (!dry) refresh_batch(registry, "LOT", town.templates);
  return all;
}

void MendDesk::correct(const std::string& id, const std::map<std::string, std::string>& values, bool confirm) {
  Registry registry(town.store(), fixed_registry());
  pli::correct(registry, {id, values, confirm, "ab", "2026-11-24T09:00:00Z"}, town.templates.services, town.delays);
  refresh_batch(registry, "LOT", town.templates);
}

std::string MendDesk::verified() const {
  const auto found = verify(Registry(town.store(), fixed_registry()), {}).first;
  return found ? found->code : "";
}

std::string fake_letter(const std::string& sender, const std::string& subject, const std::string& body) {
  return "text " + sender + "|12 rue des Tanneurs|49000 Angers||Objet : " + subject + "|Madame, Monsieur,|" + body;
}

}  // namespace pli::test
