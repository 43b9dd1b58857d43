#include "stages/learn.h"

#include <algorithm>
#include <set>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/text.h"
#include "stages/corrected_record.h"

namespace pli {
namespace {

constexpr std::size_t most_text = 200'000;  // bytes: the model reads no more either

bool has_digit(const std::string& word) { return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; }); }

TrainingLetter letter_of(const CorrectedRecord& record, const DocumentEntry& document, const std::string& text) {
  const std::vector<std::string> names = {record.field("sender.name"), record.field("sender.street"), record.field("sender.city")};
  TrainingLetter letter;
  letter.id = document.id;
  letter.author = document.batch;
  letter.subject = masked_text(record.field("subject"), names);
  letter.body = masked_text(text.substr(0, most_text), names);
  letter.service = record.code("service");
  letter.kind = record.confirmed() ? record.code("kind") : record.corrected_code("kind");
  return letter;
}

void read_document(const BatchEntry& batch, const DocumentEntry& document, const Services& services, LearntLetters& found) {
  const fs::path folder = fs::path(batch.folder) / document.path;
  const CorrectedRecord record(folder);
  if (record.there() && !record.confirmed() && record.corrected_code("service").empty() && record.corrected_code("kind").empty()) {
    ++found.unconfirmed;
    return;
  }
  const std::string text = fs::exists(folder / "text.txt") ? read_file(folder / "text.txt") : std::string();
  if (!record.there() || trimmed(text).empty() || !services.find(record.code("service"))) {
    ++found.unusable;
    return;
  }
  found.letters.push_back(letter_of(record, document, text));
}

}  // namespace

std::string masked_text(const std::string& text, const std::vector<std::string>& names) {
  std::set<std::string> hidden;
  for (const std::string& name : names)
    for (std::string& word : split(matching(name), ' '))
      if (word.size() > 1) hidden.insert(std::move(word));
  std::string out;
  for (const std::string& line : split(text, '\n')) {
    for (const std::string& word : split(line, ' ')) {
      const std::vector<std::string> parts = split(matching(word), ' ');
      const bool hide = word.find('@') != std::string::npos || has_digit(word) ||
                        std::any_of(parts.begin(), parts.end(), [&](const std::string& part) { return hidden.contains(part); });
      if (!hide) out += word + ' ';
    }
    out += '\n';
  }
  return out;
}

LearntLetters confirmed_letters(const Registry& registry, const std::vector<std::string>& names, const Services& services) {
  std::vector<BatchEntry> batches;
  for (const std::string& name : names) {
    const auto batch = registry.batch(name);
    if (!batch) throw UsageError("unknown-batch", {{"batch", name}});
    batches.push_back(*batch);
  }
  if (names.empty()) batches = registry.batches();
  LearntLetters found;
  for (const BatchEntry& batch : batches)
    if (batch.complete)
      for (const DocumentEntry& document : registry.documents(batch.name)) read_document(batch, document, services, found);
  return found;
}

}  // namespace pli
