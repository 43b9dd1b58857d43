// Takes a PDF made elsewhere (most replies of a town are) into the registry's own folder and files it in a dossier.
#pragma once

#include <filesystem>
#include <string>

#include "pipeline/registry.h"

namespace pli {

struct Attachment {
  std::string dossier, direction, date, subject;  ///< direction: inbound, outbound; date: ISO
  long long most_bytes = 2LL << 30;               ///< a larger file is refused
};

/// Copies it byte for byte to attachments/ID.pdf beside the registry, for its owner alone, then registers it with its SHA-256; the id is made of the bytes and
/// the dossier. A stopped call leaves at most a file that the same call uses again. Throws UsageError: source-missing, not-a-pdf, input-too-large, bad-date,
/// and those of Registry::add_attachment.
DocumentEntry attach_file(Registry&, const std::filesystem::path& file, const Attachment&);

}  // namespace pli
