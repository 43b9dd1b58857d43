// Files of strangers, made in code: TIFF, JPEG, PNG, PDF and archives of every kind that acquire has to open.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/image.h"
#include "tests/support/run.h"

namespace pli::test {

/// A folder of its own for one test, and a way to put files there.
class Scratch : public TemporaryFolder {
 public:
  std::filesystem::path file(const std::string& name, const std::string& bytes) const;  ///< written there
};

/// The code of the ItemError that `act` throws, or "".
std::string item_error_of(const std::function<void()>& act);
std::string content_of(const std::filesystem::path& file);

/// Lines of ink on paper, darker at the top left than elsewhere, so that every turn and mirror shows; grey (1) or RGB (3).
Image picture_of_ink(int width, int height, int channels = 1);
/// The same, black and white only.
Image black_and_white(int width, int height);

/// The largest and the mean difference of two images of the same shape; 255 when the shapes differ.
struct Difference {
  int largest = 255;
  double mean = 255;
};
Difference difference(ImageView, ImageView);

struct TiffSpec {
  int compression = 1;           ///< COMPRESSION_*
  int photometric = 1;           ///< PHOTOMETRIC_*
  int bits = 8;
  int rows_per_strip = 0;        ///< 0: one strip
  double dpi_x = 300, dpi_y = 300;  ///< 0: none
  int orientation = 1, fill_order = 1, planar = 1;
  bool alpha = false;            ///< one more sample, half transparent everywhere
  bool tiled = false;
  int jpeg_tables = 3;           ///< JPEGTABLESMODE_*: 1 leaves Huffman tables to each strip
  int subfile = 0;
};

/// One page a pair, each in its own directory. Grey pages may be stored in 1, 8 or 16 bits, RGB ones also as CMYK, YCbCr and palette.
std::string tiff_file(const std::vector<std::pair<Image, TiffSpec>>& pages);

/// `orientation` 0: no EXIF. `cmyk`: four channels as Adobe writes them.
std::string jpeg_file(const Image&, int quality, double dpi = 0, int orientation = 0, bool cmyk = false);

enum class PngKind { grey, rgb, palette, grey_alpha, rgb_alpha };
std::string png_file(const Image&, PngKind, int bits = 8, double dpi = 0, bool interlaced = false);

/// A PDF of one page, 72 points an inch: `image_dict` and `image` are its image XObject /Im0, `content` its content stream, `page` further keys of the page.
std::string pdf_file(double width, double height, const std::string& content, const std::string& image_dict = "", const std::string& image = "",
                     const std::string& page = "", int pages = 1);
std::string locked_pdf(const std::string& pdf, const std::string& user_password);

/// (name, bytes); a name that begins with "->" makes a symbolic link to its bytes.
std::string archive_file(const std::string& format, const std::string& filter, const std::vector<std::pair<std::string, std::string>>& entries,
                         const std::string& password = "");

}  // namespace pli::test
