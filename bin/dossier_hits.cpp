#include "bin/dossier_hits.h"

#include <algorithm>

namespace pli {
namespace {

bool contains(const std::vector<std::string>& list, const char* value) { return std::find(list.begin(), list.end(), value) != list.end(); }

}  // namespace

// A service that is on the list no more may have been confidential.
bool confidential_service(Context& context, const std::string& service) {
  const Service* known = context.services().find(service);
  return !known || known->confidential;
}

ShownHit shown_hit(Context& context, const Registry& registry, const SearchHit& hit) {
  ShownHit shown;
  const auto dossier = hit.dossier.empty() ? std::nullopt : registry.dossier(hit.dossier);
  if (dossier) {
    shown.withheld = confidential_service(context, dossier->service);
    shown.service = dossier->service;
    shown.date = dossier->opened;
    shown.subject = dossier->subject;
  }
  if (!hit.document.empty()) {
    const DocumentEntry document = *registry.document(hit.document);
    const auto piece = document.piece.empty() ? std::nullopt : registry.piece(document.piece);
    shown.withheld = shown.withheld || confidential_service(context, document.service) || (piece && contains(piece->flags, "confidential")) ||
                     contains(document.reasons, "service-unsure") || contains(document.reasons, "two-services");
    shown.service = document.service;
    shown.date = document.date.empty() ? document.received : document.date;
    shown.direction = document.direction;
    shown.kind = document.kind;
    shown.subject = document.subject;
    shown.names = document.sender;
  }
  if (shown.withheld) shown.subject = shown.names = "";
  return shown;
}

}  // namespace pli
