#include "pipeline/wire.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstdint>

namespace pli {
namespace {

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool receive_all(int socket, char* bytes, std::size_t length) {
  while (length > 0) {
    const ssize_t got = ::recv(socket, bytes, length, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    bytes += got;
    length -= static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

bool send(int socket, std::string_view message) {
  const auto length = static_cast<std::uint32_t>(message.size());
  const std::array<char, 4> head = {static_cast<char>(length >> 24), static_cast<char>(length >> 16), static_cast<char>(length >> 8), static_cast<char>(length)};
  return message.size() <= longest_message && send_all(socket, {head.data(), head.size()}) && send_all(socket, message);
}

bool receive(int socket, std::string& message) {
  std::array<unsigned char, 4> head{};
  if (!receive_all(socket, reinterpret_cast<char*>(head.data()), head.size())) return false;
  const std::size_t length = (std::size_t{head[0]} << 24) | (std::size_t{head[1]} << 16) | (std::size_t{head[2]} << 8) | head[3];
  if (length > longest_message) return false;
  message.resize(length);
  return receive_all(socket, message.data(), length);
}

}  // namespace pli
