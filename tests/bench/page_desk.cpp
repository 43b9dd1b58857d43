#include "tests/bench/page_desk.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <span>

#include "samples/output.h"
#include "samples/write_scan.h"
#include "stages/scan_reader.h"

namespace pli::bench {
namespace fs = std::filesystem;

std::string told(const samples::Wear& wear) {
  return fmt::format("{:.0f} dpi {}, skew {:.2f}, scale {:.3f}, turned {}, paper {:.0f}, ink {:.0f}, blur {:.2f}, noise {:.1f}, threshold {:.2f}, bleed {:.2f}, folds {}, holes {}, rim {:.1f} mm, specks {:.1f}, streaks {}",
                     wear.dpi, samples::mode_name(wear.mode), wear.skew, wear.scale, wear.rotate, wear.paper, wear.ink, wear.blur, wear.noise, wear.threshold, wear.bleed, wear.folds, wear.holes,
                     wear.edges, wear.speckle, wear.streaks);
}

PageDesk::PageDesk(const fs::path& out, const std::string& name, int pages) : folder_(out / name), name_(name), reader_(make_scan_reader()), pages_(pages) {
  fs::remove_all(folder_);
  fs::create_directories(folder_);
}

PageFacts PageDesk::look(const Image& scan, Words words) {
  const fs::path file = folder_ / "page.tif";
  samples::save(file, samples::tiff_bytes(std::span(&scan, 1)));
  PageFacts facts = reader_->read({file, 0, folder_ / "page.picture", folder_ / "page.thumbnail", words, folder_ / "page.raster"}).facts;
  for (const auto& [step, seconds] : facts.seconds) seconds_[step] += seconds;
  for (const char* left : {"page.tif", "page.picture", "page.thumbnail", "page.raster"}) fs::remove(folder_ / left);
  if (++done_ % 20 == 0) std::fprintf(stderr, "\r%s: %d of %d pages%s", name_.c_str(), done_, pages_, done_ + 20 > pages_ ? "\n" : "");
  return facts;
}

void PageDesk::keep(const std::string& name, const Image& scan, const samples::Wear& wear, const std::string& what) {
  samples::save(folder_ / (name + ".png"), samples::png_bytes(scan));
  samples::append(folder_ / "kept.txt", fmt::format("{}: {}; {}", name, what, told(wear)));
}

double PageDesk::ms(const std::string& step) const {
  const auto found = seconds_.find(step);
  return found == seconds_.end() || done_ == 0 ? 0 : 1000 * found->second / done_;
}

std::string PageDesk::tell_cpu() const {
  return fmt::format("CPU a page: straighten {:.0f} ms, barcodes {:.0f} ms, blank {:.0f} ms; misses lie in {}", ms("straighten"), ms("barcodes"), ms("blank"), folder_.string());
}

Json PageDesk::cpu() const {
  Json json = Json::object();
  for (const char* step : {"acquire", "straighten", "barcodes", "blank"}) json[step] = std::round(ms(step) * 10) / 10;
  return json;
}

}  // namespace pli::bench
