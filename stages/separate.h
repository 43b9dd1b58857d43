// From a stack of pages to documents: by file, by sheets laid between letters, by letter codes of ours. Facts only, no pixels.
// Within a pli the pages of one letter of ours are one document in the order of their numbers, whatever lies between them. One stack without any sheet
// (`stream`) is parted by letter codes alone: each letter a pli of its own; pages without a code stay with the page before and go to review.
#pragma once

#include <string>
#include <vector>

#include "pipeline/code.h"
#include "pipeline/record.h"

namespace pli {

/// A letter code of ours found on a page, and whether its tag was right.
struct LetterMark {
  LetterCode code;
  enum class Proof { right, wrong, unverifiable } proof = Proof::unverifiable;
};

/// What separation needs to know of a page.
struct PageSummary {
  int input = 0;                 ///< the file it comes from: a change of it is a document boundary, unless the sources are one stack
  bool blank = false;
  bool failed = false;
  std::vector<SheetCode> sheets; ///< well-formed sheet codes, each once
  std::vector<LetterMark> marks; ///< well-formed letter codes, each once
};

struct PlannedPage {
  int page = 0;                  ///< index into the stack
  bool blank = false;
  std::string role = "letter";   ///< letter, annex, envelope
};

struct PlannedDocument {
  std::vector<PlannedPage> pages;   ///< at least one that is not blank
  int piece = 0;                    ///< documents of one envelope share it
  std::string kind_of_mail = "simple";
  std::string service;              ///< said by a sheet, else ""
  std::vector<std::string> flags;   ///< said by sheets: confidential, valuables, urgent, unopened
  std::vector<LetterMark> marks;    ///< of all its pages
  std::vector<std::string> reasons; ///< review reasons that separation gives
};

struct SeparateOptions {
  bool stream = false;           ///< the sources are one stack of sheets: files are no boundaries
};

struct Separation {
  std::vector<PlannedDocument> documents;  ///< in the order of their first pages
  std::vector<int> separators;             ///< pages that are sheets, or blank backs of sheets
  std::vector<int> blanks;                 ///< blank pages outside any document
  std::vector<SheetCode> missing;          ///< numbered sheets that never came
};

/// Of letters of ours in a document, page n of N: a reason for review (letter-incomplete, code-replayed) when one is missing or there twice.
void check_letter_pages(PlannedDocument&);

/// Every page of the stack ends in exactly one place of the result.
Separation separate(const std::vector<PageSummary>& stack, const SeparateOptions& = {});

}  // namespace pli
