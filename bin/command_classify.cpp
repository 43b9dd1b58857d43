// pli classify: the service and kind of a text from stdin, with candidates, confidence and evidence.
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "bin/clock.h"
#include "bin/command.h"
#include "pipeline/text.h"
#include "stages/extract.h"
#include "templates/review.h"

namespace pli {

constexpr std::size_t longest_text = 4 << 20;  // bytes: a letter of 1,000 pages

static std::string all_of_stdin() {
  std::string text(longest_text + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = read(STDIN_FILENO, text.data() + size, text.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Fatal("file-unreadable", {{"file", "stdin"}, {"detail", std::strerror(errno)}});
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > longest_text) throw UsageError("text-too-long", {{"limit", "4 MiB"}});
  text.resize(size);
  return text;
}

/// The text as if it had been read from a typed page, so that subject and sender are found as they are in a scan.
static PageText typed(const std::string& text) {
  constexpr int width = 20, height = 32, step = 50;  // pixels of a character cell at 300 dpi
  PageText page;
  int y = 0;
  bool new_block = true;
  for (const std::string& row : split(text, '\n')) {
    y += step;
    Line line;
    int x = 0;
    for (const std::string& word : split(row, ' ')) {
      const int columns = static_cast<int>(code_points(word).size());
      if (columns > 0) line.words.push_back({word, {x * width, y, columns * width, height}, 1});
      x += columns + 1;
    }
    if (line.words.empty()) {
      new_block = true;
      continue;
    }
    for (const Word& word : line.words) line.box = united(line.box, word.box);
    line.baseline = y + height * 3 / 4;
    if (new_block) page.blocks.emplace_back();
    new_block = false;
    page.blocks.back().box = united(page.blocks.back().box, line.box);
    page.blocks.back().lines.push_back(std::move(line));
  }
  return page;
}

static Json verdict_json(const Verdict& verdict) {
  Json candidates = Json::array(), evidence = Json::array();
  for (const Candidate& one : verdict.candidates) candidates.push_back({{"code", one.code}, {"confidence", rounded(one.confidence, 4)}});
  for (const Evidence& one : verdict.evidence) evidence.push_back({{"term", one.term}, {"weight", rounded(one.weight, 4)}});
  return {{"code", verdict.code}, {"confidence", rounded(verdict.confidence, 4)}, {"decided_by", verdict.decided_by}, {"candidates", candidates}, {"evidence", evidence}};
}

static std::string verdict_text(Context& context, const std::string& name, const Verdict& verdict) {
  const auto word = [&](const char* key, const char* english) { return help_text(context, std::string("table-") + key, english); };
  const auto percent = [](double share) { return fmt::format("{:.0f} %", 100 * share); };
  std::string text = fmt::format("{}: {} ({}; {} {})\n", name, verdict.code, percent(verdict.confidence), word("decided-by", "decided by"), verdict.decided_by);
  for (const Evidence& one : verdict.evidence) text += fmt::format("  {:+.1f}  {} {}\n", one.weight, word("because", "because of"), one.term);
  for (std::size_t i = 1; i < verdict.candidates.size() && i < 4; ++i)
    if (verdict.candidates[i].confidence >= 0.01) text += fmt::format("  {}: {} ({})\n", word("then", "else"), verdict.candidates[i].code, percent(verdict.candidates[i].confidence));
  return text;
}

static std::string explanation(Context& context, const Judgement& judgement) {
  const auto word = [&](const char* key, const char* english) { return help_text(context, std::string("table-") + key, english); };
  std::string text = verdict_text(context, word("service", "service"), judgement.service) + verdict_text(context, word("kind", "kind"), judgement.kind);
  for (const Copy& copy : judgement.copies) text += fmt::format("{}: {}\n", word("copy", "copy to"), copy.service);
  if (judgement.reasons.empty()) return text;
  const ReviewReasons reasons = load_review_reasons(context.data_file("review.toml"), context.settings().text("ui"));
  for (const std::string& code : judgement.reasons) text += fmt::format("{}: {} [{}]\n", word("review", "review"), reasons.label(code), code);
  return text;
}

static int classify(Context& context, bool explain) {
  const std::string text = clean(all_of_stdin());
  const PageText words = typed(text);
  int width = 2480, height = 3508;
  for (const Block& block : words.blocks) width = std::max(width, block.box.right()), height = std::max(height, block.box.bottom());
  const std::vector<TextPage> pages = {{1, width, height, 300, &words}};
  ExtractOptions options;
  options.received = local_today();
  options.town = context.services().town;
  const LetterText letter = letter_text(pages, extract(pages, options));
  LetterFacts facts;
  facts.subject = letter.subject;
  facts.sender = letter.sender;
  facts.body = letter.body.empty() ? text : letter.body;
  const Judgement judgement = context.cascade().judge(facts);
  if (explain) {
    context.console().print(explanation(context, judgement));
    return 0;
  }
  Json copies = Json::array();
  for (const Copy& copy : judgement.copies) copies.push_back({{"service", copy.service}, {"mode", copy.mode}});
  print_json(context, {{"service", verdict_json(judgement.service)},
                       {"kind", verdict_json(judgement.kind)},
                       {"copies", copies},
                       {"review", {{"needed", !judgement.reasons.empty()}, {"reasons", judgement.reasons}}}});
  return 0;
}

void add_classify(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "classify", "classify", "the service of a text from standard input, as JSON");
  take_settings(command, context, {"model", "services"});
  const auto explain = std::make_shared<bool>(false);
  command.add_flag("--explain", *explain, help_text(context, "classify-explain", "says why, in words, instead of JSON"));
  take_json(command, context);
  on_run(command, context, [&context, explain] { return classify(context, *explain); });
}

}  // namespace pli
