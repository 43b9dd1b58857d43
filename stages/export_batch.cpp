#include "stages/export_batch.h"

#include <algorithm>
#include <set>

#include "pipeline/errors.h"
#include "pipeline/drop_folder.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/engines/archive_write.h"
#include "stages/export_place.h"
#include "stages/export_seda.h"
#include "stages/export_sidecar.h"

namespace pli {
namespace {

constexpr const char *document_event = "document-exported", *batch_event = "batch-exported";

bool of_profile(const Event& event, const char* kind, const std::string& profile) {
  if (event.kind != kind) return false;
  const Json facts = Json::parse(event.facts, nullptr, false);
  return facts.is_object() && facts.value("profile", "") == profile;
}

std::vector<Event> exports_of(const Registry& registry, const std::string& subject, const char* kind, const std::string& profile) {
  std::vector<Event> found;
  for (const Event& event : registry.events_about(subject))
    if (of_profile(event, kind, profile)) found.push_back(event);
  return found;
}

fs::path below(const fs::path& folder, const std::string& place) { return fs::absolute(folder / place).lexically_normal(); }

class Export {
 public:
  Export(Registry& registry, const ExportProfile& profile, const ExportRequest& request, const ExportWords& words, const std::function<bool()>& stop)
      : registry_(registry), profile_(profile), words_(words), stop_(stop), again_(request.again) {
    const auto batch = registry.batch(request.batch);
    if (!batch) throw UsageError("unknown-batch", {{"batch", request.batch}});
    if (!batch->complete) throw UsageError("batch-open", {{"batch", request.batch}});
    batch_ = *batch;
    const fs::path folder = request.folder.empty() ? fs::path(batch_.folder).parent_path() / "export" : request.folder;
    root_ = below(folder, profile.into), markers_ = below(folder, profile.markers);
    result_.folder = root_;
  }

  ExportResult run() {
    OutgoingFolder outgoing(root_, batch_.name, registry_);
    find_part();
    sort_documents();
    for (const DocumentEntry& entry : pending_) {
      if (stop_ && stop_()) throw Interrupted{};
      export_while_there(outgoing, entry);
    }
    close_part(outgoing);
    return result_;
  }

 private:
  // Documents that go out together are a part: the whole batch first; what people settle later makes parts of its own.
  void find_part() {
    const auto parts = exports_of(registry_, batch_.name, batch_event, profile_.name);
    noted_before_ = !parts.empty();
    last_part_ = parts.empty() ? 0 : parts.back().number;
    long long filled = 0;
    for (const Event& event : parts) {
      if (Json::parse(event.facts).value("documents", 0) > 0) ++filled;
      for (const PlacedFile& file : placed_files(event)) part_files_.push_back(file);
    }
    part_ = again_ || filled == 0 ? batch_.name : batch_.name + "-" + std::to_string(filled + 1);
    part_name_ = distinct_component(part_, 60);
  }

  void sort_documents() {
    const auto entries = registry_.documents(batch_.name);
    std::set<std::string> superseded;
    for (const DocumentEntry& entry : entries) {
      const auto written = read_if_there(fs::path(batch_.folder) / entry.path / "record.json");
      if (!written) continue;
      const Json record = Json::parse(*written);
      for (const Json& id : record.value("supersedes", Json::array())) {
        if (!id.is_string()) continue;
        superseded.insert(id.get<std::string>());
        predecessors_[entry.id].push_back(id.get<std::string>());
      }
    }
    for (const DocumentEntry& entry : entries) {
      const auto events = exports_of(registry_, entry.id, document_event, profile_.name);
      if (!events.empty() && !again_ && changed_since(entry, events.back())) {
        recalls_[entry.id] = placed_files(events.back());
        pending_.push_back(entry);
      } else if (!events.empty() && !again_) {
        ++result_.before;
        if (events.back().number > last_part_) open_.push_back(entry);
      } else if (!entry.emitted || superseded.contains(entry.id)) {
        ++result_.superseded;
      } else if (entry.review() && !profile_.review) {
        ++result_.review;
      } else if (!fs::exists(fs::path(batch_.folder) / entry.path / "document.pdf")) {
        ++result_.gone;
      } else {
        pending_.push_back(entry);
      }
    }
  }

