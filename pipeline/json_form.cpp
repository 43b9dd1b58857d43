#include "pipeline/json_form.h"

namespace pli {
namespace {

Json answer_value_json(const AnswerValue& value) {
  if (std::holds_alternative<std::monostate>(value)) return nullptr;
  if (const bool* ticked = std::get_if<bool>(&value)) return *ticked;
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return std::get<std::vector<std::string>>(value);
}

AnswerValue answer_value_from_json(const Json& json) {
  if (json.is_null()) return std::monostate();
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_string()) return json.get<std::string>();
  return json.get<std::vector<std::string>>();
}

Json answers_json(const std::vector<Answer>& list) {
  Json answers = Json::array();
  for (const Answer& a : list) {
    Json json{{"name", a.name}, {"value", answer_value_json(a.value)}, {"confidence", rounded(a.confidence, 3)}, {"page", a.page}, {"box", to_json(a.box)}};
    if (!a.text.empty()) json["text"] = a.text;
    if (!a.doubt.empty()) json["doubt"] = a.doubt;
    if (!a.crop.empty()) json["crop"] = a.crop;
    if (!a.doubt.empty())
      for (const OptionBox& one : a.boxes) json["boxes"].push_back({{"value", one.value}, {"state", one.state}, {"box", to_json(one.box)}});
    answers.push_back(std::move(json));
  }
  return answers;
}

std::vector<Answer> answers_from_json(const Json& json) {
  std::vector<Answer> list;
  for (const Json& a : json) {
    list.push_back({a.at("name").get<std::string>(), answer_value_from_json(a.at("value")), a.at("confidence").get<double>(), a.at("page").get<int>(), box_from_json(a.at("box")), a.value("doubt", ""), a.value("crop", ""), a.value("text", "")});
    if (!a.contains("boxes")) continue;
    for (const Json& one : a.at("boxes")) list.back().boxes.push_back({one.at("value").get<std::string>(), one.at("state").get<std::string>(), box_from_json(one.at("box"))});
  }
  return list;
}

Json box_mm_json(const BoxMm& box) { return Json::array({rounded(box.x, 2), rounded(box.y, 2), rounded(box.width, 2), rounded(box.height, 2)}); }

BoxMm box_mm_from_json(const Json& json) { return {json.at(0).get<double>(), json.at(1).get<double>(), json.at(2).get<double>(), json.at(3).get<double>()}; }

Json boxes_mm_json(const std::vector<BoxMm>& boxes) {
  Json list = Json::array();
  for (const BoxMm& box : boxes) list.push_back(box_mm_json(box));
  return list;
}

std::vector<BoxMm> boxes_mm_from_json(const Json& json) {
  std::vector<BoxMm> boxes;
  for (const Json& box : json) boxes.push_back(box_mm_from_json(box));
  return boxes;
}

Json form_field_json(const FormField& f) {
  Json options = Json::array();
  for (const FormOption& o : f.options) options.push_back({{"value", o.value}, {"label", o.label}, {"box_mm", box_mm_json(o.box)}});
  return {{"name", f.name},         {"type", f.type},   {"label", f.label},           {"page", f.page},      {"required", f.required}, {"check", f.check},
          {"feeds", f.feeds}, {"box_mm", box_mm_json(f.box)}, {"options", options}, {"cells", boxes_mm_json(f.cells)}};
}

FormField form_field_from_json(const Json& json) {
  FormField f;
  f.name = json.at("name").get<std::string>(), f.type = json.at("type").get<std::string>(), f.label = json.value("label", ""), f.page = json.at("page").get<int>();
  f.required = json.value("required", false), f.check = json.value("check", ""), f.feeds = json.value("feeds", ""), f.box = box_mm_from_json(json.at("box_mm"));
  for (const Json& o : json.at("options")) f.options.push_back({o.at("value").get<std::string>(), o.value("label", ""), box_mm_from_json(o.at("box_mm"))});
  f.cells = boxes_mm_from_json(json.at("cells"));
  return f;
}

}  // namespace

Json to_json(const FilledForm& form) {
  Json json{{"id", form.id}, {"version", form.version}, {"letter", form.letter.empty() ? Json(nullptr) : Json(form.letter)}, {"answers", answers_json(form.answers)}};
  if (!form.missing.empty()) json["missing"] = form.missing;
  return json;
}

FilledForm filled_form_from_json(const Json& json) {
  const Json& letter = json.at("letter");
  return {json.at("id").get<std::string>(), json.at("version").get<int>(), letter.is_null() ? "" : letter.get<std::string>(), answers_from_json(json.at("answers")), json.value("missing", std::vector<std::string>())};
}

Json to_json(const FormReading& r) {
  return {{"id", r.id}, {"version", r.version}, {"letter", r.letter}, {"page", r.page}, {"pages", r.pages}, {"problem", r.problem}, {"marks", r.marks}, {"residual", rounded(r.residual, 3)}, {"most", rounded(r.most, 3)},
          {"answers", answers_json(r.answers)}};
}

FormReading form_reading_from_json(const Json& json) {
  return {json.at("id").get<std::string>(), json.at("version").get<int>(), json.at("letter").get<std::string>(), json.at("page").get<int>(), json.at("pages").get<int>(), json.at("problem").get<std::string>(),
          json.at("marks").get<int>(), json.at("residual").get<double>(), json.at("most").get<double>(), answers_from_json(json.at("answers"))};
}

Json to_json(const FormLayout& form) {
  Json fields = Json::array();
  for (const FormField& field : form.fields) fields.push_back(form_field_json(field));
  return {{"id", form.id},     {"version", form.version}, {"pages", form.pages},           {"title", form.title},          {"service", form.service},
          {"kind", form.kind}, {"fields", fields},        {"marks_mm", boxes_mm_json(form.marks)}, {"codes_mm", boxes_mm_json(form.codes)}};
}

FormLayout form_layout_from_json(const Json& json) {
  FormLayout form;
  form.id = json.at("id").get<std::string>(), form.version = json.at("version").get<int>(), form.pages = json.at("pages").get<int>();
  form.title = json.value("title", ""), form.service = json.value("service", ""), form.kind = json.value("kind", "");
  for (const Json& field : json.at("fields")) form.fields.push_back(form_field_from_json(field));
  form.marks = boxes_mm_from_json(json.at("marks_mm")), form.codes = boxes_mm_from_json(json.at("codes_mm"));
  return form;
}

}  // namespace pli
