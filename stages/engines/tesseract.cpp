#include "stages/engines/tesseract.h"

#include <omp.h>
#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <algorithm>
#include <filesystem>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/text.h"
#include "stages/engines/leptonica_pix.h"

namespace pli {
namespace {

using tesseract::TessBaseAPI;

// Tesseract's own threads fight each other: a page would take four times its time. It must be said in the process that reads.
void calm_threads() {
  omp_set_max_active_levels(0);
  setMsgSeverity(L_SEVERITY_NONE);
}

void silence(TessBaseAPI& api) { api.SetVariable("debug_file", "/dev/null"); }

Box box_of(const tesseract::PageIterator& at, tesseract::PageIteratorLevel level) {
  int left = 0, top = 0, right = 0, bottom = 0;
  if (!at.BoundingBox(level, &left, &top, &right, &bottom)) return {};
  return {left, top, right - left, bottom - top};
}

int baseline_of(const tesseract::PageIterator& at, const Box& box) {
  int x1 = 0, y1 = 0, x2 = 0, y2 = 0;
  if (!at.Baseline(tesseract::RIL_TEXTLINE, &x1, &y1, &x2, &y2)) return box.bottom();
  return std::clamp((y1 + y2) / 2, box.y, box.bottom());
}

std::string text_of(const tesseract::ResultIterator& at) {
  const std::unique_ptr<char[]> raw(at.GetUTF8Text(tesseract::RIL_WORD));
  if (!raw) return {};
  std::string out;
  for (const char c : clean(raw.get()))
    if (c != ' ' && c != '\n' && c != '\t' && c != '\f') out += c;
  return out;
}

// A name, never a path: "fra", "fra+eng", "script/Latin".
bool plain_name(const std::string& language) {
  return !language.empty() && language.front() != '/' && language.find("..") == std::string::npos;
}

std::filesystem::path data_file(const std::string& language) {
  TessBaseAPI api;
  silence(api);
  if (!plain_name(language) || api.Init(nullptr, language.c_str(), tesseract::OEM_LSTM_ONLY) != 0) throw Fatal("language-missing", {{"language", language}});
  return std::filesystem::path(api.GetDatapath()) / (language + ".traineddata");
}

}  // namespace

struct Tesseract::Api {
  TessBaseAPI api;
};

std::string tesseract_version() { return TessBaseAPI::Version(); }

std::string language_data_digest(const std::string& language) {
  calm_threads();
  std::string out;
  for (const std::string& one : split(language, '+')) out += (out.empty() ? "" : "+") + sha256_file(data_file(one));
  return out;
}

Tesseract::Tesseract(const std::string& language) : api_(std::make_unique<Api>()) {
  calm_threads();
  silence(api_->api);
  if (!plain_name(language) || api_->api.Init(nullptr, language.c_str(), tesseract::OEM_LSTM_ONLY) != 0) throw Fatal("language-missing", {{"language", language}});
}

Tesseract::~Tesseract() = default;

PageText Tesseract::read(ImageView page, bool sparse) {
  TessBaseAPI& api = api_->api;
  api.SetPageSegMode(sparse ? tesseract::PSM_SPARSE_TEXT : tesseract::PSM_AUTO);
  const PixPtr pix = grey_pix(page);
  api.SetImage(pix.get());
  api.SetSourceResolution(std::max(70, static_cast<int>(page.dpi + 0.5)));
  PageText out;
  if (api.Recognize(nullptr) == 0) {
    const std::unique_ptr<tesseract::ResultIterator> at(api.GetIterator());
    if (at) do {
      const std::string text = text_of(*at);
      if (at->IsAtBeginningOf(tesseract::RIL_BLOCK) || out.blocks.empty()) out.blocks.emplace_back();
      if (at->IsAtBeginningOf(tesseract::RIL_TEXTLINE) || out.blocks.back().lines.empty()) {
        const Box box = box_of(*at, tesseract::RIL_TEXTLINE);
        out.blocks.back().lines.push_back({box, baseline_of(*at, box), {}});
      }
      if (text.empty()) continue;
      out.blocks.back().lines.back().words.push_back({text, box_of(*at, tesseract::RIL_WORD), at->Confidence(tesseract::RIL_WORD) / 100.0});
    } while (at->Next(tesseract::RIL_WORD));
  }
  api.Clear();
  return out;
}

std::vector<Block> Tesseract::layout(ImageView page) {
  TessBaseAPI& api = api_->api;
  api.SetPageSegMode(tesseract::PSM_AUTO);
  const PixPtr pix = grey_pix(page);
  api.SetImage(pix.get());
  api.SetSourceResolution(std::max(70, static_cast<int>(page.dpi + 0.5)));
  std::vector<Block> out;
  const std::unique_ptr<tesseract::PageIterator> at(api.AnalyseLayout());
  if (at) do {
    if (at->IsAtBeginningOf(tesseract::RIL_BLOCK) || out.empty()) out.emplace_back();
    if (!tesseract::PTIsTextType(at->BlockType())) continue;
    const Box box = box_of(*at, tesseract::RIL_TEXTLINE);
    if (box.width <= 0) continue;
    out.back().lines.push_back({box, baseline_of(*at, box), {}});
    out.back().box = united(out.back().box, box);
  } while (at->Next(tesseract::RIL_TEXTLINE));
  std::erase_if(out, [](const Block& block) { return block.lines.empty(); });
  api.Clear();
  return out;
}

bool turn_data_there() {
  TessBaseAPI api;
  silence(api);
  return api.Init(nullptr, "osd", tesseract::OEM_TESSERACT_ONLY) == 0;
}

namespace {

struct Characters {
  int degrees = 0;
  float sureness = 0, script_sureness = 0;
  std::string script;
};

}  // namespace

struct CharacterShapes::State {
  TessBaseAPI api;
  bool opened = false, there = false;

