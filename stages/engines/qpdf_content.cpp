#include "stages/engines/qpdf_content.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <qpdf/Pipeline.hh>

namespace pli {

Rect box_of(const Rect& r, const Matrix& m) {
  const double x[4] = {r.left, r.right, r.left, r.right}, y[4] = {r.bottom, r.bottom, r.top, r.top};
  Rect out{1e30, 1e30, -1e30, -1e30};
  for (int i = 0; i < 4; ++i) {
    const double u = x[i] * m.a + y[i] * m.c + m.e, v = x[i] * m.b + y[i] * m.d + m.f;
    out = {std::min(out.left, u), std::min(out.bottom, v), std::max(out.right, u), std::max(out.top, v)};
  }
  return out;
}

namespace {

struct TooMuch {};  // more content than a scanned page has: it is drawn then

// Collects a content stream, up to what a page of a scanner could need.
class Bounded : public Pipeline {
 public:
  Bounded() : Pipeline("content", nullptr) {}
  void write(unsigned char const* data, std::size_t length) override {
    if (bytes.size() + length > 4u << 20) throw TooMuch();
    bytes.append(reinterpret_cast<char const*>(data), length);
  }
  void finish() override {}
  std::string bytes;
};

struct Graphics {
  Matrix matrix;
  Rect clip;
  bool clip_known = true;   // the clip is a rectangle
  bool opaque = true;       // no transparency, no soft mask
  bool black_fill = true;
  int text_mode = 0;
};

class Follower : public QPDFObjectHandle::ParserCallbacks {
 public:
  Follower(QPDF& pdf, const Rect& page) : pdf_(pdf), page_(page) { now_.clip = page; }

  void follow(QPDFObjectHandle content, QPDFObjectHandle resources) {
    Bounded text;
    const auto add = [&](QPDFObjectHandle stream) {
      if (stream.isStream()) stream.pipeStreamData(&text, 0, qpdf_dl_specialized, true, false);
      text.bytes += '\n';
    };
    if (content.isArray()) {
      for (int i = 0; i < std::min(content.getArrayNItems(), 10000); ++i) add(content.getArrayItem(i));
    } else {
      add(content);
    }
    QPDFObjectHandle outer = resources_;
    resources_ = resources;
    QPDFObjectHandle::newStream(&pdf_, text.bytes).parseAsContents(this);
    resources_ = outer;
  }

  std::optional<PaintedImage> found;

 private:
  void handleEOF() override {}
  void handleObject(QPDFObjectHandle object) override {
    if (++steps_ > 2'000'000) throw TooMuch();
    if (object.isOperator()) {
      obey(object.getOperatorValue());
      operands_.clear();
    } else if (object.isInlineImage()) {
      paint();
    } else if (operands_.size() < 64) {
      operands_.push_back(object);
    }
  }

  double number(std::size_t i) { return i < operands_.size() && operands_[i].isNumber() ? operands_[i].getNumericValue() : 0; }
  std::string name() { return !operands_.empty() && operands_[0].isName() ? operands_[0].getName() : std::string(); }
  QPDFObjectHandle resource(const char* kind) {
    if (!resources_.isDictionary()) return QPDFObjectHandle::newNull();
    QPDFObjectHandle group = resources_.getKey(kind);
    return group.isDictionary() && !name().empty() ? group.getKey(name()) : QPDFObjectHandle::newNull();
  }

  void obey(const std::string& op) {
    static const std::set<std::string> paints{"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"}, shows{"Tj", "TJ", "'", "\""};
    if (op == "q") {
      if (saved_.size() < 1000) saved_.push_back(now_);
    } else if (op == "Q") {
      if (!saved_.empty()) {
        now_ = saved_.back();
        saved_.pop_back();
      }
    } else if (op == "cm") now_.matrix = Matrix{number(0), number(1), number(2), number(3), number(4), number(5)}.then(now_.matrix);
    else if (op == "Tr") now_.text_mode = static_cast<int>(number(0));
    else if (op == "gs") set_state(resource("/ExtGState"));
    else if (op == "g") now_.black_fill = number(0) < 0.01;
    else if (op == "rg") now_.black_fill = number(0) + number(1) + number(2) < 0.03;
    else if (op == "k") now_.black_fill = number(3) > 0.99;
    else if (op == "cs" || op == "sc" || op == "scn") now_.black_fill = false;
    else if (op == "re") {
      ++path_pieces_;
      rectangle_ = box_of({number(0), number(1), number(0) + number(2), number(1) + number(3)}, now_.matrix);
    } else if (op == "m" || op == "l" || op == "c" || op == "v" || op == "y") path_pieces_ += 2;
    else if (op == "W" || op == "W*") clips_ = true;
    else if (op == "n" || paints.count(op)) end_path(op != "n");
    else if (op == "sh" || (shows.count(op) && now_.text_mode != 3)) paint();
    else if (op == "BDC" && name() == "/OC") paint();  // may be shown or not: let it be drawn
    else if (op == "Do") draw(resource("/XObject"));
  }