  // What was said of it after it went out follows, for as long as nobody took it. A package is closed once it is made.
  bool changed_since(const DocumentEntry& entry, const Event& exported) const {
    const auto files = placed_files(exported);
    if (files.empty() || files.front().place.empty() || taken_away(exported) || registry_.handover(entry.id) || (entry.review() && !profile_.review)) return false;
    if (!fs::exists(fs::path(batch_.folder) / entry.path / "document.pdf")) return false;
    for (const Event& event : registry_.events_about(entry.id))
      if (event.number > exported.number && (event.kind == "document-corrected" || event.kind == "document-reprocessed")) return true;
    return false;
  }

  ExportDocument described(const DocumentEntry& entry) const {
    ExportDocument document = export_document(registry_, entry, batch_.folder, profile_, words_);
    ExportTexts names = naming_values(document);
    names["part"] = part_name_;
    document.texts["part"] = part_;
    if (!profile_.pdf.empty()) document.texts["file"] = export_path(profile_.pdf, names);
    return document;
  }

  OutgoingFile named(const fs::path& root, const std::string& pattern, const ExportDocument& document, const std::string& bytes) const {
    ExportTexts names = naming_values(document);
    names["part"] = part_name_;
    return {root / export_path(pattern, names), {}, bytes, {}, "", tells_content(pattern)};
  }

  // The folder may be taken away while its files are on their way out: then it is gone, as it would have been a moment before.
  void export_while_there(OutgoingFolder& outgoing, const DocumentEntry& entry) {
    const fs::path pdf = fs::path(batch_.folder) / entry.path / "document.pdf";
    const std::size_t open = open_.size(), noted = exports_of(registry_, entry.id, document_event, profile_.name).size();
    try {
      export_one(outgoing, entry);
    } catch (const Fatal& error) {
      if ((error.code() != "file-unreadable" && error.code() != "write-failed") || fs::exists(pdf) || !fs::exists(fs::path(batch_.folder) / "batch.json")) throw;
      if (exports_of(registry_, entry.id, document_event, profile_.name).size() > noted) throw;  // they are aside: the next export places them
      outgoing.drop(entry.id);
      open_.resize(open);
      ++result_.gone;
    }
  }

  // A package takes its documents along when it is closed.
  void export_one(OutgoingFolder& outgoing, const DocumentEntry& entry) {
    if (profile_.sidecar == Sidecar::seda) {
      open_.push_back(entry);
      ++result_.documents;
      return;
    }
    const ExportDocument document = described(entry);
    if (document.pdf.empty()) {
      ++result_.gone;
      return;
    }
    std::vector<OutgoingFile> files{named(root_, profile_.pdf, document, "")};
    files.front().source = document.pdf;
    if (profile_.sidecar == Sidecar::properties) files.push_back(named(root_, profile_.sidecar_file, document, properties_xml(profile_, document)));
    if (profile_.sidecar == Sidecar::json) files.push_back(named(root_, profile_.sidecar_file, document, sidecar_json(profile_, document)));
    if (profile_.marker == ReadyMarker::document) files.push_back(named(markers_, profile_.marker_file, document, ""));
    // What stands there of an earlier export, or of documents whose place this one takes, goes with it unless somebody took it.
    std::vector<PlacedFile> before;
    const auto recall = recalls_.find(entry.id);
    if (recall != recalls_.end()) {
      open_.push_back(entry);
      outgoing.place(entry.id, files, document_event, entry.id, compact({{"profile", profile_.name}, {"part", part_}}), recall->second, true);
      ++result_.documents;
      return;
    }
    std::vector<std::string> earlier = predecessors_[entry.id];
    earlier.push_back(entry.id);
    for (const std::string& id : earlier)
      for (const Event& event : exports_of(registry_, id, document_event, profile_.name))
        for (const PlacedFile& file : placed_files(event)) before.push_back(file);
    open_.push_back(entry);
    if (again_ && OutgoingFolder::standing(files)) {
      ++result_.before;
      return;
    }
    outgoing.place(entry.id, files, document_event, entry.id, compact({{"profile", profile_.name}, {"part", part_}}), before);
    ++result_.documents;
  }

