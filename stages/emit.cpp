#include "stages/emit.h"

#include <algorithm>
#include <set>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/check_proofs.h"
#include "stages/count_pages.h"
#include "stages/join_form.h"
#include "stages/legal_clock.h"
#include "stages/mask_numbers.h"
#include "stages/tasks.h"
#include "stages/understand.h"
#include "stages/write_alto.h"

namespace pli {
namespace {

std::string field_value(const Record& record, const char* name) {
  for (const Field& field : record.fields)
    if (field.name == name) return field.value;
  return {};
}

class Emission {
 public:
  Emission(Batch& batch, const Separation& plan, const InboundRequest& request, const InboundContext& context, const InboundWatcher& watcher, Workers& workers,
           const std::vector<Succession>& successions)
      : batch_(batch), plan_(plan), request_(request), context_(context), watcher_(watcher), workers_(workers), successions_(successions) {
    name_documents();
  }

  // Rendering runs ahead in the workers; everything that decides happens here, in order.
  void run() {
    const int total = static_cast<int>(plan_.documents.size());
    int ahead = 0;
    for (int k = 0; k < total; ++k) {
      for (; ahead < total && ahead < k + 4 * request_.jobs; ++ahead)
        if (needs_rendering(ahead)) submit(ahead);
      while (rendering_.contains(k)) collect();
      finish(k);
      watcher_.document(*context_.registry.document(ids_[static_cast<std::size_t>(k)]), k + 1, total);
      if (context_.stop && context_.stop()) throw Interrupted{};
    }
  }

 private:
  const Succession* succession(int k) const { return successions_.empty() ? nullptr : &successions_[static_cast<std::size_t>(k)]; }
  const PlannedDocument& document(int k) const { return plan_.documents[static_cast<std::size_t>(k)]; }
  const std::string& id(int k) const { return ids_[static_cast<std::size_t>(k)]; }
  const StackPage& stack_page(const PlannedPage& page) const { return batch_.stack[static_cast<std::size_t>(page.page)]; }
  fs::path aside(int k) const { return batch_.work->aside(id(k)); }

  SourcePage source_of(const PlannedPage& page) const {
    const StackPage& in_stack = stack_page(page);
    const Leaf& leaf = batch_.leaves[static_cast<std::size_t>(in_stack.leaf)];
    return {leaf.path, leaf.sha256, in_stack.index + 1};
  }

  std::vector<SourcePage> sources_of(int k) const {
    std::vector<SourcePage> sources;
    for (const PlannedPage& page : document(k).pages) sources.push_back(source_of(page));
    return sources;
  }

  void name_documents() {
    for (const Succession& succession : successions_) {
      ids_.push_back(succession.id);
      positions_.push_back(succession.piece.position);
      of_.push_back(succession.piece.of);
    }
    if (!successions_.empty()) return;
    std::map<std::string, int> seen;
    std::map<int, int> pieces;
    for (int k = 0; k < static_cast<int>(plan_.documents.size()); ++k) {
      const auto sources = sources_of(k);
      ids_.push_back(document_id(batch_.entry.name, sources, 0));
      if (const int twin = seen[ids_.back()]++; twin > 0) ids_.back() = document_id(batch_.entry.name, sources, twin);
      positions_.push_back(++pieces[document(k).piece]);
    }
    for (const PlannedDocument& document : plan_.documents) of_.push_back(pieces[document.piece]);
  }

  // Done before: emitted, or its folder is in place and only the last word in the registry is missing.
  bool needs_rendering(int k) const {
    const auto entry = context_.registry.document(id(k));
    return !entry || (!entry->emitted && !fs::exists(batch_.folder / entry->path));
  }

  // Masked unless it is known that its service may see all: that is decided after pages are rendered, and seldom.
  void submit(int k, bool whole = false) {
    remove_tree(aside(k));
    make_folder(aside(k));
    const PdfInfo info{id(k), batch_.entry.received};
    std::vector<RenderTask> renders{{aside(k) / "document.pdf", {}, info}};
    int number = 0;
    for (const PlannedPage& page : document(k).pages) {
      ++number;
      const RenderTask::PageRef ref{stack_page(page).key, note_for(page), whole ? std::vector<Box>{} : numbers_on(page)};
      if (!page.blank) {
        renders.front().pages.push_back(ref);
        continue;
      }
      make_folder(aside(k) / "blanks");
      renders.push_back({aside(k) / "blanks" / ("page-" + std::to_string(number) + ".pdf"), {ref}, info});
    }
    workers_.submit(k, render_task(batch_.work->path(), context_.registry.uuid(), renders));
    rendering_.insert(k);
  }

