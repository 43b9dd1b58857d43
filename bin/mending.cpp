#include "bin/mending.h"

#include "bin/exporting.h"
#include "bin/inbound_desk.h"
#include "stages/refresh_batch.h"

namespace pli {

static std::string language_of_document(Context& context, const std::string& id) {
  const Registry registry(context.store_path(), Context::registry_context());
  const auto document = registry.document(id);
  const auto batch = document ? registry.batch(document->batch) : std::nullopt;
  return batch ? report_language(batch->folder) : "fr";
}

Mended carry_out_mend(Context& context, const MendWanted& wanted) {
  InboundDesk desk(context, language_of_document(context, wanted.documents.front()));
  const Mended mended = mend(wanted, request_of_settings(context.settings()), desk.inbound, desk.reader());
  context.log().info(wanted.kind, {{"superseded", mended.superseded}, {"changed", mended.changed}, {"documents", mended.documents.size()}});
  if (mended.changed && !mended.documents.empty()) export_at_once(context, desk.registry, mended.documents.front().batch);
  return mended;
}

Json mended_json(const Mended& mended) {
  Json documents = Json::array();
  for (const DocumentEntry& document : mended.documents)
    documents.push_back({{"id", document.id}, {"service", document.service}, {"kind", document.kind}, {"dossier", document.dossier.empty() ? Json(nullptr) : Json(document.dossier)}, {"review", document.review()}, {"path", document.path}});
  return {{"changed", mended.changed}, {"superseded", mended.superseded}, {"documents", documents}};
}

void tell_mended(Context& context, const MendWanted& wanted, const Mended& mended) {
  std::string old;
  for (const std::string& id : mended.superseded) old += (old.empty() ? "" : ", ") + id;
  context.console().say(mended.changed ? wanted.kind + "-done" : "mend-nothing", {{"document", old}, {"count", std::to_string(mended.documents.size())}});
  for (const DocumentEntry& document : mended.documents) {
    const Service* service = context.services().find(document.service);
    context.console().say(document.review() ? "mended-review" : "mended-filed", {{"document", document.id}, {"service", service ? service->label : document.service}, {"path", document.path}});
  }
}

}  // namespace pli
