// Blocks of a JPEG made black: their coefficients are replaced, all others are written as they were read.
#include <algorithm>
#include <cstdlib>

#include "stages/engines/jpeg.h"
#include "stages/engines/jpeg_guard.h"

namespace pli {

// The first coefficient of a block is eight times its mean light, less the middle grey; colour differences of black are nothing.
static JCOEF black_of(const jpeg_decompress_struct& info, int component) {
  const bool difference = info.jpeg_color_space == JCS_YCbCr && component > 0;
  const auto* table = info.quant_tbl_ptrs[info.comp_info[component].quant_tbl_no];
  const int step = table ? std::max<int>(1, table->quantval[0]) : 1;
  return static_cast<JCOEF>(difference ? 0 : -((1024 + step / 2) / step));
}

static void burn_component(jpeg_decompress_struct& info, int c, jvirt_barray_ptr blocks, const BlockTest& test) {
  const auto& component = info.comp_info[c];
  const int width = 8 * info.max_h_samp_factor / component.h_samp_factor, height = 8 * info.max_v_samp_factor / component.v_samp_factor;
  const JCOEF black = black_of(info, c);
  for (JDIMENSION row = 0; row < component.height_in_blocks; ++row) {
    JBLOCKARRAY line = info.mem->access_virt_barray(reinterpret_cast<j_common_ptr>(&info), blocks, row, 1, TRUE);
    for (JDIMENSION column = 0; column < component.width_in_blocks; ++column) {
      if (!test(static_cast<int>(column) * width, static_cast<int>(row) * height, width, height)) continue;
      std::fill_n(line[0][column], DCTSIZE2, JCOEF{0});
      line[0][column][0] = black;
    }
  }
}

std::string burn_jpeg(std::string_view bytes, const BlockTest& test) {
  Decompressor in(bytes);
  Compressor out;
  jvirt_barray_ptr* arrays = nullptr;
  if (bytes.empty() || !guarded(in.trouble, [&] {
        jpeg_save_markers(&in.info, JPEG_APP0 + 14, 0xffff);
        jpeg_read_header(&in.info, TRUE);
        arrays = jpeg_read_coefficients(&in.info);
        for (int c = 0; c < in.info.num_components; ++c) burn_component(in.info, c, arrays[c], test);
      }))
    in.fail();
  const bool done = guarded(out.trouble, [&] {
    jpeg_copy_critical_parameters(&in.info, &out.info);
    out.info.optimize_coding = TRUE;
    jpeg_write_coefficients(&out.info, arrays);
    jpeg_finish_compress(&out.info);
  });
  if (!done) throw ItemError("damaged-page", {{"detail", out.trouble.message}});
  return out.bytes();
}

}  // namespace pli
