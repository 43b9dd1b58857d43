#include "stages/engines/png.h"

#include <csetjmp>
#include <cstring>
#include <vector>

#include <png.h>
#include <zlib.h>

#include "pipeline/errors.h"

namespace pli {

namespace {

struct Trouble {
  std::jmp_buf jump;
  char message[120] = "PNG data";
};

[[noreturn]] void on_error(png_structp png, png_const_charp what) {
  auto& t = *static_cast<Trouble*>(png_get_error_ptr(png));
  std::strncpy(t.message, what, sizeof t.message - 1);
  std::longjmp(t.jump, 1);
}

void on_warning(png_structp, png_const_charp) {}

/// Runs `body` so that an error of libpng ends it and gives false. `body` must own nothing with a destructor: the jump skips it.
template <class Body>
bool guarded(Trouble& t, Body&& body) {
  if (setjmp(t.jump)) return false;  // NOLINT: the way libpng reports
  body();
  return true;
}

struct PngReader {
  Trouble trouble;
  png_structp png;
  png_infop info;
  std::string_view rest;
  explicit PngReader(std::string_view bytes) : rest(bytes) {
    png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &trouble, on_error, on_warning);
    info = png ? png_create_info_struct(png) : nullptr;
    if (!info) throw ItemError("damaged-page", {{"detail", "libpng"}});
    png_set_read_fn(png, this, [](png_structp p, png_bytep to, std::size_t length) {
      auto& self = *static_cast<PngReader*>(png_get_io_ptr(p));
      if (length > self.rest.size()) png_error(p, "PNG data ends early");
      std::memcpy(to, self.rest.data(), length);
      self.rest.remove_prefix(length);
    });
  }
  ~PngReader() { png_destroy_read_struct(&png, &info, nullptr); }
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;
  void read_header() {
    if (!guarded(trouble, [&] {
          png_set_user_limits(png, 1 << 24, 1 << 24);
          png_set_chunk_malloc_max(png, 16 << 20);
          png_read_info(png, info);
        }))
      fail();
  }
  [[noreturn]] void fail() const { throw ItemError("damaged-page", {{"detail", trouble.message}}); }
};

}  // namespace

PngFacts png_facts(std::string_view bytes) {
  PngReader in(bytes);
  in.read_header();
  PngFacts facts;
  facts.width = static_cast<int>(png_get_image_width(in.png, in.info));
  facts.height = static_cast<int>(png_get_image_height(in.png, in.info));
  png_uint_32 x = 0, y = 0;
  int unit = 0;
  if (png_get_pHYs(in.png, in.info, &x, &y, &unit) && unit == PNG_RESOLUTION_METER) {
    facts.dpi_x = x * 0.0254;
    facts.dpi_y = y * 0.0254;
  }
  const int type = png_get_color_type(in.png, in.info);
  facts.plain = png_get_bit_depth(in.png, in.info) == 8 && (type == PNG_COLOR_TYPE_GRAY || type == PNG_COLOR_TYPE_RGB) &&
                png_get_interlace_type(in.png, in.info) == PNG_INTERLACE_NONE && !png_get_valid(in.png, in.info, PNG_INFO_tRNS);
  return facts;
}

// A row of grey-alpha or RGBA laid on white paper.
static void flatten(const std::uint8_t* from, std::uint8_t* to, int width, int channels) {
  for (int x = 0; x < width; ++x, from += channels + 1)
    for (int k = 0; k < channels; ++k) *to++ = static_cast<std::uint8_t>((from[k] * from[channels] + 255 * (255 - from[channels]) + 127) / 255);
}

