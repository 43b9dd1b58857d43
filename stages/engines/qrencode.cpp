#include "stages/engines/qrencode.h"

#include <qrencode.h>

#include <memory>

#include "pipeline/errors.h"

namespace pli {

Modules make_qr(const std::string& text) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_Q, QR_MODE_8, 1), QRcode_free);
  if (!code) throw UsageError("code-invalid", {{"detail", "length"}});
  Modules modules{code->width, code->width, {}};
  const int count = code->width * code->width;
  modules.dark.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) modules.dark.push_back((code->data[i] & 1) != 0);
  return modules;
}

}  // namespace pli
