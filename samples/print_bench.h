// How fast letters are made: the same rows as single files and as a print run, and as HTML for another program to set.
#pragma once

#include <filesystem>
#include <string>

namespace pli::samples {

struct PrintSet {
  std::filesystem::path templates = "templates";
  std::string letter = "accuse-reception";
  int count = 1000;  ///< letters; names and streets differ, the text is that of the template's first example
};

/// Writes OUT/one.pdf, OUT/print.pdf, OUT/one.html and OUT/all.html (the same text for WeasyPrint) and OUT/print.json:
/// {letter, count, pages, composed_s, singles_s, run_s, single_bytes, run_bytes}, CPU seconds; singles_s and run_s each hold composing too.
void write_print_bench(const PrintSet&, const std::filesystem::path& out);

}  // namespace pli::samples