  std::optional<Characters> look(ImageView page) {
    if (!opened) {
      calm_threads();
      silence(api);
      there = api.Init(nullptr, "osd", tesseract::OEM_TESSERACT_ONLY) == 0;
      opened = true;
    }
    if (!there) return std::nullopt;
    api.SetPageSegMode(tesseract::PSM_AUTO_OSD);
    const PixPtr pix = grey_pix(page);
    api.SetImage(pix.get());
    api.SetSourceResolution(std::max(70, static_cast<int>(page.dpi + 0.5)));
    Characters out;
    const char* script = nullptr;
    const bool seen = api.DetectOrientationScript(&out.degrees, &out.sureness, &script, &out.script_sureness);
    if (seen && script) out.script = script;
    api.Clear();
    api.ClearAdaptiveClassifier();
    if (!seen) return std::nullopt;
    return out;
  }
};

CharacterShapes::CharacterShapes() : state_(std::make_unique<State>()) {}
CharacterShapes::~CharacterShapes() = default;

std::optional<TurnOpinion> CharacterShapes::turn(ImageView page) {
  const auto seen = state_->look(page);
  if (!seen) return std::nullopt;
  // Tesseract says by how much the page is turned counter-clockwise-to-clockwise undone; its sureness is a log ratio to the second best turn.
  return TurnOpinion{(360 - seen->degrees) % 360, std::clamp(seen->sureness / (seen->sureness + 2.0), 0.0, 0.99)};
}

std::optional<std::string> CharacterShapes::script(ImageView page) {
  // Scribbles pass for Arabic, surely at times; but only print says which way is up (measured: 4 and more, scribbles and grain less than 2).
  constexpr float least_sureness = 3, least_script_sureness = 1;
  const auto seen = state_->look(page);
  if (!seen || seen->degrees != 0 || seen->sureness < least_sureness || seen->script_sureness < least_script_sureness) return std::nullopt;
  return seen->script;
}

}  // namespace pli
