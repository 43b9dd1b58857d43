#include "stages/engines/archive.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <system_error>

#include <archive.h>
#include <archive_entry.h>

#include "pipeline/errors.h"

namespace pli {

namespace {

namespace fs = std::filesystem;

struct Free {
  void operator()(archive* a) const { archive_read_free(a); }
};

class Unpacker {
 public:
  Unpacker(const fs::path& packed, const fs::path& into, const ArchiveLimits& limits)
      : into_(into), limits_(limits), packed_bytes_(static_cast<long long>(fs::file_size(packed))), in_(archive_read_new()) {
    // Only containers a person sends letters in; mtree and the like would take any text for an archive.
    archive_read_support_format_zip(in_.get());
    archive_read_support_format_7zip(in_.get());
    archive_read_support_format_tar(in_.get());
    archive_read_support_format_cpio(in_.get());
    archive_read_support_format_rar(in_.get());
    archive_read_support_format_rar5(in_.get());
    archive_read_support_filter_gzip(in_.get());
    archive_read_support_filter_bzip2(in_.get());
    archive_read_support_filter_xz(in_.get());
    archive_read_support_filter_lzma(in_.get());
    archive_read_support_filter_zstd(in_.get());
    archive_read_support_filter_compress(in_.get());
    if (archive_read_open_filename(in_.get(), packed.c_str(), 1 << 16) != ARCHIVE_OK) fail("damaged-file");
  }

  std::vector<ArchiveEntry> run(bool (*skip)(const std::string&)) {
    std::vector<ArchiveEntry> out;
    archive_entry* entry = nullptr;
    for (int status; (status = archive_read_next_header(in_.get(), &entry)) != ARCHIVE_EOF; ++entries_) {
      if (status == ARCHIVE_FATAL || status == ARCHIVE_RETRY || status == ARCHIVE_FAILED) fail("damaged-file");
      if (entries_ >= limits_.entries) throw ItemError("archive-too-many-entries", {{"limit", std::to_string(limits_.entries)}});
      if (archive_entry_filetype(entry) == AE_IFDIR) continue;
      ArchiveEntry found{name_of(entry), {}, {}};
      if (skip(found.name)) continue;
      if (archive_entry_hardlink(entry) || archive_entry_filetype(entry) != AE_IFREG) found.rejected = "archive-link";
      else if (archive_entry_is_encrypted(entry)) found.rejected = "password";
      else take_bytes(found);
      out.push_back(std::move(found));
    }
    return out;
  }

 private:
  [[noreturn]] void fail(const char* code) {
    const char* what = archive_error_string(in_.get());
    const std::string detail = what ? what : "";
    // Before a header was read libarchive has no format to ask, and must not be.
    if ((archive_format(in_.get()) != 0 && archive_read_has_encrypted_entries(in_.get()) > 0) || detail.find("ncrypt") != std::string::npos || detail.find("assphrase") != std::string::npos)
      throw ItemError("password", {{"detail", detail}});
    // A compressed file that holds no archive is something else; any other trouble is an archive that is broken.
    if (archive_format(in_.get()) == 0 && detail.find("Unrecognized archive format") != std::string::npos) code = "unknown-type";
    throw ItemError(code, {{"detail", detail}});
  }

  [[noreturn]] static void cant_write(const fs::path& file) {
    throw Fatal(errno == ENOSPC ? "disk-full" : "write-failed", {{"file", file.string()}, {"detail", std::strerror(errno)}});
  }

  static std::string name_of(archive_entry* entry) {
    if (const char* name = archive_entry_pathname_utf8(entry)) return name;
    if (const char* name = archive_entry_pathname(entry)) return name;
    return "";
  }

  void take_bytes(ArchiveEntry& found) {
    char name[32];
    std::snprintf(name, sizeof name, "part-%05d", ++files_);
    found.file = into_ / name;
    std::ofstream to(found.file, std::ios::binary | std::ios::trunc);
    const void* data = nullptr;
    std::size_t length = 0;
    la_int64_t offset = 0, end = 0;
    int status;
    while ((status = archive_read_data_block(in_.get(), &data, &length, &offset)) == ARCHIVE_OK || status == ARCHIVE_WARN) {
      // A sparse entry's holes count like bytes: they will be when they are read.
      if (offset < end || static_cast<long long>(length) > limits_.unpacked_bytes) break;
      count(offset - end + static_cast<la_int64_t>(length));
      to.seekp(offset);
      to.write(static_cast<const char*>(data), static_cast<std::streamsize>(length));
      end = offset + static_cast<la_int64_t>(length);
      if (!to) cant_write(found.file);
    }
    to.close();
    if (!to) cant_write(found.file);
    if (status == ARCHIVE_EOF) return;
    const char* what = archive_error_string(in_.get());
    const std::string detail = what ? what : "";
    found.rejected = detail.find("assphrase") != std::string::npos || detail.find("ncrypt") != std::string::npos ? "password" : "damaged-file";
    std::error_code ignored;
    fs::remove(found.file, ignored);
    found.file.clear();
    if (status == ARCHIVE_FATAL && found.rejected == "damaged-file") throw ItemError("damaged-file", {{"detail", detail}});
  }

  void count(long long bytes) {
    constexpr long long free_of_judgement = 16LL << 20;
    unpacked_ += bytes;
    if (unpacked_ > limits_.unpacked_bytes) throw ItemError("input-too-large", {{"limit", std::to_string(limits_.unpacked_bytes >> 20)}});
    if (unpacked_ > free_of_judgement && unpacked_ / limits_.ratio > packed_bytes_)
      throw ItemError("archive-bomb", {{"limit", std::to_string(limits_.ratio)}});
  }

  fs::path into_;
  ArchiveLimits limits_;
  long long packed_bytes_, unpacked_ = 0;
  int entries_ = 0, files_ = 0;
  std::unique_ptr<archive, Free> in_;
};

}  // namespace

std::vector<ArchiveEntry> unpack_archive(const fs::path& packed, const fs::path& into, const ArchiveLimits& limits, bool (*skip)(const std::string&)) {
  return Unpacker(packed, into, limits).run(skip);
}

}  // namespace pli
