// The real reader: opens scans, straightens them, reads barcodes and text, renders documents.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "stages/acquire.h"
#include "stages/find_blank.h"
#include "stages/read_barcodes.h"
#include "stages/read_form.h"
#include "stages/read_text.h"
#include "stages/reader.h"
#include "stages/straighten.h"

namespace pli {

struct ScanReaderOptions {
  Limits limits;
  AcquireOptions acquire;
  StraightenOptions straighten;
  BlankOptions blank;
  BarcodeOptions barcodes;
  ReadTextOptions text;
  std::vector<FormLayout> forms;   ///< that may come back
  FormOptions form;
  std::filesystem::path digits;    ///< model that tells written digits; "" none
};

std::unique_ptr<Reader> make_scan_reader(const ScanReaderOptions& = {});

/// Versions of the engines and digests of their data, as record.json states them.
std::map<std::string, std::string> scan_software(const std::string& language);
/// Changes whenever page facts would: versions, data, options. Part of every page's key in the work folder.
std::string reader_signature(const ScanReaderOptions&, const std::map<std::string, std::string>& software);

}  // namespace pli
