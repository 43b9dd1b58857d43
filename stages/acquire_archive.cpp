// Archives: which entries are letters, and under which names they stand in reports.
#include <algorithm>
#include <cstdio>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/text.h"
#include "stages/acquire_page.h"
#include "stages/engines/archive.h"

namespace pli {

// The parts of a name between slashes of either kind, without empty ones, "." and "..", nor a drive.
static std::vector<std::string> parts_of(const std::string& name) {
  std::string plain = clean(name);
  for (char& c : plain)
    if (c == '\\' || c == '\n' || c == '\f') c = c == '\\' ? '/' : ' ';
  std::vector<std::string> out;
  for (const std::string& part : split(plain, '/')) {
    const bool drive = out.empty() && part.size() == 2 && part[1] == ':';
    if (!part.empty() && part != "." && part != ".." && !drive) out.push_back(part);
  }
  return out;
}

static bool hidden(const std::string& name) {
  for (const std::string& part : parts_of(name)) {
    const std::string plain = folded(part);
    if (part.front() == '.' || part == "__MACOSX" || plain == "thumbs.db" || plain == "desktop.ini") return true;
  }
  return false;
}

static std::string shown_name(const std::string& name) {
  std::string out;
  for (const std::string& part : parts_of(name)) out += (out.empty() ? "" : "/") + part;
  constexpr std::size_t longest = 240;
  if (const auto points = code_points(out); points.size() > longest) out = "…" + utf8(points.substr(points.size() - longest + 1));  // cut within "x..", its end alone would be ".."
  return out.empty() ? "?" : out;
}

// Office documents are zip files too: what lies in them are not letters but their pieces.
static bool is_office_file(const std::vector<ArchiveEntry>& entries) {
  return std::any_of(entries.begin(), entries.end(),
                     [](const ArchiveEntry& e) { return e.name == "[Content_Types].xml" || e.name == "mimetype" || e.name == "META-INF/MANIFEST.MF"; });
}

std::vector<Member> unpacked(const std::filesystem::path& archive, const std::filesystem::path& into, const Limits& limits) {
  make_folder(into);
  const auto entries = unpack_archive(archive, into, {limits.archive_entries, limits.archive_ratio, limits.input_mib << 20}, hidden);
  if (is_office_file(entries)) throw ItemError("unknown-type", {{"detail", "an office document"}});
  if (entries.empty()) throw ItemError("empty-archive", {});
  std::vector<Member> members;
  for (const ArchiveEntry& e : entries) members.push_back({shown_name(e.name), e.file, e.rejected});
  std::stable_sort(members.begin(), members.end(), [](const Member& a, const Member& b) { return natural_less(a.name, b.name); });
  int number = 0;
  for (Member& member : members) {
    ++number;
    if (!member.rejected.empty()) continue;
    char name[32];
    std::snprintf(name, sizeof name, "%04d", number);
    std::filesystem::rename(member.file, into / name);
    member.file = into / name;
  }
  return members;
}

}  // namespace pli
