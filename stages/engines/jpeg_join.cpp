// Strips of JPEG-in-TIFF made one JPEG stream. The entropy-coded data of a strip starts with fresh predictors on a byte boundary, exactly as the data
// after a restart marker does (ITU-T T.81, E.1.4): strips that share their tables and hold whole rows of blocks need nothing but markers between them.
#include <algorithm>
#include <cstdlib>
#include <map>

#include "stages/engines/jpeg.h"
#include "stages/engines/jpeg_guard.h"

namespace pli {

namespace {

// One abbreviated stream taken apart: its tables by marker and number, its frame header, its scan.
struct JpegStrip {
  std::map<std::pair<int, int>, std::string> tables;  // (DQT or DHT, identifier) -> definition
  int frame_marker = 0;
  std::string frame, scan;                            // segments without marker and length
  std::string data;                                   // entropy-coded, up to the next marker that is not RST
  bool strange = false;                               // a restart interval, several scans, or what we can't place
};

int number(std::string_view s, std::size_t at) { return static_cast<unsigned char>(s[at]) << 8 | static_cast<unsigned char>(s[at + 1]); }

void take_tables(int marker, std::string_view body, JpegStrip& strip) {
  while (!body.empty()) {
    const int id = static_cast<unsigned char>(body[0]);
    std::size_t length = 1;
    if (marker == 0xdb) {
      length += id & 0xf0 ? 128 : 64;
    } else {
      length += 16;
      for (std::size_t i = 1; i <= 16 && i < body.size(); ++i) length += static_cast<unsigned char>(body[i]);
    }
    if (length > body.size()) {
      strip.strange = true;
      return;
    }
    strip.tables[{marker, id}] = body.substr(0, length);
    body.remove_prefix(length);
  }
}

// Where the entropy-coded data that begins at `at` ends.
std::size_t end_of_scan(std::string_view bytes, std::size_t at) {
  while ((at = bytes.find('\xff', at)) != std::string_view::npos && at + 1 < bytes.size()) {
    if (bytes[at + 1] != '\0') return at;
    at += 2;
  }
  return std::string_view::npos;
}

bool take_apart(std::string_view bytes, JpegStrip& strip) {
  std::size_t at = 2;
  if (bytes.size() < 4 || bytes.substr(0, 2) != "\xff\xd8") return false;
  while (at + 4 <= bytes.size()) {
    if (bytes[at] != '\xff') return false;
    const int marker = static_cast<unsigned char>(bytes[at + 1]);
    if (marker == 0xff) {
      ++at;
      continue;
    }
    if (marker == 0xd9) return true;
    const std::size_t length = static_cast<std::size_t>(number(bytes, at + 2));
    if (length < 2 || at + 2 + length > bytes.size()) return false;
    const std::string_view body = bytes.substr(at + 4, length - 2);
    at += 2 + length;
    if (marker == 0xdb || marker == 0xc4) take_tables(marker, body, strip);
    else if (marker == 0xdd || marker == 0xcc) strip.strange = true;
    else if (marker >= 0xc0 && marker <= 0xcf) {
      strip.strange |= strip.frame_marker != 0;
      strip.frame_marker = marker;
      strip.frame = body;
    } else if (marker == 0xda) {
      strip.strange |= !strip.scan.empty();
      strip.scan = body;
      const std::size_t end = end_of_scan(bytes, at);
      if (end == std::string_view::npos) return false;
      strip.data = bytes.substr(at, end - at);
      at = end;
    }
  }
  return bytes.size() >= 2 && bytes.substr(bytes.size() - 2) == "\xff\xd9";
}

std::string segment(int marker, std::string_view body) {
  std::string out{'\xff', static_cast<char>(marker)};
  const std::size_t length = body.size() + 2;
  out += static_cast<char>(length >> 8);
  out += static_cast<char>(length & 255);
  return out += body;
}

// What a frame header says of its size and of the unit (MCU) it is coded in.
struct Frame {
  int height = 0, width = 0, components = 0, mcu_width = 8, mcu_height = 8;
};

std::optional<Frame> read_frame(std::string_view frame) {
  if (frame.size() < 6 || frame[0] != 8) return std::nullopt;
  Frame f{number(frame, 1), number(frame, 3), static_cast<unsigned char>(frame[5])};
  if (frame.size() != 6 + 3 * static_cast<std::size_t>(f.components) || (f.components != 1 && f.components != 3)) return std::nullopt;
  if (f.components == 1) return f;  // a scan of one component has no interleaving: its unit is one block
  int across = 1, down = 1;
  for (int i = 0; i < f.components; ++i) {
    const int sampling = static_cast<unsigned char>(frame[static_cast<std::size_t>(7 + 3 * i)]);
    across = std::max(across, sampling >> 4);
    down = std::max(down, sampling & 15);
  }
  f.mcu_width = 8 * across;
  f.mcu_height = 8 * down;
  return f;
}

// All before the entropy-coded data, for a picture of another height and a restart interval (0: none).
std::string head(const JpegStrip& strip, int height, bool rgb, int restart) {
  std::string out = "\xff\xd8";
  const Frame f = *read_frame(strip.frame);
  if (f.components == 3) out += segment(0xee, std::string("Adobe\0\x64\0\0\0\0", 11) + static_cast<char>(rgb ? 0 : 1));
  for (const auto& [key, table] : strip.tables) out += segment(key.first, table);
  std::string frame = strip.frame;
  frame[1] = static_cast<char>(height >> 8);
  frame[2] = static_cast<char>(height & 255);
  out += segment(strip.frame_marker, frame);
  if (restart) out += segment(0xdd, std::string{static_cast<char>(restart >> 8), static_cast<char>(restart & 255)});
  return out += segment(0xda, strip.scan);
}

// The strips one behind the other; empty when they are not made for that.
std::string chained(const std::vector<JpegStrip>& strips, int width, int height, bool rgb) {
  const JpegStrip& first = strips.front();
  const auto frame = read_frame(first.frame);
  if (!frame || frame->width != width) return {};
  const int units = (width + frame->mcu_width - 1) / frame->mcu_width * ((frame->height + frame->mcu_height - 1) / frame->mcu_height);
  if (strips.size() > 1 && (units > 65535 || frame->height % frame->mcu_height)) return {};
  std::string out = head(first, height, rgb, strips.size() > 1 ? units : 0);
  int rows = 0;
  for (std::size_t i = 0; i < strips.size(); ++i) {
    const JpegStrip& s = strips[i];
    const auto f = read_frame(s.frame);
    const bool last = i + 1 == strips.size();
    if (s.strange || (s.frame_marker != 0xc0 && s.frame_marker != 0xc1) || s.scan != first.scan || s.tables != first.tables || !f) return {};
    if (f->width != width || s.frame.substr(5) != first.frame.substr(5) || (!last && f->height != frame->height)) return {};
    const int left = height - rows;
    if (last ? f->height != left : f->height > left) return {};
    rows += f->height;
    out += s.data;
    if (!last) out += {'\xff', static_cast<char>(0xd0 + i % 8)};
  }
  return out + "\xff\xd9";
}

// A strip with all the tables it needs: what any decoder opens.
std::string completed(std::string_view tables, std::string_view strip) {
  if (tables.size() < 4 || strip.size() < 2) return std::string(strip);
  std::string out(tables.substr(0, tables.size() - (tables.ends_with("\xff\xd9") ? 2 : 0)));
  return out += strip.substr(2);
}

bool same_coding(const jpeg_decompress_struct& a, const jpeg_decompress_struct& b) {
  if (a.num_components != b.num_components || a.image_width != b.image_width) return false;
  for (int c = 0; c < a.num_components; ++c) {
    const auto &x = a.comp_info[c], &y = b.comp_info[c];
    if (x.h_samp_factor != y.h_samp_factor || x.v_samp_factor != y.v_samp_factor || x.width_in_blocks != y.width_in_blocks) return false;
    const auto *p = a.quant_tbl_ptrs[x.quant_tbl_no], *q = b.quant_tbl_ptrs[y.quant_tbl_no];
    if (!p || !q || std::memcmp(p->quantval, q->quantval, sizeof p->quantval) != 0) return false;
  }
  return true;
}

}  // namespace

static std::string copied_coefficients(std::string_view tables, const std::vector<std::string>& strips, int height, bool rgb);

std::optional<JoinedJpeg> join_jpeg_strips(std::string_view tables, const std::vector<std::string>& strips, int width, int height, bool rgb) {
  if (strips.empty() || height > 65500 || width > 65500) return std::nullopt;
  JpegStrip shared;
  if (!tables.empty()) take_apart(tables, shared);
  std::vector<JpegStrip> parts;
  for (const std::string& bytes : strips) {
    JpegStrip part;
    part.tables = shared.tables;
    if (!take_apart(bytes, part) || part.frame_marker == 0 || part.scan.empty()) return std::nullopt;
    parts.push_back(std::move(part));
  }
  JoinedJpeg out{chained(parts, width, height, rgb), strips.size() == 1};
  if (out.bytes.empty()) out.bytes = copied_coefficients(tables, strips, height, rgb);
  if (out.bytes.empty()) return std::nullopt;
  return out;
}

// Every strip's quantised coefficients copied into the virtual arrays of one compressor, Huffman coded anew.
static std::string copied_coefficients(std::string_view tables, const std::vector<std::string>& strips, int height, bool rgb) {
  const std::string first_bytes = completed(tables, strips.front());
  Decompressor first(first_bytes);
  Compressor out;
  if (!guarded(first.trouble, [&] {
        jpeg_read_header(&first.info, TRUE);
        if (first.info.num_components == 3) first.info.jpeg_color_space = rgb ? JCS_RGB : JCS_YCbCr;
        jpeg_read_coefficients(&first.info);
      }))
    return {};
  const int components = first.info.num_components;
  if (components != 1 && components != 3) return {};
  jvirt_barray_ptr arrays[3] = {};
  const auto rows_of = [&](int c, int lines) {
    const auto& k = first.info.comp_info[c];
    return (lines * k.v_samp_factor + first.info.max_v_samp_factor * 8 - 1) / (first.info.max_v_samp_factor * 8);
  };
  bool fine = guarded(out.trouble, [&] {
    jpeg_copy_critical_parameters(&first.info, &out.info);
    out.info.image_height = static_cast<JDIMENSION>(height);
    out.info.optimize_coding = TRUE;
    for (int c = 0; c < components; ++c) {
      const auto& k = first.info.comp_info[c];
      const int step = k.v_samp_factor, across = (static_cast<int>(k.width_in_blocks) + k.h_samp_factor - 1) / k.h_samp_factor * k.h_samp_factor;
      const int down = (rows_of(c, height) + step - 1) / step * step;
      arrays[c] = out.info.mem->request_virt_barray(reinterpret_cast<j_common_ptr>(&out.info), JPOOL_IMAGE, TRUE, static_cast<JDIMENSION>(across),
                                                    static_cast<JDIMENSION>(down), static_cast<JDIMENSION>(step));
    }
    jpeg_write_coefficients(&out.info, arrays);
  });
  int done = 0;
  for (std::size_t i = 0; fine && i < strips.size(); ++i) {
    const std::string bytes = completed(tables, strips[i]);
    Decompressor in(bytes);
    jvirt_barray_ptr* from = nullptr;
    fine = guarded(in.trouble, [&] {
      jpeg_read_header(&in.info, TRUE);
      from = jpeg_read_coefficients(&in.info);
    });
    const int tall = static_cast<int>(in.info.image_height), unit = in.info.max_v_samp_factor * 8;
    if (!fine || in.trouble.corrupt || in.trouble.ended_early || !same_coding(first.info, in.info)) return {};
    if (done + tall > height || (done + tall < height && tall % unit != 0)) return {};
    const auto copy = [&] {
      for (int c = 0; c < components; ++c) {
        const auto& k = in.info.comp_info[c];
        const int start = done / unit * k.v_samp_factor;
        for (int y = 0; y < static_cast<int>(k.height_in_blocks); ++y) {
          auto* source = in.info.mem->access_virt_barray(reinterpret_cast<j_common_ptr>(&in.info), from[c], static_cast<JDIMENSION>(y), 1, FALSE)[0];
          auto* to = out.info.mem->access_virt_barray(reinterpret_cast<j_common_ptr>(&out.info), arrays[c], static_cast<JDIMENSION>(start + y), 1, TRUE)[0];
          std::memcpy(to, source, sizeof(JBLOCK) * k.width_in_blocks);
        }
      }
    };
    fine = guarded(in.trouble, [&] { guarded(out.trouble, copy); });
    fine = fine && out.trouble.message[0] == 0;
    done += tall;
  }
  if (!fine || done != height) return {};
  return guarded(out.trouble, [&] { jpeg_finish_compress(&out.info); }) ? out.bytes() : std::string();
}

}  // namespace pli
