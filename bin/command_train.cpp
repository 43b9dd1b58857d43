// pli train: makes a text model from letters whose service is known.
#include <map>

#include "bin/command.h"
#include "bin/training.h"
#include "pipeline/files.h"

namespace pli {

static int train(Context& context, const std::vector<std::string>& files, const std::string& out, bool json) {
  const std::vector<TrainingLetter> letters = training_letters(files, context.services());
  const TextModel model = TextModel::train(letters);
  const std::string bytes = model.serialised();
  write_file(out, bytes);
  std::map<std::string, int> by_service;
  for (const TrainingLetter& letter : letters) ++by_service[letter.service];
  if (json) {
    print_json(context, {{"model", out}, {"sha256", model.digest()}, {"bytes", bytes.size()}, {"letters", letters.size()}, {"services", by_service}});
  } else {
    context.console().say("model-made", {{"file", out}, {"letters", std::to_string(letters.size())}, {"services", std::to_string(by_service.size())}});
  }
  return 0;
}

void add_train(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "train", "train", "makes a text model from letters whose service is known");
  const auto files = std::make_shared<std::vector<std::string>>();
  const auto out = std::make_shared<std::string>();
  command.add_option("LETTERS", *files, help_text(context, "train-letters", "JSON Lines: subject, sender, paragraphs, service, kind"))->required()->type_name("FILE");
  command.add_option("--out", *out, help_text(context, "train-out", "model to write"))->required()->type_name("FILE");
  take_settings(command, context, {"services"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, files, out, json] { return train(context, *files, *out, *json); });
}

}  // namespace pli
