#include <sstream>

#define POINTERHOLDER_TRANSITION 4
#include <archive.h>
#include <archive_entry.h>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFWriter.hh>

#include "tests/support/image_files.h"

namespace pli::test {

std::string pdf_file(double width, double height, const std::string& content, const std::string& image_dict, const std::string& image, const std::string& page,
                     int pages) {
  std::ostringstream out;
  std::vector<long> offsets;
  const auto object = [&](const std::string& body) {
    offsets.push_back(static_cast<long>(out.tellp()));
    out << offsets.size() << " 0 obj\n" << body << "\nendobj\n";
  };
  out << "%PDF-1.4\n";
  std::string kids;
  for (int i = 0; i < pages; ++i) kids += std::to_string(6 + i) + " 0 R ";
  object("<< /Type /Catalog /Pages 2 0 R >>");
  object("<< /Type /Pages /Count " + std::to_string(pages) + " /Kids [ " + kids + "] >>");
  object("<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream");
  object("<< /Type /XObject /Subtype /Image " + image_dict + " /Length " + std::to_string(image.size()) + " >>\nstream\n" + image + "\nendstream");
  object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  for (int i = 0; i < pages; ++i)
    object("<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 " + std::to_string(width) + " " + std::to_string(height) +
           " ] /Contents 3 0 R /Resources << /XObject << /Im0 4 0 R >> /Font << /F0 5 0 R >> >> " + page + " >>");
  const long xref = static_cast<long>(out.tellp());
  out << "xref\n0 " << offsets.size() + 1 << "\n0000000000 65535 f \n";
  for (const long offset : offsets) {
    char line[24];
    std::snprintf(line, sizeof line, "%010ld 00000 n \n", offset);
    out << line;
  }
  out << "trailer\n<< /Root 1 0 R /Size " << offsets.size() + 1 << " >>\nstartxref\n" << xref << "\n%%EOF\n";
  return out.str();
}

std::string locked_pdf(const std::string& pdf, const std::string& user_password) {
  QPDF in;
  in.processMemoryFile("test", pdf.data(), pdf.size());
  QPDFWriter writer(in);
  writer.setOutputMemory();
  writer.setR6EncryptionParameters(user_password.c_str(), "owner", true, true, true, true, true, true, qpdf_r3p_full, true);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

std::string archive_file(const std::string& format, const std::string& filter, const std::vector<std::pair<std::string, std::string>>& entries,
                         const std::string& password) {
  std::string out;
  archive* a = archive_write_new();
  archive_write_set_format_by_name(a, format.c_str());
  if (filter == "gzip") archive_write_add_filter_gzip(a);
  if (filter == "bzip2") archive_write_add_filter_bzip2(a);
  if (filter == "xz") archive_write_add_filter_xz(a);
  if (filter == "zstd") archive_write_add_filter_zstd(a);
  if (!password.empty()) {
    archive_write_set_options(a, "zip:encryption=aes256");
    archive_write_set_passphrase(a, password.c_str());
  }
  archive_write_set_bytes_in_last_block(a, 1);
  archive_write_open2(
      a, &out, nullptr,
      [](archive*, void* to, const void* data, std::size_t n) -> la_ssize_t {
        static_cast<std::string*>(to)->append(static_cast<const char*>(data), n);
        return static_cast<la_ssize_t>(n);
      },
      nullptr, nullptr);
  for (const auto& [name, bytes] : entries) {
    const bool link = name.starts_with("->"), folder = name.ends_with("/");
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, link ? name.c_str() + 2 : name.c_str());
    archive_entry_set_filetype(entry, link ? AE_IFLNK : folder ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    if (link) archive_entry_set_symlink(entry, bytes.c_str());
    archive_entry_set_size(entry, link ? 0 : static_cast<la_int64_t>(bytes.size()));
    archive_write_header(a, entry);
    if (!link && !folder) archive_write_data(a, bytes.data(), bytes.size());
    archive_entry_free(entry);
  }
  archive_write_close(a);
  archive_write_free(a);
  return out;
}

}  // namespace pli::test
