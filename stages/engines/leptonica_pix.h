// Pixels of Pli as Leptonica sees them and back. Included only by the adapters of Leptonica and Tesseract.
#pragma once

#include <leptonica/allheaders.h>

#include <cstring>
#include <memory>

#include "pipeline/image.h"

namespace pli {

struct PixDeleter {
  void operator()(Pix* pix) const { pixDestroy(&pix); }
};
using PixPtr = std::unique_ptr<Pix, PixDeleter>;

/// An 8-bit copy of a grey page.
inline PixPtr grey_pix(ImageView view) {
  PixPtr pix(pixCreateNoInit(view.width, view.height, 8));
  if (!pix) throw std::bad_alloc();
  const std::size_t stride = static_cast<std::size_t>(pixGetWpl(pix.get())) * 4;
  auto* data = reinterpret_cast<std::uint8_t*>(pixGetData(pix.get()));
  pixSetPadBits(pix.get(), 0);
  for (int y = 0; y < view.height; ++y) std::memcpy(data + stride * static_cast<std::size_t>(y), view.row(y), static_cast<std::size_t>(view.width));
  pixEndianByteSwap(pix.get());
  pixSetResolution(pix.get(), static_cast<int>(view.dpi + 0.5), static_cast<int>(view.dpi + 0.5));
  return pix;
}

/// The lowest bits of eight bytes, the first one as the highest: each meets the factor's bit that brings it to its place, and no two meet anywhere.
inline std::uint8_t eight_bits(const std::uint8_t* bytes) {
  std::uint64_t eight = 0;
  for (int i = 0; i < 8; ++i) eight |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
  return static_cast<std::uint8_t>(((eight & 0x0101010101010101) * 0x8040201008040201) >> 56);
}

/// A 1-bit copy of an ink mask (255 is ink).
inline PixPtr ink_pix(ImageView mask) {
  PixPtr pix(pixCreate(mask.width, mask.height, 1));
  if (!pix) throw std::bad_alloc();
  const int wpl = pixGetWpl(pix.get());
  l_uint32* data = pixGetData(pix.get());
  for (int y = 0; y < mask.height; ++y) {
    const std::uint8_t* from = mask.row(y);
    l_uint32* to = data + static_cast<std::ptrdiff_t>(y) * wpl;
    int x = 0;
    for (; x + 8 <= mask.width; x += 8) to[x >> 5] |= static_cast<l_uint32>(eight_bits(from + x)) << (24 - (x & 31));
    for (; x < mask.width; ++x) to[x >> 5] |= static_cast<l_uint32>(from[x] & 1) << (31 - (x & 31));
  }
  pixSetResolution(pix.get(), static_cast<int>(mask.dpi + 0.5), static_cast<int>(mask.dpi + 0.5));
  return pix;
}

inline Image grey_image(Pix* pix, double dpi) {
  PixPtr copy(pixEndianByteSwapNew(pix));
  Image out(pixGetWidth(pix), pixGetHeight(pix), 1, dpi);
  const std::size_t stride = static_cast<std::size_t>(pixGetWpl(copy.get())) * 4;
  const auto* data = reinterpret_cast<const std::uint8_t*>(pixGetData(copy.get()));
  for (int y = 0; y < out.height; ++y) std::memcpy(out.row(y), data + stride * static_cast<std::size_t>(y), static_cast<std::size_t>(out.width));
  return out;
}

}  // namespace pli
