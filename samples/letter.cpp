#include "samples/letter.h"

#include <fstream>

#include "pipeline/errors.h"

namespace pli::samples {
namespace {

std::string text_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? "" : found->get<std::string>();
}

std::vector<std::string> lines_of(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? std::vector<std::string>{} : found->get<std::vector<std::string>>();
}

SampleLetter letter_from(const Json& json) {
  SampleLetter letter;
  const Json& sender = json.at("sender");
  letter.id = json.at("id").get<std::string>();
  letter.service = json.at("service").get<std::string>();
  letter.kind = text_of(json, "kind");
  letter.sender = text_of(sender, "name");
  letter.sender_lines = lines_of(sender, "lines");
  letter.phone = text_of(sender, "phone");
  letter.email = text_of(sender, "email");
  letter.place = text_of(json, "place");
  letter.date_text = text_of(json, "date_text");
  letter.recipient_lines = lines_of(json, "recipient_lines");
  letter.subject = text_of(json, "subject");
  letter.references = lines_of(json, "references");
  letter.iban = text_of(json, "iban");
  letter.siret = text_of(json, "siret");
  letter.amount = text_of(json, "amount");
  letter.paragraphs = lines_of(json, "paragraphs");
  letter.signature = text_of(json, "signature");
  letter.json = json;
  return letter;
}

}  // namespace

std::vector<SampleLetter> read_letters(const std::vector<std::filesystem::path>& files) {
  std::vector<SampleLetter> letters;
  for (const auto& file : files) {
    std::ifstream in(file);
    if (!in) throw UsageError("letters-invalid", {{"file", file.string()}, {"line", "0"}, {"detail", "cannot be opened"}});
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      try {
        letters.push_back(letter_from(Json::parse(line)));
      } catch (const Json::exception& error) {
        throw UsageError("letters-invalid", {{"file", file.string()}, {"line", std::to_string(number)}, {"detail", error.what()}});
      }
    }
  }
  return letters;
}

}  // namespace pli::samples
