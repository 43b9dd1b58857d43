#include "bin/context.h"

#include <utility>

#include "bin/clock.h"
#include "bin/random.h"
#include "classifiers/rules.h"
#include "templates/data.h"

namespace pli {

namespace fs = std::filesystem;

Context::Context(fs::path program, SettingInputs inputs)
    : program_(std::move(program)), inputs_(std::move(inputs)), settings_(std::make_unique<Settings>(inputs_)) {}

void Context::apply_options() {
  settings_ = std::make_unique<Settings>(inputs_);
  const fs::path log = settings_->path("log");
  if (!log.empty()) log_ = Log(log);
}

const fs::path& Context::data() {
  if (data_.empty()) data_ = data_folder(program_, settings().path("data"));
  return data_;
}

const Messages& Context::messages() {
  if (!messages_) messages_ = std::make_unique<Messages>(data_file("messages"), settings().text("ui"));
  return *messages_;
}

const Messages& Context::words() {
  if (!words_) words_ = std::make_unique<Messages>(data_file("console"), settings().text("ui"));
  return *words_;
}

fs::path Context::services_path() { return settings().given("services") ? settings().path("services") : data_file("services.toml"); }
fs::path Context::forms_path() { return settings().given("forms") ? settings().path("forms") : data_file("forms"); }
fs::path Context::exports_path() { return settings().given("exports") ? settings().path("exports") : data_file("exports"); }
fs::path Context::model_path() { return settings().given("model") ? settings().path("model") : data_file("model/pli.model"); }

const Services& Context::services() {
  if (!services_) services_ = load_services(services_path());
  return *services_;
}

TextModel Context::model() { return TextModel::load(model_path()); }

const Cascade& Context::cascade() {
  if (!cascade_) cascade_ = std::make_unique<Cascade>(services(), Rules::load(data_file("rules.toml"), services()), model());
  return *cascade_;
}

RegistryContext Context::registry_context() { return {utc_now, random_uuid}; }

}  // namespace pli