  // What holds all that goes out at once, and the marker that says so.
  void close_part(OutgoingFolder& outgoing) {
    const Json facts = {{"profile", profile_.name}, {"part", part_}, {"documents", open_.size()}};
    if (open_.empty()) {
      if (!noted_before_) registry_.add_event(batch_event, batch_.name, compact(facts));
      return;
    }
    std::sort(open_.begin(), open_.end(), [](const DocumentEntry& a, const DocumentEntry& b) { return a.position < b.position; });
    std::vector<ExportDocument> documents;
    for (const DocumentEntry& entry : open_) documents.push_back(described(entry));
    if (profile_.sidecar == Sidecar::seda) std::erase_if(documents, [](const ExportDocument& document) { return document.pdf.empty(); });
    const ExportTexts names{{"part", part_name_}, {"batch", batch_.name}, {"received", batch_.received}, {"year", batch_.received.substr(0, 4)}};
    std::vector<OutgoingFile> files;
    if (profile_.sidecar == Sidecar::csv) files.push_back({root_ / export_path(profile_.sidecar_file, names), {}, sidecar_csv(profile_, documents), {}, ""});
    if (profile_.sidecar == Sidecar::seda) files.push_back({root_ / export_path(profile_.sidecar_file, names), {}, "", package(outgoing.aside("part"), documents), ""});
    if (profile_.marker == ReadyMarker::batch) files.push_back({markers_ / export_path(profile_.marker_file, names), {}, "", {}, ""});
    if (again_ && OutgoingFolder::standing(files) && noted_before_) {
      if (profile_.sidecar == Sidecar::seda) result_.before = result_.documents, result_.documents = 0;
      if (result_.documents == 0) return outgoing.drop("part");
    }
    if (profile_.sidecar == Sidecar::seda) note_packed();
    outgoing.place("part", files, batch_event, batch_.name, compact(facts), again_ ? part_files_ : std::vector<PlacedFile>{});
  }

  void note_packed() {
    for (const DocumentEntry& entry : pending_) registry_.add_event(document_event, entry.id, compact({{"profile", profile_.name}, {"part", part_}, {"files", Json::array()}}));
  }

  fs::path package(const fs::path& aside, const std::vector<ExportDocument>& documents) const {
    std::vector<ZipMember> members{{"manifest.xml", {}, seda_manifest(profile_, part_, batch_.received, documents)}};
    for (const ExportDocument& document : documents) members.push_back({seda_uri(document), document.pdf, ""});
    write_zip(aside / "package", members);
    return aside / "package";
  }

  Registry& registry_;
  const ExportProfile& profile_;
  const ExportWords& words_;
  const std::function<bool()>& stop_;
  bool again_ = false, noted_before_ = false;
  long long last_part_ = 0;
  BatchEntry batch_;
  fs::path root_, markers_;
  std::string part_, part_name_;
  std::vector<PlacedFile> part_files_;
  std::vector<DocumentEntry> pending_, open_;
  std::map<std::string, std::vector<PlacedFile>> recalls_;        // what stands of documents that were corrected since
  std::map<std::string, std::vector<std::string>> predecessors_;  // documents whose place each takes
  ExportResult result_;
};

}  // namespace

ExportResult export_batch(Registry& registry, const ExportProfile& profile, const ExportRequest& request, const ExportWords& words, const std::function<bool()>& stop) {
  return Export(registry, profile, request, words, stop).run();
}

bool export_taken(const Registry& registry, const DocumentEntry& document) {
  for (const Event& event : registry.events_about(document.id)) {
    if (event.kind != document_event) continue;
    if (taken_away(event)) return true;
    const Json facts = Json::parse(event.facts, nullptr, false);
    if (!facts.is_object() || !facts.value("files", Json::array()).empty()) continue;
    for (const Event& part : exports_of(registry, document.batch, batch_event, facts.value("profile", "")))
      if (part.number > event.number && Json::parse(part.facts).value("part", "") == facts.value("part", "") && taken_away(part)) return true;
  }
  return false;
}

bool exported_before(const Registry& registry, const std::string& batch, const std::string& profile) { return !exports_of(registry, batch, batch_event, profile).empty(); }

}  // namespace pli
