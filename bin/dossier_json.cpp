#include "bin/dossier_view.h"

#include "bin/dossier_hits.h"
#include "pipeline/json_form.h"

namespace pli {
namespace {

Json head(const DossierEntry& dossier) {
  return {{"id", dossier.id}, {"service", dossier.service}, {"subject", dossier.subject}, {"opened", dossier.opened}, {"state", dossier.state}, {"documents", dossier.documents}};
}

// Of a letter of ours: its state.
std::string status_of(const Registry& registry, const DocumentEntry& document, const std::optional<LetterEntry>& letter) {
  if (letter) return letter->state;
  if (document.superseded) return "superseded";
  if (registry.handover(document.id)) return "handed-over";
  return document.review() ? "review" : document.emitted ? "filed" : "emitting";
}

Json letter_facts(const LetterEntry& letter) {
  const auto text = [](const std::string& value) { return value.empty() ? Json(nullptr) : Json(value); };
  return {{"run", letter.run},         {"recipient", letter.recipient},           {"pages", letter.pages},           {"posted", text(letter.posted)}, {"tracking", text(letter.tracking)},
          {"due", text(letter.due)}, {"motive", text(letter.motive)}, {"legal_effect", letter.legal_effect}, {"reminds", text(letter.reminds)}};
}

Json document_json(const Registry& registry, const DocumentEntry& document) {
  const auto letter = document.origin == "run" ? registry.letter(document.id) : std::nullopt;
  const std::filesystem::path place = registry.place_of(document);
  Json json{{"id", document.id},
            {"direction", document.direction},
            {"date", document.date.empty() ? document.received : document.date},
            {"kind", document.kind},
            {"status", status_of(registry, document, letter)},
            {"path", place.empty() ? Json(nullptr) : Json(place.string())},  // what a word processor writes stands where it likes
            {"received", document.received},
            {"service", document.service},
            {"subject", document.subject},
            {document.direction == "inbound" ? "sender" : "recipient", document.sender},
            {"joined_by", document.joined_by},
            {"reasons", document.reasons}};
  if (!document.batch.empty()) json["batch"] = document.batch;
  if (!document.piece.empty()) json["piece"] = document.piece;
  if (letter) json["letter"] = letter_facts(*letter);
  if (const auto form = registry.form_of(document.id)) json["form"] = to_json(*form);
  return json;
}

// Of the request that is most pressing.
Json clock_json(const RunningClock& clock) {
  Json json = to_json(clock.due);
  json["document"] = clock.document;
  json["suspended"] = clock.suspended;
  return json;
}

}  // namespace

Json due_json(const Registry& registry, const std::vector<RunningClock>& clocks) {
  Json all = Json::array();
  for (const RunningClock& clock : clocks) {
    all.push_back(head(*registry.dossier(clock.dossier)));
    all.back()["due"] = clock_json(clock);
  }
  return all;
}

Json dossier_json(Context& context, const Registry& registry, const DossierEntry& dossier, const std::string& asked) {
  Json json = head(dossier);
  const auto clocks = clocks_of(context, registry, dossier.id);
  json["due"] = clocks.empty() ? Json(nullptr) : clock_json(clocks.front());
  if (asked != dossier.id) json["asked"] = asked;
  json["merged"] = registry.merged_into(dossier.id);
  json["documents"] = Json::array();
  for (const DocumentEntry& document : registry.documents_of_dossier(dossier.id)) json["documents"].push_back(document_json(registry, document));
  json["awaiting"] = Json::array();
  for (const LetterEntry& letter : registry.letters_of_dossier(dossier.id))
    if (letter.state == "posted" && !letter.due.empty()) json["awaiting"].push_back({{"letter", letter.id}, {"due", letter.due}});
  json["candidates"] = Json::array();
  for (const OpenQuestion& question : registry.open_questions(dossier.id))
    json["candidates"].push_back({{"document", question.document}, {"dossier", question.dossier}, {"why", question.why}});
  json["events"] = Json::array();
  for (const Event& event : registry.history(dossier.id))
    json["events"].push_back({{"number", event.number}, {"at", event.at}, {"kind", event.kind}, {"subject", event.subject}, {"facts", Json::parse(event.facts)}});
  return json;
}

Json list_json(const std::vector<DossierEntry>& dossiers) {
  Json all = Json::array();
  for (const DossierEntry& dossier : dossiers) {
    all.push_back(head(dossier));
    if (!dossier.merged_into.empty()) all.back()["merged_into"] = dossier.merged_into;
  }
  return all;
}

Json search_json(Context& context, const Registry& registry, const std::vector<SearchHit>& hits) {
  Json all = Json::array();
  for (const SearchHit& hit : hits) {
    const ShownHit shown = shown_hit(context, registry, hit);
    Json json{{"found", hit.document.empty() ? "dossier" : "document"}};
    if (!hit.document.empty()) json["document"] = hit.document;
    json["dossier"] = hit.dossier.empty() ? Json(nullptr) : Json(hit.dossier);
    json.update({{"service", shown.service}, {"date", shown.date}, {"direction", shown.direction}, {"kind", shown.kind}, {"withheld", shown.withheld}});
    if (!shown.withheld) json.update({{"subject", shown.subject}, {"names", shown.names}, {"snippet", hit.snippet}});
    all.push_back(std::move(json));
  }
  return all;
}

Json piece_json(const Registry& registry, const PieceEntry& piece) {
  Json json{{"id", piece.id}, {"batch", piece.batch}, {"kind_of_mail", piece.kind_of_mail}, {"tracking", piece.tracking.empty() ? Json(nullptr) : Json(piece.tracking)}, {"flags", piece.flags}};
  json["documents"] = Json::array();
  for (const DocumentEntry& document : registry.documents_of_piece(piece.id)) {
    json["documents"].push_back(document_json(registry, document));
    json["documents"].back()["dossier"] = document.dossier.empty() ? Json(nullptr) : Json(document.dossier);
  }
  return json;
}

}  // namespace pli
