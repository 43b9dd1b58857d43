// Files for another program go into its folder together: written aside on the same disk, noted in the registry, then renamed into place one by one, the marker last.
// Whatever stops it, the next export ends it: what was noted is placed, what was not is made anew. What the other program took away meanwhile never comes back by itself.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/folder_lock.h"
#include "pipeline/registry.h"

namespace pli {

/// A file on its way out, in the order in which they appear.
struct OutgoingFile {
  std::filesystem::path place;       ///< absolute
  std::filesystem::path source;      ///< whose bytes it has; empty: those of `bytes`
  std::string bytes;
  std::filesystem::path made;        ///< a file already written into aside(): it is taken as it is
  std::string sha256;                ///< set by place()
  bool named_by_content = false;     ///< its name says what a letter says: events don't keep it
};

/// What an event says of files that went out.
struct PlacedFile {
  std::string place, sha256;         ///< place "" where its name says what a letter says
};
std::vector<PlacedFile> placed_files(const Event&);
/// Whether the first of them was placed and is gone: the other program took it. Unknown, and so false, where the event keeps no name.
bool taken_away(const Event&);

class OutgoingFolder {
 public:
  /// `root`: where the other program takes from; aside it, on the same disk, lies a hidden folder of the batch, held while this lives. Ends or drops what an earlier export left there.
  /// Throws Fatal("export-locked", {batch}) when another process exports the same batch to the same place.
  OutgoingFolder(const std::filesystem::path& root, const std::string& batch, Registry&);
  ~OutgoingFolder();

  /// An empty folder aside for what is to be placed under `key`.
  std::filesystem::path aside(const std::string& key) const;
  /// Forgets what stands there.
  void drop(const std::string& key) const;
  /// Whether each of these files stands in its place with the same bytes. Sets their digests.
  static bool standing(std::vector<OutgoingFile>&);
  /// Writes them aside, adds the event (`facts` with the files' places and digests), places them. Files of `before`, which this export placed earlier, may be replaced, and go where they are not placed again; with `recall` they are
  /// taken back first, and where somebody took the first of them meanwhile nothing is placed.
  /// Throws Fatal("export-occupied", {file}) when another file stands in a place: nothing is changed then.
  void place(const std::string& key, std::vector<OutgoingFile>, const std::string& event, const std::string& subject, const std::string& facts, const std::vector<PlacedFile>& before, bool recall = false);

 private:
  void recover();
  static void carry_out(const std::filesystem::path& bundle);

  std::filesystem::path folder_;
  std::unique_ptr<FolderLock> lock_;
  Registry& registry_;
};

}  // namespace pli
