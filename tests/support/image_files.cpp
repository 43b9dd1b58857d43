#include "tests/support/image_files.h"

#include "pipeline/errors.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>


#include <jpeglib.h>
#include <png.h>
#include <tiffio.h>

namespace pli::test {

namespace fs = std::filesystem;

std::string item_error_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const ItemError& e) {
    return e.code();
  }
  return "";
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

fs::path Scratch::file(const std::string& name, const std::string& bytes) const {
  std::ofstream(path() / name, std::ios::binary) << bytes;
  return path() / name;
}

static std::string slurp(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

Image picture_of_ink(int width, int height, int channels) {
  Image out(width, height, channels, 300);
  std::uint32_t seed = 7;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      seed = seed * 1664525u + 1013904223u;
      const bool ink = y / 6 % 3 == 1 && x / 5 % 4 != 0 && x * 5 > width && y * 7 > height && x * 6 < width * 5;
      const bool corner = x * 6 < width && y * 8 < height;
      const int light = corner ? 20 : ink ? 50 : 235;
      for (int c = 0; c < channels; ++c)
        out.row(y)[x * channels + c] = static_cast<std::uint8_t>(std::clamp(light + static_cast<int>(seed >> 28) + (channels == 3 && ink ? 60 * c : 0), 0, 255));
    }
  return out;
}

Image black_and_white(int width, int height) {
  Image out = picture_of_ink(width, height);
  for (std::uint8_t& p : out.pixels) p = p < 128 ? 0 : 255;
  out.bilevel = true;
  return out;
}

Difference difference(ImageView a, ImageView b) {
  if (a.width != b.width || a.height != b.height || a.channels != b.channels) return {};
  Difference out{0, 0};
  for (int y = 0; y < a.height; ++y)
    for (int x = 0; x < a.width * a.channels; ++x) {
      const int d = std::abs(a.row(y)[x] - b.row(y)[x]);
      out.largest = std::max(out.largest, d);
      out.mean += d;
    }
  out.mean /= std::max(1, a.width * a.height * a.channels);
  return out;
}

namespace {

// The samples of a page as a spec stores them, rows side by side.
struct Stored {
  int samples = 1;
  std::size_t line = 0;
  std::vector<std::uint8_t> bytes;
};

Stored stored(const Image& image, const TiffSpec& spec) {
  Stored out;
  const bool cmyk = spec.photometric == PHOTOMETRIC_SEPARATED, palette = spec.photometric == PHOTOMETRIC_PALETTE;
  const int colours = cmyk ? 4 : palette ? 1 : image.channels;
  out.samples = colours + spec.alpha;
  out.line = (static_cast<std::size_t>(image.width) * out.samples * spec.bits + 7) / 8;
  out.bytes.assign(out.line * image.height, 0);
  for (int y = 0; y < image.height; ++y) {
    std::uint8_t* to = out.bytes.data() + out.line * y;
    const std::uint8_t* from = image.pixels.data() + static_cast<std::size_t>(y) * image.width * image.channels;
    for (int x = 0; x < image.width; ++x) {
      for (int s = 0; s < out.samples; ++s) {
        int v = s < image.channels ? from[x * image.channels + s] : 0;
        if (cmyk) v = s < 3 ? 255 - v : 0;
        if (spec.photometric == PHOTOMETRIC_MINISWHITE) v = 255 - v;
        if (spec.alpha && s == colours) v = 127;
        const std::size_t at = static_cast<std::size_t>(x) * out.samples + s;
        if (spec.bits == 1) to[at / 8] |= static_cast<std::uint8_t>((v >= 128 ? 0x80 : 0) >> (at % 8));
        if (spec.bits == 8) to[at] = static_cast<std::uint8_t>(v);
        if (spec.bits == 16) reinterpret_cast<std::uint16_t*>(to)[at] = static_cast<std::uint16_t>(v * 257);
      }
    }
  }
  return out;
}

void write_pixels(TIFF* tiff, const Image& image, const TiffSpec& spec, Stored& data) {
  if (spec.tiled) {
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, 64);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, 64);
    const std::size_t pixel = data.line / image.width;
    for (int ty = 0; ty < image.height; ty += 64)
      for (int tx = 0; tx < image.width; tx += 64) {
        std::vector<std::uint8_t> tile(64 * 64 * pixel);
        for (int y = 0; y < std::min(64, image.height - ty); ++y)
          std::memcpy(&tile[static_cast<std::size_t>(y) * 64 * pixel], &data.bytes[data.line * (ty + y) + tx * pixel], std::min(64, image.width - tx) * pixel);
        TIFFWriteTile(tiff, tile.data(), static_cast<std::uint32_t>(tx), static_cast<std::uint32_t>(ty), 0, 0);
      }
    return;
  }
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, spec.rows_per_strip ? spec.rows_per_strip : image.height);
  const int planes = spec.planar == PLANARCONFIG_SEPARATE ? data.samples : 1;
  for (int plane = 0; plane < planes; ++plane)
    for (int y = 0; y < image.height; ++y) {
      std::vector<std::uint8_t> row(data.bytes.begin() + static_cast<std::ptrdiff_t>(data.line * y), data.bytes.begin() + static_cast<std::ptrdiff_t>(data.line * (y + 1)));
      if (planes > 1)
        for (int x = 0; x < image.width; ++x) row[x] = row[static_cast<std::size_t>(x) * data.samples + plane];
      TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y), static_cast<std::uint16_t>(plane));
    }
}

}  // namespace

