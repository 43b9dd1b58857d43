// document.pdf: searchable PDF/A-1b with the scan's own pixels and invisible words in reading order.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/page.h"

namespace pli {

struct PdfPage {
  PageFacts facts;
  std::filesystem::path picture;   ///< file with the bytes that facts.picture describes; empty for a page that failed
  std::filesystem::path thumbnail, masked_thumbnail;  ///< with facts.masked: its small picture, and where the one without those places goes
  std::vector<std::string> note;   ///< lines printed on a placeholder page (failed), for people
};

struct PdfInfo {
  std::string title;      ///< holds the document id: trailer /ID is made from Info
  std::string date;       ///< ISO date; /CreationDate is that day at 00:00 UTC
  std::string language = "fr-FR";
};

/// Throws Fatal when the font, the profile or the disk is missing; ItemError("damaged-page") when a picture can't be embedded.
void write_searchable_pdf(const std::filesystem::path&, const std::vector<PdfPage>&, const PdfInfo&);

}  // namespace pli
