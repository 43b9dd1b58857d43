// What every command gets: settings, messages, and the town's data read once they are asked for.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bin/console.h"
#include "bin/log.h"
#include "bin/settings.h"
#include "classifiers/cascade.h"
#include "classifiers/text_model.h"
#include "pipeline/errors.h"
#include "pipeline/registry.h"
#include "stages/scan_reader.h"
#include "templates/messages.h"
#include "templates/services.h"

namespace pli {

/// Makes what opens scans.
using ReaderMaker = std::function<std::unique_ptr<Reader>(const ScanReaderOptions&)>;

class Context {
 public:
  /// `program` is the file that runs: data is found beside it.
  Context(std::filesystem::path program, SettingInputs inputs);

  /// Takes the options of the command line and resolves every setting again, with them on top. Opens the log.
  void apply_options();
  /// Value of an option that is a setting; apply_options() reads them.
  std::string& option(const std::string& key) { return inputs_.options[key]; }

  std::function<int()> chosen;  ///< the body of the command that was asked for (on_run)
  ReaderMaker make_reader = make_scan_reader;  ///< trials of the whole program put another in its place

  const Settings& settings() const { return *settings_; }
  Console& console() { return console_; }
  Log& log() { return log_; }

  const std::filesystem::path& program() const { return program_; }
  /// Folder that holds templates/. Throws Fatal("data-missing").
  const std::filesystem::path& data();
  /// `data()/templates/NAME`.
  std::filesystem::path data_file(const std::string& name) { return data() / "templates" / name; }

  const Messages& messages();   ///< sentences all of Pli shares, in the language of `ui`
  const Messages& words();      ///< those of the command line (templates/console)
  const Services& services();
  const Cascade& cascade();     ///< the town's rules and the text model over services()
  TextModel model();            ///< loaded anew each time: it can only be moved
  std::filesystem::path model_path();
  std::filesystem::path services_path();
  std::filesystem::path forms_path();
  std::filesystem::path exports_path();
  std::filesystem::path store_path() const { return settings().path("store"); }
  std::filesystem::path keys_path() const { return settings().path("keys"); }
  /// The real clock and chance, for Registry.
  static RegistryContext registry_context();

 private:
  std::filesystem::path program_;
  SettingInputs inputs_;
  std::unique_ptr<Settings> settings_;
  Console console_;
  Log log_;
  std::filesystem::path data_;
  std::unique_ptr<Messages> messages_, words_;
  std::optional<Services> services_;
  std::unique_ptr<Cascade> cascade_;
};

}  // namespace pli
