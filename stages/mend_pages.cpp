#include "stages/mend_pages.h"

#include <algorithm>
#include <map>
#include <set>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "stages/list_inputs.h"
#include "stages/read_pages.h"
#include "stages/tasks.h"

namespace pli {
namespace {

using SourceName = std::pair<std::string, std::string>;  // path and digest of a file with pages

class PageGathering {
 public:
  PageGathering(Batch& batch, const std::vector<MovedPage>& pages, const FreshScan& scan, const InboundRequest& request, const InboundContext& context, Workers& workers)
      : batch_(batch), pages_(pages), scan_(scan), request_(request), context_(context), workers_(workers), json_(Json::parse(read_file(batch.folder / "batch.json"))) {}

  void run() {
    for (const MovedPage& page : pages_) need(page);
    list_leaves(batch_, context_, workers_);
    for (int i = 0; i < static_cast<int>(batch_.leaves.size()); ++i) {
      const Leaf& leaf = batch_.leaves[static_cast<std::size_t>(i)];
      leaf_of_.emplace(SourceName{leaf.path, leaf.sha256}, i);
    }
    for (const MovedPage& page : pages_) batch_.stack.push_back(stacked(page));
    count_fresh();
    make_missing();
    for (std::size_t i = 0; i < pages_.size(); ++i) batch_.stack[i].summary = summary_of(*batch_.work->facts(batch_.stack[i].key), batch_.stack[i].leaf, context_.site_keys);
  }

 private:
  static SourceName name_of(const MovedPage& page) { return {page.page.source.path, page.page.source.sha256}; }
  static bool wants_picture(const MovedPage& page) { return page.fresh || !page.page.facts.failed; }

  // The input that a page came in: its file, or the archive that held it.
  void need(const MovedPage& page) {
    if (!wants_picture(page) || !needed_.insert(name_of(page)).second) return;
    const SourcePage& source = page.page.source;
    if (!scan_.file.empty() && source.path == scan_.name && source.sha256 == scan_.sha256) return add_input(scan_.name, scan_.sha256, scan_.file);
    int number = 0;
    for (const char* list : {"inputs", "rescans"}) {
      for (const Json& input : json_.value(list, Json::array())) {
        ++number;
        const auto path = input.at("path").get<std::string>(), digest = input.at("sha256").get<std::string>();
        const bool itself = path == source.path && digest == source.sha256;
        if (itself || source.path.starts_with(path + '/')) return add_input(path, digest, kept(number, path, digest));
      }
    }
    throw Fatal("originals-gone", {{"file", source.path}});
  }

  void add_input(const std::string& path, const std::string& digest, const fs::path& file) {
    for (const BatchInput& known : batch_.inputs)
      if (known.path == path && known.sha256 == digest) return;
    batch_.inputs.push_back({path, digest, file, file, 0, false});
  }

  fs::path kept(int number, const std::string& path, const std::string& digest) const {
    const std::string name = safe_name(number, path);
    std::vector<fs::path> places = {batch_.folder / "originals" / name};
    if (!request_.originals_folder.empty())
      for (const fs::path& below : {fs::path(batch_.entry.name) / name, fs::path(name), fs::path(path), fs::path(path).filename()}) places.push_back(request_.originals_folder / below);
    for (const fs::path& place : places)
      if (fs::is_regular_file(place) && sha256_file(place) == digest) return place;
    throw Fatal("originals-gone", {{"file", path}});
  }

  StackPage stacked(const MovedPage& page) {
    const SourcePage& source = page.page.source;
    auto leaf = leaf_of_.find(name_of(page));
    if (leaf == leaf_of_.end()) {
      if (page.fresh) refuse_scan();
      if (wants_picture(page)) throw Fatal("originals-gone", {{"file", source.path}});
      batch_.leaves.push_back({source.path, source.sha256, {}, 0, 0});
      leaf = leaf_of_.emplace(name_of(page), static_cast<int>(batch_.leaves.size()) - 1).first;
    }
    return {leaf->second, source.page - 1, key_of_page(page), {}};
  }

