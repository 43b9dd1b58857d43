#include "samples/write_scan.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <jpeglib.h>
#include <leptonica/allheaders.h>
#include <tiffio.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "pipeline/errors.h"

namespace pli::samples {
namespace {

/// A file in memory for libtiff.
struct Memory {
  std::string bytes;
  std::size_t at = 0;
};

tsize_t read_memory(thandle_t handle, void* to, tsize_t size) {
  auto* memory = static_cast<Memory*>(handle);
  const std::size_t left = memory->at < memory->bytes.size() ? memory->bytes.size() - memory->at : 0;
  const std::size_t count = std::min<std::size_t>(left, static_cast<std::size_t>(size));
  std::memcpy(to, memory->bytes.data() + memory->at, count);
  memory->at += count;
  return static_cast<tsize_t>(count);
}

tsize_t write_memory(thandle_t handle, void* from, tsize_t size) {
  auto* memory = static_cast<Memory*>(handle);
  const auto count = static_cast<std::size_t>(size);
  if (memory->bytes.size() < memory->at + count) memory->bytes.resize(memory->at + count);
  std::memcpy(memory->bytes.data() + memory->at, from, count);
  memory->at += count;
  return size;
}

toff_t seek_memory(thandle_t handle, toff_t offset, int whence) {
  auto* memory = static_cast<Memory*>(handle);
  memory->at = static_cast<std::size_t>(whence == SEEK_SET ? offset : whence == SEEK_CUR ? memory->at + offset : memory->bytes.size() + offset);
  return memory->at;
}

int close_memory(thandle_t) { return 0; }
toff_t size_of_memory(thandle_t handle) { return static_cast<Memory*>(handle)->bytes.size(); }

struct CloseTiff {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};

std::unique_ptr<TIFF, CloseTiff> open_memory(Memory& memory, const char* mode) {
  return std::unique_ptr<TIFF, CloseTiff>(TIFFClientOpen("memory", mode, &memory, read_memory, write_memory, seek_memory, close_memory, size_of_memory, nullptr, nullptr));
}

std::vector<std::uint8_t> packed_row(ImageView page, int y) {
  std::vector<std::uint8_t> bits(static_cast<std::size_t>((page.width + 7) / 8), 0);
  const std::uint8_t* row = page.row(y);
  for (int x = 0; x < page.width; ++x)
    if (row[x] < 128) bits[static_cast<std::size_t>(x / 8)] |= static_cast<std::uint8_t>(0x80 >> (x % 8));
  return bits;
}

void write_page(TIFF* tiff, ImageView page, int quality) {
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, page.width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, page.height);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_XRESOLUTION, page.dpi);
  TIFFSetField(tiff, TIFFTAG_YRESOLUTION, page.dpi);
  TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, page.channels);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, page.bilevel ? 1 : 8);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, page.bilevel ? page.height : 256);
  if (page.bilevel) {
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
  } else if (quality > 0) {
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_JPEG);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, page.channels == 3 ? PHOTOMETRIC_YCBCR : PHOTOMETRIC_MINISBLACK);
    TIFFSetField(tiff, TIFFTAG_JPEGQUALITY, quality);
    if (page.channels == 3) TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  } else {
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_LZW);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, page.channels == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK);
    TIFFSetField(tiff, TIFFTAG_PREDICTOR, 2);
  }
  for (int y = 0; y < page.height; ++y) {
    std::vector<std::uint8_t> row = page.bilevel ? packed_row(page, y)
                                                 : std::vector<std::uint8_t>(page.row(y), page.row(y) + static_cast<std::ptrdiff_t>(page.width) * page.channels);
    if (TIFFWriteScanline(tiff, row.data(), static_cast<std::uint32_t>(y)) < 0) throw Fatal("write-failed", {{"file", "tiff"}, {"detail", "libtiff"}});
  }
}

}  // namespace

std::string tiff_bytes(std::span<const Image> pages, int quality) {
  Memory memory;
  {
    const auto tiff = open_memory(memory, "w");
    for (const Image& page : pages) {
      write_page(tiff.get(), page, quality);
      TIFFWriteDirectory(tiff.get());
    }
  }
  return std::move(memory.bytes);
}

std::string jpeg_bytes(ImageView page, int quality) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &buffer, &size);
  jpeg.image_width = static_cast<JDIMENSION>(page.width);
  jpeg.image_height = static_cast<JDIMENSION>(page.height);
  jpeg.input_components = page.channels;
  jpeg.in_color_space = page.channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, quality, TRUE);
  jpeg.density_unit = 1;
  jpeg.X_density = jpeg.Y_density = static_cast<UINT16>(std::lround(page.dpi));
  jpeg_start_compress(&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    auto* row = const_cast<JSAMPROW>(page.row(static_cast<int>(jpeg.next_scanline)));
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  std::string bytes(reinterpret_cast<char*>(buffer), size);
  std::free(buffer);
  jpeg_destroy_compress(&jpeg);
  return bytes;
}

std::string png_bytes(ImageView page) {
  PIX* pix = pixCreate(page.width, page.height, page.bilevel ? 1 : page.channels == 3 ? 32 : 8);
  for (int y = 0; y < page.height; ++y) {
    const std::uint8_t* row = page.row(y);
    for (int x = 0; x < page.width; ++x, row += page.channels) {
      if (page.bilevel) {
        if (*row < 128) pixSetPixel(pix, x, y, 1);
      } else if (page.channels == 3) {
        pixSetRGBPixel(pix, x, y, row[0], row[1], row[2]);
      } else {
        pixSetPixel(pix, x, y, row[0]);
      }
    }
  }
  pixSetResolution(pix, static_cast<int>(std::lround(page.dpi)), static_cast<int>(std::lround(page.dpi)));
  l_uint8* data = nullptr;
  std::size_t size = 0;
  const bool written = pixWriteMemPng(&data, &size, pix, 0) == 0;
  std::string bytes(reinterpret_cast<char*>(data), written ? size : 0);
  lept_free(data);
  pixDestroy(&pix);
  if (!written) throw Fatal("write-failed", {{"file", "png"}, {"detail", "leptonica"}});
  return bytes;
}

}  // namespace pli::samples
