// Which way up a page of a form of ours lies, and how it is tilted: its two codes say it, at a tenth of what the shapes of its print would cost.
#pragma once

#include <optional>
#include <vector>

#include "pipeline/form.h"
#include "stages/straighten.h"

namespace pli {

/// nullopt where not both codes of a page of one of `forms` are read at a glance, or where they contradict each other: such a page is straightened as any other.
/// `scan` is grey, as it lies.
std::optional<Upright> turned_by_codes(ImageView scan, const std::vector<FormLayout>& forms, const StraightenOptions& = {});

}  // namespace pli
