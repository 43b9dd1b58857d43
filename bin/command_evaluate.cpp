// pli evaluate: how well letters find their service, with a given model or, without one, trained on the other authors.
#include "bin/command.h"
#include "bin/evaluation_text.h"
#include "bin/training.h"
#include "classifiers/evaluate.h"
#include "classifiers/rules.h"
#include "pipeline/files.h"

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

static int run(Context& context, const std::vector<std::string>& files, const std::vector<std::string>& learnt, const std::string& svg, bool json) {
  const bool by_author = !context.settings().given("model");
  const std::vector<TrainingLetter> letters = training_letters(files, context.services());
  const Evaluation evaluation =
      by_author ? cross_validate_by_author(letters, context.services(), Rules::load(context.data_file("rules.toml"), context.services()), training_letters(learnt, context.services()))
                : evaluate(context.cascade(), context.services(), letters);
  const TableWord word = [&](const std::string& key, const std::string& english) { return help_text(context, "table-" + key, english); };
  if (!svg.empty()) write_file(svg, curve_svg(evaluation, word));
  if (json) {
    Json all = {{"method", by_author ? "cross-validation-by-author" : "model"}};
    all.update(evaluation_json(evaluation));
    print_json(context, all);
  } else {
    context.console().print(evaluation_text(evaluation, word));
  }
  return 0;
}

void add_evaluate(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "evaluate", "evaluate", "how well letters find their service; without --model, trained on the other files");
  const auto files = std::make_shared<std::vector<std::string>>();
  command.add_option("LETTERS", *files, help_text(context, "train-letters", "JSON Lines: subject, sender, paragraphs, service, kind"))->required()->type_name("FILE");
  const auto learnt = std::make_shared<std::vector<std::string>>();
  command.add_option("--with", *learnt, help_text(context, "evaluate-with", "letters to learn from as well, never judged"))->type_name("FILE");
  const auto svg = std::make_shared<std::string>();
  command.add_option("--svg", *svg, help_text(context, "evaluate-svg", "drawing of coverage and error to write"))->type_name("FILE");
  take_settings(command, context, {"model", "services"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, files, learnt, svg, json] { return run(context, *files, *learnt, *svg, *json); });
}

}  // namespace pli
