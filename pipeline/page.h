// What is known of one sheet side once a worker has read it: plain facts, no pixels.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace pli {

/// `[x, y, width, height]` in pixels of the upright, deskewed page.
struct Box {
  int x = 0, y = 0, width = 0, height = 0;
  int right() const { return x + width; }
  int bottom() const { return y + height; }
  bool operator==(const Box&) const = default;
};

Box united(const Box& a, const Box& b);  ///< the smallest box that holds both; an empty box adds nothing

struct Word {
  std::string text;        ///< UTF-8, NFC, no white space, no control characters
  Box box;
  double confidence = 0;   ///< probability in 0..1
};

/// Words in reading order on one line.
struct Line {
  Box box;
  int baseline = 0;        ///< y of the baseline, pixels
  std::vector<Word> words;
  std::string text() const;  ///< the words joined by single spaces
};

struct Block {
  Box box;
  std::vector<Line> lines;
  bool stamp = false;      ///< put on the paper by the mailroom (arrival stamp): read, but no part of what the sender wrote
};

/// A page's text, blocks in reading order.
struct PageText {
  std::vector<Block> blocks;
  bool empty() const { return blocks.empty(); }
  std::string plain() const;  ///< what the sender wrote: one line of text a line, an empty line between blocks, ends with a newline unless empty; no stamps
};

/// A symbol as it was read, ours or foreign.
struct Barcode {
  std::string format;  ///< "QR", "DataMatrix", "Code128", "Code39", "PDF417"
  std::string text;    ///< UTF-8; bytes that are not are shown as U+FFFD; control characters other than GS, RS, US are dropped
  Box box;
};

/// The image stream that goes into document.pdf, kept in the work folder beside the facts.
struct Picture {
  std::string encoding;       ///< "g4", "jpeg", "flate" (8 bits a channel, PNG predictors, zlib)
  int width = 0, height = 0;  ///< pixels of the stream itself, before any turn
  int channels = 1;
  bool white_is_zero = false; ///< g4 only: 0 bits are white (as in most fax files)
  int turn = 0;               ///< clockwise quarter turn (0, 90, 180, 270) that makes the stream the scan as its file declares it (EXIF, /Rotate)
  std::string done;           ///< evidence: "kept" (bytes of the file), "joined" (same pixels, strips put together), "repacked" (same pixels, another lossless code), "re-encoded"
};

/// How well the page can be read: decides whether its text may feed the classifier.
enum class Legibility { good, low, none };

/// What a page was before anything was done to it: evidence, never a reason for a decision.
struct ScanOrigin {
  int width = 0, height = 0, channels = 0;   ///< of the pixels as they were decoded, before any turn
  std::string pixels_sha256;                 ///< over width, height, channels and the samples, row by row; "" when nothing was decoded
  double dpi_x = 0, dpi_y = 0;               ///< as the file says; 0 when it doesn't
  std::map<std::string, std::string> device; ///< what the scanner wrote of itself: make, model, software, scanned, operator, host
};

struct PageFacts {
  int width = 0, height = 0;      ///< pixels of the upright page
  double dpi = 300;
  int rotation = 0;               ///< clockwise turn (0, 90, 180, 270) that made the page upright
  double rotation_confidence = 0;
  double skew = 0;                ///< tilt measured after that turn, degrees, counter-clockwise positive; 0 when unsure
  double skew_confidence = 0;
  bool blank = false;
  bool failed = false;            ///< could not be read: `failure` says why, everything else is empty
  std::string failure;            ///< an error code, with failed
  Legibility legibility = Legibility::good;
  double ocr_confidence = 0;      ///< mean over the words, weighted by length, 0..1
  std::vector<std::string> doubts;  ///< review reasons this page gives on its own (codes of templates/review.toml)
  std::vector<Barcode> barcodes;
  PageText text;
  Picture picture;
  ScanOrigin origin;
  std::vector<Box> masked;          ///< places that are burnt in every output (a social security number stands there); their words are masked
  std::map<std::string, double> seconds;  ///< CPU seconds of each step: for timings only, never for decisions
};

}  // namespace pli
