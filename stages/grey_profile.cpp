#include "stages/grey_profile.h"

#include <string_view>
#include <utility>
#include <vector>

namespace pli {
namespace {

using namespace std::string_view_literals;

std::string big_endian(unsigned value, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i) & 0xff);
  return out;
}

std::string zeros(std::size_t count) { return std::string(count, '\0'); }

// D50 in 1/65536, as the profile connection space has it.
std::string white() { return big_endian(0xf6d6, 4) + big_endian(0x10000, 4) + big_endian(0xd32d, 4); }

// ICC.1:1998-09, 6.5.16: an ASCII name; no Unicode one, no Macintosh one (67 bytes all the same).
std::string description(std::string_view name) {
  return "desc" + zeros(4) + big_endian(static_cast<unsigned>(name.size()) + 1, 4) + std::string(name) + zeros(1) + zeros(4 + 4 + 2 + 1 + 67);
}

}  // namespace

std::string grey_profile() {
  constexpr unsigned gamma = 563;  // 2.2 in 1/256
  const std::vector<std::pair<std::string_view, std::string>> tags = {
      {"desc", description("Gray gamma 2.2")},
      {"cprt", "text" + zeros(4) + "CC0" + zeros(1)},
      {"wtpt", "XYZ " + zeros(4) + white()},
      {"kTRC", "curv" + zeros(4) + big_endian(1, 4) + big_endian(gamma, 2)},
  };
  constexpr std::size_t head = 128;
  std::string table = big_endian(static_cast<unsigned>(tags.size()), 4), data;
  const std::size_t begin = head + 4 + 12 * tags.size();
  for (const auto& [name, value] : tags) {
    table += std::string(name) + big_endian(static_cast<unsigned>(begin + data.size()), 4) + big_endian(static_cast<unsigned>(value.size()), 4);
    data += value + zeros((4 - value.size() % 4) % 4);
  }
  std::string out = big_endian(static_cast<unsigned>(begin + data.size()), 4) + zeros(4) + big_endian(0x02100000, 4) + "mntrGRAYXYZ ";
  for (const unsigned part : {2026u, 1u, 1u, 0u, 0u, 0u}) out += big_endian(part, 2);  // a date must stand here
  out += "acsp" + zeros(28) + white();
  return out + zeros(head - out.size()) + table + data;
}

}  // namespace pli
