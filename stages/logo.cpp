#include "stages/logo.h"

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "stages/engines/jpeg.h"
#include "stages/engines/png.h"

namespace pli {
namespace {

constexpr long long most_pixels = 4'000'000;

Image decoded(const std::string& bytes) {
  const auto small = [](long long width, long long height) {
    if (width <= 0 || height <= 0 || width * height > most_pixels) throw ItemError("damaged-page", {{"detail", "larger than 4 megapixels"}});
  };
  if (bytes.starts_with("\x89PNG")) {
    const PngFacts facts = png_facts(bytes);
    small(facts.width, facts.height);
    return decode_png(bytes);
  }
  const JpegFacts facts = jpeg_facts(bytes);
  small(facts.width, facts.height);
  return decode_jpeg(bytes);
}

}  // namespace

std::shared_ptr<const Image> read_logo(const std::filesystem::path& file) {
  if (file.empty()) return nullptr;
  try {
    return std::make_shared<const Image>(decoded(read_file(file)));
  } catch (const ItemError& error) {
    throw UsageError("template-invalid", {{"file", file.string()}, {"detail", error.what()}});
  }
}

}  // namespace pli
