#include "stages/engines/jpeg.h"

#include <algorithm>
#include <cstdlib>

#include "stages/engines/jpeg_guard.h"

namespace pli {

static constexpr std::string_view exif_mark{"Exif\0\0", 6};

static void take_facts(const jpeg_decompress_struct& info, JpegFacts& facts) {
  facts.width = static_cast<int>(info.image_width);
  facts.height = static_cast<int>(info.image_height);
  facts.channels = info.num_components == 1 ? 1 : info.num_components == 3 ? 3 : 4;
  if (info.saw_JFIF_marker && info.density_unit != 0) {
    const double unit = info.density_unit == 2 ? 2.54 : 1;
    facts.dpi_x = info.X_density * unit;
    facts.dpi_y = info.Y_density * unit;
  }
  const bool known = info.jpeg_color_space == JCS_GRAYSCALE || (info.jpeg_color_space == JCS_YCbCr && info.num_components == 3) ||
                     (info.jpeg_color_space == JCS_RGB && info.saw_Adobe_marker);
  facts.plain = known && !info.arith_code;
  for (const jpeg_marker_struct* m = info.marker_list; m; m = m->next) {
    const std::string_view data(reinterpret_cast<const char*>(m->data), m->data_length);
    if (facts.exif.empty() && data.starts_with(exif_mark)) facts.exif = data;
  }
}

JpegFacts jpeg_facts(std::string_view bytes) {
  Decompressor in(bytes);
  if (bytes.empty() || !guarded(in.trouble, [&] {
        jpeg_save_markers(&in.info, JPEG_APP0 + 1, 0xffff);
        jpeg_read_header(&in.info, TRUE);
      }))
    in.fail();
  JpegFacts facts;
  take_facts(in.info, facts);
  return facts;
}

// Adobe writes CMYK inverted, and so does everybody who writes the marker: 255 is no ink.
static void cmyk_to_rgb(const std::uint8_t* from, std::uint8_t* to, int width, bool inverted) {
  for (int x = 0; x < width; ++x, from += 4, to += 3)
    for (int k = 0; k < 3; ++k) {
      const int paper = inverted ? from[k] : 255 - from[k], light = inverted ? from[3] : 255 - from[3];
      to[k] = static_cast<std::uint8_t>((paper * light + 127) / 255);
    }
}

Image decode_jpeg(std::string_view bytes) {
  Decompressor in(bytes);
  auto& info = in.info;
  if (bytes.empty() || !guarded(in.trouble, [&] { jpeg_read_header(&info, TRUE); })) in.fail();
  const bool cmyk = info.num_components == 4;
  info.out_color_space = info.num_components == 1 ? JCS_GRAYSCALE : cmyk ? JCS_CMYK : JCS_RGB;
  Image out(static_cast<int>(info.image_width), static_cast<int>(info.image_height), info.num_components == 1 ? 1 : 3, 0);
  std::vector<std::uint8_t> line(cmyk ? static_cast<std::size_t>(out.width) * 4 : 0);
  bool whole = true;
  const bool done = guarded(in.trouble, [&] {
    jpeg_start_decompress(&info);
    while (info.output_scanline < info.output_height) {
      const int y = static_cast<int>(info.output_scanline);
      JSAMPROW row = cmyk ? line.data() : out.row(y);
      if (jpeg_read_scanlines(&info, &row, 1) != 1) break;
      if (cmyk) cmyk_to_rgb(line.data(), out.row(y), out.width, info.saw_Adobe_marker);
      // A missing end marker is forgiven, a missing band of the page is not: the decoder works a row of blocks (at most 32 lines) ahead.
      if (in.trouble.ended_early && y + 32 < out.height) whole = false;
    }
  });
  if (!done) in.fail();
  if (!whole || in.trouble.corrupt) throw ItemError("damaged-page", {{"detail", whole ? "corrupt JPEG data" : "JPEG data ends early"}});
  return out;
}

std::string encode_jpeg(ImageView image, int quality) {
  Compressor out;
  auto& info = out.info;
  const bool done = guarded(out.trouble, [&] {
    info.image_width = static_cast<JDIMENSION>(image.width);
    info.image_height = static_cast<JDIMENSION>(image.height);
    info.input_components = image.channels;
    info.in_color_space = image.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, quality, TRUE);
    info.optimize_coding = TRUE;
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
      auto* row = const_cast<JSAMPLE*>(image.row(static_cast<int>(info.next_scanline)));
      jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
  });
  if (!done) throw ItemError("damaged-page", {{"detail", out.trouble.message}});
  return out.bytes();
}

}  // namespace pli
