#include "stages/engines/zlib.h"

#include <zlib.h>

#include <new>

namespace pli {

struct Deflater::State {
  z_stream stream{};
};

Deflater::Deflater() : state_(new State) {
  if (deflateInit(&state_->stream, 3) != Z_OK) throw std::bad_alloc();
}

Deflater::~Deflater() { deflateEnd(&state_->stream); }

std::string Deflater::pack(std::string_view bytes) {
  z_stream& stream = state_->stream;
  deflateReset(&stream);
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib doesn't write there
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);  // the room is enough by deflateBound's promise
  out.resize(stream.total_out);
  return out;
}

}  // namespace pli
