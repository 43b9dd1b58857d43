#include "stages/scan_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "pipeline/code.h"
#include "pipeline/cpu_time.h"
#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/version.h"
#include "stages/burn.h"
#include "stages/digit_model.h"
#include "stages/engines/jpeg.h"
#include "stages/engines/leptonica_direction.h"
#include "stages/engines/opencv_paper.h"
#include "stages/engines/tesseract.h"
#include "stages/engines/zxing.h"
#include "stages/raster.h"
#include "stages/resample.h"
#include "stages/turn_by_codes.h"
#include "stages/turn_by_reading.h"

namespace pli {
namespace {

// Adds the CPU time since the last call to a step.
class StepClock {
 public:
  explicit StepClock(std::map<std::string, double>& seconds) : seconds_(seconds) {}
  void ends(const char* step) {
    const double now = cpu_seconds();
    seconds_[step] += now - last_;
    last_ = now;
  }

 private:
  std::map<std::string, double>& seconds_;
  double last_ = cpu_seconds();
};

constexpr int zone_quality = 70;
constexpr double sure_typing = 0.8;  // mean of the words: handwriting stays below
constexpr std::size_t largest_thumbnail = 15'000;

std::string thumbnail_jpeg(const Image& thumbnail) {
  std::string bytes;
  for (int quality = 60; quality >= 20; quality -= 10) {
    bytes = encode_jpeg(thumbnail, quality);
    if (bytes.size() <= largest_thumbnail) break;
  }
  return bytes;
}

bool is_sheet(const std::vector<Barcode>& codes) {
  return std::any_of(codes.begin(), codes.end(), [](const Barcode& code) { return code.format == "QR" && parse_sheet_code(code.text); });
}

class ScanReader : public Reader {
 public:
  explicit ScanReader(const ScanReaderOptions& options) : options_(options) { keep_to_one_thread(); }

  Listing list(const fs::path& file, const fs::path& unpack_into) override { return list_input(file, unpack_into, options_.limits); }

  PageReading read(const PageJob& job) override {
    PageFacts facts;
    StepClock clock(facts.seconds);
    const Scan scan = open_page(job.file, job.index, options_.limits, options_.acquire);
    write_file(job.picture, scan.picture_bytes);
    facts.picture = scan.picture;
    facts.origin = scan.origin;
    clock.ends("acquire");
    if (job.words == Words::picture) {
      write_file(job.thumbnail, thumbnail_jpeg(turned(scan.thumbnail, job.turn)));
      return {std::move(facts), false};
    }

    const Image copy = scan.image.channels == 1 ? Image() : grey_copy(scan.image);
    const ImageView grey = scan.image.channels == 1 ? scan.image.view() : copy.view();
    std::optional<Upright> by_codes = turned_by_codes(grey, options_.forms, options_.straighten);
    Upright upright = by_codes ? std::move(*by_codes) : straighten(grey, options_.straighten, shapes_);
    if (job.words == Words::all && !upright.doubts.empty()) settle_turn(upright, text_reader());
    take(upright, facts);
    clock.ends("straighten");

    facts.barcodes = by_codes ? form_page_barcodes(upright.page, options_.barcodes) : read_barcodes(upright.page, options_.barcodes);
    clock.ends("barcodes");

    facts.blank = facts.barcodes.empty() && find_blank(upright.page, options_.blank).blank;
    clock.ends("blank");

    write_file(job.thumbnail, thumbnail_jpeg(turned(scan.thumbnail, upright.rotation)));
    clock.ends("acquire");
    const bool has_words = !facts.blank && !is_sheet(facts.barcodes);
    const Image stamp = has_words && !scan.stamp.view().empty() ? turned(scan.stamp, upright.rotation, upright.skew) : Image();
    if (has_words && job.words == Words::all && take_form(upright, stamp, job.picture, facts)) clock.ends("form");
    else if (has_words && job.words == Words::later) write_rasters(job.raster, upright.page, stamp);
    else if (has_words) take(job.words == Words::address ? text_reader().read_address(upright.page) : text_reader().read(upright.page, stamp), facts);
    clock.ends("text");
    return {std::move(facts), has_words && job.words == Words::later};
  }

  PageFacts read_words(const fs::path& raster, PageFacts facts) override {
    StepClock clock(facts.seconds);
    const fs::path beside = stamp_beside(raster);
    Upright upright;
    upright.page = read_raster(raster);
    upright.rotation = facts.rotation;
    const Image stamp = fs::exists(beside) ? read_raster(beside) : Image();
    if (take_form(upright, stamp, raster, facts)) clock.ends("form");
    else take(text_reader().read(upright.page, stamp), facts);
    fs::remove(beside);
    clock.ends("text");
    return facts;
  }

  void render(const RenderJob& job) override {
    write_searchable_pdf(job.pdf, job.pages, job.info);
    for (const PdfPage& page : job.pages)
      if (!page.facts.masked.empty() && !page.facts.failed) write_file(page.masked_thumbnail, thumbnail_jpeg(burnt_thumbnail(decode_jpeg(read_file(page.thumbnail)), page.facts)));
  }