  std::vector<Box> numbers_on(const PlannedPage& page) const { return find_social_numbers(batch_.work->kept(stack_page(page).key), context_.forms); }

  // Social security numbers stay readable where every service that gets the document may hold them, and nobody else must look at it first.
  bool may_show_numbers(const Record& record) const {
    const auto may = [&](const std::string& code) {
      const Service* service = context_.templates.services.find(code);
      return service && service->nir;
    };
    return record.review.empty() && may(record.service.code) && std::all_of(record.copies.begin(), record.copies.end(), [&](const Copy& copy) { return may(copy.service); });
  }

  // The record says where one stands and whether it can be read there; `pli correct` asks it before it sends a document on.
  static void tell_numbers(Record& record, const std::vector<std::vector<Box>>& places, bool shown) {
    std::erase_if(record.fields, [](const Field& field) { return field.name == "nir"; });
    for (std::size_t page = 0; page < places.size(); ++page)
      for (const Box& box : places[page]) record.fields.push_back({"nir", shown ? "shown" : "masked", "", 1, static_cast<int>(page) + 1, box});
  }

  // What goes out of it, in text and in the search index, is what its pictures show.
  void settle_numbers(int k, Understood& understood) {
    std::vector<std::vector<Box>> places;
    for (const RecordPage& page : understood.pages) places.push_back(find_social_numbers(page.facts, context_.forms));
    if (std::all_of(places.begin(), places.end(), [](const std::vector<Box>& boxes) { return boxes.empty(); })) return;
    // Words that were masked before can't be shown again: a document that goes on in another's place stays masked.
    const bool masked_before = std::any_of(understood.pages.begin(), understood.pages.end(), [](const RecordPage& page) { return !page.facts.masked.empty(); });
    const bool shown = !masked_before && may_show_numbers(understood.record);
    tell_numbers(understood.record, places, shown);
    if (shown) {
      submit(k, true);
      while (rendering_.contains(k)) collect();
      return;
    }
    understood.text.clear();
    for (std::size_t i = 0; i < places.size(); ++i) {
      mask(understood.pages[i].facts, places[i]);
      if (!places[i].empty()) understood.pages[i].facts.picture.done = "masked";
      understood.text += understood.pages[i].facts.text.plain();
    }
    if (understood.record.form) settle_answers(understood);
  }

  // Answers as the masked pages have them; what one of them gave to the record goes.
  void settle_answers(Understood& understood) {
    JoinedForm form = join_form(understood.pages, context_.forms);
    understood.text += form.text;
    if (!form.form) return;
    for (const Answer& answer : form.form->answers)
      if (std::holds_alternative<std::monostate>(answer.value) && !answer.text.empty())
        std::erase_if(understood.record.fields, [&](const Field& field) { return field.name != "nir" && field.page == answer.page && field.box == answer.box; });
    understood.record.form = std::move(form.form);
  }

  // What a placeholder page says to whoever opens the PDF.
  std::vector<std::string> note_for(const PlannedPage& page) const {
    if (!stack_page(page).summary.failed) return {};
    const PageFacts facts = batch_.work->kept(stack_page(page).key);
    const SourcePage source = source_of(page);
    return {context_.templates.messages.sentence("placeholder-page", {{"file", source.path}, {"page", std::to_string(source.page)}}),
            context_.templates.messages.sentence(facts.failure, {{"file", source.path}, {"page", std::to_string(source.page)}})};
  }

  void collect() {
    const auto result = workers_.next(context_.stop);
    if (!result) throw Interrupted{};
    if (result->fatal) throw Fatal(result->code, result->args);
    rendering_.erase(result->id);
    if (result->done()) {
      batch_.seconds["render"] += render_seconds(result->value);
      return;
    }
    // Its pages were read but can't be put into a PDF: they become placeholders, once; the scan stays among the originals.
    if (!retried_.insert(result->id).second) throw Fatal("render-failed", {{"document", id(result->id)}, {"detail", result->code}});
    for (const PlannedPage& page : document(result->id).pages) {
      PageFacts facts = batch_.work->kept(stack_page(page).key);
      facts.failed = true;
      facts.failure = result->code;
      batch_.work->keep(stack_page(page).key, facts);
      batch_.stack[static_cast<std::size_t>(page.page)].summary.failed = true;
    }
    submit(result->id);
  }

