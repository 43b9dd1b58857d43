#include "stages/mend.h"

#include <algorithm>
#include <set>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/correct.h"
#include "stages/emit.h"
#include "stages/list_inputs.h"
#include "stages/mend_plan.h"
#include "stages/read_back.h"
#include "stages/refresh_batch.h"
#include "stages/tasks.h"

namespace pli {
namespace {

class Mending {
 public:
  Mending(const BatchEntry& entry, const InboundRequest& request, const InboundContext& context, ReaderFactory make_reader)
      : request_(request), context_(context), workers_(task_handler(std::move(make_reader)), {request.jobs, 2, request.page_seconds, request.page_memory_mib, request.in_process, {}}) {
    batch_.begun = context.now();
    batch_.entry = entry;
    batch_.folder = entry.folder;
    batch_.lock = std::make_unique<FolderLock>(batch_.folder.parent_path() / ".pli" / "lock");
  }

  /// What was cut short comes first: it may have been this.
  Mended run(Mend mend, const fs::path& scan) {
    finish_open();
    if (const auto before = context_.registry.same_mend(mend)) return result(*before, false);
    batch_.work = std::make_unique<WorkFolder>(work_folder(), context_.registry.uuid());
    const MendPlan plan = gathered_first(mend, scan);
    mend.successors = plan.ids;
    carry_out(context_.registry.begin_mend(std::move(mend)), plan);
    return result(done_, true);
  }

  bool finish_open() {
    const auto open = context_.registry.open_mend(batch_.entry.name);
    if (!open) return false;
    batch_.work = std::make_unique<WorkFolder>(work_folder(), context_.registry.uuid());
    carry_out(*open, gathered(*open));
    batch_.inputs.clear(), batch_.leaves.clear(), batch_.stack.clear();
    return true;
  }

 private:
  fs::path work_folder() const { return batch_.folder.parent_path() / ".pli" / batch_.entry.name; }
  fs::path scan_copy(const ScanFacts& scan) const { return batch_.work->path() / "rescan" / safe_name(0, scan.name); }

  void copy_scan(const Mend& mend, const fs::path& scan) {
    const ScanFacts facts = scan_facts(mend);
    const fs::path copy = scan_copy(facts);
    make_folder(copy.parent_path());
    if (!fs::exists(copy) || sha256_file(copy) != facts.sha256) copy_original(scan, copy, false);
    if (sha256_file(copy) != facts.sha256) throw Fatal("original-changed", {{"file", facts.name}});
  }

  // What is refused leaves nothing behind.
  MendPlan gathered_first(const Mend& mend, const fs::path& scan) {
    try {
      if (!scan.empty()) copy_scan(mend, scan);
      return gathered(mend);
    } catch (const UsageError&) {
      batch_.work->remove();
      throw;
    }
  }

  MendPlan gathered(const Mend& mend) {
    MendPlan plan = plan_mend(mend, documents_of(mend), context_.registry);
    FreshScan fresh;
    if (mend.kind == "replace") {
      const ScanFacts facts = scan_facts(mend);
      fresh = {facts.name, facts.sha256, scan_copy(facts)};
      if (!fs::exists(fresh.file)) fresh.file = scan_place(mend, facts);  // the work folder is gone
      if (!fs::exists(fresh.file)) throw Fatal("originals-gone", {{"file", facts.name}});
    }
    gather_pages(batch_, plan.pages, fresh, request_, context_, workers_);
    settle_pages(plan, mend, batch_);
    return plan;
  }

  std::vector<FiledDocument> documents_of(const Mend& mend) const {
    std::vector<FiledDocument> documents;
    for (const std::string& id : mend.documents) {
      const DocumentEntry entry = *context_.registry.document(id);
      const fs::path folder = folder_of(context_.registry, entry);
      if (folder.empty()) throw UsageError("mend-taken-away", {{"document", id}, {"folder", (batch_.folder / entry.path).string()}});
      documents.push_back(read_back(entry, folder, context_.site_keys));
    }
    return documents;
  }

  // Where a new scan is kept, "" where originals are not: the number after those of the inputs and of the scans before it.
  fs::path scan_place(const Mend& mend, const ScanFacts& scan) const {
    const Json json = Json::parse(read_file(batch_.folder / "batch.json"));
    const Json rescans = json.value("rescans", Json::array());
    std::size_t before = 0;
    while (before < rescans.size() && rescans.at(before).at("number") != mend.number) ++before;
    const std::string name = safe_name(static_cast<int>(json.at("inputs").size() + before) + 1, scan.name);
    const auto where = json.value("originals", "originals");
    if (where == "originals") return batch_.folder / "originals" / name;
    if (where == "elsewhere" && !request_.originals_folder.empty()) return request_.originals_folder / batch_.entry.name / name;
    return {};
  }

  // Everything here may be done twice.
  void carry_out(const Mend& mend, const MendPlan& plan) {
    BatchUpdate update;
    if (mend.kind == "replace") update.rescan = keep_scan(mend, plan);
    InboundWatcher nobody;
    std::vector<Succession> successions = plan.successions;
    for (std::size_t i = 0; i < successions.size(); ++i) successions[i].position = mend.position + static_cast<int>(i), successions[i].id = mend.successors[i];
    emit_documents(batch_, plan.separation, request_, context_, nobody, workers_, successions);
    set_aside(mend);
    if (mend.kind != "split") take_over(mend);
    for (std::size_t i = 0; i < successions.size(); ++i) update.thumbnails[successions[i].id] = first_thumbnail(plan.separation.documents[i]);
    refresh_batch(context_.registry, batch_.entry.name, context_.templates, update);
    context_.registry.finish_mend(mend.number);
    batch_.work->remove();
    done_ = mend;
  }

