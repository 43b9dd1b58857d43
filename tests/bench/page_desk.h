// What benches of single pages share: a scan looked at by the reader of `pli in`, misses kept as pictures with what was done to them, progress on stderr.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "pipeline/json.h"
#include "samples/degrade.h"
#include "stages/reader.h"

namespace pli::bench {

/// "300 dpi gray, skew 1.20, turned 180, blur 0.50..." for people who look at a kept scan.
std::string told(const samples::Wear&);

class PageDesk {
 public:
  /// Empties the folder `out`/`name`; `pages` are to come.
  PageDesk(const std::filesystem::path& out, const std::string& name, int pages);

  /// Saved as a scanner saves it, opened, straightened, codes read, blank or not; its words only when asked for.
  PageFacts look(const Image& scan, Words words = Words::later);
  /// FOLDER/NAME.png, and a line in FOLDER/kept.txt.
  void keep(const std::string& name, const Image& scan, const samples::Wear&, const std::string& what);

  const std::filesystem::path& folder() const { return folder_; }
  double ms(const std::string& step) const;   ///< CPU a page
  std::string tell_cpu() const;               ///< the steps' milliseconds a page, and where misses lie
  Json cpu() const;

 private:
  std::filesystem::path folder_;
  std::string name_;
  std::unique_ptr<Reader> reader_;
  std::map<std::string, double> seconds_;
  int pages_, done_ = 0;
};

}  // namespace pli::bench
