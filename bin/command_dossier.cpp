// pli dossier: the registry on the command line.
#include <set>

#include "bin/clock.h"
#include "bin/command.h"
#include "bin/dossier_view.h"
#include "bin/inbound_desk.h"
#include "pipeline/attach_file.h"
#include "pipeline/reference.h"
#include "pipeline/text.h"
#include "pipeline/validators.h"

namespace pli {
namespace {

using Text = std::shared_ptr<std::string>;
using Flag = std::shared_ptr<bool>;

Registry registry_of(Context& context) { return Registry(context.store_path(), Context::registry_context()); }

// The number as people type it: in lower case, with other dashes, with spaces around.
std::string dossier_number(const std::string& typed) {
  const auto found = quoted_references(typed);
  if (found.size() != 1 || found[0].begin != typed.find_first_not_of(' ') || trimmed(typed.substr(found[0].end)) != "") throw UsageError("bad-dossier-id", {{"id", typed}});
  return found[0].id;
}

DossierEntry dossier_of(const Registry& registry, const std::string& id) {
  const std::string lead = registry.lead(id);
  if (lead.empty()) throw UsageError("unknown-dossier", {{"id", id}});
  return *registry.dossier(lead);
}

void known_service(Context& context, const std::string& service) {
  if (!context.services().find(service)) throw UsageError("unknown-service", {{"service", service}});
}

int show(Context& context, const std::string& typed, bool json) {
  const Registry registry = registry_of(context);
  const std::string id = dossier_number(typed);
  const DossierEntry dossier = dossier_of(registry, id);
  if (json) print_json(context, dossier_json(context, registry, dossier, id));
  else context.console().print(dossier_text(context, registry, dossier, id));
  return 0;
}

int list(Context& context, const DossierFilter& filter, bool json) {
  if (!filter.service.empty()) known_service(context, filter.service);
  if (!filter.since.empty() && day_number(filter.since) == unknown_day) throw UsageError("bad-date", {{"value", filter.since}});
  const auto dossiers = registry_of(context).dossiers(filter);
  if (json) print_json(context, list_json(dossiers));
  else context.console().print(list_text(context, dossiers));
  return 0;
}

// What runs out before a day, of the open dossiers that the filter leaves.
int list_due(Context& context, const DossierFilter& filter, const std::string& before, bool json) {
  if (!filter.service.empty()) known_service(context, filter.service);
  if (day_number(before) == unknown_day) throw UsageError("bad-date", {{"value", before}});
  const Registry registry = registry_of(context);
  auto clocks = clocks_of(context, registry);
  std::erase_if(clocks, [&](const RunningClock& clock) {
    const DossierEntry dossier = *registry.dossier(clock.dossier);
    return clock.next().empty() || clock.next() >= before || (!filter.service.empty() && dossier.service != filter.service) || dossier.opened < filter.since;
  });
  if (json) print_json(context, due_json(registry, clocks));
  else context.console().print(due_text(context, registry, clocks));
  return 0;
}

int search(Context& context, const std::string& text, bool json) {
  const Registry registry = registry_of(context);
  const auto hits = registry.search(text);
  if (json) print_json(context, search_json(context, registry, hits));
  else if (hits.empty()) context.console().say("search-nothing");
  else context.console().print(search_text(context, registry, hits));
  return 0;
}

int piece(Context& context, const std::string& id, bool json) {
  const Registry registry = registry_of(context);
  auto found = registry.piece(id);
  if (const auto document = registry.document(id); !found && document && !document->piece.empty()) found = registry.piece(document->piece);
  if (!found) throw UsageError("unknown-piece", {{"piece", id}});
  if (json) print_json(context, piece_json(registry, *found));
  else context.console().print(piece_text(context, registry, *found));
  return 0;
}

// What a change leaves: the dossier as JSON, or one sentence.
int changed(Context& context, const Registry& registry, const std::string& id, bool json, const std::string& code, const MessageArgs& args) {
  context.log().info(code, {{"dossier", id}});
  if (json) print_json(context, dossier_json(context, registry, *registry.dossier(id), id));
  else context.console().say(code, args);
  return 0;
}

int open(Context& context, const std::string& service, const std::string& subject, bool json) {
  known_service(context, service);
  Registry registry = registry_of(context);
  const std::string id = registry.open_dossier(service, clean(subject), local_today());
  if (json) print_json(context, list_json({*registry.dossier(id)}).at(0));
  else context.console().print(id + '\n');
  return 0;
}

// Indexes and reports name the dossier of each document.
void follow(Context& context, Registry& registry, const std::vector<DocumentEntry>& documents) {
  std::set<std::string> batches;
  for (const DocumentEntry& document : documents)
    if (document.origin == "batch" && !document.batch.empty()) batches.insert(document.batch);
  for (const std::string& batch : batches) refresh_after(context, registry, batch);
}

int merge(Context& context, const std::string& into, const std::string& from, bool json) {
  Registry registry = registry_of(context);
  const std::string a = dossier_number(into), b = dossier_number(from);
  registry.merge_dossiers(a, b);
  const std::string lead = registry.lead(a);
  follow(context, registry, registry.documents_of_dossier(lead));
  return changed(context, registry, lead, json, "dossier-merge-done", {{"id", b}, {"into", lead}});
}

struct AttachRequest {
  std::string what, dossier, date, subject;
  bool outbound = false, inbound = false;
};

int attach(Context& context, const AttachRequest& request, bool json) {
  Registry registry = registry_of(context);
  const std::string id = dossier_number(request.dossier);
  std::string document = request.what;
  if (registry.document(document)) {
    finish_cut_short_for(context, registry, document);
    registry.attach(document, id);
    follow(context, registry, {*registry.document(document)});
  } else if (std::filesystem::exists(request.what)) {
    if (request.outbound == request.inbound) throw UsageError("direction-missing", {{"file", request.what}});
    const Attachment attachment{id, request.outbound ? "outbound" : "inbound", request.date.empty() ? local_today() : request.date, clean(request.subject),
                                context.settings().count("limits.input_mib") << 20};
    document = attach_file(registry, request.what, attachment).id;
  } else {
    throw UsageError("unknown-document", {{"document", request.what}});
  }
  const std::string lead = registry.lead(id);
  return changed(context, registry, lead, json, "dossier-attach-done", {{"document", document}, {"id", lead}});
}

int detach(Context& context, const std::string& document) {
  Registry registry = registry_of(context);
  finish_cut_short_for(context, registry, document);
  registry.detach(document);
  follow(context, registry, {*registry.document(document)});
  context.log().info("dossier-detach-done", {{"document", document}});
  context.console().say("dossier-detach-done", {{"document", document}});
  return 0;
}

int set_state(Context& context, const std::string& typed, bool close, bool json) {
  Registry registry = registry_of(context);
  const std::string id = dossier_number(typed);
  if (close) registry.close_dossier(id);
  else registry.reopen_dossier(id);
  return changed(context, registry, id, json, close ? "dossier-close-done" : "dossier-reopen-done", {{"id", id}});
}

// Declares the subcommands: each with the store it works on.
class Declaration {
 public:
  Declaration(CLI::App& parent, Context& context) : parent_(parent), context_(context) {}

