// A reader for tests of everything but the pixels: its "scans" are text files that say what each page shows.
// The first line is FAKE; then a line a page:
//   text WORDS...      a page with that text ("|" ends a line)
//   code PAYLOAD       a page with that QR code and some text
//   form PAYLOAD NAME=VALUE...   a page of a form of ours with that code: its answers, each with the picture of its zone
//   sheet PAYLOAD      a separator sheet with that code
//   blank              an empty side
//   fail CODE          a page that can't be read (ItemError)
//   crash              a page that kills its worker
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "stages/reader.h"

namespace pli::test {

std::unique_ptr<Reader> make_fake_reader();

/// Writes such a file.
void write_fake_scan(const std::filesystem::path&, const std::vector<std::string>& pages);

}  // namespace pli::test
