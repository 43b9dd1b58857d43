#include "bin/night.h"

#include <ctime>

#include "bin/clock.h"
#include "bin/signals.h"
#include "pipeline/files.h"
#include "pipeline/folder_lock.h"
#include "stages/receipts.h"
#include "stages/spool.h"

namespace pli {
namespace {

constexpr long long seconds_a_day = 24 * 60 * 60;

class Night {
 public:
  Night(Context& context, InboundDesk& desk, Exporting& exporting) : context_(context), registry_(desk.registry), exporting_(exporting), run_(context, desk, exporting) {}

  NightFacts go() {
    facts_.date = local_today();
    for (const BatchEntry& batch : registry_.batches())
      if (!batch.complete) begun_before_.push_back(batch.name);
    try {
      file_folders();
      note_taken();
      export_settled();
      purge();
    } catch (const Interrupted&) {
      facts_.interrupted = true;
    }
    for (const std::string& name : begun_before_)
      if (const auto batch = registry_.batch(name); batch && !batch->complete) facts_.open.push_back(name);
    facts_.exports = exporting_.done();
    facts_.queue = review_queue(registry_, facts_.date);
    for (const Worry& worry : review_worries(context_, registry_, facts_.date)) facts_.worries.push_back(worry);
    return std::move(facts_);
  }

  std::vector<SpoolFolder> spool() const {
    const Settings& settings = context_.settings();
    fs::path originals;
    if (settings.text("originals") != "none") originals = settings.path("originals");
    return spool_folders(settings.path("spool"), {settings.path("out"), settings.path("done"), settings.path("export_dir"), originals});
  }

 private:
  // What an earlier night began is ended first, with the files it was begun with: those that came since are another batch.
  void file_folders() {
    if (file(begun_batches(context_.settings().path("spool"), registry_))) file(spool());
  }

  // False when the next folder would fare no better.
  bool file(const std::vector<SpoolFolder>& folders) {
    for (const SpoolFolder& folder : folders) {
      if (stop_requested()) throw Interrupted{};
      InboundRequest request = inbound_request(context_.settings());
      request.sources = folder.sources, request.only = folder.only;
      try {
        keep(folder, run_.run(request));
      } catch (const CodedError& error) {
        if (error.code() == "no-input") continue;  // all of it is still being written
        fail(folder.name, error);
        if (error.code() == "disk-full" || error.code() == "registry-locked" || error.code() == "registry-unreadable") return false;
      }
    }
    return true;
  }

  void keep(const SpoolFolder& folder, const InboundResult& result) {
    facts_.batches.push_back({folder.name, result.batch, result.folder, result.done_before, result.accounts.input, result.documents, result.review, result.rejected});
    context_.log().info("batch-done", {{"batch", result.batch}, {"pages", result.accounts.input}, {"documents", result.documents}, {"review", result.review}, {"rejects", result.rejects}});
  }

  void fail(const std::string& folder, const CodedError& error) {
    facts_.failures.push_back({folder, error.code(), context_.console().sentence(error.code(), error.args())});
    context_.console().error(error);
    context_.log().error(error.code());
  }

  // A batch whose own folder is not there is on a disk that is not: nobody took its documents.
  void note_taken() {
    for (const BatchEntry& batch : registry_.batches()) {
      if (!batch.complete || !fs::exists(fs::path(batch.folder) / "batch.json")) continue;
      for (const Handover& taken : gone_folders(registry_, batch.name, facts_.date)) facts_.taken += registry_.hand_over(taken) ? 1 : 0;
    }
    if (facts_.taken > 0) context_.log().info("handover", {{"recorded", facts_.taken}});
  }

  // What people settled since a batch was exported follows by itself.
  void export_settled() {
    for (const ExportProfile& profile : exporting_.profiles()) {
      for (const BatchEntry& batch : registry_.batches()) {
        if (!batch.complete || !fs::is_directory(batch.folder) || !exported_before(registry_, batch.name, profile.name)) continue;
        if (stop_requested()) throw Interrupted{};
        try {
          exporting_.follow(profile, batch.name);
        } catch (const CodedError& error) {
          fail(batch.name, error);
        }
      }
    }
  }

  void purge() {
    const long long days = static_cast<long long>(context_.settings().number("purge_days"));
    if (days == 0) return;
    try {
      facts_.purged = purge_work(context_.settings().path("out"), registry_, static_cast<long long>(std::time(nullptr)) - days * seconds_a_day);
    } catch (const CodedError& error) {
      fail("", error);
    }
    if (!facts_.purged.empty()) context_.log().info("work-purged", {{"batches", facts_.purged}});
  }

  Context& context_;
  Registry& registry_;
  Exporting& exporting_;
  InboundRun run_;
  NightFacts facts_;
  std::vector<std::string> begun_before_;
};

void require_settings(const Settings& settings) {
  std::string missing;
  for (const char* key : {"spool", "out", "done"})
    if (settings.path(key).empty()) missing += (missing.empty() ? "" : ", ") + std::string(key);
  if (!missing.empty()) throw UsageError("night-settings", {{"keys", missing}});
}

// A disk that is full may keep the registry from being opened: what waits for people is then for another night to say.
NightFacts not_begun(Context& context, const std::vector<Worry>& worries) {
  NightFacts facts;
  facts.date = local_today(), facts.begun = false, facts.worries = worries;
  try {
    const Registry registry(context.store_path(), Context::registry_context());
    facts.queue = review_queue(registry, facts.date);
    for (const Worry& worry : review_worries(context, registry, facts.date)) facts.worries.push_back(worry);
  } catch (const CodedError& error) {
    context.log().error(error.code());
  }
  return facts;
}

}  // namespace

int NightFacts::exit_code() const {
  if (!begun || !failures.empty()) return 1;
  for (const NightBatch& batch : batches)
    if (!batch.rejects.empty()) return 3;
  return 0;
}

NightFacts run_night(Context& context) {
  require_settings(context.settings());
  const auto profiles = export_profiles(context, context.settings().list("export"));
  const fs::path out = context.settings().path("out");
  std::unique_ptr<FolderLock> lock;
  try {
    lock = std::make_unique<FolderLock>(out / ".pli" / "night.lock");
  } catch (const Fatal& error) {
    if (error.code() != "output-locked") throw;
    throw Fatal("night-running", {{"folder", out.string()}});
  }
  const auto worries = disk_worries(context);
  if (!worries.empty()) return not_begun(context, worries);
  InboundDesk desk(context, context.settings().text("ui"));
  Exporting exporting(context, desk.registry, profiles);
  return Night(context, desk, exporting).go();
}

}  // namespace pli
