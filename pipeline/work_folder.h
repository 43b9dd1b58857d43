// The work folder of a batch (DIR/.pli/BATCH): page facts and artefacts as they are made, so that a killed run goes on from there.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "pipeline/page.h"

namespace pli {

class WorkFolder {
 public:
  /// Creates it. Throws Fatal("registry-mismatch") when it was begun under another registry, Fatal("work-folder-damaged") when it no longer says under which.
  WorkFolder(const std::filesystem::path& folder, const std::string& registry_uuid);

  const std::filesystem::path& path() const { return folder_; }
  std::filesystem::path picture(const std::string& key) const;    ///< the stream for document.pdf
  std::filesystem::path thumbnail(const std::string& key) const;  ///< a small JPEG
  std::filesystem::path masked_thumbnail(const std::string& key) const;  ///< the same with the places burnt that are masked
  std::filesystem::path unpacked(int input) const;                ///< where an archive's members lie
  std::filesystem::path aside(const std::string& document) const; ///< where a document's folder is made

  /// The facts of a page, or nullopt when they were never kept, are torn or of another schema, or when an artefact beside them lost bytes: then the page is read again.
  std::optional<PageFacts> facts(const std::string& key) const;
  /// The same, of a page that was read in this run. Throws Fatal("work-folder-damaged") when somebody took it away meanwhile.
  PageFacts kept(const std::string& key) const;
  /// Kept whole or not at all; the artefacts must be in place before.
  void keep(const std::string& key, const PageFacts&);
  void remove();                                                  ///< the batch is complete

 private:
  std::filesystem::path facts_file(const std::string& key) const;
  std::string seal(const std::string& key, std::string_view json) const;
  std::filesystem::path folder_;
};

}  // namespace pli
