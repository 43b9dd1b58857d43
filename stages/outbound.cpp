#include "stages/outbound.h"

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "stages/make_letters.h"
#include "stages/open_run.h"
#include "stages/run_manifest.h"

namespace pli {

/// What is out on paper under this form's name and version has its boxes elsewhere: then nothing more is printed under it.
static void must_be_the_same_form(const FormLayout* layout, const Registry& registry) {
  if (!layout) return;
  for (const FormLayout& known : registry.forms())
    if (known.id == layout->id && known.version == layout->version && compact(to_json(known)) != compact(to_json(*layout)))
      throw UsageError("form-version-taken", {{"form", layout->id + '@' + std::to_string(layout->version)}});
}

OutboundResult run_outbound(const OutboundRequest& request, const OutboundContext& context, const OutboundWatcher& watcher) {
  const Composer composer(context.letter, context.stationery, context.services);
  must_be_the_same_form(composer.layout(), context.registry);
  Run run = open_run(request, context, watcher, composer);
  if (!run.done_before) {
    if (composer.layout()) context.registry.keep_form(*composer.layout());
    make_letters(run, request, context, watcher, composer);
    const std::string digest = write_manifest(run.folder, run.entry, run.letters, sha256_file(run.folder / "print.pdf"));
    context.registry.complete_run(run.entry.name, digest);
  }
  remove_tree(run.work);  // also what a run left that was killed between its last word and this
  return {run.entry, run.folder, run.done_before, std::move(run.letters)};
}

}  // namespace pli
