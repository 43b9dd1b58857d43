// What is put on paper beside its text: signatures, arrival stamps, postmarks, logos, handwriting-like scrawl. None of it stands in the truth's text.
#pragma once

#include <string>

#include "pipeline/image.h"
#include "samples/canvas.h"
#include "samples/random.h"

namespace pli::samples {

/// The ink of an ordinary pen or stamp pad.
Ink pen_ink(Random&);

/// A flourish about `width` mm wide whose middle line is at y.
void draw_signature(Canvas&, double x, double y, double width, Random&);

/// "REÇU LE" and a date in a frame, tilted a little. `date` is written as a stamp writes it: "23 NOV. 2026".
void draw_stamp(Canvas&, double x, double y, const std::string& date, Random&);

/// A round postmark with town and date, its waves to the right.
void draw_postmark(Canvas&, double x, double y, const std::string& town, const std::string& date, Random&);

/// An emblem within size x size mm.
void draw_logo(Canvas&, double x, double y, double size, Ink, Random&);

/// Lines that look like quick handwriting and say nothing.
void draw_scrawl(Canvas&, double x, double y, double width, int lines, Random&);

/// A picture like a photograph (sky, ground, a wall, a hole): smooth tones without any text.
Image photograph(int width, int height, Random&);

/// A date as a stamp writes it: "2026-11-23" gives "23 NOV. 2026".
std::string stamp_date(const std::string& iso);

}  // namespace pli::samples
