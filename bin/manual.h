// Manual pages and the shell's completion, made from the commands themselves: neither tells of an option that isn't there, and none is missing.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "bin/context.h"

namespace pli {

struct ManualPage {
  std::string name;   ///< "pli-in.1"
  std::string roff;   ///< UTF-8, for groff through preconv as man-db runs it
};

/// pli.1, pli-COMMAND.1 for each command with all that stands below it, and pli.toml.5, in the language of the user. What pages say beside help stands in templates/manual.
std::vector<ManualPage> manual_pages(Context&, const CLI::App& root);

/// A completion script for bash: commands, what stands below them, their options, words of an option that takes one of a few; paths elsewhere.
std::string bash_completion(const CLI::App& root);

/// Commands that people see, in their order.
std::vector<const CLI::App*> shown_commands(const CLI::App&);

}  // namespace pli
