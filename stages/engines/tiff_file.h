// How libtiff is opened: quietly, with a bound on what it may allocate at once. Included by the tiff adapter only.
#pragma once

#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

#include <tiffio.h>

namespace pli {

struct TiffMessages {
  std::string last;   // the last error
  int errors = 0, warnings = 0;
};

struct TiffClose {
  void operator()(TIFF* t) const { TIFFClose(t); }
};
using TiffHandle = std::unique_ptr<TIFF, TiffClose>;

inline int note_error(TIFF*, void* to, const char*, const char* format, va_list args) {
  auto& messages = *static_cast<TiffMessages*>(to);
  char text[200];
  std::vsnprintf(text, sizeof text, format, args);
  messages.last = text;
  ++messages.errors;
  return 1;
}

inline int note_warning(TIFF*, void* to, const char*, const char*, va_list) {
  ++static_cast<TiffMessages*>(to)->warnings;
  return 1;
}

struct TiffOptions {
  TIFFOpenOptions* options = TIFFOpenOptionsAlloc();
  explicit TiffOptions(TiffMessages& messages) {
    TIFFOpenOptionsSetErrorHandlerExtR(options, note_error, &messages);
    TIFFOpenOptionsSetWarningHandlerExtR(options, note_warning, &messages);
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, 640LL << 20);
  }
  ~TiffOptions() { TIFFOpenOptionsFree(options); }
  TiffOptions(const TiffOptions&) = delete;
  TiffOptions& operator=(const TiffOptions&) = delete;
};

}  // namespace pli