  Rescan keep_scan(const Mend& mend, const MendPlan& plan) const {
    const ScanFacts facts = scan_facts(mend);
    const fs::path place = scan_place(mend, facts), copy = scan_copy(facts);
    if (!place.empty() && (!fs::exists(place) || sha256_file(place) != facts.sha256)) {
      make_folder(place.parent_path());
      copy_original(copy, place, false);
    }
    const bool here = !place.empty() && place.parent_path() == batch_.folder / "originals";
    return {mend.number, facts.name, facts.sha256, here ? "originals/" + place.filename().string() : "", mend.successors.front(), facts.pages, plan.blanks};
  }

  void set_aside(const Mend& mend) const {
    for (const std::string& id : mend.documents) {
      const DocumentEntry entry = *context_.registry.document(id);
      const fs::path place = batch_.folder / entry.path, folder = folder_of(context_.registry, entry);
      if (folder.empty() || folder == place) continue;
      make_folder(place.parent_path());
      move_folder(folder, place);
    }
  }

  void take_over(const Mend& mend) const {
    Registry& registry = context_.registry;
    const std::string& successor = mend.successors.front();
    for (const std::string& id : mend.documents) {
      const fs::path folder = registry.place_of(*registry.document(id));
      if (!fs::exists(folder / "correction.json")) continue;
      take_over_correction(registry, successor, folder, context_.templates.services, context_.delays);
      break;
    }
    // A dossier that nothing is left in, and whose number stands on no letter, leads to the one that took its document.
    const std::string into = registry.document(successor)->dossier;
    for (const std::string& id : mend.documents) {
      const auto old = registry.dossier(registry.document(id)->dossier);
      if (into.empty() || !old || old->id == into || old->state != "open" || old->documents > 0 || !registry.letters_of_dossier(old->id).empty()) continue;
      if (registry.dossier(into)->state == "open") registry.merge_dossiers(into, old->id);
    }
  }

  fs::path first_thumbnail(const PlannedDocument& document) const {
    const auto first = std::find_if(document.pages.begin(), document.pages.end(), [](const PlannedPage& page) { return !page.blank; });
    return batch_.work->thumbnail(batch_.stack[static_cast<std::size_t>(first->page)].key);
  }

  Mended result(const Mend& mend, bool changed) const {
    Mended mended{changed, mend.documents, {}};
    for (const std::string& id : mend.successors)
      if (const auto document = context_.registry.document(id)) mended.documents.push_back(*document);
    return mended;
  }

  const InboundRequest& request_;
  const InboundContext& context_;
  Workers workers_;
  Batch batch_;
  Mend done_;
};

BatchEntry batch_of_documents(const MendWanted& wanted, const Registry& registry) {
  std::optional<BatchEntry> batch;
  for (const std::string& id : wanted.documents) {
    const auto known = registry.document(id);
    if (!known) throw UsageError("unknown-document", {{"document", id}});
    if (known->origin != "batch" || !known->emitted) throw UsageError("document-not-inbound", {{"document", id}});
    if (batch && batch->name != known->batch) throw UsageError("join-batches", {{"document", id}, {"batch", known->batch}});
    batch = registry.batch(known->batch);
    if (!batch->complete) throw UsageError("batch-unfinished", {{"batch", batch->name}});
  }
  const std::set<std::string> different(wanted.documents.begin(), wanted.documents.end());
  if (wanted.kind == "join" && (different.size() < 2 || different.size() < wanted.documents.size())) throw UsageError("join-alone");
  return *batch;
}

}  // namespace

Mended mend(const MendWanted& wanted, const InboundRequest& request, const InboundContext& context, ReaderFactory make_reader) {
  const BatchEntry batch = batch_of_documents(wanted, context.registry);
  Json facts = Json::object();
  if (wanted.kind != "join") facts["pages"] = wanted.pages;
  if (wanted.kind == "split") {
    std::vector<int> pages = wanted.pages;
    std::sort(pages.begin(), pages.end());
    pages.erase(std::unique(pages.begin(), pages.end()), pages.end());
    facts["pages"] = pages;
  }
  if (wanted.kind == "replace") {
    if (!fs::is_regular_file(wanted.scan)) throw UsageError("source-missing", {{"file", wanted.scan.string()}});
    facts["scan"] = {{"name", wanted.scan.filename().string()}, {"sha256", sha256_file(wanted.scan)}};
  }
  return Mending(batch, request, context, std::move(make_reader)).run({0, batch.name, wanted.kind, wanted.documents, {}, compact(facts), wanted.by, 0, false}, wanted.scan);
}

void finish_mends(const std::string& name, const InboundRequest& request, const InboundContext& context, ReaderFactory make_reader) {
  const auto batch = context.registry.batch(name);
  if (batch && context.registry.open_mend(name)) Mending(*batch, request, context, std::move(make_reader)).finish_open();
}

}  // namespace pli