  void count_fresh() const {
    const auto wanted = std::count_if(pages_.begin(), pages_.end(), [](const MovedPage& page) { return page.fresh; });
    if (wanted == 0) return;
    const int found = batch_.leaves[static_cast<std::size_t>(leaf_of_.at({scan_.name, scan_.sha256}))].pages;
    if (found != wanted) throw UsageError("rescan-pages", {{"file", scan_.name}, {"pages", std::to_string(found)}, {"wanted", std::to_string(wanted)}});
  }

  [[noreturn]] void refuse_scan() const {
    for (const BatchReject& reject : batch_.rejects) {
      MessageArgs args = reject.args;
      args.emplace_back("file", scan_.name);
      if (reject.path == scan_.name) throw UsageError(reject.code, args);
    }
    throw UsageError("rescan-archive", {{"file", scan_.name}});
  }

  std::string key_of_page(const MovedPage& page) const {
    const SourcePage& source = page.page.source;
    Sha256 digest;
    digest.add_field("mend").add_field(source.path).add_field(source.sha256).add_field(std::to_string(source.page)).add_field(context_.reader_signature).add_field(request_.image);
    digest.add_field(page.fresh ? page.address_only ? "address" : "fresh" : "as it was").add_field(std::to_string(page_facts_schema));
    return base32(digest.binary(), 24);
  }

  void make_missing() {
    std::set<std::string> asked;
    for (int i = 0; i < static_cast<int>(pages_.size()); ++i) {
      const MovedPage& page = pages_[static_cast<std::size_t>(i)];
      const StackPage& of = batch_.stack[static_cast<std::size_t>(i)];
      if (batch_.work->facts(of.key) || !asked.insert(of.key).second) continue;
      if (!wants_picture(page)) {
        batch_.work->keep(of.key, page.page.facts);
        continue;
      }
      const Leaf& leaf = batch_.leaves[static_cast<std::size_t>(of.leaf)];
      const Words words = !page.fresh ? Words::picture : page.address_only ? Words::address : Words::all;
      workers_.submit(i, page_task({leaf.file, of.index, batch_.work->picture(of.key), batch_.work->thumbnail(of.key), words, {}, page.page.facts.rotation}));
    }
    while (workers_.waiting() > 0) {
      const auto result = workers_.next(context_.stop);
      if (!result) throw Interrupted{};
      if (result->fatal) throw Fatal(result->code, result->args);
      take(*result);
      if (context_.stop && context_.stop()) throw Interrupted{};
    }
  }

  // A page that fails in the new scan mends nothing: it is refused before anything has changed.
  void take(const TaskResult& result) {
    const MovedPage& page = pages_[static_cast<std::size_t>(result.id)];
    if (!result.done()) {
      MessageArgs args = result.args;
      args.emplace_back("file", page.page.source.path);
      args.emplace_back("page", std::to_string(page.page.source.page));
      if (page.fresh) throw UsageError(result.code, args);
      throw Fatal(result.code, args);
    }
    PageFacts facts = reading_from(result.value).facts;
    if (!page.fresh) {
      PageFacts before = page.page.facts;
      before.picture = facts.picture;
      keep_zones(page, batch_.work->picture(batch_.stack[static_cast<std::size_t>(result.id)].key));
      facts = std::move(before);
    }
    batch_.work->keep(batch_.stack[static_cast<std::size_t>(result.id)].key, facts);
  }

  /// The pictures that the answers of a form's page name, to where its new document takes them from.
  static void keep_zones(const MovedPage& page, const fs::path& picture) {
    if (!page.page.facts.form) return;
    for (const Answer& answer : page.page.facts.form->answers)
      if (!answer.crop.empty()) write_file(zone_file(picture, answer.name), read_file(page.zones / (answer.name + ".jpg")));
  }

  Batch& batch_;
  const std::vector<MovedPage>& pages_;
  const FreshScan& scan_;
  const InboundRequest& request_;
  const InboundContext& context_;
  Workers& workers_;
  const Json json_;
  std::set<SourceName> needed_;
  std::map<SourceName, int> leaf_of_;
};

}  // namespace

void gather_pages(Batch& batch, const std::vector<MovedPage>& pages, const FreshScan& scan, const InboundRequest& request, const InboundContext& context, Workers& workers) {
  PageGathering(batch, pages, scan, request, context, workers).run();
}

}  // namespace pli
