#include "stages/mend_plan.h"

#include <algorithm>

#include "pipeline/errors.h"
#include "pipeline/json.h"

namespace pli {
namespace {

std::vector<int> pages_of(const Mend& mend) { return Json::parse(mend.facts).value("pages", std::vector<int>()); }

bool listed(const std::vector<std::string>& list, const char* value) { return std::find(list.begin(), list.end(), value) != list.end(); }

class MendPlanning {
 public:
  MendPlanning(const Mend& mend, const std::vector<FiledDocument>& old, const Registry& registry) : mend_(mend), old_(old), registry_(registry) {}

  MendPlan run() {
    for (const FiledDocument& document : old_)
      if (mend_.number == 0) registry_.must_stand(document.entry);
    if (mend_.kind == "split") split();
    else if (mend_.kind == "join") join();
    else replace();
    return std::move(plan_);
  }

 private:
  void split() {
    const FiledDocument& document = old_.front();
    const std::vector<int> before = pages_of(mend_);
    check_pages(document, before, 2);
    std::size_t from = 0;
    for (std::size_t part = 0; part <= before.size(); ++part) {
      const std::size_t to = part < before.size() ? static_cast<std::size_t>(before[part]) - 1 : document.pages.size();
      begin(document, static_cast<int>(part), static_cast<int>(before.size()));
      for (std::size_t i = from; i < to; ++i) add_page(document, i);
      end();
      from = to;
    }
  }

  void join() {
    int less = 0;
    for (const FiledDocument& document : old_) less += &document != &old_.front() && document.record.piece.id == old_.front().record.piece.id ? 1 : 0;
    begin(old_.front(), 0, -less);
    for (const FiledDocument& document : old_) {
      for (const std::string& flag : document.plan.flags)
        if (!listed(planned().flags, flag.c_str())) planned().flags.push_back(flag);
      for (std::size_t i = 0; i < document.pages.size(); ++i) add_page(document, i);
    }
    end();
  }

  void replace() {
    const FiledDocument& document = old_.front();
    const ScanFacts scan = scan_facts(mend_);
    check_pages(document, scan.pages, 1);
    begin(document, 0, 0);
    planned().reasons = document.plan.reasons;
    std::erase(planned().reasons, "letter-incomplete");
    for (std::size_t i = 0; i < document.pages.size(); ++i) {
      const auto at = std::find(scan.pages.begin(), scan.pages.end(), static_cast<int>(i) + 1);
      if (at == scan.pages.end()) {
        add_page(document, i);
        continue;
      }
      MovedPage page{{}, document.plan.pages[i].role, true, listed(document.plan.flags, "unopened")};
      page.page.source = {scan.name, scan.sha256, static_cast<int>(at - scan.pages.begin()) + 1};
      plan_.blanks -= document.pages[i].facts.blank ? 1 : 0;
      add(std::move(page));
    }
    end();
  }

  void check_pages(const FiledDocument& document, const std::vector<int>& pages, int first) const {
    const int last = static_cast<int>(document.pages.size());
    std::vector<int> seen;
    for (const int page : pages) {
      if (page < first || page > last || std::find(seen.begin(), seen.end(), page) != seen.end())
        throw UsageError("mend-page", {{"document", document.entry.id}, {"page", std::to_string(page)}, {"pages", std::to_string(last)}});
      seen.push_back(page);
    }
    if (pages.empty()) throw UsageError("mend-page", {{"document", document.entry.id}, {"pages", std::to_string(last)}});
  }

  PlannedDocument& planned() { return plan_.separation.documents.back(); }
  Succession& succession() { return plan_.successions.back(); }

  void begin(const FiledDocument& document, int part, int more) {
    PlannedDocument planned;
    planned.piece = static_cast<int>(plan_.separation.documents.size());
    planned.kind_of_mail = document.plan.kind_of_mail;
    planned.service = document.plan.service;
    planned.flags = document.plan.flags;
    for (const char* reason : {"returned", "unopened"})
      if (listed(document.plan.reasons, reason)) planned.reasons.emplace_back(reason);
    plan_.separation.documents.push_back(std::move(planned));

    Succession after;
    after.piece = document.record.piece;
    after.piece.position += part;
    after.piece.of += more;
    for (const FiledDocument& old : old_) {
      after.supersedes.push_back(old.entry.id);
      after.duplicate = after.duplicate || listed(old.record.review, "duplicate");
    }
    plan_.successions.push_back(std::move(after));
    settle_dossier();
    sources_.clear();
  }

  // Of a document that is parted only the dossier that it opened, or that a person chose, goes on: what joined it by its codes will join one of the parts again.
  void settle_dossier() {
    const bool parted = mend_.kind == "split";
    for (const FiledDocument& old : old_) {
      const bool chosen = old.entry.joined_by == "operator", opened = old.entry.joined_by == "new";
      if (old.entry.dossier.empty() || (parted && !chosen && !opened)) continue;
      succession().dossier = old.entry.dossier;
      succession().joined_by = old.entry.joined_by;
      succession().even_unsure = !parted || chosen;
      succession().keeps_dossier = !parted && chosen;
      return;
    }
  }

  void add_page(const FiledDocument& document, std::size_t index) {
    const RecordPage& page = document.pages[index];
    const int number = static_cast<int>(planned().pages.size()) + 1;
    succession().read_before.insert(number);
    for (Proof proof : document.record.proofs) {
      if (proof.page != page.number) continue;
      proof.page = number;
      succession().proofs.push_back(std::move(proof));
    }
    add({page, document.plan.pages[index].role, false, false, document.folder / "zones"});
  }

  void add(MovedPage page) {
    planned().pages.push_back({static_cast<int>(plan_.pages.size()), page.page.facts.blank, page.role});
    sources_.push_back(page.page.source);
    plan_.pages.push_back(std::move(page));
  }

  // The same pages may have been a document before: each is another.
  void end() {
    int twin = 0;
    std::string id;
    do {
      id = document_id(mend_.batch, sources_, twin++);
    } while (registry_.document(id));
    plan_.ids.push_back(id);
    succession().id = id;
  }

  const Mend& mend_;
  const std::vector<FiledDocument>& old_;
  const Registry& registry_;
  MendPlan plan_;
  std::vector<SourcePage> sources_;
};

}  // namespace

ScanFacts scan_facts(const Mend& mend) {
  const Json facts = Json::parse(mend.facts);
  return {facts.at("scan").at("name").get<std::string>(), facts.at("scan").at("sha256").get<std::string>(), facts.at("pages").get<std::vector<int>>()};
}

MendPlan plan_mend(const Mend& mend, const std::vector<FiledDocument>& documents, const Registry& registry) { return MendPlanning(mend, documents, registry).run(); }

void settle_pages(MendPlan& plan, const Mend& mend, const Batch& batch) {
  for (PlannedDocument& document : plan.separation.documents) {
    bool content = false;
    for (PlannedPage& page : document.pages) {
      const PageSummary& summary = batch.stack[static_cast<std::size_t>(page.page)].summary;
      if (plan.pages[static_cast<std::size_t>(page.page)].fresh) {
        page.blank = summary.blank;
        plan.blanks += summary.blank ? 1 : 0;
      }
      content = content || !page.blank;
      document.marks.insert(document.marks.end(), summary.marks.begin(), summary.marks.end());
    }
    if (!content) throw UsageError(mend.kind == "replace" ? "replace-blank" : "split-blank", {{"document", mend.documents.front()}});
    check_letter_pages(document);
  }
}

}  // namespace pli
