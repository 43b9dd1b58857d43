#include "stages/engines/exif.h"

#include <memory>

#include <libexif/exif-data.h>

namespace pli {

namespace {
struct Unref {
  void operator()(ExifData* data) const { exif_data_unref(data); }
};
}  // namespace

static std::unique_ptr<ExifData, Unref> parsed(std::string_view block) {
  if (block.empty() || block.size() > 0xffff) return nullptr;
  return std::unique_ptr<ExifData, Unref>(exif_data_new_from_data(reinterpret_cast<const unsigned char*>(block.data()), static_cast<unsigned>(block.size())));
}

static const ExifEntry* entry(ExifData* data, ExifTag tag, ExifFormat format, unsigned bytes) {
  if (!data) return nullptr;
  const ExifEntry* e = exif_content_get_entry(data->ifd[EXIF_IFD_0], tag);
  return e && e->data && e->format == format && e->size >= bytes ? e : nullptr;
}

int exif_orientation(std::string_view block) {
  const auto data = parsed(block);
  const ExifEntry* e = entry(data.get(), EXIF_TAG_ORIENTATION, EXIF_FORMAT_SHORT, 2);
  const int value = e ? exif_get_short(e->data, exif_data_get_byte_order(data.get())) : 1;
  return value >= 1 && value <= 8 ? value : 1;
}

std::map<std::string, std::string> exif_device(std::string_view block) {
  const auto data = parsed(block);
  std::map<std::string, std::string> device;
  static constexpr std::pair<ExifTag, const char*> tags[] = {
      {EXIF_TAG_MAKE, "make"}, {EXIF_TAG_MODEL, "model"}, {EXIF_TAG_SOFTWARE, "software"}, {EXIF_TAG_DATE_TIME, "scanned"}};
  for (const auto& [tag, name] : tags) {
    const ExifEntry* e = entry(data.get(), tag, EXIF_FORMAT_ASCII, 1);
    if (!e) continue;
    const std::string_view text(reinterpret_cast<const char*>(e->data), e->size);
    device[name] = text.substr(0, text.find('\0'));
  }
  return device;
}

ExifResolution exif_resolution(std::string_view block) {
  const auto data = parsed(block);
  if (!data) return {};
  const ExifByteOrder order = exif_data_get_byte_order(data.get());
  const ExifEntry* unit = entry(data.get(), EXIF_TAG_RESOLUTION_UNIT, EXIF_FORMAT_SHORT, 2);
  const double scale = unit && exif_get_short(unit->data, order) == 3 ? 2.54 : 1;
  const auto read = [&](ExifTag tag) {
    const ExifEntry* e = entry(data.get(), tag, EXIF_FORMAT_RATIONAL, 8);
    if (!e) return 0.0;
    const ExifRational r = exif_get_rational(e->data, order);
    return r.denominator ? scale * r.numerator / r.denominator : 0.0;
  };
  return {read(EXIF_TAG_X_RESOLUTION), read(EXIF_TAG_Y_RESOLUTION)};
}

}  // namespace pli
