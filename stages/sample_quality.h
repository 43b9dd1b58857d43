// A sample of a batch for a person's look: which documents are drawn, and what was said of them. Both are events of the registry.
#pragma once

#include <string>
#include <vector>

#include "pipeline/registry.h"
#include "templates/attestation.h"

namespace pli {

struct QualityVerdict {
  std::string document;
  bool good = false;
  std::vector<std::string> defects;  ///< codes of attestation.toml; with good none
  std::string by;
};

struct DrawnDocument {
  DocumentEntry document;
  bool looked = false, good = false;  ///< by the last verdict
  std::vector<std::string> defects;
};

struct QualitySample {
  std::vector<DrawnDocument> drawn;   ///< in input order
  int looked() const;
  int good() const;
};

/// Draws `share` (0..1] of the batch's documents, one at least, by a digest of batch and document: the same share gives the same ones, a larger share adds to them.
/// An event tells which, unless it was told before. Throws UsageError: unknown-batch, batch-open, bad-share.
QualitySample draw_sample(Registry&, const std::string& batch, double share);

/// What was drawn so far, with the verdicts; nothing when nothing was.
QualitySample sample_of(const Registry&, const std::string& batch);

/// Records a verdict; said again it is no new event. Throws UsageError: unknown-document, not-drawn {document, batch}, unknown-defect {defect, known}, defect-missing.
void record_verdict(Registry&, const std::string& batch, const QualityVerdict&, const AttestationWords&);

}  // namespace pli
