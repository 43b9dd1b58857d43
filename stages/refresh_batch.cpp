#include "stages/refresh_batch.h"

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/folder_lock.h"
#include "stages/close_batch.h"
#include "stages/described.h"
#include "stages/expected_returns.h"
#include "stages/report_facts.h"

namespace pli {
namespace {

constexpr std::size_t largest_shown = 15 * 1024;

std::string between(const std::string& text, std::size_t from, const std::string& begin, char end) {
  const std::size_t at = text.find(begin, from);
  if (at == std::string::npos) return "";
  const std::size_t first = at + begin.size(), last = text.find(end, first);
  return last == std::string::npos ? "" : text.substr(first, last - first);
}

class Refresh {
 public:
  Refresh(Registry& registry, BatchEntry batch, const ReportTemplates& templates, const BatchUpdate& update)
      : registry_(registry), batch_(std::move(batch)), folder_(batch_.folder), templates_(templates), update_(update) {}

  bool run() {
    const std::string written = read_file(folder_ / "batch.json");
    const BatchDigests told = registry_.batch_digests(batch_.name);
    const std::string now = sha256(written);
    if (now != told.last && now != told.before) throw Fatal("batch-altered", {{"file", (folder_ / "batch.json").string()}});
    json_ = Json::parse(written);
    if (fs::exists(folder_ / "report.html")) shown_ = read_file(folder_ / "report.html");
    take_rescan();
    const BatchReport report = this->report();
    const std::string index = index_csv(report, templates_), html = report_html(report, templates_);
    json_["documents"] = documents_json(registry_, batch_.name);
    set_file("index.csv", sha256(index));
    set_file("report.html", sha256(html));
    const std::string json = pretty(json_);
    if (sha256(json) != told.last) registry_.update_batch(batch_.name, sha256(json), now);
    const bool index_new = write_if_other(folder_ / "index.csv", index), report_new = write_if_other(folder_ / "report.html", html);
    return write_if_other(folder_ / "batch.json", json) || index_new || report_new;
  }

 private:
  void take_rescan() {
    if (!update_.rescan) return;
    const Rescan& scan = *update_.rescan;
    for (const Json& known : json_.value("rescans", Json::array()))
      if (known.at("number") == scan.mend) return;
    json_["rescans"].push_back({{"number", scan.mend}, {"path", scan.path}, {"sha256", scan.sha256}, {"file", scan.file.empty() ? Json(nullptr) : Json(scan.file)}, {"document", scan.document}, {"pages", scan.pages}});
    Json& pages = json_.at("pages");
    pages["in_documents"] = pages.at("in_documents").get<int>() - scan.blanks;
    pages["blanks"] = pages.at("blanks").get<int>() + scan.blanks;
    if (!scan.file.empty()) set_file(scan.file, scan.sha256);
  }

  void set_file(const std::string& path, const std::string& digest) {
    Json files = Json::array();
    bool placed = false;
    const auto place = [&] { files.push_back({{"path", path}, {"sha256", digest}}), placed = true; };
    for (const Json& file : json_.at("files")) {
      const auto name = file.at("path").get<std::string>();
      if (!placed && fs::path(path) <= fs::path(name)) place();
      if (name != path) files.push_back(file);
    }
    if (!placed) place();
    json_["files"] = files;
  }

  BatchReport report() const {
    BatchReport report;
    report.batch = batch_.name;
    report.received = batch_.received;
    report.received_source = batch_.received_source;
    const Json& pages = json_.at("pages");
    report.accounts = {pages.at("input").get<int>(), pages.at("in_documents").get<int>(), pages.at("separators").get<int>(), pages.at("blanks").get<int>(), pages.at("rejected").get<int>()};
    if (!report.accounts.balanced()) throw Fatal("accounts-wrong", {{"batch", batch_.name}});
    for (const Json& reject : json_.at("rejects"))
      report.rejects.push_back({reject.at("path").get<std::string>(), reject.at("source").get<std::string>(), reject.at("code").get<std::string>(), reject.at("message").get<std::string>(), reject.value("number", "")});
    report.warnings = json_.at("warnings").get<std::vector<std::string>>();
    report.elapsed = json_.at("timings").at("elapsed_seconds").get<double>();
    for (const auto& [step, seconds] : json_.at("timings").at("cpu_seconds").items()) report.seconds[step] = seconds.get<double>();
    report.version = json_.at("software").value("pli", "");
    report.lean = json_.value("report", Json::object()).value("lean", false);
    for (const DocumentEntry& entry : registry_.documents(batch_.name)) report.documents.push_back(document(entry));
    report.returns = returns_of_batch(registry_, batch_.name, batch_.received);
    return report;
  }

  ReportDocument document(const DocumentEntry& entry) const {
    ReportDocument document = described(registry_, folder_, entry);
    document.picture = shown_before(entry.id);
    const auto made = update_.thumbnails.find(entry.id);
    if (document.picture.empty() && made != update_.thumbnails.end()) document.picture = picture_uri(made->second, largest_shown);
    return document;
  }

  // Thumbnails lie nowhere else once a batch is complete. Nothing but a picture is taken over.
  std::string shown_before(const std::string& id) const {
    const std::size_t at = shown_.find('/' + id + "/document.pdf\"><img ");
    if (at == std::string::npos) return "";
    const std::string uri = between(shown_, at, "src=\"", '"'), kind = "data:image/jpeg;base64,";
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '='; };
    return uri.starts_with(kind) && std::all_of(uri.begin() + static_cast<std::ptrdiff_t>(kind.size()), uri.end(), plain) ? uri : "";
  }

  Registry& registry_;
  const BatchEntry batch_;
  const fs::path folder_;
  const ReportTemplates& templates_;
  const BatchUpdate& update_;
  Json json_;
  std::string shown_;
};

}  // namespace

bool refresh_batch(Registry& registry, const std::string& name, const ReportTemplates& templates, const BatchUpdate& update) {
  const auto batch = registry.batch(name);
  if (!batch || !batch->complete || !fs::exists(fs::path(batch->folder) / "batch.json")) return false;
  const FolderLock lock(fs::path(batch->folder).parent_path() / ".pli" / "update.lock", Wait::yes);
  return Refresh(registry, *batch, templates, update).run();
}

std::string report_language(const fs::path& batch_folder) {
  std::error_code failed;
  if (!fs::is_regular_file(batch_folder / "batch.json", failed)) return "fr";
  const Json json = Json::parse(read_file(batch_folder / "batch.json"), nullptr, false);
  const Json report = json.is_object() ? json.value("report", Json::object()) : Json::object();
  const Json language = report.is_object() ? report.value("language", Json("fr")) : Json("fr");
  return language == "en" ? "en" : "fr";
}

bool refresh_unfinished(const Registry& registry, const BatchEntry& batch) {
  const fs::path file = fs::path(batch.folder) / "batch.json";
  const BatchDigests told = registry.batch_digests(batch.name);
  return !told.before.empty() && told.before != told.last && fs::exists(file) && sha256_file(file) == told.before;
}

}  // namespace pli
