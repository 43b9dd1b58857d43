#include "stages/outbound.h"

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "stages/make_letters.h"
#include "stages/open_run.h"
#include "stages/run_manifest.h"

namespace pli {

OutboundResult run_outbound(const OutboundRequest& request, const OutboundContext& context, const OutboundWatcher& watcher) {
  const Composer composer(context.letter, context.stationery, context.services);
  Run run = open_run(request, context, watcher, composer);
  if (!run.done_before) {
    make_letters(run, request, context, watcher, composer);
    const std::string digest = write_manifest(run.folder, run.entry, run.letters, sha256_file(run.folder / "print.pdf"));
    context.registry.complete_run(run.entry.name, digest);
  }
  remove_tree(run.work);  // also what a run left that was killed between its last word and this
  return {run.entry, run.folder, run.done_before, std::move(run.letters)};
}

}  // namespace pli
