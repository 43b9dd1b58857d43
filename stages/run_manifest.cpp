#include "stages/run_manifest.h"

#include <map>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "pipeline/text.h"

namespace pli {
namespace {

Json piece_json(const LetterEntry& letter) {
  return {{"id", letter.id},
          {"number", letter.number},
          {"dossier", letter.dossier},
          {"template", letter.template_name},
          {"service", letter.service},
          {"recipient", letter.recipient},
          {"pages", letter.pages},
          {"sheets", letter.sheets},
          {"weight_g", letter.weight_g},
          {"envelope", letter.envelope},
          {"file", letter.file},
          {"sha256", letter.sha256},
          {"print_pages", {letter.print_from, letter.print_to}},
          {"state", letter.state},
          {"posted", letter.posted.empty() ? Json() : Json(letter.posted)},
          {"tracking", letter.tracking.empty() ? Json() : Json(letter.tracking)},
          {"due", letter.due.empty() ? Json() : Json(letter.due)},
          {"due_estimated", !letter.due.empty() && letter.posted.empty()}};
}

Json totals_json(const std::vector<LetterEntry>& letters) {
  int pages = 0, sheets = 0, weight = 0;
  std::map<std::string, int> envelopes, states;
  for (const LetterEntry& letter : letters) {
    pages += letter.pages;
    sheets += letter.sheets;
    weight += letter.weight_g;
    ++envelopes[letter.envelope];
    ++states[letter.state];
  }
  return {{"pieces", letters.size()}, {"pages", pages},         {"sheets", sheets}, {"print_pages", letters.empty() ? 0 : letters.back().print_to},
          {"weight_g", weight},       {"envelopes", envelopes}, {"states", states}};
}

}  // namespace

Json run_json(const RunEntry& run, const std::vector<LetterEntry>& letters, const std::vector<RunFile>& beside) {
  Json pieces = Json::array(), files = Json::array();
  for (const LetterEntry& letter : letters) pieces.push_back(piece_json(letter));
  for (const RunFile& file : beside) files.push_back({{"path", file.path}, {"sha256", file.sha256}});
  return {{"schema", "pli.run/1"}, {"run", run.name}, {"template", run.template_name}, {"date", run.date},   {"digest", run.digest},
          {"pieces", pieces},      {"totals", totals_json(letters)},                   {"files", files}};
}

std::string run_csv(const std::vector<LetterEntry>& letters) {
  std::string csv = "\xEF\xBB\xBFid;number;dossier;template;service;recipient;pages;sheets;weight_g;envelope;file;sha256;print_from;print_to;state;posted;tracking;due\n";
  for (const LetterEntry& letter : letters) {
    const std::vector<std::string> cells = {letter.id,
                                            letter.number,
                                            letter.dossier,
                                            letter.template_name,
                                            letter.service,
                                            letter.recipient,
                                            std::to_string(letter.pages),
                                            std::to_string(letter.sheets),
                                            std::to_string(letter.weight_g),
                                            letter.envelope,
                                            letter.file,
                                            letter.sha256,
                                            std::to_string(letter.print_from),
                                            std::to_string(letter.print_to),
                                            letter.state,
                                            letter.posted,
                                            letter.tracking,
                                            letter.due};
    std::string line;
    for (const std::string& cell : cells) line += escaped_csv(cell) + ';';
    line.back() = '\n';
    csv += line;
  }
  return csv;
}

std::string write_manifest(const fs::path& folder, const RunEntry& run, const std::vector<LetterEntry>& letters, const std::string& print_sha256) {
  const std::string csv = run_csv(letters);
  write_file(folder / "run.csv", csv);
  const std::string json = pretty(run_json(run, letters, {{"print.pdf", print_sha256}, {"run.csv", sha256(csv)}}));
  write_file(folder / "run.json", json);
  return sha256(json);
}

}  // namespace pli
