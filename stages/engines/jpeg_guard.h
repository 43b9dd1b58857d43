// How libjpeg is called: its errors jump back to guarded(), its messages are counted and never printed. Included by the jpeg adapter only.
#pragma once

#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include <jpeglib.h>
#include <jerror.h>

#include "pipeline/errors.h"

namespace pli {

struct JpegTrouble {
  jpeg_error_mgr base;            // first: libjpeg hands back a pointer to it
  std::jmp_buf jump;
  char message[JMSG_LENGTH_MAX];
  bool corrupt;                   // entropy data that can't be what was written
  bool ended_early;               // data ended before the picture did
};

inline JpegTrouble& trouble(j_common_ptr info) { return *reinterpret_cast<JpegTrouble*>(info->err); }

inline void set_up(JpegTrouble& t) {
  jpeg_std_error(&t.base);
  t.message[0] = 0;
  t.corrupt = t.ended_early = false;
  t.base.error_exit = [](j_common_ptr info) {
    info->err->format_message(info, trouble(info).message);
    std::longjmp(trouble(info).jump, 1);
  };
  t.base.output_message = [](j_common_ptr) {};
  t.base.emit_message = [](j_common_ptr info, int level) {
    if (level >= 0) return;
    const int code = info->err->msg_code;
    if (code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE || code == JWRN_MUST_RESYNC || code == JWRN_ARITH_BAD_CODE)
      trouble(info).corrupt = true;
    if (code == JWRN_JPEG_EOF) trouble(info).ended_early = true;
    ++info->err->num_warnings;
  };
}

/// Runs `body` so that an error of libjpeg ends it and gives false. `body` must own nothing with a destructor: the jump skips it.
template <class Body>
bool guarded(JpegTrouble& t, Body&& body) {
  if (setjmp(t.jump)) return false;  // NOLINT: the way libjpeg reports
  body();
  return true;
}

/// Owns a decompressor for its life; a source is set on construction.
struct Decompressor {
  JpegTrouble trouble;
  jpeg_decompress_struct info;
  explicit Decompressor(std::string_view bytes) {
    std::memset(&info, 0, sizeof info);
    set_up(trouble);
    info.err = &trouble.base;
    jpeg_create_decompress(&info);
    info.mem->max_memory_to_use = 256L << 20;
    if (!bytes.empty()) source(bytes);
  }
  ~Decompressor() { jpeg_destroy_decompress(&info); }
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;
  void source(std::string_view bytes) {
    jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<unsigned long>(bytes.size()));
  }
  [[noreturn]] void fail() const { throw ItemError("damaged-page", {{"detail", trouble.message[0] ? trouble.message : "JPEG data"}}); }
};

struct Compressor {
  JpegTrouble trouble;
  jpeg_compress_struct info;
  unsigned char* buffer = nullptr;
  unsigned long length = 0;
  Compressor() {
    std::memset(&info, 0, sizeof info);
    set_up(trouble);
    info.err = &trouble.base;
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, &buffer, &length);
  }
  ~Compressor() {
    jpeg_destroy_compress(&info);
    std::free(buffer);
  }
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;
  std::string bytes() const { return {reinterpret_cast<const char*>(buffer), length}; }
};

}  // namespace pli
