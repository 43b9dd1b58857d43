#include "stages/inbound.h"

#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/close_batch.h"
#include "stages/emit.h"
#include "stages/list_inputs.h"
#include "stages/move_done.h"
#include "stages/open_batch.h"
#include "stages/read_pages.h"
#include "stages/tasks.h"

namespace pli {
namespace {

// What a complete batch said of itself.
InboundResult result_of(const std::string& batch, const fs::path& folder) {
  const Json json = Json::parse(read_file(folder / "batch.json"));
  InboundResult result{batch, folder, true, 0, 0, 0, {}, {}};
  for (const Json& document : json.at("documents")) {
    ++result.documents;
    result.review += document.at("review").get<bool>() ? 1 : 0;
  }
  for (const Json& reject : json.at("rejects"))
    result.rejected.push_back({reject.at("path").get<std::string>(), reject.at("source").get<std::string>(), reject.at("code").get<std::string>(),
                               reject.at("message").get<std::string>()});
  result.rejects = static_cast<int>(result.rejected.size());
  const Json& pages = json.at("pages");
  result.accounts = {pages.at("input").get<int>(), pages.at("in_documents").get<int>(), pages.at("separators").get<int>(), pages.at("blanks").get<int>(),
                     pages.at("rejected").get<int>()};
  return result;
}

std::vector<PageSummary> summaries(const std::vector<StackPage>& stack) {
  std::vector<PageSummary> found;
  for (const StackPage& page : stack) found.push_back(page.summary);
  return found;
}

}  // namespace

InboundResult run_inbound(const InboundRequest& request, const InboundContext& context, const InboundWatcher& watcher, ReaderFactory make_reader) {
  const std::vector<std::string> moved = finish_moves(request.out);
  Batch batch;
  try {
    batch = open_batch(request, context, watcher);
  } catch (const UsageError& error) {
    // A run that stopped amid its moves left nothing but these to do: its batch is what the same command finds.
    if (moved.empty() || (error.code() != "no-input" && error.code() != "source-missing")) throw;
    return result_of(moved.back(), request.out / moved.back());
  }
  if (batch.entry.complete && !batch.lock) {
    const InboundResult result = result_of(batch.entry.name, batch.folder);
    // A run that was killed after its last word and before it tidied up: what it read of letters must not stay.
    remove_tree(request.out / ".pli" / batch.entry.name);
    move_done(batch, request);
    return result;
  }

  Workers workers(task_handler(std::move(make_reader)),
                  {request.jobs, 2, request.page_seconds, request.page_memory_mib, request.in_process, {}});
  list_inputs(batch, request, context, workers);
  read_pages(batch, request, context, watcher, workers);
  const Separation plan = separate(summaries(batch.stack), {request.stream});
  emit_documents(batch, plan, request, context, watcher, workers);
  const BatchReport report = close_batch(batch, plan, request, context, workers);
  batch.work->remove();
  move_done(batch, request);

  InboundResult result{batch.entry.name, batch.folder, false, 0, 0, static_cast<int>(report.rejects.size()), report.accounts, report.rejects};
  for (const ReportReject& reject : report.rejects) watcher.reject(reject);
  for (const DocumentEntry& entry : context.registry.documents(batch.entry.name)) {
    ++result.documents;
    result.review += entry.review() ? 1 : 0;
  }
  return result;
}

}  // namespace pli
