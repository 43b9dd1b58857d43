// pli evaluate: how well letters find their service, with a given model or, without one, trained on the other authors.
#include <fmt/format.h>

#include "bin/command.h"
#include "bin/training.h"
#include "classifiers/evaluate.h"
#include "classifiers/rules.h"

namespace pli {

static Json task_json(const TaskScore& task) {
  Json codes = Json::object(), curve = Json::array(), mistakes = Json::array();
  for (const CodeScore& one : task.codes) {
    codes[one.code] = {{"letters", one.letters},
                       {"given", one.given},
                       {"right", one.right},
                       {"precision", rounded(one.precision, 4)},
                       {"recall", rounded(one.recall, 4)},
                       {"f1", rounded(one.f1, 4)}};
  }
  for (const CurvePoint& one : task.curve) {
    curve.push_back({{"threshold", one.threshold}, {"coverage", rounded(one.coverage, 4)}, {"error", rounded(one.error, 4)}, {"sure", one.sure}, {"wrong", one.wrong}});
  }
  for (const Mistake& one : task.mistakes) {
    mistakes.push_back({{"id", one.id}, {"author", one.author}, {"truth", one.truth}, {"given", one.given}, {"confidence", rounded(one.confidence, 4)}});
  }
  return {{"letters", task.letters},
          {"right", task.right},
          {"accuracy", rounded(task.accuracy, 4)},
          {"interval", {rounded(task.low, 4), rounded(task.high, 4)}},
          {"macro_f1", rounded(task.macro_f1, 4)},
          {"log_loss", rounded(task.log_loss, 4)},
          {"codes", codes},
          {"confusion", task.confusion},
          {"curve", curve},
          {"mistakes", mistakes}};
}

static Json evaluation_json(const Evaluation& evaluation) {
  Json json = {{"service", task_json(evaluation.service)},
               {"kind", task_json(evaluation.kind)},
               {"review", evaluation.review},
               {"routed_wrong", evaluation.routed_wrong}};
  if (!evaluation.authors.empty()) json["authors"] = Json::object();
  for (const auto& [author, own] : evaluation.authors) json["authors"][author] = evaluation_json(own);
  return json;
}

static std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

static std::string score_line(const std::string& name, const TaskScore& task) {
  return fmt::format("{:<24} {:>7} {:>9} {:>19} {:>9}\n", name, task.letters, percent(task.accuracy), percent(task.low) + " – " + percent(task.high),
                     fmt::format("{:.3f}", task.macro_f1));
}

static std::string evaluation_table(Context& context, const Evaluation& evaluation) {
  const auto word = [&](const std::string& key, const std::string& english) { return help_text(context, "table-" + key, english); };
  std::string text = fmt::format("{:<24} {:>7} {:>9} {:>19} {:>9}\n", "", word("letters", "letters"), word("right", "right"), word("interval", "95 % interval"), "macro-F1");
  text += score_line(word("service", "service"), evaluation.service);
  for (const auto& [author, own] : evaluation.authors) text += score_line("  " + author, own.service);
  text += score_line(word("kind", "kind"), evaluation.kind);
  for (const auto& [author, own] : evaluation.authors) text += score_line("  " + author, own.kind);
  text += fmt::format("\n{:<24} {:>7} {:>9} {:>9}\n", word("service", "service"), word("letters", "letters"), word("precision", "precision"), word("recall", "recall"));
  for (const CodeScore& one : evaluation.service.codes) {
    text += fmt::format("  {:<22} {:>7} {:>9} {:>9}\n", one.code, one.letters, percent(one.precision), percent(one.recall));
  }
  text += fmt::format("\n{:<24} {:>9} {:>9}\n", word("threshold", "threshold"), word("coverage", "routed"), word("error", "wrong"));
  for (const CurvePoint& one : evaluation.service.curve) {
    text += fmt::format("  {:<22.2f} {:>9} {:>9}\n", one.threshold, percent(one.coverage), percent(one.error));
  }
  return text;
}

static int run(Context& context, const std::vector<std::string>& files, const std::vector<std::string>& learnt, bool json) {
  const bool by_author = !context.settings().given("model");
  const std::vector<TrainingLetter> letters = training_letters(files, context.services());
  const Evaluation evaluation =
      by_author ? cross_validate_by_author(letters, context.services(), Rules::load(context.data_file("rules.toml"), context.services()), training_letters(learnt, context.services()))
                : evaluate(context.cascade(), context.services(), letters);
  if (json) {
    Json all = {{"method", by_author ? "cross-validation-by-author" : "model"}};
    all.update(evaluation_json(evaluation));
    print_json(context, all);
  } else {
    context.console().print(evaluation_table(context, evaluation));
  }
  return 0;
}

void add_evaluate(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "evaluate", "evaluate", "how well letters find their service; without --model, trained on the other files");
  const auto files = std::make_shared<std::vector<std::string>>();
  command.add_option("LETTERS", *files, help_text(context, "train-letters", "JSON Lines: subject, sender, paragraphs, service, kind"))->required()->type_name("FILE");
  const auto learnt = std::make_shared<std::vector<std::string>>();
  command.add_option("--with", *learnt, help_text(context, "evaluate-with", "letters to learn from as well, never judged"))->type_name("FILE");
  take_settings(command, context, {"model", "services"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, files, learnt, json] { return run(context, *files, *learnt, *json); });
}

}  // namespace pli
