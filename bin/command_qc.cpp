// pli qc: a sample of a batch for a person's look, and what was said of it.
#include <charconv>

#include "bin/command.h"
#include "bin/speaker.h"
#include "stages/sample_quality.h"

namespace pli {
namespace {

struct QcWanted {
  std::string batch, sample, by;
  std::vector<std::string> good, defective, reasons;
};

// "5%" or "0.05".
double share_of(const std::string& text) {
  const bool percent = text.ends_with('%');
  const std::string_view digits(text.data(), text.size() - (percent ? 1 : 0));
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || !(value > 0)) throw UsageError("bad-share");
  return percent ? value / 100 : value;
}

Json json_of(const Registry& registry, const std::string& batch, const QualitySample& sample) {
  Json list = Json::array();
  for (const DrawnDocument& drawn : sample.drawn)
    list.push_back({{"id", drawn.document.id}, {"place", registry.place_of(drawn.document).string()}, {"looked", drawn.looked}, {"good", drawn.looked ? Json(drawn.good) : Json()}, {"defects", drawn.defects}});
  return {{"batch", batch}, {"drawn", list}, {"looked", sample.looked()}, {"good", sample.good()}};
}

void tell_sample(Context& context, const Registry& registry, const QualitySample& sample, const AttestationWords& words) {
  for (const DrawnDocument& drawn : sample.drawn) {
    std::string state = context.console().sentence(!drawn.looked ? "qc-waits" : drawn.good ? "qc-good" : "qc-defect");
    for (const std::string& code : drawn.defects) state += ' ' + words.defects.at(code);
    context.console().print(drawn.document.id + "  " + state + "  " + registry.place_of(drawn.document).string() + '\n');
  }
  context.console().say("qc-count", {{"drawn", std::to_string(sample.drawn.size())}, {"looked", std::to_string(sample.looked())}, {"good", std::to_string(sample.good())}});
}

int check_quality(Context& context, const QcWanted& wanted, bool json) {
  const AttestationWords words = load_attestation_words(context.data_file("attestation.toml"));
  Registry registry(context.store_path(), Context::registry_context());
  if (!registry.batch(wanted.batch)) throw UsageError("unknown-batch", {{"batch", wanted.batch}});
  if (!wanted.sample.empty()) draw_sample(registry, wanted.batch, share_of(wanted.sample));
  const std::string by = speaker(wanted.by);
  for (const std::string& id : wanted.good) record_verdict(registry, wanted.batch, {id, true, {}, by}, words);
  for (const std::string& id : wanted.defective) record_verdict(registry, wanted.batch, {id, false, wanted.reasons, by}, words);
  const QualitySample sample = sample_of(registry, wanted.batch);
  if (sample.drawn.empty()) throw UsageError("qc-nothing-drawn", {{"batch", wanted.batch}});
  if (json) print_json(context, json_of(registry, wanted.batch, sample));
  else tell_sample(context, registry, sample, words);
  context.log().info("qc", {{"batch", wanted.batch}, {"drawn", sample.drawn.size()}, {"looked", sample.looked()}, {"good", sample.good()}});
  return 0;
}

}  // namespace

void add_qc(CLI::App& app, Context& context) {
  CLI::App& command = new_command(app, context, "qc", "qc", "draws documents of a batch for a person's look and records what was seen");
  const auto wanted = std::make_shared<QcWanted>();
  command.add_option("BATCH", wanted->batch, help_text(context, "qc-batch", "the batch, complete"))->required();
  command.add_option("--sample", wanted->sample, help_text(context, "qc-sample", "share to draw: 5%"))->type_name("SHARE");
  command.add_option("--good", wanted->good, help_text(context, "qc-good", "documents that are as they should be"))->type_name("ID");
  command.add_option("--defect", wanted->defective, help_text(context, "qc-defect", "documents with a defect, named with --reason"))->type_name("ID");
  command.add_option("--reason", wanted->reasons, help_text(context, "qc-reason", "codes of defects (templates/attestation.toml)"))->type_name("CODE");
  command.add_option("--by", wanted->by, help_text(context, "correct-by", "who says so; the user of the session when it is not given"))->type_name("NAME");
  take_settings(command, context, {"store"});
  const auto json = take_json(command, context);
  on_run(command, context, [&context, wanted, json] { return check_quality(context, *wanted, *json); });
}

}  // namespace pli
