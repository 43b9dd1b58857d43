#include "stages/close_batch.h"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/version.h"
#include "stages/list_inputs.h"
#include "stages/move_done.h"
#include "stages/tasks.h"

namespace pli {
namespace {

class Closing {
 public:
  Closing(Batch& batch, const Separation& plan, const InboundRequest& request, const InboundContext& context, Workers& workers)
      : batch_(batch), plan_(plan), request_(request), context_(context), workers_(workers) {}

  BatchReport run() {
    BatchReport report;
    report.accounts = accounts_of(batch_, plan_);
    if (!report.accounts.balanced()) throw Fatal("accounts-wrong", {{"batch", batch_.entry.name}});
    keep_rejects(report);
    keep_blanks();
    describe(report);
    write_file(batch_.folder / "index.csv", index_csv(report, context_.templates));
    write_file(batch_.folder / "report.html", report_html(report, context_.templates));
    const std::string json = pretty(batch_json(report));
    write_file(batch_.folder / "batch.json", json);
    context_.registry.complete_batch(batch_.entry.name, sha256(json));
    return report;
  }

 private:
  void keep_rejects(BatchReport& report) {
    const fs::path rejects = batch_.folder / "rejects";
    remove_tree(rejects);
    int number = 0;
    for (const BatchReject& reject : batch_.rejects) {
      MessageArgs args = reject.args;
      args.emplace_back("file", reject.path);
      const std::string message = context_.templates.messages.sentence(reject.code, args);
      const std::string name = safe_name(++number, reject.path);
      make_folder(rejects / name);
      if (!reject.file.empty()) keep_reject(reject, rejects / name / name.substr(name.find('-') + 1));
      const Json reason{{"path", reject.path}, {"source", batch_.inputs[static_cast<std::size_t>(reject.source_input)].path}, {"code", reject.code}, {"message", message}};
      write_file(rejects / name / "reason.json", pretty(reason));
      report.rejects.push_back({"rejects/" + name, reject.path, reject.code, message, context_.registry.number_reject(batch_.entry.name, name, reject.path, batch_.entry.received)});
    }
  }

  // An input rejected whole is no accepted original: what was kept of it moves here.
  void keep_reject(const BatchReject& reject, const fs::path& place) const {
    copy_original(reject.file, place, false);
    const bool kept_copy = reject.input >= 0 && request_.originals != Originals::none;
    if (kept_copy) remove_tree(batch_.inputs[static_cast<std::size_t>(reject.input)].kept);
  }

  void keep_blanks() {
    if (plan_.blanks.empty()) return;
    const fs::path folder = batch_.folder / "blanks";
    make_folder(folder);
    for (std::size_t i = 0; i < plan_.blanks.size(); ++i) {
      const StackPage& page = batch_.stack[static_cast<std::size_t>(plan_.blanks[i])];
      const fs::path pdf = folder / fmt::format("page-{:05}.pdf", plan_.blanks[i] + 1);
      if (fs::exists(pdf)) continue;
      const RenderTask render{pdf, {{page.key, {}}}, {"blank " + page.key, batch_.entry.received}};
      workers_.submit(static_cast<int>(i), render_task(batch_.work->path(), context_.registry.uuid(), {render}));
    }
    while (workers_.waiting() > 0) {
      const auto result = workers_.next(context_.stop);
      if (!result) throw Interrupted{};
      if (!result->done()) throw Fatal(result->code, result->args);
      batch_.seconds["render"] += render_seconds(result->value);
    }
  }

  // Read back from what was written, document by document: a folder taken away since is told from the registry.
  void describe(BatchReport& report) const {
    report.batch = batch_.entry.name;
    report.received = batch_.entry.received;
    report.received_source = batch_.entry.received_source;
    report.version = version();
    report.lean = request_.lean_report;
    report.seconds = batch_.seconds;
    report.elapsed = context_.now() - batch_.begun;
    for (const SheetCode& sheet : plan_.missing)
      report.warnings.push_back(context_.templates.messages.sentence("sheet-missing", {{"number", std::to_string(sheet.number)}, {"of", std::to_string(sheet.of)}}));
    for (const std::string& path : batch_.left_alone) report.warnings.push_back(context_.templates.messages.sentence("left-alone", {{"file", path}}));
    const auto entries = context_.registry.documents(batch_.entry.name);
    for (const DocumentEntry& entry : entries) report.documents.push_back(report_document(entry));
  }

