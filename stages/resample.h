// Plain pixel work that needs no engine: scaling, turning, mirroring and grey. Deterministic, 8 bits a channel.
#pragma once

#include "pipeline/image.h"

namespace pli {

/// Luma of an RGB view (Rec. 601 weights); a grey view is copied. dpi and bilevel are kept.
Image to_grey(ImageView);
/// True when every pixel of an RGB view has three equal channels.
bool is_grey(ImageView);
/// True when every pixel of a grey view is 0 or 255.
bool is_bilevel(ImageView);
/// True when most dark pixels of a grey view are black and most light ones white, as on a black and white scan that was tilted since: only its edges have greys.
bool was_bilevel(ImageView);

/// Area average (each new pixel is the mean of what it covers), never larger than the source in either direction.
Image shrunk(ImageView, int width, int height);
/// Linear interpolation in both directions: for the small stretches that make a fax square.
Image stretched(ImageView, int width, int height);
/// Turned clockwise by 0, 90, 180 or 270 degrees.
Image turned(ImageView, int degrees);
/// A grey page turned clockwise by `degrees` (45 at the most, either way) about its centre; the size stays, what comes from outside is white.
/// Rows, then columns, each by linear interpolation.
Image tilted(ImageView grey, double degrees);
/// Left and right exchanged, in place.
void mirror(Image&);

}  // namespace pli
