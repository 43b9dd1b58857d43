// A rectangle of a page.
#pragma once

namespace pli {

/// `[x, y, width, height]` in pixels of the upright, deskewed page.
struct Box {
  int x = 0, y = 0, width = 0, height = 0;
  int right() const { return x + width; }
  int bottom() const { return y + height; }
  bool operator==(const Box&) const = default;
};

Box united(const Box& a, const Box& b);  ///< the smallest box that holds both; an empty box adds nothing

}  // namespace pli