Image decode_png(std::string_view bytes) {
  PngReader in(bytes);
  in.read_header();
  png_structp png = in.png;
  png_infop info = in.info;
  const int type = png_get_color_type(png, info);
  const bool one_bit = png_get_bit_depth(png, info) == 1 && type == PNG_COLOR_TYPE_GRAY;
  const bool alpha = (type & PNG_COLOR_MASK_ALPHA) || png_get_valid(png, info, PNG_INFO_tRNS);
  const int channels = type & PNG_COLOR_MASK_COLOR ? 3 : 1;
  Image out(static_cast<int>(png_get_image_width(png, info)), static_cast<int>(png_get_image_height(png, info)), channels, 0);
  out.bilevel = one_bit && !alpha;
  const std::size_t length = static_cast<std::size_t>(out.width) * static_cast<std::size_t>(channels + alpha);
  int passes = 1;
  if (!guarded(in.trouble, [&] {
        png_set_expand(png);
        png_set_scale_16(png);
        passes = png_set_interlace_handling(png);
        png_read_update_info(png, info);
      }))
    in.fail();
  if (png_get_rowbytes(png, info) != length) throw ItemError("damaged-page", {{"detail", "PNG rows of an unexpected size"}});
  // Interlaced rows are needed again in the next pass, so rows with alpha are flattened after the last one.
  std::vector<std::uint8_t> with_alpha(alpha ? length * (passes > 1 ? static_cast<std::size_t>(out.height) : 1) : 0);
  const auto row = [&](int y) { return alpha ? with_alpha.data() + (passes > 1 ? length * static_cast<std::size_t>(y) : 0) : out.row(y); };
  if (!guarded(in.trouble, [&] {
        for (int pass = 0; pass < passes; ++pass)
          for (int y = 0; y < out.height; ++y) {
            png_read_row(png, row(y), nullptr);
            if (alpha && pass + 1 == passes) flatten(row(y), out.row(y), out.width, channels);
          }
        png_read_end(png, nullptr);
      }))
    in.fail();
  return out;
}

std::string png_image_data(std::string_view png) {
  std::string out;
  for (std::size_t at = 8; at + 12 <= png.size();) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(png[at + i]);
    if (length > png.size() - at - 12) break;
    if (png.substr(at + 4, 4) == "IDAT") out += png.substr(at + 8, length);
    at += 12 + length;
  }
  return out;
}

// A PNG is made around the data, so that one decoder judges all.
Image decode_flate(std::string_view data, int width, int height, int channels) {
  const auto number = [](std::uint32_t n) {
    return std::string{static_cast<char>(n >> 24), static_cast<char>(n >> 16 & 255), static_cast<char>(n >> 8 & 255), static_cast<char>(n & 255)};
  };
  const auto chunk = [&](std::string_view name, std::string_view body) {
    const auto* bytes = reinterpret_cast<const Bytef*>(body.data());
    const uLong named = crc32(crc32(0, nullptr, 0), reinterpret_cast<const Bytef*>(name.data()), 4);
    return number(static_cast<std::uint32_t>(body.size())) + std::string(name) + std::string(body) +
           number(static_cast<std::uint32_t>(body.empty() ? named : crc32(named, bytes, static_cast<uInt>(body.size()))));
  };
  const std::string shape = number(static_cast<std::uint32_t>(width)) + number(static_cast<std::uint32_t>(height)) +
                            std::string{8, static_cast<char>(channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB), 0, 0, 0};
  return decode_png("\x89PNG\r\n\x1a\n" + chunk("IHDR", shape) + chunk("IDAT", data) + chunk("IEND", ""));
}

std::string encode_flate(ImageView image) {
  Trouble trouble;
  std::string bytes;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &trouble, on_error, on_warning);
  png_infop info = png ? png_create_info_struct(png) : nullptr;
  const bool done = info && guarded(trouble, [&] {
    png_set_write_fn(
        png, &bytes,
        [](png_structp p, png_bytep from, std::size_t length) { static_cast<std::string*>(png_get_io_ptr(p))->append(reinterpret_cast<char*>(from), length); },
        [](png_structp) {});
    png_set_IHDR(png, info, static_cast<png_uint_32>(image.width), static_cast<png_uint_32>(image.height), 8,
                 image.channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
    png_set_compression_level(png, 5);
    png_set_filter(png, 0, PNG_FILTER_NONE | PNG_FILTER_SUB | PNG_FILTER_UP | PNG_FILTER_PAETH);
    png_write_info(png, info);
    for (int y = 0; y < image.height; ++y) png_write_row(png, image.row(y));
    png_write_end(png, info);
  });
  png_destroy_write_struct(&png, &info);
  if (!done) throw ItemError("damaged-page", {{"detail", trouble.message}});
  return png_image_data(bytes);
}

}  // namespace pli
