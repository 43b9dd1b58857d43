// pli dossier: the registry on the command line.
#include <fmt/format.h>

#include "bin/clock.h"
#include "bin/command.h"
#include "pipeline/reference.h"

namespace pli {
namespace {

Json to_json(const DossierEntry& dossier) {
  return {{"id", dossier.id}, {"service", dossier.service}, {"subject", dossier.subject}, {"opened", dossier.opened}, {"state", dossier.state}, {"documents", dossier.documents}};
}

Json to_json(const DocumentEntry& document) {
  return {{"id", document.id},
          {"direction", document.direction},
          {"date", document.date.empty() ? document.received : document.date},
          {"kind", document.kind},
          {"status", document.review() ? "review" : document.emitted ? "filed" : "emitting"},
          {"path", document.path},
          {"batch", document.batch}};
}

Json to_json(const Event& event) {
  return {{"number", event.number}, {"at", event.at}, {"kind", event.kind}, {"subject", event.subject}, {"facts", Json::parse(event.facts)}};
}

int show(Context& context, const std::string& id, bool json) {
  const Registry registry(context.store_path(), Context::registry_context());
  const auto dossier = registry.dossier(id);
  if (!dossier) throw UsageError(valid_dossier_id(id) ? "unknown-dossier" : "bad-dossier-id", {{"id", id}});
  const auto documents = registry.documents_of_dossier(id);
  std::vector<Event> events = registry.events_about(id);
  for (const DocumentEntry& document : documents)
    for (Event& event : registry.events_about(document.id)) events.push_back(std::move(event));
  std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.number < b.number; });
  if (json) {
    Json out = {{"id", dossier->id}, {"service", dossier->service}, {"subject", dossier->subject}, {"opened", dossier->opened}, {"state", dossier->state}};
    out["documents"] = Json::array();
    for (const DocumentEntry& document : documents) out["documents"].push_back(to_json(document));
    out["events"] = Json::array();
    for (const Event& event : events) out["events"].push_back(to_json(event));
    print_json(context, out);
    return 0;
  }
  std::string text = fmt::format("{}  {}  {}  {}\n", dossier->id, dossier->service, dossier->opened, dossier->subject);
  for (const DocumentEntry& document : documents)
    text += fmt::format("  {}  {}  {}  {}  {}/{}\n", document.id, document.direction, document.date.empty() ? document.received : document.date, document.kind,
                        document.batch, document.path);
  context.console().print(text);
  return 0;
}

int list(Context& context, bool json) {
  const Registry registry(context.store_path(), Context::registry_context());
  Json all = Json::array();
  std::string text;
  for (const DossierEntry& dossier : registry.dossiers()) {
    all.push_back(to_json(dossier));
    text += fmt::format("{}  {:22}  {}  {:3}  {}\n", dossier.id, dossier.service, dossier.opened, dossier.documents, dossier.subject);
  }
  if (json) print_json(context, all);
  else context.console().print(text);
  return 0;
}

int open(Context& context, const std::string& service, const std::string& subject, bool json) {
  if (!context.services().find(service)) throw UsageError("unknown-service", {{"service", service}});
  Registry registry(context.store_path(), Context::registry_context());
  const std::string id = registry.open_dossier(service, subject, local_today());
  if (json) print_json(context, to_json(*registry.dossier(id)));
  else context.console().print(id + '\n');
  return 0;
}

}  // namespace

void add_dossier(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "dossier", "dossier", "the registry of dossiers");
  command.require_subcommand(1);

  CLI::App& shown = new_command(command, context, "show", "dossier-show", "a dossier with its documents and events");
  const auto id = std::make_shared<std::string>();
  shown.add_option("ID", *id, help_text(context, "dossier-id", "number of the dossier, YYYY-NNNNNN-C"))->required();
  take_settings(shown, context, {"store"});
  const auto show_json = take_json(shown, context);
  on_run(shown, context, [&context, id, show_json] { return show(context, *id, *show_json); });

  CLI::App& listed = new_command(command, context, "list", "dossier-list", "all dossiers, newest first");
  take_settings(listed, context, {"store"});
  const auto list_json = take_json(listed, context);
  on_run(listed, context, [&context, list_json] { return list(context, *list_json); });

  CLI::App& opened = new_command(command, context, "open", "dossier-open", "opens a dossier and prints its number");
  const auto service = std::make_shared<std::string>();
  const auto subject = std::make_shared<std::string>();
  opened.add_option("--service", *service, help_text(context, "dossier-service", "code of the service in charge"))->required()->type_name("CODE");
  opened.add_option("--subject", *subject, help_text(context, "dossier-subject", "what it is about"))->type_name("TEXT");
  take_settings(opened, context, {"store", "services"});
  const auto open_json = take_json(opened, context);
  on_run(opened, context, [&context, service, subject, open_json] { return open(context, *service, *subject, *open_json); });
}

}  // namespace pli