  CLI::App& command(const std::string& name, const std::string& english) {
    CLI::App& made = new_command(parent_, context_, name, "dossier-" + name, english);
    take_settings(made, context_, {"store", "services"});
    return made;
  }
  Text positional(CLI::App& command, const std::string& name, const std::string& key, const std::string& english) {
    auto value = std::make_shared<std::string>();
    command.add_option(name, *value, help_text(context_, key, english))->required();
    return value;
  }
  Text option(CLI::App& command, const std::string& name, const std::string& key, const std::string& english, const std::string& type) {
    auto value = std::make_shared<std::string>();
    command.add_option(name, *value, help_text(context_, key, english))->type_name(type);
    return value;
  }
  Flag flag(CLI::App& command, const std::string& name, const std::string& key, const std::string& english) {
    auto value = std::make_shared<bool>(false);
    command.add_flag_function(name, [value](std::int64_t) { *value = true; }, help_text(context_, key, english));
    return value;
  }
  Text dossier(CLI::App& command, const std::string& name = "ID") { return positional(command, name, "dossier-id", "number of the dossier, YYYY-NNNNNN-C"); }

 private:
  CLI::App& parent_;
  Context& context_;
};

void add_readings(Declaration declare, Context& context) {
  CLI::App& shown = declare.command("show", "a dossier with its documents and events");
  on_run(shown, context, [&context, id = declare.dossier(shown), json = take_json(shown, context)] { return show(context, *id, *json); });

  CLI::App& listed = declare.command("list", "dossiers, newest first");
  const Text service = declare.option(listed, "--service", "dossier-of-service", "only those of this service", "CODE");
  const Text state = declare.option(listed, "--state", "dossier-state", "only those in this state", "open|closed|merged");
  listed.get_option("--state")->check(CLI::IsMember({"open", "closed", "merged"}));
  const Text since = declare.option(listed, "--since", "dossier-since", "only those opened on this day or later", "YYYY-MM-DD");
  const Text due = declare.option(listed, "--due-before", "dossier-due-before", "only those with a delay that ends before this day, the most pressing first", "YYYY-MM-DD");
  listed.get_option("--due-before")->excludes(listed.get_option("--state"));
  on_run(listed, context, [&context, service, state, since, due, json = take_json(listed, context)] {
    const DossierFilter filter{*service, *state, *since};
    return due->empty() ? list(context, filter, *json) : list_due(context, filter, *due, *json);
  });

  CLI::App& searched = declare.command("search", "dossiers and documents by the words of their subject, names and text");
  const Text text = declare.positional(searched, "TEXT", "dossier-text", "words that must all be there; the last may be a beginning");
  on_run(searched, context, [&context, text, json = take_json(searched, context)] { return search(context, *text, *json); });

  add_expected(declare.command("expected", "the answers that letters of ours expect, and what became of them"), context);

  CLI::App& envelope = declare.command("piece", "an envelope with the documents that came in it");
  const Text piece_id = declare.positional(envelope, "ID", "dossier-piece-id", "the envelope's id, or that of a document that came in it");
  on_run(envelope, context, [&context, piece_id, json = take_json(envelope, context)] { return piece(context, *piece_id, *json); });
}

void add_changes(Declaration declare, Context& context) {
  CLI::App& opened = declare.command("open", "opens a dossier and prints its number");
  const Text service = declare.option(opened, "--service", "dossier-service", "code of the service in charge", "CODE");
  opened.get_option("--service")->required();
  const Text subject = declare.option(opened, "--subject", "dossier-subject", "what it is about", "TEXT");
  on_run(opened, context, [&context, service, subject, json = take_json(opened, context)] { return open(context, *service, *subject, *json); });

  CLI::App& merged = declare.command("merge", "what is in dossier FROM goes to dossier INTO; FROM leads there from now on");
  const Text into = declare.dossier(merged, "INTO"), from = declare.dossier(merged, "FROM");
  on_run(merged, context, [&context, into, from, json = take_json(merged, context)] { return merge(context, *into, *from, *json); });

  CLI::App& attached = declare.command("attach", "files a document, or a PDF made elsewhere, in a dossier");
  const Text what = declare.positional(attached, "DOCUMENT", "dossier-document", "a document's id, or a PDF file"), id = declare.dossier(attached);
  const Flag outbound = declare.flag(attached, "--outbound", "dossier-outbound", "the file was sent by the town");
  const Flag inbound = declare.flag(attached, "--inbound", "dossier-inbound", "the file was received by the town");
  const Text date = declare.option(attached, "--date", "dossier-date", "day of the file; today when it is not given", "YYYY-MM-DD");
  const Text about = declare.option(attached, "--subject", "dossier-about", "what the file is about", "TEXT");
  take_settings(attached, context, {"limits.input_mib"});
  on_run(attached, context, [&context, what, id, date, about, outbound, inbound, json = take_json(attached, context)] {
    return attach(context, {*what, *id, *date, *about, *outbound, *inbound}, *json);
  });

  CLI::App& detached = declare.command("detach", "takes a document out of its dossier; it stays registered");
  on_run(detached, context, [&context, document = declare.positional(detached, "DOCUMENT", "dossier-document-id", "the document's id")] { return detach(context, *document); });

  for (const bool close : {true, false}) {
    CLI::App& command = declare.command(close ? "close" : "reopen", close ? "closes a dossier" : "opens a closed dossier again");
    on_run(command, context, [&context, close, dossier = declare.dossier(command), json = take_json(command, context)] { return set_state(context, *dossier, close, *json); });
  }
}

}  // namespace

void add_dossier(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "dossier", "dossier", "the registry of dossiers");
  command.require_subcommand(1);
  add_readings(Declaration(command, context), context);
  add_changes(Declaration(command, context), context);
}

}  // namespace pli
