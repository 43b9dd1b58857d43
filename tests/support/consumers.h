// Two document management systems that take what is theirs, at moments nobody chose: one moves document folders away, the other exported files whose `.ready` stands, and writes receipts.
#pragma once

#include <filesystem>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace pli::test {

class Consumers {
 public:
  /// `out`: where the batches are; `archive`: where they keep things, on the same disk.
  Consumers(std::filesystem::path out, std::filesystem::path archive) : out_(std::move(out)), archive_(std::move(archive)) {}

  /// Whether a document is the first system's; the second takes the files of all others.
  static bool takes_folder_of(const std::string& document);

  /// Each of what may be taken is, with that chance. `settled` are documents a person has seen; of others the first takes a folder with chance `hasty`. How many were taken.
  int take(std::mt19937&, double chance, double hasty, const std::set<std::string>& settled);
  /// The first gives a folder back. Whether it had it.
  bool bring_back(const std::string& document, const std::filesystem::path& place);

  std::set<std::string> folders() const;             ///< ids of what the first has
  std::map<std::string, std::string> files() const;  ///< ids of what the second has, and the service that it took it for
  std::filesystem::path folder(const std::string& document) const { return archive_ / "folders" / document; }
  /// `id;date;foreign` of what the second took and nobody was told of yet.
  std::string receipts();
  const std::vector<std::string>& troubles() const { return troubles_; }

 private:
  int take_folders(std::mt19937&, double chance, double hasty, const std::set<std::string>& settled);
  int take_files(std::mt19937&, double chance, const std::set<std::string>& settled);

  std::filesystem::path out_, archive_;
  std::set<std::string> told_;
  std::vector<std::string> troubles_;
};

}  // namespace pli::test
