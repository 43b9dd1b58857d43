// pli evaluate: how well letters find their service, with a given model or, without one, trained on the other authors.
#include <fmt/format.h>

#include "bin/command.h"
#include "bin/evaluation.h"
#include "bin/training.h"
#include "classifiers/rules.h"

namespace pli {

static double share(int part, int of) { return of == 0 ? 0 : rounded(static_cast<double>(part) / of, 4); }

static Json tally_json(const Tally& tally) {
  return {{"letters", tally.letters},
          {"service_right", share(tally.service_right, tally.letters)},
          {"routed", share(tally.routed, tally.letters)},
          {"routed_right", share(tally.routed_right, tally.routed)},
          {"with_kind", tally.with_kind},
          {"kind_right", share(tally.kind_right, tally.with_kind)}};
}

static Json evaluation_json(const Evaluation& evaluation, bool by_author) {
  Json json = {{"method", by_author ? "cross-validation-by-author" : "model"}};
  json.update(tally_json(evaluation.all));
  json["authors"] = Json::object(), json["services"] = Json::object();
  for (const auto& [author, tally] : evaluation.by_author) json["authors"][author] = tally_json(tally);
  for (const auto& [service, tally] : evaluation.by_service) json["services"][service] = tally_json(tally);
  json["confusion"] = evaluation.confusion;
  return json;
}

static std::string percent(int part, int of) { return of == 0 ? "-" : fmt::format("{:.1f} %", 100.0 * part / of); }

static std::string row(const std::string& name, const Tally& tally) {
  return fmt::format("{:<24} {:>7} {:>9} {:>9} {:>9} {:>9}\n", name, tally.letters, percent(tally.service_right, tally.letters),
                     percent(tally.routed, tally.letters), percent(tally.routed_right, tally.routed), percent(tally.kind_right, tally.with_kind));
}

static std::string evaluation_table(Context& context, const Evaluation& evaluation) {
  const auto word = [&](const std::string& key, const std::string& english) { return help_text(context, "table-" + key, english); };
  std::string text = fmt::format("{:<24} {:>7} {:>9} {:>9} {:>9} {:>9}\n", "", word("letters", "letters"), word("service", "service"), word("routed", "routed"),
                                 word("routed-right", "right"), word("kind", "kind"));
  for (const auto& [service, tally] : evaluation.by_service) text += row(service, tally);
  text += "\n";
  for (const auto& [author, tally] : evaluation.by_author) text += row(author, tally);
  return text + "\n" + row(word("all", "all"), evaluation.all);
}

static int run(Context& context, const std::vector<std::string>& files, bool json) {
  const bool by_author = !context.settings().given("model");
  const std::vector<TrainingLetter> letters = training_letters(files, context.services());
  const Evaluation evaluation =
      by_author ? evaluate_by_author(context.services(), Rules::load(context.data_file("rules.toml"), context.services()), letters)
                : evaluate(context.cascade(), letters);
  if (json) {
    print_json(context, evaluation_json(evaluation, by_author));
  } else {
    context.console().print(evaluation_table(context, evaluation));
  }
  return 0;
}

void add_evaluate(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "evaluate", "evaluate", "how well letters find their service; without --model, trained on the other files");
  const auto files = std::make_shared<std::vector<std::string>>();
  command.add_option("LETTERS", *files, help_text(context, "train-letters", "JSON Lines: subject, sender, paragraphs, service, kind"))->required()->type_name("FILE");
  take_settings(command, context, {"model", "services"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, files, json] { return run(context, *files, *json); });
}

}  // namespace pli