 private:
  static void take(const Upright& upright, PageFacts& facts) {
    facts.width = upright.page.width;
    facts.height = upright.page.height;
    facts.dpi = upright.page.dpi;
    facts.rotation = upright.rotation;
    facts.rotation_confidence = upright.rotation_confidence;
    facts.skew = upright.skew;
    facts.skew_confidence = upright.skew_confidence;
    facts.doubts = upright.doubts;
  }

  /// A page of a form is read by its zones, its words are known. False: it is a page like others.
  bool take_form(Upright& upright, const Image& stamp, const fs::path& picture, PageFacts& facts) {
    const FormCode form = form_code_of(facts.barcodes);
    if (form.boxes.empty()) return false;
    // What was taken off the print as a stamp may be the citizen's red or blue pen.
    if (stamp.pixels.size() == upright.page.pixels.size())
      std::transform(stamp.pixels.begin(), stamp.pixels.end(), upright.page.pixels.begin(), upright.page.pixels.begin(), [](std::uint8_t ink, std::uint8_t page) { return std::min(ink, page); });
    const ReadTyped typed = [this](ImageView zone) { return typed_text(zone); };
    FormPage page = read_form(upright.page, form.code, form.boxes, options_.forms, comb(), typed, options_.form);
    if (page.reading.problem == "form-unregistered") page = turned_form(form.code, typed, upright, facts, std::move(page));
    for (const ZoneCrop& crop : page.crops) write_file(zone_file(picture, crop.name), encode_jpeg(crop.image, zone_quality));
    const bool read = page.reading.problem.empty();
    facts.form = std::move(page.reading);
    return read;
  }

  /// A sheet that lies upside down shows its heart at another corner: there is too little text on some forms to tell before.
  FormPage turned_form(const LetterCode& code, const ReadTyped& typed, Upright& upright, PageFacts& facts, FormPage first) {
    for (int turn : {180, 90, 270}) {
      Image page = turned(upright.page, turn);
      const std::vector<Barcode> codes = read_barcodes(page, options_.barcodes);
      FormPage again = read_form(page, code, form_code_of(codes).boxes, options_.forms, comb(), typed, options_.form);
      if (!again.reading.problem.empty()) continue;
      upright.page = std::move(page), upright.rotation = (upright.rotation + turn) % 360;
      facts.width = upright.page.width, facts.height = upright.page.height, facts.rotation = upright.rotation, facts.rotation_confidence = 0.99;
      facts.barcodes = codes;
      std::erase(facts.doubts, "turn-unsure");
      return again;
    }
    return first;
  }

  std::string typed_text(ImageView zone) {
    const ReadText read = text_reader().read(zone);
    if (read.confidence < sure_typing) return {};
    std::string text = read.text.plain();
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
  }

  const CombReader& comb() {
    if (!comb_) comb_.emplace(options_.digits.empty() ? nullptr : load_digit_model(options_.digits));
    return *comb_;
  }

  static void write_rasters(const fs::path& file, const Image& page, const Image& stamp) {
    if (!stamp.view().empty()) write_raster(stamp_beside(file), stamp);
    write_raster(file, page);
  }

  TextReader& text_reader() {
    if (!text_) text_ = std::make_unique<TextReader>(options_.text);
    return *text_;
  }

  static void take(ReadText read, PageFacts& facts) {
    facts.text = std::move(read.text);
    facts.ocr_confidence = read.confidence;
    facts.legibility = read.legibility;
    facts.doubts.insert(facts.doubts.end(), read.doubts.begin(), read.doubts.end());
  }

  ScanReaderOptions options_;
  CharacterShapes shapes_;
  std::unique_ptr<TextReader> text_;
  std::optional<CombReader> comb_;
};

}  // namespace

std::unique_ptr<Reader> make_scan_reader(const ScanReaderOptions& options) { return std::make_unique<ScanReader>(options); }

std::map<std::string, std::string> scan_software(const std::string& language) {
  return {{"pli", version()},
          {"tesseract", tesseract_version()},
          {"leptonica", leptonica_version()},
          {"opencv", opencv_version()},
          {"zxing", zxing_version()},
          {"language_data", language_data_digest(language)}};
}

std::string reader_signature(const ScanReaderOptions& options, const std::map<std::string, std::string>& software) {
  Sha256 digest;
  for (const auto& [name, value] : software)
    if (name != "model") digest.add_field(name).add_field(value);
  digest.add_field(options.text.language).add_field(std::to_string(options.text.ocr_dpi)).add_field(std::to_string(options.limits.page_megapixels));
  for (const FormLayout& form : options.forms) digest.add_field(compact(to_json(form)));
  if (!options.digits.empty()) digest.add_field(sha256_file(options.digits));
  digest.add_field(std::to_string(options.acquire.colour_dpi)).add_field(std::to_string(options.acquire.colour_bytes));
  return digest.hex();
}

}  // namespace pli
