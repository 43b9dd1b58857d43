#include "stages/list_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "pipeline/text.h"
#include "stages/tasks.h"

namespace pli {
namespace {

void keep_original(BatchInput& input, int number, const Batch& batch, const InboundRequest& request) {
  if (request.originals == Originals::none || input.unreadable) return;
  const bool here = request.originals == Originals::in_batch;
  const fs::path folder = here ? batch.folder / "originals" : request.originals_folder / batch.entry.name;
  make_folder(folder);
  input.kept = folder / safe_name(number, input.path);
  const bool whole = fs::exists(input.kept) && sha256_file(input.kept) == input.sha256;
  if (!whole) copy_original(input.source, input.kept, false);
  if (!whole && sha256_file(input.kept) != input.sha256) throw Fatal("original-changed", {{"file", input.path}});
}

// A file on its way to being listed: an input, a member of an archive, or a member of an archive in an archive.
struct Found {
  std::string path, sha256;
  fs::path file;
  std::vector<int> order;   // the input's number, then the member's place in each archive
};

constexpr std::size_t deepest = 3;  // an archive inside an archive is opened, one inside that is not

class Lister {
 public:
  Lister(Batch& batch, const InboundContext& context, Workers& workers) : batch_(batch), context_(context), workers_(workers) {}

  // Level by level: what is found in archives is listed in the next round.
  void run() {
    std::vector<Found> level;
    for (int i = 0; i < static_cast<int>(batch_.inputs.size()); ++i) {
      const BatchInput& input = batch_.inputs[static_cast<std::size_t>(i)];
      if (input.unreadable) reject({input.path, "", {}, {i}}, "file-unreadable", {});
      else level.push_back({input.path, input.sha256, input.kept, {i}});
    }
    while (!level.empty()) level = list(level);
    for (auto& [order, leaf] : leaves_) batch_.leaves.push_back(std::move(leaf));
    for (auto& [order, reject] : rejects_) batch_.rejects.push_back(std::move(reject));
  }

 private:
  std::vector<Found> list(const std::vector<Found>& level) {
    std::vector<Found> inner;
    for (int i = 0; i < static_cast<int>(level.size()); ++i) {
      const fs::path unpacked = batch_.work->unpacked(archives_ + i);
      remove_tree(unpacked);
      workers_.submit(i, list_task(level[static_cast<std::size_t>(i)].file, unpacked));
    }
    archives_ += static_cast<int>(level.size());
    while (workers_.waiting() > 0) {
      const auto result = workers_.next(context_.stop);
      if (!result) throw Interrupted{};
      if (result->fatal) throw Fatal(result->code, result->args);
      place(level[static_cast<std::size_t>(result->id)], *result, inner);
    }
    return inner;
  }

  void place(const Found& found, const TaskResult& result, std::vector<Found>& inner) {
    if (!result.done()) return reject(found, result.code, result.args);
    const Listing listing = listing_from(result.value);
    if (listing.type != "archive") {
      leaves_[found.order] = {found.path, found.sha256, found.file, found.order.front(), listing.pages};
      return;
    }
    if (found.order.size() >= deepest) return reject(found, "archive-too-deep", {});
    int place = 0;
    for (const Member& member : listing.members) {
      Found next{found.path + '/' + member.name, "", member.file, found.order};
      next.order.push_back(place++);
      if (!member.rejected.empty()) {
        next.file.clear();
        reject(next, member.rejected, {});
      } else {
        next.sha256 = sha256_file(member.file);
        inner.push_back(std::move(next));
      }
    }
  }

  void reject(const Found& found, const std::string& code, const MessageArgs& args) {
    const bool whole = found.order.size() == 1;
    rejects_[found.order] = {found.path, code, args, found.file, whole ? found.order.front() : -1, 1, found.order.front()};
  }

  Batch& batch_;
  const InboundContext& context_;
  Workers& workers_;
  int archives_ = 0;
  std::map<std::vector<int>, Leaf> leaves_;
  std::map<std::vector<int>, BatchReject> rejects_;
};

}  // namespace

std::string safe_name(int number, const std::string& path) {
  const std::string base = folded(path.substr(path.rfind('/') + 1));
  std::string name;
  for (unsigned char c : base) name += std::isalnum(c) || c == '.' || c == '_' || c == '-' ? static_cast<char>(c) : '_';
  while (!name.empty() && name.front() == '.') name.erase(name.begin());
  if (name.size() > 60) name = name.substr(0, 30) + '_' + name.substr(name.size() - 29);
  if (name.empty()) name = "input";
  return fmt::format("{:03}-{}", number, name);
}

void list_leaves(Batch& batch, const InboundContext& context, Workers& workers) { Lister(batch, context, workers).run(); }

void list_inputs(Batch& batch, const InboundRequest& request, const InboundContext& context, Workers& workers) {
  int number = 0;
  for (BatchInput& input : batch.inputs) keep_original(input, ++number, batch, request);
  Lister(batch, context, workers).run();
  for (const Leaf& leaf : batch.leaves) batch.inputs[static_cast<std::size_t>(leaf.input)].pages += leaf.pages;
  for (const BatchReject& reject : batch.rejects) batch.inputs[static_cast<std::size_t>(reject.source_input)].pages += reject.pages;
}

}  // namespace pli