  void set_state(QPDFObjectHandle state) {
    if (!state.isDictionary()) return;
    const auto less_than_one = [&](const char* key) {
      QPDFObjectHandle v = state.getKey(key);
      return v.isNumber() && v.getNumericValue() < 1;
    };
    QPDFObjectHandle mask = state.getKey("/SMask"), blend = state.getKey("/BM");
    const bool masked = !mask.isNull() && !(mask.isName() && mask.getName() == "/None");
    const bool blends = !blend.isNull() && !(blend.isName() && (blend.getName() == "/Normal" || blend.getName() == "/Compatible"));
    if (less_than_one("/ca") || less_than_one("/CA") || masked || blends) now_.opaque = false;
  }

  void end_path(bool painted) {
    if (painted) paint();
    if (clips_) {
      if (path_pieces_ == 1) {
        now_.clip = {std::max(now_.clip.left, rectangle_.left), std::max(now_.clip.bottom, rectangle_.bottom), std::min(now_.clip.right, rectangle_.right),
                     std::min(now_.clip.top, rectangle_.top)};
      } else {
        now_.clip_known = false;
      }
    }
    clips_ = false;
    path_pieces_ = 0;
  }

  void paint() {
    painted_ = true;
    found.reset();
  }

  void draw(QPDFObjectHandle object) {
    if (!object.isStream()) return;
    QPDFObjectHandle dict = object.getDict();
    QPDFObjectHandle kind = dict.getKey("/Subtype");
    if (!dict.getKey("/OC").isNull()) return paint();
    if (kind.isName() && kind.getName() == "/Image") return draw_image(object, dict);
    if (!kind.isName() || kind.getName() != "/Form" || depth_ > 4) return paint();
    const Graphics outer = now_;
    const auto outer_saved = saved_.size();
    QPDFObjectHandle m = dict.getKey("/Matrix");
    if (m.isArray() && m.getArrayNItems() == 6) {
      double v[6];
      for (int i = 0; i < 6; ++i) v[i] = m.getArrayItem(i).isNumber() ? m.getArrayItem(i).getNumericValue() : 0;
      now_.matrix = Matrix{v[0], v[1], v[2], v[3], v[4], v[5]}.then(now_.matrix);
    }
    ++depth_;
    QPDFObjectHandle own = dict.getKey("/Resources");
    const auto operands = operands_;
    operands_.clear();
    follow(object, own.isDictionary() ? own : resources_);
    operands_ = operands;
    --depth_;
    saved_.resize(std::min(saved_.size(), outer_saved));
    now_ = outer;
  }

  void draw_image(QPDFObjectHandle object, QPDFObjectHandle dict) {
    QPDFObjectHandle stencil = dict.getKey("/ImageMask");
    const bool is_stencil = stencil.isBool() && stencil.getBoolValue();
    const bool masked = !dict.getKey("/SMask").isNull() || !dict.getKey("/Mask").isNull();
    // A stencil in black on the bare page is a black and white image; over something else it is one layer of several.
    const bool whole = now_.opaque && now_.clip_known && !masked && (!is_stencil || (now_.black_fill && !painted_)) && covers_page();
    paint();
    if (whole) found = PaintedImage{object, now_.matrix};
  }

  bool covers_page() const {
    const Rect image = box_of({0, 0, 1, 1}, now_.matrix);
    const double w = page_.right - page_.left, h = page_.top - page_.bottom;
    const double x = std::max(3.0, 0.015 * w), y = std::max(3.0, 0.015 * h);
    const auto near = [](double p, double q, double by) { return std::abs(p - q) <= by; };
    const bool same = near(image.left, page_.left, x) && near(image.right, page_.right, x) && near(image.bottom, page_.bottom, y) && near(image.top, page_.top, y);
    const Rect& c = now_.clip;
    const bool unclipped = c.left <= image.left + x && c.right >= image.right - x && c.bottom <= image.bottom + y && c.top >= image.top - y;
    return same && unclipped;
  }

  QPDF& pdf_;
  Rect page_;
  Graphics now_;
  std::vector<Graphics> saved_;
  std::vector<QPDFObjectHandle> operands_;
  QPDFObjectHandle resources_ = QPDFObjectHandle::newNull();
  Rect rectangle_;
  int path_pieces_ = 0, depth_ = 0;
  long steps_ = 0;
  bool clips_ = false, painted_ = false;
};

// Stamps, filled-in form fields and remarks are part of what a person sees.
bool has_visible_annotation(QPDFObjectHandle page) {
  QPDFObjectHandle list = page.getKey("/Annots");
  if (!list.isArray()) return false;
  for (int i = 0; i < list.getArrayNItems(); ++i) {
    QPDFObjectHandle annotation = list.getArrayItem(i);
    if (!annotation.isDictionary()) continue;
    QPDFObjectHandle kind = annotation.getKey("/Subtype"), flags = annotation.getKey("/F");
    const bool link = kind.isName() && (kind.getName() == "/Link" || kind.getName() == "/Popup");
    constexpr long long hidden = 2, no_view = 32;
    const bool shown = !flags.isInteger() || !(flags.getIntValue() & (hidden | no_view));
    if (!link && shown && annotation.getKey("/AP").isDictionary()) return true;
  }
  return false;
}

}  // namespace

std::optional<PaintedImage> only_image(QPDF& pdf, QPDFObjectHandle page, const Rect& page_box) {
  if (has_visible_annotation(page)) return std::nullopt;
  Follower follower(pdf, page_box);
  try {
    follower.follow(page.getKey("/Contents"), page.getKey("/Resources"));
  } catch (const TooMuch&) {
    return std::nullopt;
  }
  return follower.found;
}

}  // namespace pli
