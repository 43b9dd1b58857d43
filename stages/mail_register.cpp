#include "stages/mail_register.h"

#include <algorithm>
#include <filesystem>

#include "pipeline/drop_folder.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/text.h"
#include "stages/report_facts.h"

namespace pli {
namespace {

constexpr std::size_t longest_cell = 300;

bool has(const std::vector<std::string>& values, const std::string& value) { return std::find(values.begin(), values.end(), value) != values.end(); }

// A record that is still there says more than the registry; a doubtful document that was taken away shows nothing.
bool secret(const Registry& registry, const DocumentEntry& document, const Services& services) {
  const Service* service = services.find(document.service);
  if (service && service->confidential) return true;
  const auto written = read_if_there(registry.place_of(document) / "record.json");
  if (!written) return document.review();
  return confidential(record_from_json(Json::parse(*written)), services);
}

RegisterLine arrived(const Registry& registry, const NumberEntry& entry, const Services& services) {
  RegisterLine line;
  line.entry = entry;
  line.state = "rejected";
  const auto piece = registry.piece(entry.owner);
  if (!piece) return line;
  line.kind_of_mail = piece->kind_of_mail, line.tracking = piece->tracking, line.flags = piece->flags;
  line.withheld = has(piece->flags, "confidential");
  const auto documents = registry.documents_of_piece(entry.owner);
  bool review = false, taken = !documents.empty();
  for (const DocumentEntry& document : documents) {
    line.documents.push_back(document.id);
    line.pages += document.pages;
    line.withheld = line.withheld || secret(registry, document, services);
    review = review || document.review();
    taken = taken && registry.handover(document.id);
    if (line.who.empty()) line.who = document.sender;
    if (line.subject.empty()) line.subject = document.subject;
    if (line.dossier.empty()) line.dossier = document.dossier;
    if (line.service.empty()) line.service = document.service;
  }
  const bool moved = std::none_of(documents.begin(), documents.end(), [&](const DocumentEntry& document) { return document.piece == entry.owner; });  // what took their place has numbers of its own
  line.state = moved ? "superseded" : taken ? "handed-over" : review ? "review" : "filed";
  return line;
}

RegisterLine sent(const Registry& registry, const NumberEntry& entry, const Services& services) {
  RegisterLine line;
  line.entry = entry;
  const auto letter = registry.letter(entry.owner);
  if (!letter) return line;
  const Service* service = services.find(letter->service);
  line.withheld = service && service->confidential;
  line.state = letter->state, line.tracking = letter->tracking;
  line.who = letter->recipient, line.subject = letter->subject, line.service = letter->service, line.dossier = letter->dossier;
  line.documents = {letter->id};
  line.pages = letter->pages;
  return line;
}

}  // namespace

std::vector<RegisterLine> register_lines(const Registry& registry, const Services& services, const std::string& from, const std::string& to) {
  std::vector<RegisterLine> lines;
  for (const NumberEntry& entry : registry.numbers(from, to)) {
    lines.push_back(entry.outbound() ? sent(registry, entry, services) : arrived(registry, entry, services));
    if (lines.back().withheld) lines.back().who.clear(), lines.back().subject.clear();
  }
  return lines;
}

std::string register_csv(const std::vector<RegisterLine>& lines, const Services& services, const Messages& messages) {
  std::string csv = "\xEF\xBB\xBF";
  const auto add_line = [&csv](const std::vector<std::string>& cells) {
    for (const std::string& cell : cells) csv += escaped_csv(one_line(cell, longest_cell)) + ';';
    csv.back() = '\n';
  };
  std::vector<std::string> head;
  for (const char* column : {"number", "date", "direction", "mail", "tracking", "flags", "who", "subject", "service", "dossier", "pages", "documents", "state", "batch", "file"})
    head.push_back(messages.label("register", column));
  add_line(head);
  for (const RegisterLine& line : lines) {
    std::string flags, documents;
    for (const std::string& flag : line.flags) flags += (flags.empty() ? "" : ", ") + messages.label("flag", flag);
    for (const std::string& document : line.documents) documents += (documents.empty() ? "" : " ") + document;
    const std::string who = line.withheld ? messages.label("register", "withheld") : line.who;
    add_line({line.entry.number, line.entry.date, messages.label("register", line.entry.outbound() ? "departure" : "arrival"),
              line.kind_of_mail.empty() ? "" : messages.label("mail", line.kind_of_mail), line.tracking, flags, who, line.subject,
              line.service.empty() ? "" : service_label(services, line.service), line.dossier, std::to_string(line.pages), documents,
              messages.label("register_state", line.state), line.entry.batch, line.entry.rejected});
  }
  return csv;
}

}  // namespace pli
