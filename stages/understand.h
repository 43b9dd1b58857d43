// What a document is about: its fields, its dossier, its service and kind, and whether a person must look.
#pragma once

#include <string>
#include <vector>

#include "stages/batch.h"
#include "stages/join_dossier.h"

namespace pli {

struct UnderstandOptions {
  std::string received, received_source;
  std::vector<std::string> town, urgent;   ///< of the town's services
  std::string document;              ///< its id
  std::vector<std::string> beside = {};   ///< documents of the same pli that were reserved before it
  const ReturnWords* returns = nullptr;   ///< what the post's labels say; none: no label is read
  const std::vector<FormLayout>* forms = nullptr;  ///< that may come back
};

/// A document read: its record without identity, dossier number and files.
struct Understood {
  Record record;
  std::vector<RecordPage> pages;   ///< as in the record, with their text
  FoundDossier found;
  bool open_dossier = false;       ///< none was found and one may be opened
  std::string text;                ///< all that was read, for the full-text index
};

/// `pages` are the document's pages in order, with facts and text; numbers and pdf_page are filled in here.
Understood understand(const PlannedDocument&, std::vector<RecordPage> pages, const Registry&, const Cascade&, const UnderstandOptions&);

}  // namespace pli
