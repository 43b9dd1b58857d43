// A disk that forgets what nobody synced: names in a folder that was not synced since, and bytes of a file that was not. For runs with in-process workers; the registry's
// own file syncs itself and is left alone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace pli::test {

/// Thrown where the power fails. No std::exception: nothing catches it on its way.
struct PowerCut {};

class PowerLoss {
 public:
  /// The power fails before step `nth` (from 1) of all that is written while this lives.
  explicit PowerLoss(int nth);
  ~PowerLoss();
  PowerLoss(const PowerLoss&) = delete;
  PowerLoss& operator=(const PowerLoss&) = delete;

  /// What the disk looks like afterwards: of what was not synced all is gone (seed 0), or some.
  void forget(std::uint32_t seed);
  int steps() const { return steps_; }
  std::size_t forgotten() const { return forgotten_; }

 private:
  void step(std::string_view name, const std::filesystem::path&);
  void done();  // the step before has happened by now
  void renamed(const std::filesystem::path& to);

  struct Old {
    bool there = false;
    std::string bytes;
  };
  int nth_, steps_ = 0;
  std::size_t forgotten_ = 0;
  std::string pending_;
  std::filesystem::path path_;
  Old old_;
  std::map<std::filesystem::path, Old> names_;      // what stood there when its folder was synced last
  std::set<std::filesystem::path> unsynced_;        // files with bytes that may be lost
};

}  // namespace pli::test
