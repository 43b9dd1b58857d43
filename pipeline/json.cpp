#include "pipeline/json.h"

#include <array>
#include <cmath>
#include <stdexcept>

#include "pipeline/json_form.h"

namespace pli {
namespace {

constexpr std::array<const char*, 3> legibility_names = {"good", "low", "none"};

const char* name_of(Legibility value) { return legibility_names[static_cast<std::size_t>(value)]; }

Legibility legibility_from(const std::string& name) {
  for (std::size_t i = 0; i < legibility_names.size(); ++i)
    if (name == legibility_names[i]) return static_cast<Legibility>(i);
  throw std::invalid_argument("legibility: " + name);
}

Json to_json(const Barcode& code) { return {{"format", code.format}, {"text", code.text}, {"box", to_json(code.box)}}; }

Barcode barcode_from_json(const Json& json) {
  return {json.at("format").get<std::string>(), json.at("text").get<std::string>(), box_from_json(json.at("box"))};
}

// Words stand as arrays: a page has hundreds of them.
Json to_json(const PageText& text) {
  Json blocks = Json::array();
  for (const Block& block : text.blocks) {
    Json lines = Json::array();
    for (const Line& line : block.lines) {
      Json words = Json::array();
      for (const Word& word : line.words) words.push_back(Json::array({word.text, to_json(word.box), rounded(word.confidence, 3)}));
      lines.push_back({{"box", to_json(line.box)}, {"baseline", line.baseline}, {"words", words}});
    }
    blocks.push_back({{"box", to_json(block.box)}, {"stamp", block.stamp}, {"lines", lines}});
  }
  return blocks;
}

PageText text_from_json(const Json& json) {
  PageText text;
  for (const Json& b : json) {
    Block block{box_from_json(b.at("box")), {}, b.at("stamp").get<bool>()};
    for (const Json& l : b.at("lines")) {
      Line line{box_from_json(l.at("box")), l.at("baseline").get<int>(), {}};
      for (const Json& w : l.at("words")) line.words.push_back({w.at(0).get<std::string>(), box_from_json(w.at(1)), w.at(2).get<double>()});
      block.lines.push_back(std::move(line));
    }
    text.blocks.push_back(std::move(block));
  }
  return text;
}

Json to_json(const Picture& p) {
  return {{"encoding", p.encoding}, {"width", p.width},   {"height", p.height}, {"channels", p.channels},
          {"white_is_zero", p.white_is_zero}, {"turn", p.turn}, {"done", p.done}};
}

Picture picture_from_json(const Json& json) {
  return {json.at("encoding").get<std::string>(), json.at("width").get<int>(),          json.at("height").get<int>(),
          json.at("channels").get<int>(),         json.at("white_is_zero").get<bool>(), json.at("turn").get<int>(),
          json.at("done").get<std::string>()};
}

Json to_json(const Verdict& v, bool with_candidates) {
  Json json{{"code", v.code.empty() ? Json(nullptr) : Json(v.code)}, {"confidence", rounded(v.confidence, 4)}};
  if (with_candidates) {
    json["decided_by"] = v.decided_by;
    Json candidates = Json::array();
    for (const Candidate& c : v.candidates) candidates.push_back({{"code", c.code}, {"confidence", rounded(c.confidence, 4)}});
    json["candidates"] = candidates;
  }
  Json evidence = Json::array();
  for (const Evidence& e : v.evidence) evidence.push_back({{"term", e.term}, {"weight", rounded(e.weight, 4)}});
  json["evidence"] = evidence;
  return json;
}

std::string text_or_empty(const Json& json) { return json.is_null() ? std::string() : json.get<std::string>(); }
Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Verdict verdict_from_json(const Json& json) {
  Verdict v;
  v.code = text_or_empty(json.at("code"));
  v.confidence = json.at("confidence").get<double>();
  v.decided_by = json.value("decided_by", "");
  if (json.contains("candidates"))
    for (const Json& c : json.at("candidates")) v.candidates.push_back({c.at("code").get<std::string>(), c.at("confidence").get<double>()});
  for (const Json& e : json.at("evidence")) v.evidence.push_back({e.at("term").get<std::string>(), e.at("weight").get<double>()});
  return v;
}

Json to_json(const Field& f) {
  return {{"name", f.name}, {"value", f.value}, {"text", f.text}, {"confidence", rounded(f.confidence, 3)}, {"page", f.page}, {"box", to_json(f.box)}};
}

Field field_from_json(const Json& json) {
  return {json.at("name").get<std::string>(), json.at("value").get<std::string>(), json.at("text").get<std::string>(),
          json.at("confidence").get<double>(), json.at("page").get<int>(),          box_from_json(json.at("box"))};
}

Json to_json(const Piece& p) {
  return {{"id", p.id},
          {"number", text_or_null(p.number)},
          {"position", p.position},
          {"of", p.of},
          {"kind_of_mail", p.kind_of_mail},
          {"tracking", text_or_null(p.tracking)},
          {"envelope_page", p.envelope_page == 0 ? Json(nullptr) : Json(p.envelope_page)},
          {"flags", p.flags}};
}

Piece piece_from_json(const Json& json) {
  Piece p;
  p.id = json.at("id").get<std::string>();
  p.number = text_or_empty(json.value("number", Json(nullptr)));
  p.position = json.at("position").get<int>();
  p.of = json.at("of").get<int>();
  p.kind_of_mail = json.at("kind_of_mail").get<std::string>();
  p.tracking = text_or_empty(json.at("tracking"));
  p.envelope_page = json.at("envelope_page").is_null() ? 0 : json.at("envelope_page").get<int>();
  p.flags = json.at("flags").get<std::vector<std::string>>();
  return p;
}

Json to_json(const ScanOrigin& o) {
  Json device = Json::object();
  for (const auto& [name, value] : o.device) device[name] = value;
  return {{"width", o.width}, {"height", o.height}, {"channels", o.channels}, {"pixels_sha256", o.pixels_sha256}, {"dpi", Json::array({rounded(o.dpi_x, 2), rounded(o.dpi_y, 2)})}, {"device", device}};
}

ScanOrigin origin_from_json(const Json& json) {
  ScanOrigin o{json.at("width").get<int>(), json.at("height").get<int>(), json.at("channels").get<int>(), json.at("pixels_sha256").get<std::string>(),
               json.at("dpi").at(0).get<double>(), json.at("dpi").at(1).get<double>(), {}};
  for (const auto& [name, value] : json.at("device").items()) o.device[name] = value.get<std::string>();
  return o;
}

// What page facts and records say of a page alike; rounded here, so that what is recorded is what was applied.
void add_measures(Json& json, const PageFacts& f) {
  json["width"] = f.width;
  json["height"] = f.height;
  json["dpi"] = rounded(f.dpi, 1);
  json["rotation"] = f.rotation;
  json["rotation_confidence"] = rounded(f.rotation_confidence, 3);
  json["skew"] = rounded(f.skew, 3);
  json["skew_confidence"] = rounded(f.skew_confidence, 3);
  json["blank"] = f.blank;
  json["failed"] = f.failed;
  if (f.failed) json["failure"] = f.failure;
  json["legibility"] = name_of(f.legibility);
  json["ocr_confidence"] = rounded(f.ocr_confidence, 3);
  json["barcodes"] = Json::array();
  for (const Barcode& code : f.barcodes) json["barcodes"].push_back(to_json(code));
  if (!f.origin.pixels_sha256.empty()) json["origin"] = to_json(f.origin);
  for (const Box& box : f.masked) json["masked"].push_back(to_json(box));  // stands there only when there is one
}

PageFacts measures_from_json(const Json& json) {
  PageFacts f;
  f.width = json.at("width").get<int>();
  f.height = json.at("height").get<int>();
  f.dpi = json.at("dpi").get<double>();
  f.rotation = json.at("rotation").get<int>();
  f.rotation_confidence = json.at("rotation_confidence").get<double>();
  f.skew = json.at("skew").get<double>();
  f.skew_confidence = json.at("skew_confidence").get<double>();
  f.blank = json.at("blank").get<bool>();
  f.failed = json.at("failed").get<bool>();
  f.failure = json.value("failure", "");
  f.legibility = legibility_from(json.at("legibility").get<std::string>());
  f.ocr_confidence = json.at("ocr_confidence").get<double>();
  for (const Json& code : json.at("barcodes")) f.barcodes.push_back(barcode_from_json(code));
  if (json.contains("origin")) f.origin = origin_from_json(json.at("origin"));
  for (const Json& box : json.value("masked", Json::array())) f.masked.push_back(box_from_json(box));
  return f;
}

Json to_json(const RecordPage& p) {
  Json json{{"number", p.number},
            {"pdf_page", p.pdf_page == 0 ? Json(nullptr) : Json(p.pdf_page)},
            {"source", {{"path", p.source.path}, {"sha256", p.source.sha256}, {"page", p.source.page}}}};
  add_measures(json, p.facts);
  const Picture& picture = p.facts.picture;
  json["image"] = {{"encoding", picture.encoding}, {"width", picture.width}, {"height", picture.height}, {"done", picture.done}};
  if (!p.facts.doubts.empty()) json["doubts"] = p.facts.doubts;
  return json;
}

RecordPage record_page_from_json(const Json& json) {
  const Json& source = json.at("source");
  RecordPage p{json.at("number").get<int>(), json.at("pdf_page").is_null() ? 0 : json.at("pdf_page").get<int>(),
               {source.at("path").get<std::string>(), source.at("sha256").get<std::string>(), source.at("page").get<int>()}, measures_from_json(json)};
  const Json& image = json.at("image");
  p.facts.picture.encoding = image.at("encoding").get<std::string>();
  p.facts.picture.width = image.at("width").get<int>();
  p.facts.picture.height = image.at("height").get<int>();
  p.facts.picture.done = image.at("done").get<std::string>();
  p.facts.doubts = json.value("doubts", std::vector<std::string>());
  return p;
}

Json to_json(const PagePart& p) { return {{"from", p.from}, {"to", p.to}, {"role", p.role}}; }
Json to_json(const Copy& c) { return {{"service", c.service}, {"mode", c.mode}}; }
Json to_json(const OutputFile& f) { return {{"path", f.path}, {"sha256", f.sha256}, {"bytes", f.bytes}}; }

template <typename T>
Json list(const std::vector<T>& values) {
  Json out = Json::array();
  for (const T& value : values) out.push_back(to_json(value));
  return out;
}

}  // namespace

double rounded(double value, int digits) {
  const double scale = std::pow(10, digits);
  const double result = std::round(value * scale) / scale;
  return result == 0 ? 0 : result;  // no negative zero
}

Json to_json(const Box& box) { return Json::array({box.x, box.y, box.width, box.height}); }

Box box_from_json(const Json& json) { return {json.at(0).get<int>(), json.at(1).get<int>(), json.at(2).get<int>(), json.at(3).get<int>()}; }

Json to_json(const PageFacts& f) {
  Json json{{"schema", page_facts_schema}};
  add_measures(json, f);
  if (f.form) json["form"] = to_json(*f.form);
  json["doubts"] = f.doubts;
  json["text"] = to_json(f.text);
  json["picture"] = to_json(f.picture);
  json["seconds"] = Json::object();
  for (const auto& [step, time] : f.seconds) json["seconds"][step] = rounded(time, 4);
  return json;
}

PageFacts page_facts_from_json(const Json& json) {
  if (json.at("schema").get<int>() != page_facts_schema) throw std::invalid_argument("page facts of another schema");
  PageFacts f = measures_from_json(json);
  f.doubts = json.at("doubts").get<std::vector<std::string>>();
  if (json.contains("form")) f.form = form_reading_from_json(json.at("form"));
  f.text = text_from_json(json.at("text"));
  f.picture = picture_from_json(json.at("picture"));
  for (const auto& [step, time] : json.at("seconds").items()) f.seconds[step] = time.get<double>();
  return f;
}

static Json to_json(const LetterAccount& a) {
  Json before = Json::array();
  for (const PageBefore& page : a.before) before.push_back({{"page", page.page}, {"document", page.document}});
  return {{"id", a.letter}, {"pages", a.pages}, {"missing", a.missing}, {"twice", a.twice}, {"before", before}};
}

static LetterAccount letter_account_from_json(const Json& json) {
  LetterAccount a{json.at("id").get<std::string>(), json.at("pages").get<int>(), json.at("missing").get<std::vector<int>>(), json.at("twice").get<std::vector<int>>(), {}};
  for (const Json& page : json.at("before")) a.before.push_back({page.at("page").get<int>(), page.at("document").get<std::string>()});
  return a;
}

// Candidates and letters stand there only when there are some.
static Json dossier_json(const Record& r) {
  Json json{{"id", text_or_null(r.dossier)}, {"joined_by", r.joined_by}};
  for (const DossierCandidate& candidate : r.candidates) json["candidates"].push_back({{"id", candidate.id}, {"why", candidate.why}});
  for (const LetterAccount& letter : r.letters) json["letters"].push_back(to_json(letter));
  return json;
}

Json to_json(const Due& due) {
  return {{"acknowledge_by", text_or_null(due.acknowledge_by)}, {"decide_by", text_or_null(due.decide_by)}, {"regime", due.regime}, {"source", due.source},
          {"months", due.months}, {"days", due.days}};
}

Due due_from_json(const Json& json) {
  return {text_or_empty(json.at("acknowledge_by")), text_or_empty(json.at("decide_by")), json.at("regime").get<std::string>(), json.at("source").get<std::string>(),
          json.at("months").get<int>(), json.at("days").get<int>()};
}

static Json to_json(const Proof& p) {
  const auto answer = [](const std::optional<bool>& agrees) { return agrees ? Json(*agrees) : Json(nullptr); };
  Json fields = Json::array();
  for (const ProofField& f : p.fields) fields.push_back({{"id", f.id}, {"name", f.name}, {"value", f.value}});
  Json json{{"page", p.page},     {"version", p.version}, {"type", text_or_null(p.type)}, {"label", text_or_null(p.label)}, {"issued", text_or_null(p.issued)}, {"signed", text_or_null(p.signed_on)},
            {"fields", fields}, {"state", p.state},     {"agrees", {{"name", answer(p.name_agrees)}, {"postcode", answer(p.postcode_agrees)}}}};
  if (p.page_agrees) json["agrees"]["page"] = *p.page_agrees;
  if (!p.missing.empty()) json["missing"] = p.missing;
  if (!p.remarks.empty()) json["remarks"] = p.remarks;
  if (!p.problem.empty()) json["problem"] = p.problem;
  return json;
}

static Proof proof_from_json(const Json& json) {
  const auto answer = [&](const char* key) { return json.at("agrees").at(key).is_null() ? std::nullopt : std::optional(json.at("agrees").at(key).get<bool>()); };
  Proof p;
  p.page = json.at("page").get<int>(), p.version = json.at("version").get<int>();
  p.type = text_or_empty(json.at("type")), p.label = text_or_empty(json.at("label"));
  p.issued = text_or_empty(json.at("issued")), p.signed_on = text_or_empty(json.at("signed"));
  for (const Json& f : json.at("fields")) p.fields.push_back({f.at("id").get<std::string>(), f.at("name").get<std::string>(), f.at("value").get<std::string>()});
  p.state = json.at("state").get<std::string>(), p.problem = json.value("problem", "");
  p.name_agrees = answer("name"), p.postcode_agrees = answer("postcode");
  if (json.at("agrees").contains("page")) p.page_agrees = answer("page");
  p.missing = json.value("missing", std::vector<std::string>()), p.remarks = json.value("remarks", std::vector<std::string>());
  return p;
}

static Json to_json(const Returned& r) {
  return {{"letter", text_or_null(r.letter)}, {"motive", r.motive}, {"legal_effect", r.legal_effect}, {"bad_address", r.bad_address}, {"read", r.read}};
}

static Returned returned_from_json(const Json& json) {
  return {text_or_empty(json.at("letter")), json.at("motive").get<std::string>(), json.at("legal_effect").get<bool>(), json.at("bad_address").get<bool>(),
          json.at("read").get<std::vector<std::string>>()};
}

Json to_json(const Record& r) {
  Json software = Json::object();
  for (const auto& [name, version] : r.software) software[name] = version;
  Json json = {{"schema", "pli.record/1"},
          {"id", r.id},
          {"batch", r.batch},
          {"direction", r.direction},
          {"received", r.received},
          {"dossier", dossier_json(r)},
          {"service", to_json(r.service, true)},
          {"review", {{"needed", !r.review.empty()}, {"reasons", r.review}}},
          {"kind", to_json(r.kind, false)},
          {"piece", to_json(r.piece)},
          {"parts", list(r.parts)},
          {"copies", list(r.copies)},
          {"fields", list(r.fields)},
          {"form", r.form ? to_json(*r.form) : Json(nullptr)},
          {"pages", list(r.pages)},
          {"due", r.due ? to_json(*r.due) : Json(nullptr)},
          {"duplicate_of", text_or_null(r.duplicate_of)},
          {"files", list(r.files)},
          {"software", software}};
  if (!r.supersedes.empty()) json["supersedes"] = r.supersedes;
  if (r.returned) json["returned"] = to_json(*r.returned);
  for (const Proof& proof : r.proofs) json["proofs"].push_back(to_json(proof));  // stands there only when there is one
  return json;
}

Record record_from_json(const Json& json) {
  if (json.at("schema").get<std::string>() != "pli.record/1") throw std::invalid_argument("not a pli.record/1");
  Record r;
  r.id = json.at("id").get<std::string>();
  r.batch = json.at("batch").get<std::string>();
  r.direction = json.at("direction").get<std::string>();
  r.received = json.at("received").get<std::string>();
  r.dossier = text_or_empty(json.at("dossier").at("id"));
  r.joined_by = json.at("dossier").at("joined_by").get<std::string>();
  for (const Json& c : json.at("dossier").value("candidates", Json::array())) r.candidates.push_back({c.at("id").get<std::string>(), c.at("why").get<std::string>()});
  for (const Json& letter : json.at("dossier").value("letters", Json::array())) r.letters.push_back(letter_account_from_json(letter));
  r.service = verdict_from_json(json.at("service"));
  r.kind = verdict_from_json(json.at("kind"));
  r.review = json.at("review").at("reasons").get<std::vector<std::string>>();
  r.piece = piece_from_json(json.at("piece"));
  for (const Json& p : json.at("parts")) r.parts.push_back({p.at("from").get<int>(), p.at("to").get<int>(), p.at("role").get<std::string>()});
  for (const Json& c : json.at("copies")) r.copies.push_back({c.at("service").get<std::string>(), c.at("mode").get<std::string>()});
  for (const Json& f : json.at("fields")) r.fields.push_back(field_from_json(f));
  for (const Json& p : json.at("pages")) r.pages.push_back(record_page_from_json(p));
  if (const Json form = json.value("form", Json(nullptr)); !form.is_null()) r.form = filled_form_from_json(form);
  if (const Json due = json.value("due", Json(nullptr)); !due.is_null()) r.due = due_from_json(due);
  for (const Json& proof : json.value("proofs", Json::array())) r.proofs.push_back(proof_from_json(proof));
  if (json.contains("returned")) r.returned = returned_from_json(json.at("returned"));
  r.duplicate_of = text_or_empty(json.at("duplicate_of"));
  r.supersedes = json.value("supersedes", std::vector<std::string>());
  for (const Json& f : json.at("files"))
    r.files.push_back({f.at("path").get<std::string>(), f.at("sha256").get<std::string>(), f.at("bytes").get<long long>()});
  for (const auto& [name, version] : json.at("software").items()) r.software[name] = version.get<std::string>();
  return r;
}

std::string pretty(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n'; }

std::string compact(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace pli
