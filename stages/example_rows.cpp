#include "stages/example_rows.h"

#include <algorithm>

namespace pli {

constexpr const char* example_received = "2026-11-03";

template <typename Value>
static const Value& in_turn(const std::vector<Value>& values, int number) { return values[static_cast<std::size_t>(number) % values.size()]; }

// The service that the example's text speaks of, where the town has it.
static std::string service_for(const LetterTemplate& letter, const Services& services, int number) {
  if (!letter.example_services.empty())
    if (const std::string& code = in_turn(letter.example_services, number); services.find(code)) return code;
  return in_turn(services.all, number % std::max(1, static_cast<int>(services.all.size()) - 1)).code;  // the last is `autre`
}

bool tells_received(const LetterTemplate& letter, const Legal& legal) {
  const auto tags = letter_tags(letter.subject + legal.put_into(letter.body));
  return std::any_of(tags.begin(), tags.end(), [](const LetterTag& tag) { return tag.name == "received" || tag.name.starts_with("implicit."); });
}

Json example_row(const LetterTemplate& letter, const Legal& legal, const Services& services, const ExamplePeople& people, int number) {
  const int families = static_cast<int>(people.given_names.size());
  Json row = Json::object();
  if (letter.service.empty()) row["service"] = service_for(letter, services, number);
  row["recipient"] = {{"name", in_turn(people.given_names, number) + ' ' + in_turn(people.family_names, number / families)},
                      {"lines", {std::to_string(number + 1) + ' ' + in_turn(people.streets, number), in_turn(people.towns, number)}}};
  if (tells_received(letter, legal)) row["received"] = example_received;
  for (const LetterVariable& variable : letter.variables) {
    // A form's questions are for who fills it in: their names stand there, and null answers nothing beforehand.
    row[variable.name] = variable.examples.empty() ? Json(nullptr) : variable.examples[static_cast<std::size_t>(number) % variable.examples.size()];
  }
  return row;
}

}  // namespace pli
