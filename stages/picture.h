// From decoded pixels and what their file says of them to a Scan: the stream for document.pdf, the resolution, the turn, the thumbnail.
#pragma once

#include <string>

#include "stages/acquire.h"

namespace pli {

/// A page as its file holds it: nothing turned, nothing resampled.
struct Decoded {
  Image image;                  ///< grey or RGB
  double dpi_x = 0, dpi_y = 0;  ///< along the image's own axes; 0: not said
  int turn = 0;                 ///< clockwise quarter turn that shows it as meant
  bool mirrored = false;        ///< left and right are exchanged (before the turn)
  Picture picture;              ///< `encoding` empty: a stream has to be made of the pixels
  std::string bytes;            ///< the stream, when picture.encoding is set
  bool was_lossy = false;       ///< the pixels come from a lossy code: a grey stream may be JPEG again
  bool was_colour = false;      ///< a colour scan that shows no colour: its grey stream keeps to the size of a colour one
  std::map<std::string, std::string> device;  ///< as in ScanOrigin
  bool drawn = false;           ///< made by drawing a PDF page: the resolution is ours, and so is the choice of a small code
};

/// Whether a colour stream goes into document.pdf as it is: on demand, or when it is as small as a re-encoded one would have to be.
bool keeps_colour(std::size_t bytes, const AcquireOptions&);

/// Sets turn and mirrored from an EXIF or TIFF orientation, 1..8.
void set_orientation(Decoded&, int orientation);

/// Throws ItemError("page-too-large") when width x height is over the limit, before anything is allocated; "damaged-page" when they are not positive.
void judge_size(long long width, long long height, const Limits&);

/// The resolution of a page of that many pixels if it just fits an A4 sheet, upright or lying: the guess where a file says none or an absurd one.
double guessed_dpi(int width, int height);

Scan finished(Decoded, const Limits&, const AcquireOptions&);

}  // namespace pli
