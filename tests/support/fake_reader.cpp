#include "tests/support/fake_reader.h"

#include <csignal>

#include "pipeline/code.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/text.h"
#include "stages/find_address.h"

namespace pli::test {
namespace {

std::vector<std::string> pages_of(const fs::path& file) {
  const std::string bytes = read_file(file);
  if (bytes.empty()) throw ItemError("empty-file");
  std::vector<std::string> lines = split(bytes, '\n');
  if (lines.front() != "FAKE") throw ItemError("unknown-type");
  lines.erase(lines.begin());
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

PageText text_of(const std::string& words) {
  PageText text;
  int y = 200;
  for (const std::string& row : split(words, '|')) {
    Line line{{200, y, 0, 40}, y + 32, {}};
    int x = 200;
    for (const std::string& word : split(row, ' ')) {
      if (word.empty()) continue;
      const int width = 20 * static_cast<int>(word.size());
      line.words.push_back({word, {x, y, width, 40}, 0.95});
      x += width + 20;
    }
    line.box.width = x - 220;
    if (!line.words.empty()) text.blocks.push_back({line.box, {line}});
    y += 60;
  }
  return text;
}

/// `words`: the page's code, then its answers.
FormReading form_of(const std::vector<std::string>& words) {
  const auto code = parse_letter_code(words.at(0));
  if (!code) throw ItemError("fake-form");
  const FormName name = form_name(code->form);
  FormReading reading{name.id, name.version, code->letter, code->page, code->pages, "", 4, 0.1, 0.2, {}};
  for (std::size_t i = 1; i < words.size(); ++i) {
    const std::size_t is = words[i].find('=');
    Answer answer;
    answer.name = words[i].substr(0, is), answer.value = words[i].substr(is + 1), answer.confidence = 0.99, answer.crop = answer.name, answer.box = {300, 400 + 100 * static_cast<int>(i), 900, 80};
    reading.answers.push_back(std::move(answer));
  }
  return reading;
}

class FakeReader : public Reader {
 public:
  Listing list(const fs::path& file, const fs::path&) override { return {"tiff", static_cast<int>(pages_of(file).size()), {}}; }

  PageReading read(const PageJob& job) override {
    const std::string page = pages_of(job.file).at(static_cast<std::size_t>(job.index));
    const std::size_t space = page.find(' ');
    const std::string kind = page.substr(0, space), rest = space == std::string::npos ? "" : page.substr(space + 1);
    if (kind == "fail") throw ItemError(rest);
    if (kind == "crash") std::raise(SIGKILL);
    PageFacts facts;
    facts.width = 2480;
    facts.height = 3508;
    facts.picture = {"g4", 2480, 3508, 1, true, 0, "kept"};
    facts.ocr_confidence = 0.95;
    facts.blank = kind == "blank";
    if (kind == "text" || kind == "code") facts.text = text_of(kind == "text" ? rest : "Veuillez trouver ci-joint ma réponse");
    if (kind == "sheet" || kind == "code") facts.barcodes.push_back({"QR", rest, {100, 100, 200, 200}});
    if (kind == "proof") facts.text = text_of("Facture du mois"), facts.barcodes.push_back({"DataMatrix", rest, {100, 100, 200, 200}});
    if (kind == "form") {
      const std::vector<std::string> words = split(rest, ' ');
      facts.barcodes.push_back({"QR", words.at(0), {100, 100, 200, 200}}), facts.form = form_of(words);
      for (const Answer& answer : facts.form->answers) write_file(zone_file(job.picture, answer.name), "picture of " + answer.name);
    }
    const bool due = job.words == Words::later && !facts.text.empty();
    if (due) write_aside(job.raster, compact(to_json(facts)));
    if (due) facts.text = {};
    if (job.words == Words::address) std::erase_if(facts.text.blocks, [](const Block& block) { return !is_address({{block}}); });
    facts.seconds["text"] = 0.01;
    write_file(job.picture, page);
    write_file(job.thumbnail, "not a picture");
    return {facts, due};
  }

  PageFacts read_words(const fs::path& raster, PageFacts) override { return page_facts_from_json(Json::parse(read_file(raster))); }

  void render(const RenderJob& job) override {
    std::string pdf = "title " + job.info.title + "\ndate " + job.info.date + '\n';
    for (const PdfPage& page : job.pages) {
      if (page.facts.failed) pdf += "placeholder\n";
      else pdf += page.facts.masked.empty() ? read_file(page.picture) + '\n' : "burnt " + page.facts.text.plain();
    }
    write_aside(job.pdf, pdf);
  }
};

}  // namespace

std::unique_ptr<Reader> make_fake_reader() { return std::make_unique<FakeReader>(); }

void write_fake_scan(const fs::path& file, const std::vector<std::string>& pages) {
  make_folder(file.parent_path());
  std::string bytes = "FAKE\n";
  for (const std::string& page : pages) bytes += page + '\n';
  write_aside(file, bytes);
}

}  // namespace pli::test