  ReportDocument report_document(const DocumentEntry& entry) const {
    ReportDocument document;
    document.folder = entry.path;
    const fs::path file = batch_.folder / entry.path / "record.json";
    if (fs::exists(file)) {
      document.record = record_from_json(Json::parse(read_file(file)));
    } else {
      document.record.id = entry.id;
      document.record.dossier = entry.dossier;
      document.record.service.code = entry.service;
      document.record.kind.code = entry.kind;
      document.record.review = entry.reasons;
      document.record.piece.id = entry.piece;
      document.record.piece.number = context_.registry.number_of(entry.piece);
    }
    const PlannedDocument& plan = plan_.documents[static_cast<std::size_t>(entry.position)];
    const auto first = std::find_if(plan.pages.begin(), plan.pages.end(), [](const PlannedPage& page) { return !page.blank; });
    const std::string& key = batch_.stack[static_cast<std::size_t>(first->page)].key;
    const bool shown = document.record.pages.empty() || document.record.pages.at(static_cast<std::size_t>(first - plan.pages.begin())).facts.masked.empty();
    const fs::path thumbnail = shown ? batch_.work->thumbnail(key) : batch_.work->masked_thumbnail(key);
    if (fs::exists(thumbnail)) document.thumbnail = thumbnail;
    return document;
  }

  Json batch_json(const BatchReport& report) const {
    Json inputs = Json::array(), documents = Json::array(), rejects = Json::array(), seconds = Json::object(), software = Json::object(), settings = Json::object();
    for (const BatchInput& input : batch_.inputs) inputs.push_back({{"path", input.path}, {"sha256", input.sha256}, {"pages", input.pages}});
    for (const DocumentEntry& entry : context_.registry.documents(batch_.entry.name))
      documents.push_back({{"id", entry.id}, {"service", entry.service}, {"path", entry.path}, {"review", entry.review()}});
    for (const ReportReject& reject : report.rejects)
      rejects.push_back({{"path", reject.path}, {"source", reject.source}, {"code", reject.code}, {"message", reject.message}, {"number", reject.number}});
    for (const auto& [step, time] : report.seconds) seconds[step] = rounded(time, 3);
    for (const auto& [name, value] : context_.software) software[name] = value;
    for (const auto& [name, value] : context_.settings) settings[name] = value;
    const Accounts& pages = report.accounts;
    return {{"schema", "pli.batch/1"},
            {"batch", report.batch},
            {"digest", batch_.entry.digest},
            {"registry", context_.registry.uuid()},
            {"received", report.received},
            {"received_source", report.received_source},
            {"pages",
             {{"input", pages.input}, {"in_documents", pages.in_documents}, {"separators", pages.separators}, {"blanks", pages.blanks}, {"rejected", pages.rejected}}},
            {"inputs", inputs},
            {"documents", documents},
            {"rejects", rejects},
            {"warnings", report.warnings},
            {"left_alone", batch_.left_alone},
            {"files", files_beside()},
            {"originals", request_.originals == Originals::none ? "none" : request_.originals == Originals::in_batch ? "originals" : "elsewhere"},
            {"software", software},
            {"settings", settings},
            {"timings", {{"elapsed_seconds", rounded(report.elapsed, 3)}, {"cpu_seconds", seconds}}}};
  }

  // Everything in the batch's folder that stands in no document.
  Json files_beside() const {
    std::vector<fs::path> found;
    for (const char* place : {"blanks", "originals", "rejects"}) {
      if (!fs::is_directory(batch_.folder / place)) continue;
      for (const auto& entry : fs::recursive_directory_iterator(batch_.folder / place))
        if (entry.is_regular_file()) found.push_back(fs::relative(entry.path(), batch_.folder));
    }
    found.emplace_back("index.csv");
    found.emplace_back("report.html");
    std::sort(found.begin(), found.end());
    Json files = Json::array();
    for (const fs::path& path : found) files.push_back({{"path", path.string()}, {"sha256", sha256_file(batch_.folder / path)}});
    return files;
  }

  Batch& batch_;
  const Separation& plan_;
  const InboundRequest& request_;
  const InboundContext& context_;
  Workers& workers_;
};

}  // namespace

Accounts accounts_of(const Batch& batch, const Separation& plan) {
  Accounts accounts;
  for (const BatchInput& input : batch.inputs) accounts.input += input.pages;
  for (const PlannedDocument& document : plan.documents)
    for (const PlannedPage& page : document.pages) ++(page.blank ? accounts.blanks : accounts.in_documents);
  accounts.separators = static_cast<int>(plan.separators.size());
  accounts.blanks += static_cast<int>(plan.blanks.size());
  for (const BatchReject& reject : batch.rejects) accounts.rejected += reject.pages;
  return accounts;
}

BatchReport close_batch(Batch& batch, const Separation& plan, const InboundRequest& request, const InboundContext& context, Workers& workers) {
  return Closing(batch, plan, request, context, workers).run();
}

}  // namespace pli
