// Reads LETTERS.jsonl: a letter a line, put together as the scan of its page would read.
#include <sstream>

#include "classifiers/text_model.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/json.h"

namespace pli {
namespace {

std::string text_of(const Json& letter, const char* key) {
  const auto at = letter.find(key);
  return at != letter.end() && at->is_string() ? at->get<std::string>() : std::string();
}

void add_line(std::string& body, const std::string& line) {
  if (!line.empty()) body += line + "\n";
}

void add_lines(std::string& body, const Json& letter, const char* key) {
  const auto at = letter.find(key);
  if (at == letter.end() || !at->is_array()) return;
  for (const Json& line : *at)
    if (line.is_string()) add_line(body, line.get<std::string>());
}

// In the order of the page: sender, addressee, place and date, references, subject, text, signature.
TrainingLetter letter_of(const Json& json) {
  TrainingLetter letter;
  letter.id = text_of(json, "id");
  letter.subject = text_of(json, "subject");
  letter.service = text_of(json, "service");
  letter.kind = text_of(json, "kind");
  letter.kind_alternative = text_of(json, "kind_alternative");
  if (const auto sender = json.find("sender"); sender != json.end() && sender->is_object()) {
    letter.sender = text_of(*sender, "name");
    add_line(letter.body, letter.sender);
    add_lines(letter.body, *sender, "lines");
    add_line(letter.body, text_of(*sender, "phone"));
    add_line(letter.body, text_of(*sender, "email"));
  }
  add_lines(letter.body, json, "recipient_lines");
  const std::string place = text_of(json, "place");
  add_line(letter.body, place.empty() ? text_of(json, "date_text") : place + ", " + text_of(json, "date_text"));
  add_lines(letter.body, json, "references");
  if (!letter.subject.empty()) add_line(letter.body, "Objet : " + letter.subject);
  add_lines(letter.body, json, "paragraphs");
  add_line(letter.body, text_of(json, "signature"));
  add_line(letter.body, text_of(json, "text"));  // letters learnt from a town's own registry come as one text
  return letter;
}

}  // namespace

std::vector<TrainingLetter> load_training_letters(const std::filesystem::path& jsonl) {
  std::istringstream lines(read_file(jsonl));
  std::vector<TrainingLetter> letters;
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto refuse = [&](const std::string& detail) {
      throw ItemError("training-data-invalid", {{"file", jsonl.filename().string()}, {"line", std::to_string(number)}, {"detail", detail}});
    };
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object()) refuse("not a JSON object");
    TrainingLetter letter = letter_of(json);
    if (letter.service.empty()) refuse("service");
    if (letter.body.empty()) refuse("text");
    if (letter.id.empty()) letter.id = std::to_string(number);
    letter.author = jsonl.stem().string();
    letters.push_back(std::move(letter));
  }
  return letters;
}

}  // namespace pli
