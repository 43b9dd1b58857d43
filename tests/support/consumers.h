// Two document management systems that take what is theirs, at moments nobody chose: one moves document folders away, the other exported files whose `.ready` stands, and writes receipts.
#pragma once

#include <filesystem>
#include <random>
#include <set>
#include <string>

namespace pli::test {

class Consumers {
 public:
  /// `out`: where the batches are; `archive`: where they keep things, on the same disk.
  Consumers(std::filesystem::path out, std::filesystem::path archive) : out_(std::move(out)), archive_(std::move(archive)) {}

  /// Whether the first takes the folders of that service; the second takes the files of all others.
  static bool takes_folders(const std::string& service);

  /// Each of what may be taken is, with that chance. `settled` are documents a person has seen; of others the first takes a folder with chance `hasty`. How many were taken.
  int take(std::mt19937&, double chance, double hasty, const std::set<std::string>& settled);
  /// The first gives a folder back. Whether it had it.
  bool bring_back(const std::string& document, const std::filesystem::path& place);

  std::set<std::string> folders() const;             ///< ids of what the first has
  std::set<std::string> files() const;               ///< ids of what the second has
  std::filesystem::path folder(const std::string& document) const { return archive_ / "folders" / document; }
  /// `id;date;foreign` of what the second took and nobody was told of yet.
  std::string receipts();
  const std::vector<std::string>& troubles() const { return troubles_; }

 private:
  int take_folders(std::mt19937&, double chance, double hasty, const std::set<std::string>& settled);
  int take_files(std::mt19937&, double chance, const std::set<std::string>& settled);

  std::filesystem::path out_, archive_;
  std::set<std::string> came_back_, told_;           // folders that were given back are the first's, whatever became of their service
  std::vector<std::string> troubles_;
};

}  // namespace pli::test
