// CCITT G4 (ITU-T T.6) streams through libtiff, in memory.
#include <algorithm>
#include <cstdint>

#include "pipeline/errors.h"
#include "stages/engines/tiff.h"
#include "stages/engines/tiff_file.h"

namespace pli {

namespace {

// A file in memory, as TIFFClientOpen wants it.
struct Memory {
  std::string bytes;
  std::uint64_t at = 0;
};

tmsize_t read_memory(thandle_t handle, void* to, tmsize_t length) {
  auto& m = *static_cast<Memory*>(handle);
  const std::uint64_t n = m.at >= m.bytes.size() ? 0 : std::min<std::uint64_t>(static_cast<std::uint64_t>(length), m.bytes.size() - m.at);
  std::memcpy(to, m.bytes.data() + std::min<std::uint64_t>(m.at, m.bytes.size()), n);
  m.at += n;
  return static_cast<tmsize_t>(n);
}

tmsize_t write_memory(thandle_t handle, void* from, tmsize_t length) {
  auto& m = *static_cast<Memory*>(handle);
  const auto end = m.at + static_cast<std::uint64_t>(length);
  if (end > m.bytes.size()) m.bytes.resize(end);
  std::memcpy(m.bytes.data() + m.at, from, static_cast<std::size_t>(length));
  m.at = end;
  return length;
}

toff_t seek_memory(thandle_t handle, toff_t offset, int whence) {
  auto& m = *static_cast<Memory*>(handle);
  m.at = whence == SEEK_SET ? offset : whence == SEEK_CUR ? m.at + offset : m.bytes.size() + offset;
  return m.at;
}

int close_memory(thandle_t) { return 0; }
toff_t size_of_memory(thandle_t handle) { return static_cast<Memory*>(handle)->bytes.size(); }

TiffHandle open_memory(Memory& memory, const char* mode, TiffMessages& messages) {
  TiffOptions options(messages);
  return TiffHandle(TIFFClientOpenExt("memory", mode, &memory, read_memory, write_memory, seek_memory, close_memory, size_of_memory, nullptr, nullptr,
                                      options.options));
}

void set_g4_tags(TIFF* file, int width, int height, bool white_is_zero) {
  TIFFSetField(file, TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(width));
  TIFFSetField(file, TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(height));
  TIFFSetField(file, TIFFTAG_BITSPERSAMPLE, 1);
  TIFFSetField(file, TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField(file, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
  TIFFSetField(file, TIFFTAG_PHOTOMETRIC, white_is_zero ? PHOTOMETRIC_MINISWHITE : PHOTOMETRIC_MINISBLACK);
  TIFFSetField(file, TIFFTAG_ROWSPERSTRIP, static_cast<std::uint32_t>(height));
  TIFFSetField(file, TIFFTAG_FILLORDER, FILLORDER_MSB2LSB);
}

// Where the one strip of a file just written lies.
std::string only_strip(Memory& memory, TiffMessages& messages) {
  memory.at = 0;
  const TiffHandle file = open_memory(memory, "rm", messages);
  if (!file) throw ItemError("damaged-page", {{"detail", messages.last}});
  std::string out(TIFFRawStripSize64(file.get(), 0), '\0');
  TIFFReadRawStrip(file.get(), 0, out.data(), static_cast<tmsize_t>(out.size()));
  return out;
}

}  // namespace

std::string encode_g4(ImageView image) {
  const std::size_t line = (static_cast<std::size_t>(image.width) + 7) / 8;
  std::vector<std::uint8_t> bits(line * static_cast<std::size_t>(image.height));
  for (int y = 0; y < image.height; ++y) {
    const std::uint8_t* from = image.row(y);
    std::uint8_t* to = bits.data() + line * static_cast<std::size_t>(y);
    for (int x = 0; x < image.width; ++x) to[x >> 3] |= static_cast<std::uint8_t>((from[x] < 128 ? 0x80 : 0) >> (x & 7));
  }
  TiffMessages messages;
  Memory memory;
  {
    const TiffHandle file = open_memory(memory, "wm", messages);
    if (!file) throw ItemError("damaged-page", {{"detail", messages.last}});
    set_g4_tags(file.get(), image.width, image.height, true);
    if (TIFFWriteEncodedStrip(file.get(), 0, bits.data(), static_cast<tmsize_t>(bits.size())) < 0)
      throw ItemError("damaged-page", {{"detail", messages.last}});
  }
  return only_strip(memory, messages);
}

Image decode_g4(const std::string& stream, int width, int height, bool white_is_zero) {
  TiffMessages messages;
  Memory memory;
  {
    const TiffHandle file = open_memory(memory, "wm", messages);
    if (!file) throw ItemError("damaged-page", {{"detail", messages.last}});
    set_g4_tags(file.get(), width, height, white_is_zero);
    auto* bytes = const_cast<char*>(stream.data());
    if (TIFFWriteRawStrip(file.get(), 0, bytes, static_cast<tmsize_t>(stream.size())) < 0) throw ItemError("damaged-page", {{"detail", messages.last}});
  }
  memory.at = 0;
  const TiffHandle file = open_memory(memory, "rm", messages);
  const std::size_t line = (static_cast<std::size_t>(width) + 7) / 8;
  std::vector<std::uint8_t> bits(line * static_cast<std::size_t>(height));
  if (!file || TIFFReadEncodedStrip(file.get(), 0, bits.data(), static_cast<tmsize_t>(bits.size())) != static_cast<tmsize_t>(bits.size()) || messages.errors)
    throw ItemError("damaged-page", {{"detail", messages.last.empty() ? "CCITT data" : messages.last}});
  Image out(width, height, 1, 0);
  out.bilevel = true;
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* from = bits.data() + line * static_cast<std::size_t>(y);
    std::uint8_t* to = out.row(y);
    for (int x = 0; x < width; ++x) to[x] = ((from[x >> 3] >> (7 - (x & 7)) & 1) != 0) != white_is_zero ? 255 : 0;
  }
  return out;
}

}  // namespace pli