std::string tiff_file(const std::vector<std::pair<Image, TiffSpec>>& pages) {
  const Scratch scratch;
  TIFF* tiff = TIFFOpen((scratch / "t").c_str(), "w");
  for (const auto& [image, spec] : pages) {
    Stored data = stored(image, spec);
    if (spec.subfile) TIFFSetField(tiff, TIFFTAG_SUBFILETYPE, spec.subfile);
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, image.width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, image.height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, spec.bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, data.samples);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, spec.compression);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, spec.photometric);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, spec.planar);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, spec.orientation);
    TIFFSetField(tiff, TIFFTAG_FILLORDER, spec.fill_order);
    if (spec.dpi_x > 0) {
      TIFFSetField(tiff, TIFFTAG_XRESOLUTION, spec.dpi_x);
      TIFFSetField(tiff, TIFFTAG_YRESOLUTION, spec.dpi_y);
      TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    }
    if (spec.alpha) {
      const std::uint16_t kind = EXTRASAMPLE_UNASSALPHA;
      TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &kind);
    }
    if (spec.photometric == PHOTOMETRIC_PALETTE) {
      std::vector<std::uint16_t> ramp(256);
      for (int i = 0; i < 256; ++i) ramp[static_cast<std::size_t>(i)] = static_cast<std::uint16_t>(i * 257);
      TIFFSetField(tiff, TIFFTAG_COLORMAP, ramp.data(), ramp.data(), ramp.data());
    }
    if (spec.compression == COMPRESSION_JPEG) {
      TIFFSetField(tiff, TIFFTAG_JPEGQUALITY, 80);
      TIFFSetField(tiff, TIFFTAG_JPEGTABLESMODE, spec.jpeg_tables);
      if (spec.photometric == PHOTOMETRIC_YCBCR) TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    }
    write_pixels(tiff, image, spec, data);
    TIFFWriteDirectory(tiff);
  }
  TIFFClose(tiff);
  return slurp(scratch / "t");
}

