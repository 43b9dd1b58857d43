#include "stages/letter_context.h"

#include <algorithm>

#include "pipeline/text.h"

namespace pli {
namespace {

std::string cleaned(std::string text, bool one_line) {
  for (char& c : text)
    if (c == '\t' || (one_line && (c == '\n' || c == '\f'))) c = ' ';
    else if (c == '\f') c = '\n';
  return trimmed(clean(text));
}

std::string text_of(const Json& value, bool one_line = true) {
  if (value.is_string()) return cleaned(value.get<std::string>(), one_line);
  if (value.is_number_integer()) return std::to_string(value.get<long long>());
  return "";
}

Json row_value(const LetterVariable& variable, const Json& value, const LetterWords& words) {
  if (value.is_null()) return false;
  if (variable.type == "flag") return value.is_boolean() && value.get<bool>();
  if (variable.type == "date") return words.date(text_of(value));
  if (variable.type == "amount") return words.amount(text_of(value));
  if (variable.type == "list") {
    Json out = Json::array();
    for (const Json& item : value)
      if (std::string text = text_of(item); !text.empty()) out.push_back(std::move(text));
    return out;
  }
  if (variable.type == "table") {
    Json out = Json::array();
    for (const Json& row : value) {
      Json line = Json::object();
      for (const std::string& column : variable.columns) line[column] = row.contains(column) ? text_of(row[column]) : "";
      out.push_back(std::move(line));
    }
    return out;
  }
  return text_of(value, variable.type != "paragraphs");
}

std::string value_text(const LetterRow& row, const char* name) { return row.values.is_object() && row.values.contains(name) ? text_of(row.values[name]) : ""; }

}  // namespace

std::pair<std::string, std::string> agent_of(const ServiceContact& contact, const LetterRow& row) {
  if (std::string name = value_text(row, "agent_name"); !name.empty()) return {name, value_text(row, "agent_capacity")};
  return {contact.agent, contact.agent_capacity};
}

Json letter_context(const LetterTemplate& letter, const Stationery& stationery, const Services& services, const LetterRow& row, const IssueFacts& facts) {
  const LetterWords& words = stationery.words;
  const Town& town = stationery.town;
  const std::string code = row.service.empty() ? letter.service : row.service;
  const ServiceContact contact = town.contact(code);
  const Service* service = services.find(code);
  const auto [agent, capacity] = agent_of(contact, row);
  const Signatory* signatory = town.signatory_for(code, facts.date);
  Json context = Json::object();
  for (const LetterVariable& variable : letter.variables)
    context[variable.name] = row.values.is_object() && row.values.contains(variable.name) ? row_value(variable, row.values[variable.name], words) : Json(false);
  context["weekday"] = Json::object();
  for (const LetterVariable& variable : letter.variables)
    if (variable.type == "date" && row.values.is_object() && row.values.contains(variable.name)) context["weekday"][variable.name] = words.weekday(text_of(row.values[variable.name]));
  context["reference"] = facts.dossier;
  context["date"] = words.date(facts.date);
  context["received"] = words.date(row.received);
  context["recipient"] = {{"name", cleaned(row.recipient_name, true)}};
  context["town"] = {{"name", town.name}, {"place", town.place}, {"address", town.address}, {"phone", town.phone}, {"email", town.email}, {"website", town.website}, {"hours", town.hours}, {"data_protection", town.data_protection}, {"court", town.court}};
  context["service"] = {{"label", service ? service->label : code}, {"phone", contact.phone}, {"email", contact.email}, {"address", contact.address}, {"hours", contact.hours}};
  context["agent"] = {{"name", agent}, {"capacity", capacity}};
  if (signatory) context["signatory"] = {{"name", signatory->name}, {"capacity", signatory->capacity}, {"delegation", signatory->delegation}};
  const bool implicit = !facts.implicit_date.empty();
  context["implicit"] = {{"date", words.date(facts.implicit_date)}, {"rejection", implicit && !facts.implicit_acceptance}, {"acceptance", facts.implicit_acceptance}};
  context["remedy"] = {{"cada", facts.remedy == "cada"}};
  context["answer"] = {{"date", words.date(facts.answer_date)}};
  return context;
}

std::vector<std::pair<std::string, std::string>> row_texts(const LetterTemplate& letter, const LetterRow& row) {
  std::vector<std::pair<std::string, std::string>> out = {{"subject", cleaned(row.subject, true)}, {"recipient.name", cleaned(row.recipient_name, true)}};
  if (!row.values.is_object()) return out;
  for (const LetterVariable& variable : letter.variables) {
    if (!row.values.contains(variable.name)) continue;
    const Json& value = row.values[variable.name];
    if (!value.is_array()) out.emplace_back(variable.name, text_of(value, variable.type != "paragraphs"));
    else
      for (const Json& item : value) {
        if (!item.is_object()) out.emplace_back(variable.name, text_of(item));
        else
          for (const auto& [column, cell] : item.items()) out.emplace_back(variable.name, text_of(cell));
      }
  }
  return out;
}

}  // namespace pli