  void finish(int k) {
    const auto known = context_.registry.document(id(k));
    if (known) dossiers_.insert(known->dossier);
    if (known && known->emitted) return;
    if (known && fs::exists(batch_.folder / known->path)) return register_folder(*known);

    Understood understood = understood_document(k);
    settle_numbers(k, understood);
    Record& record = understood.record;
    const DocumentEntry entry = context_.registry.reserve(entry_for(k, understood), record.piece, understood.open_dossier,
                                                               {sender_of(record.fields), understood.found.letters, record.candidates, proven_pages(document(k).marks), record.due,
                                                                record.supersedes, !succession(k) || record.dossier != succession(k)->dossier, record.returned, record.form});
    dossiers_.insert(entry.dossier);
    record.dossier = entry.dossier;
    record.joined_by = entry.joined_by;
    record.piece.number = context_.registry.number_of(record.piece.id);
    write_folder(k, understood);
    const fs::path place = batch_.folder / entry.path;
    if (fs::exists(place)) take_place(aside(k), place);
    else move_folder(aside(k), place);
    context_.registry.emitted(entry.id, sha256_file(batch_.folder / entry.path / "record.json"), understood.text);
  }

  // A folder that the registry has forgotten (a backup was put in its place, its last pages were lost): the same document, or somebody must look.
  static void take_place(const fs::path& aside, const fs::path& place) {
    const bool same = fs::exists(place / "record.json") && sha256_file(place / "record.json") == sha256_file(aside / "record.json");
    if (!same) throw Fatal("folder-unknown", {{"file", place.string()}});
    remove_tree(aside);
  }

  void register_folder(const DocumentEntry& entry) {
    const fs::path folder = batch_.folder / entry.path;
    context_.registry.emitted(entry.id, sha256_file(folder / "record.json"), read_file(folder / "text.txt"));
  }

  Understood understood_document(int k) const {
    std::vector<RecordPage> pages;
    for (const PlannedPage& page : document(k).pages) {
      RecordPage record_page;
      record_page.source = source_of(page);
      record_page.facts = batch_.work->kept(stack_page(page).key);
      record_page.facts.blank = page.blank;
      pages.push_back(std::move(record_page));
    }
    const UnderstandOptions options{batch_.entry.received, batch_.entry.received_source, context_.templates.services.town, context_.templates.services.urgent, id(k), beside(k), &context_.returns, &context_.forms};
    Understood understood = understand(document(k), std::move(pages), context_.registry, context_.cascade, options);
    identify(k, understood.record);
    if (const Succession* after = succession(k)) go_on(*after, understood);
    else check_proofs(understood.record, understood.pages, context_.proofs);
    understood.record.due = due_of(understood.record, context_.delays);
    return understood;
  }

  void go_on(const Succession& after, Understood& understood) const {
    Record& record = understood.record;
    record.supersedes = after.supersedes;
    record.piece.id = after.piece.id;
    record.proofs = after.proofs;
    std::vector<RecordPage> fresh;
    for (const RecordPage& page : understood.pages)
      if (!after.read_before.contains(page.number)) fresh.push_back(page);
    check_proofs(record, fresh, context_.proofs);
    for (const RecordPage& page : fresh) understood.pages[static_cast<std::size_t>(page.number) - 1].facts.barcodes = page.facts.barcodes;
    std::stable_sort(record.proofs.begin(), record.proofs.end(), [](const Proof& a, const Proof& b) { return a.page < b.page; });
    if (after.dossier.empty() || dossiers_.contains(after.dossier)) return;
    const bool free = record.dossier.empty() && (understood.open_dossier || (after.even_unsure && understood.found.may_open));
    if (!free && !after.keeps_dossier) return;
    understood.open_dossier = false;
    record.dossier = after.dossier;
    record.joined_by = after.joined_by;
    std::erase_if(record.candidates, [&](const DossierCandidate& candidate) { return candidate.id == context_.registry.lead(after.dossier); });
    if (record.candidates.empty()) std::erase(record.review, "dossier-candidate");
  }

  void identify(int k, Record& record) const {
    record.id = id(k);
    record.batch = batch_.entry.name;
    record.software = context_.software;
    record.piece.id = short_id("piece/" + batch_.entry.name + '/' + first_id_of_piece(k));
    record.piece.position = positions_[static_cast<std::size_t>(k)];
    record.piece.of = of_[static_cast<std::size_t>(k)];
    record.duplicate_of = context_.registry.document_with_pages(pages_digest(sources_of(k)), record.id);
    bool taken_before = !record.duplicate_of.empty() || (succession(k) && succession(k)->duplicate);
    for (const PlannedPage& page : document(k).pages) {
      if (succession(k)) break;
      const Leaf& leaf = batch_.leaves[static_cast<std::size_t>(stack_page(page).leaf)];
      const std::string& input = batch_.inputs[static_cast<std::size_t>(leaf.input)].sha256;
      taken_before = taken_before || !context_.registry.earlier_batch_with(input, batch_.entry.name).empty();
    }
    if (taken_before) record.review.emplace_back("duplicate");
  }