std::string jpeg_file(const Image& image, int quality, double dpi, int orientation, bool cmyk) {
  jpeg_compress_struct info;
  jpeg_error_mgr errors;
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char* buffer = nullptr;
  unsigned long length = 0;
  jpeg_mem_dest(&info, &buffer, &length);
  info.image_width = static_cast<JDIMENSION>(image.width);
  info.image_height = static_cast<JDIMENSION>(image.height);
  info.input_components = cmyk ? 4 : image.channels;
  info.in_color_space = cmyk ? JCS_CMYK : image.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, quality, TRUE);
  if (dpi > 0) {
    info.density_unit = 1;
    info.X_density = info.Y_density = static_cast<UINT16>(dpi);
  }
  jpeg_start_compress(&info, TRUE);
  if (orientation) {
    const unsigned char exif[] = {'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, static_cast<unsigned char>(orientation), 0, 0, 0, 0, 0, 0};
    jpeg_write_marker(&info, JPEG_APP0 + 1, exif, sizeof exif);
  }
  std::vector<std::uint8_t> row(static_cast<std::size_t>(image.width) * 4);
  while (info.next_scanline < info.image_height) {
    const std::uint8_t* from = image.pixels.data() + static_cast<std::size_t>(info.next_scanline) * image.width * image.channels;
    for (int x = 0; x < image.width; ++x)
      for (int c = 0; c < info.input_components; ++c)
        row[static_cast<std::size_t>(x * info.input_components + c)] = c == 3 ? 255 : from[x * image.channels + c % image.channels];
    JSAMPROW at = row.data();
    jpeg_write_scanlines(&info, &at, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  std::string out(reinterpret_cast<char*>(buffer), length);
  std::free(buffer);
  return out;
}

std::string png_file(const Image& image, PngKind kind, int bits, double dpi, bool interlaced) {
  std::string out;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(
      png, &out, [](png_structp p, png_bytep from, std::size_t n) { static_cast<std::string*>(png_get_io_ptr(p))->append(reinterpret_cast<char*>(from), n); },
      [](png_structp) {});
  static constexpr int types[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_PALETTE, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB_ALPHA};
  const bool alpha = kind == PngKind::grey_alpha || kind == PngKind::rgb_alpha;
  const int colours = kind == PngKind::rgb || kind == PngKind::rgb_alpha ? 3 : 1, samples = colours + alpha;
  png_set_IHDR(png, info, static_cast<png_uint_32>(image.width), static_cast<png_uint_32>(image.height), bits, types[static_cast<int>(kind)],
               interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
  if (dpi > 0) png_set_pHYs(png, info, static_cast<png_uint_32>(dpi / 0.0254 + 0.5), static_cast<png_uint_32>(dpi / 0.0254 + 0.5), PNG_RESOLUTION_METER);
  std::vector<png_color> ramp(1u << std::min(bits, 8));
  for (std::size_t i = 0; i < ramp.size(); ++i) ramp[i].red = ramp[i].green = ramp[i].blue = static_cast<png_byte>(i * 255 / (ramp.size() - 1));
  if (kind == PngKind::palette) png_set_PLTE(png, info, ramp.data(), static_cast<int>(ramp.size()));
  png_write_info(png, info);
  const std::size_t line = (static_cast<std::size_t>(image.width) * samples * bits + 7) / 8;
  std::vector<std::uint8_t> rows(line * image.height);
  std::vector<png_bytep> starts;
  for (int y = 0; y < image.height; ++y) {
    std::uint8_t* to = rows.data() + line * y;
    starts.push_back(to);
    const std::uint8_t* from = image.pixels.data() + static_cast<std::size_t>(y) * image.width * image.channels;
    for (int x = 0; x < image.width; ++x)
      for (int s = 0; s < samples; ++s) {
        const int v = s == colours ? 127 : from[x * image.channels + s % image.channels];
        const std::size_t at = static_cast<std::size_t>(x) * samples + s;
        if (bits == 16) to[2 * at] = to[2 * at + 1] = static_cast<std::uint8_t>(v);
        else to[at * bits / 8] |= static_cast<std::uint8_t>(v >> (8 - bits) << (8 - bits - at * bits % 8));
      }
  }
  png_write_image(png, starts.data());
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return out;
}

}  // namespace pli::test
