// pli learn: a text model from the shipped letters and from the town's own mail that a person confirmed or corrected.
#include <algorithm>

#include "bin/command.h"
#include "bin/training.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "pipeline/registry.h"
#include "stages/learn.h"

namespace pli {

/// The letters beside the program's data, in the order of their names; none where they are not installed.
static std::vector<std::string> shipped_letters(Context& context) {
  std::vector<std::string> files;
  const fs::path folder = context.data() / "samples" / "letters";
  if (!fs::is_directory(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".jsonl") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

static int learn(Context& context, const std::vector<std::string>& batches, std::vector<std::string> with, const std::string& out, bool json) {
  const Registry registry(context.store_path(), Context::registry_context());
  const LearntLetters own = confirmed_letters(registry, batches, context.services());
  if (own.letters.empty()) throw UsageError("nothing-to-learn", {{"documents", std::to_string(own.unconfirmed + own.unusable)}});
  if (with.empty()) with = shipped_letters(context);
  std::vector<TrainingLetter> letters = training_letters(with, context.services());
  const std::size_t shipped = letters.size();
  letters.insert(letters.end(), own.letters.begin(), own.letters.end());
  const TextModel model = TextModel::train(letters);
  write_file(out, model.serialised());
  if (json) {
    print_json(context, {{"model", out},
                         {"sha256", model.digest()},
                         {"learnt", own.letters.size()},
                         {"shipped", shipped},
                         {"unconfirmed", own.unconfirmed},
                         {"unusable", own.unusable}});
  } else {
    context.console().say("model-learnt", {{"file", out}, {"learnt", std::to_string(own.letters.size())}, {"shipped", std::to_string(shipped)}, {"unconfirmed", std::to_string(own.unconfirmed)}});
  }
  context.log().info("learn", {{"learnt", own.letters.size()}, {"unconfirmed", own.unconfirmed}, {"unusable", own.unusable}});
  return 0;
}

void add_learn(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "learn", "learn", "makes a text model from the town's own mail that a person confirmed");
  const auto batches = std::make_shared<std::vector<std::string>>();
  const auto with = std::make_shared<std::vector<std::string>>();
  const auto out = std::make_shared<std::string>();
  command.add_option("BATCH", *batches, help_text(context, "learn-batch", "batches to learn from; all when none is named"));
  command.add_option("--with", *with, help_text(context, "learn-with", "letters to learn from as well; those shipped with Pli when none are named"))->type_name("FILE");
  command.add_option("--out", *out, help_text(context, "train-out", "model to write"))->required()->type_name("FILE");
  take_settings(command, context, {"store", "services"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, batches, with, out, json] { return learn(context, *batches, *with, *out, *json); });
}

}  // namespace pli
