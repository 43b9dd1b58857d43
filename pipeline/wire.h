// Messages between parent and worker: a length of four bytes, most significant first, then that many bytes.
#pragma once

#include <string>
#include <string_view>

namespace pli {

inline constexpr std::size_t longest_message = 256u << 20;

bool send(int socket, std::string_view message);   ///< false when the other side is gone
bool receive(int socket, std::string& message);    ///< false at the end, or for a length beyond longest_message

}  // namespace pli
