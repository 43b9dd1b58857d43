#include "stages/engines/archive_write.h"

#include <array>
#include <cerrno>
#include <fstream>
#include <memory>

#include <archive.h>
#include <archive_entry.h>

#include "pipeline/errors.h"

namespace pli {

namespace fs = std::filesystem;

namespace {

struct EndZip {
  void operator()(archive* a) const { archive_write_free(a); }
};

struct EndMember {
  void operator()(archive_entry* e) const { archive_entry_free(e); }
};

class ZipWriter {
 public:
  explicit ZipWriter(const fs::path& to) : to_(to), out_(archive_write_new()) {
    check(archive_write_set_format_zip(out_.get()));
    check(archive_write_open_filename(out_.get(), to.c_str()));
  }

  void add(const ZipMember& member) {
    check(member.file.empty() ? archive_write_zip_set_compression_deflate(out_.get()) : archive_write_zip_set_compression_store(out_.get()));
    const std::unique_ptr<archive_entry, EndMember> entry(archive_entry_new());
    archive_entry_set_pathname_utf8(entry.get(), member.name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0640);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(member.file.empty() ? member.bytes.size() : fs::file_size(member.file)));
    check(archive_write_header(out_.get(), entry.get()));
    if (member.file.empty()) add_bytes(member.bytes.data(), member.bytes.size());
    else add_file(member.file);
    check(archive_write_finish_entry(out_.get()));
  }

  void close() { check(archive_write_close(out_.get())); }

 private:
  void add_bytes(const char* bytes, std::size_t length) {
    if (archive_write_data(out_.get(), bytes, length) != static_cast<la_ssize_t>(length)) check(ARCHIVE_FATAL);
  }

  void add_file(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::array<char, 1 << 16> buffer{};
    while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) add_bytes(buffer.data(), static_cast<std::size_t>(in.gcount()));
    if (!in.eof()) throw Fatal("file-unreadable", {{"file", file.string()}});
  }

  // Warnings are about what the format can't hold: owners and times, of which there are none.
  void check(int status) const {
    if (status == ARCHIVE_OK || status == ARCHIVE_WARN) return;
    const char* what = archive_error_string(out_.get());
    throw Fatal(archive_errno(out_.get()) == ENOSPC ? "disk-full" : "write-failed", {{"file", to_.string()}, {"detail", what ? what : ""}});
  }

  fs::path to_;
  std::unique_ptr<archive, EndZip> out_;
};

}  // namespace

void write_zip(const fs::path& to, const std::vector<ZipMember>& members) {
  ZipWriter zip(to);
  for (const ZipMember& member : members) zip.add(member);
  zip.close();
}

}  // namespace pli