  std::vector<std::string> beside(int k) const {
    std::vector<std::string> before;
    for (int other = 0; other < k; ++other)
      if (document(other).piece == document(k).piece) before.push_back(id(other));
    return before;
  }

  const std::string& first_id_of_piece(int k) const {
    for (int other = 0; other < k; ++other)
      if (document(other).piece == document(k).piece) return id(other);
    return id(k);
  }

  DocumentEntry entry_for(int k, const Understood& understood) const {
    const Record& record = understood.record;
    DocumentEntry entry;
    entry.id = record.id;
    entry.batch = record.batch;
    entry.position = succession(k) ? succession(k)->position : k;
    entry.direction = record.direction;
    entry.received = record.received;
    entry.dossier = record.dossier;
    entry.joined_by = record.joined_by;
    entry.service = record.service.code;
    entry.kind = record.kind.code;
    entry.date = field_value(record, "date");
    entry.subject = field_value(record, "subject");
    entry.sender = field_value(record, "sender.name");
    entry.piece = record.piece.id;
    entry.path = (record.review.empty() ? record.service.code : "review") + '/' + record.id;
    entry.pages_digest = pages_digest(sources_of(k));
    entry.duplicate_of = record.duplicate_of;
    entry.reasons = record.review;
    entry.pages = static_cast<int>(std::count_if(understood.pages.begin(), understood.pages.end(), [](const RecordPage& page) { return !page.facts.blank; }));
    return entry;
  }

  void write_folder(int k, Understood& understood) const {
    const fs::path folder = aside(k);
    std::string text;
    for (const RecordPage& page : understood.pages) {
      if (page.pdf_page == 0) continue;
      if (page.pdf_page > 1) text += '\f';
      text += page.facts.text.plain();
    }
    write_aside(folder / "text.txt", text);
    std::vector<RecordPage> printed;
    std::copy_if(understood.pages.begin(), understood.pages.end(), std::back_inserter(printed), [](const RecordPage& p) { return p.pdf_page > 0; });
    write_aside(folder / "alto.xml", alto(understood.record.id, printed));
    if (understood.record.form) keep_zones(k, understood);
    understood.record.pages = std::move(understood.pages);
    understood.record.files = files_in(folder);
    write_aside(folder / "record.json", pretty(to_json(understood.record)));
  }

  // The pictures of zones that its record names, from the work folder.
  void keep_zones(int k, const Understood& understood) const {
    for (const Answer& answer : understood.record.form->answers) {
      if (answer.crop.empty()) continue;
      const PlannedPage& page = document(k).pages[static_cast<std::size_t>(answer.page) - 1];
      make_folder(aside(k) / "zones");
      write_aside(aside(k) / answer.crop, read_file(zone_file(batch_.work->picture(stack_page(page).key), answer.name)));
    }
  }

  static std::vector<OutputFile> files_in(const fs::path& folder) {
    std::vector<OutputFile> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      fs::permissions(entry.path(), fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
      files.push_back({fs::relative(entry.path(), folder).string(), sha256_file(entry.path()), static_cast<long long>(entry.file_size())});
    }
    std::sort(files.begin(), files.end(), [](const OutputFile& a, const OutputFile& b) { return a.path < b.path; });
    return files;
  }

  Batch& batch_;
  const Separation& plan_;
  const InboundRequest& request_;
  const InboundContext& context_;
  const InboundWatcher& watcher_;
  Workers& workers_;
  const std::vector<Succession>& successions_;
  std::set<std::string> dossiers_;     // of the documents so far
  std::vector<std::string> ids_;
  std::vector<int> positions_, of_;    // of each document in its piece
  std::set<int> rendering_, retried_;
};

}  // namespace

std::string pages_digest(const std::vector<SourcePage>& pages) {
  Sha256 digest;
  for (const SourcePage& page : pages) digest.add_field(page.sha256).add_field(std::to_string(page.page));
  return digest.hex();
}

std::string document_id(const std::string& batch, const std::vector<SourcePage>& pages, int twin) {
  Sha256 digest;
  digest.add_field(batch);
  for (const SourcePage& page : pages) digest.add_field(page.path).add_field(page.sha256).add_field(std::to_string(page.page));
  if (twin > 0) digest.add_field(std::to_string(twin));
  return base32(digest.binary(), 12);
}

void emit_documents(Batch& batch, const Separation& plan, const InboundRequest& request, const InboundContext& context, const InboundWatcher& watcher,
                    Workers& workers, const std::vector<Succession>& successions) {
  Emission(batch, plan, request, context, watcher, workers, successions).run();
}

}  // namespace pli
