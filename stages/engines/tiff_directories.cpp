// The chain of directories of a TIFF (TIFF 6.0, section 2) and BigTIFF, read without trust: libtiff stops at the first trouble and doesn't say which.
#include <algorithm>
#include <array>
#include <fstream>
#include <set>

#include "pipeline/errors.h"
#include "stages/engines/tiff.h"

namespace pli {

namespace {

class Chain {
 public:
  explicit Chain(const std::filesystem::path& file) : in_(file, std::ios::binary) {
    std::array<unsigned char, 16> head{};
    if (!read(0, head.data(), 8)) return;
    big_endian_ = head[0] == 'M';
    const auto version = number(head.data() + 2, 2);
    big_ = version == 43;
    if (big_ && !read(0, head.data(), 16)) return;
    next_ = big_ ? number(head.data() + 8, 8) : number(head.data() + 4, 4);
  }

  std::uint64_t next() const { return next_; }

  /// Reads the directory at next(); false when it can't be. `side_image`: a reduced-size copy or a mask.
  bool step(bool& side_image) {
    std::array<unsigned char, 20> bytes{};
    const std::size_t size_of_count = big_ ? 8 : 2, size_of_entry = big_ ? 20 : 12;
    if (next_ < 8 || !read(next_, bytes.data(), size_of_count)) return false;
    const std::uint64_t entries = number(bytes.data(), size_of_count);
    if (entries == 0 || entries > 4096) return false;
    side_image = false;
    for (std::uint64_t i = 0; i < entries; ++i) {
      if (!read(next_ + size_of_count + i * size_of_entry, bytes.data(), size_of_entry)) return false;
      constexpr int new_subfile_type = 254, reduced = 1, mask = 4;
      if (number(bytes.data(), 2) == new_subfile_type) side_image = number(bytes.data() + (big_ ? 12 : 8), 4) & (reduced | mask);
    }
    if (!read(next_ + size_of_count + entries * size_of_entry, bytes.data(), big_ ? 8 : 4)) return false;
    next_ = number(bytes.data(), big_ ? 8 : 4);
    return true;
  }

 private:
  bool read(std::uint64_t at, unsigned char* to, std::size_t length) {
    in_.clear();
    in_.seekg(static_cast<std::streamoff>(at));
    in_.read(reinterpret_cast<char*>(to), static_cast<std::streamsize>(length));
    return static_cast<bool>(in_);
  }
  std::uint64_t number(const unsigned char* p, std::size_t length) const {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < length; ++i) out = out << 8 | p[big_endian_ ? i : length - 1 - i];
    return out;
  }

  std::ifstream in_;
  bool big_endian_ = false, big_ = false;
  std::uint64_t next_ = 0;
};

}  // namespace

std::vector<TiffDirectory> tiff_directories(const std::filesystem::path& file, int bound) {
  Chain chain(file);
  std::vector<TiffDirectory> pages, sides;
  std::set<std::uint64_t> seen;
  while (chain.next() != 0 && static_cast<int>(pages.size()) <= bound && static_cast<int>(sides.size()) <= bound) {
    const std::uint64_t here = chain.next();
    if (!seen.insert(here).second) break;
    bool side_image = false;
    const bool read = chain.step(side_image);
    if (!read) {
      if (!pages.empty() || !sides.empty()) pages.push_back({here, false});
      break;
    }
    (side_image ? sides : pages).push_back({here, true});
  }
  return pages.empty() ? sides : pages;
}

}  // namespace pli
