// A decoded raster: the only form in which pixels pass between stages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace pli {

/// Borrowed pixels: rows of `width * channels` bytes, `stride` bytes apart, top to bottom; 1 channel is grey (0 black), 3 are RGB.
struct ImageView {
  const std::uint8_t* data = nullptr;
  int width = 0, height = 0, channels = 1;
  std::size_t stride = 0;
  double dpi = 300;       ///< the same in both directions: acquire resamples what is not
  bool bilevel = false;   ///< every pixel is 0 or 255: the scan was black and white

  const std::uint8_t* row(int y) const { return data + stride * static_cast<std::size_t>(y); }
  bool empty() const { return width <= 0 || height <= 0; }
};

/// Leaves pixels unset that are made without a value: who writes them all need not wait for white.
template <typename T>
struct UnsetAllocator : std::allocator<T> {
  template <typename U>
  struct rebind {
    using other = UnsetAllocator<U>;
  };
  template <typename U, typename... Args>
  void construct(U* at, Args&&... args) {
    if constexpr (sizeof...(Args) == 0) ::new (static_cast<void*>(at)) U;
    else ::new (static_cast<void*>(at)) U(std::forward<Args>(args)...);
  }
};

/// Owned pixels, laid out without padding.
struct Image {
  int width = 0, height = 0, channels = 1;
  double dpi = 300;
  bool bilevel = false;
  std::vector<std::uint8_t, UnsetAllocator<std::uint8_t>> pixels;

  Image() = default;
  /// A new image filled with `fill` (255 is white paper).
  Image(int w, int h, int c, double resolution, std::uint8_t fill = 255)
      : width(w), height(h), channels(c), dpi(resolution), pixels(size_of(w, h, c), fill) {}
  /// A new image of which every pixel is about to be written.
  static Image unset(int w, int h, int c, double resolution) {
    Image image;
    image.width = w, image.height = h, image.channels = c, image.dpi = resolution;
    image.pixels.resize(size_of(w, h, c));
    return image;
  }

  std::uint8_t* row(int y) { return pixels.data() + static_cast<std::size_t>(y) * width * channels; }
  ImageView view() const { return {pixels.data(), width, height, channels, static_cast<std::size_t>(width) * channels, dpi, bilevel}; }
  operator ImageView() const { return view(); }  // NOLINT: a view of it is what every stage asks for

 private:
  static std::size_t size_of(int w, int h, int c) { return static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * static_cast<std::size_t>(c); }
};

}  // namespace pli
