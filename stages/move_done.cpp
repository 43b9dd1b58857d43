#include "stages/move_done.h"

#include <algorithm>
#include <cerrno>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "pipeline/folder_lock.h"
#include "pipeline/json.h"
#include "stages/list_inputs.h"

namespace pli {
namespace {

fs::path notes(const fs::path& out) { return out / ".pli" / "moves"; }

// A rename where both lie on one disk, else a copy, and only then the removal. A file that isn't the one of the batch any more is a new scan
// under an old name, which no batch has taken yet: it stays, and so does what was moved before.
void move_file(const fs::path& from, const fs::path& to, const std::string& digest) {
  if (!fs::exists(from) || sha256_file(from) != digest) return;
  make_folder(to.parent_path());
  std::error_code error;
  fs::rename(from, to, error);
  if (!error) return;
  copy_original(from, to, false);
  remove_tree(from);
}

void carry_out(const fs::path& note) {
  const Json moves = Json::parse(read_file(note));
  for (const Json& move : moves) move_file(move.at(0).get<std::string>(), move.at(1).get<std::string>(), move.at(2).get<std::string>());
  remove_tree(note);
}

}  // namespace

void move_done(const Batch& batch, const InboundRequest& request) {
  if (request.done.empty()) return;
  Json moves = Json::array();
  int number = 0;
  for (const BatchInput& input : batch.inputs) {
    const fs::path place = fs::absolute(request.done) / batch.entry.name / safe_name(++number, input.path);
    moves.push_back(Json::array({fs::absolute(input.source).string(), place.string(), input.sha256}));
  }
  make_folder(notes(request.out));
  const fs::path note = notes(request.out) / (batch.entry.name + ".json");
  write_file(note, pretty(moves));
  carry_out(note);
}

std::vector<std::string> finish_moves(const fs::path& out) {
  if (!fs::is_directory(notes(out))) return {};
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(notes(out)))
    if (entry.path().extension() == ".json" && entry.path().filename().string().front() != '.') found.push_back(entry.path());
  if (found.empty()) return {};
  const FolderLock lock(out / ".pli" / "lock");  // the run that wrote a note may be about to carry it out
  std::sort(found.begin(), found.end());
  std::vector<std::string> batches;
  for (const fs::path& note : found) {
    if (!fs::exists(note)) continue;
    carry_out(note);
    batches.push_back(note.stem().string());
  }
  return batches;
}

}  // namespace pli
