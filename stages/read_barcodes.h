// Reads every barcode of a page: QR, Code 128, Code 39, PDF417, DataMatrix anywhere on it.
#pragma once

#include <vector>

#include "pipeline/image.h"
#include "pipeline/page.h"

namespace pli {

struct BarcodeOptions {
  int most = 32;              ///< symbols of one page at the most
  int min_linear_length = 4;  ///< shorter Code 128 and Code 39 texts are phantoms more often than symbols
};

/// `page` is upright and deskewed; boxes are in its pixels. Codes stand in reading order (top to bottom, left to right).
std::vector<Barcode> read_barcodes(ImageView page, const BarcodeOptions& = {});

/// Large QR codes alone, at a fifth of the cost: enough for a page of a form of ours, which bears nothing else.
std::vector<Barcode> read_large_qr(ImageView page, const BarcodeOptions& = {});

}  // namespace pli
