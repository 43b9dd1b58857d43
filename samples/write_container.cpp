// The scanner's PDF and the zip: simple enough to be written by hand, so that no library's version shows in the bytes.
#include <fmt/format.h>

#include <cmath>

#include "samples/write_scan.h"
#include "stages/engines/tiff.h"

namespace pli::samples {
namespace {

std::uint32_t crc32(const std::string& bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const unsigned char byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1U ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

void little(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFFU);
}

/// What local header and directory share: version 2.0, names in UTF-8, stored, 1980-01-01 00:00.
std::string zip_fields(const std::string& name, const std::string& bytes) {
  std::string out;
  little(out, 20, 2);
  little(out, 0x0800, 2);
  little(out, 0, 2);
  little(out, 0, 2);
  little(out, 0x21, 2);
  little(out, crc32(bytes), 4);
  little(out, static_cast<std::uint32_t>(bytes.size()), 4);
  little(out, static_cast<std::uint32_t>(bytes.size()), 4);
  little(out, static_cast<std::uint32_t>(name.size()), 2);
  little(out, 0, 2);
  return out;
}

}  // namespace

std::string pdf_bytes(std::span<const Image> pages, int quality) {
  std::string out = "%PDF-1.4\n%\xE2\xE3\xCF\xD3\n", kids;
  std::vector<std::size_t> offsets;
  const auto object = [&](const std::string& body) {
    offsets.push_back(out.size());
    out += fmt::format("{} 0 obj\n{}\nendobj\n", offsets.size(), body);
    return offsets.size();
  };
  const std::size_t tree = 3 * pages.size() + 1;
  for (const Image& page : pages) {  // pages as they come off the glass; their tree is known last
    const double width = page.width * 72 / page.dpi, height = page.height * 72 / page.dpi;
    const std::string data = page.bilevel ? encode_g4(page) : jpeg_bytes(page, quality);
    const std::string filter = page.bilevel ? fmt::format("/BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns {} /Rows {} >>", page.width, page.height)
                                            : "/BitsPerComponent 8 /Filter /DCTDecode";
    const std::size_t image = object(fmt::format("<< /Type /XObject /Subtype /Image /Width {} /Height {} /ColorSpace /{} {} /Length {} >>\nstream\n{}\nendstream", page.width,
                                                 page.height, page.channels == 3 ? "DeviceRGB" : "DeviceGray", filter, data.size(), data));
    const std::string content = fmt::format("q {:.2f} 0 0 {:.2f} 0 0 cm /Im0 Do Q", width, height);
    const std::size_t drawing = object(fmt::format("<< /Length {} >>\nstream\n{}\nendstream", content.size(), content));
    kids += fmt::format("{} 0 R ", object(fmt::format("<< /Type /Page /Parent {} 0 R /MediaBox [0 0 {:.2f} {:.2f}] /Resources << /XObject << /Im0 {} 0 R >> >> /Contents {} 0 R >>",
                                                      tree, width, height, image, drawing)));
  }
  object(fmt::format("<< /Type /Pages /Kids [{}] /Count {} >>", kids, pages.size()));
  object(fmt::format("<< /Type /Catalog /Pages {} 0 R >>", tree));
  const std::size_t table = out.size();
  out += fmt::format("xref\n0 {}\n0000000000 65535 f \n", offsets.size() + 1);
  for (const std::size_t offset : offsets) out += fmt::format("{:010} 00000 n \n", offset);
  out += fmt::format("trailer\n<< /Size {} /Root {} 0 R >>\nstartxref\n{}\n%%EOF\n", offsets.size() + 1, tree + 1, table);
  return out;
}

std::string zip_bytes(const std::vector<std::pair<std::string, std::string>>& entries) {
  std::string out, directory;
  for (const auto& [name, bytes] : entries) {
    const auto offset = static_cast<std::uint32_t>(out.size());
    const std::string fields = zip_fields(name, bytes);
    out += "PK\x03\x04" + fields + name + bytes;
    directory += "PK\x01\x02";
    little(directory, 0x0314, 2);
    directory += fields;
    little(directory, 0, 2);   // comment
    little(directory, 0, 2);   // disk
    little(directory, 0, 2);   // binary
    little(directory, 0x81A40000U, 4);  // a regular file, 0644
    little(directory, offset, 4);
    directory += name;
  }
  const auto at = static_cast<std::uint32_t>(out.size());
  out += directory + "PK\x05\x06";
  little(out, 0, 4);
  little(out, static_cast<std::uint32_t>(entries.size()), 2);
  little(out, static_cast<std::uint32_t>(entries.size()), 2);
  little(out, static_cast<std::uint32_t>(directory.size()), 4);
  little(out, at, 4);
  little(out, 0, 2);
  return out;
}

}  // namespace pli::samples
