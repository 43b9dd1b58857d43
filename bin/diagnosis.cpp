#include "bin/diagnosis.h"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>

#include "bin/clock.h"
#include "bin/health.h"
#include "bin/random.h"
#include "classifiers/rules.h"
#include "pipeline/calendar.h"
#include "pipeline/confine.h"
#include "pipeline/files.h"
#include "pipeline/site_keys.h"
#include "pipeline/version.h"
#include "stages/engines/leptonica_direction.h"
#include "stages/engines/opencv_paper.h"
#include "stages/engines/tesseract.h"
#include "stages/read_text.h"
#include "stages/sheets.h"
#include "stages/spool.h"
#include "stages/trust_list.h"
#include "stages/write_pdf.h"
#include "templates/export_profile.h"
#include "templates/review.h"
#include "templates/sheets.h"
#include "templates/two_d_doc.h"

namespace pli {

constexpr long long least_free_mib = 1024;  // a morning's mail, its originals and its PDFs

namespace {

/// A check that ends well with a warning: what works, but not as it should.
class Warning : public CodedError {
  using CodedError::CodedError;
};

/// A folder that is gone when the check is over.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "pli-doctor-XXXXXX").string();
    if (!mkdtemp(name.data())) throw Fatal("folder-unwritable", {{"folder", fs::temp_directory_path().string()}});
    path = name;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  fs::path path;
};

}  // namespace

/// The check's facts, or the sentence of the error it met.
static void add(std::vector<Check>& checks, Context& context, const std::string& name, const std::function<std::string()>& look) {
  try {
    checks.push_back({name, "ok", "", look()});
  } catch (const CodedError& error) {
    const bool warning = dynamic_cast<const Warning*>(&error) != nullptr;
    checks.push_back({name, warning ? "warning" : "error", error.code(), context.console().sentence(error.code(), error.args())});
  } catch (const std::exception& error) {
    checks.push_back({name, "error", "internal-error", context.console().sentence("internal-error", {{"detail", error.what()}})});
  }
}

static std::string templates_in_order(Context& context) {
  const Services& services = context.services();
  Rules::load(context.data_file("rules.toml"), services);
  load_sheet_words(context.data_file("sheets.toml"));
  for (const char* language : {"fr", "en"}) {
    Messages(context.data_file("messages"), language);
    Messages(context.data_file("console"), language);
    load_review_reasons(context.data_file("review.toml"), language);
  }
  load_proof_table(context.data_file("two_d_doc.toml"));
  return context.services_path().string() + " (" + std::to_string(services.all.size()) + ")";
}

static std::string model_loads(Context& context) { return context.model_path().string() + " (" + context.model().digest().substr(0, 12) + ")"; }

static std::string language_reads(Context& context) {
  ReadTextOptions options;
  options.language = context.settings().text("lang");
  TextReader reader(options);
  if (!turn_data_there()) throw Warning("language-missing", {{"language", "osd"}});  // pages upside down would stay so more often
  return options.language + ", Tesseract " + tesseract_version();
}

/// A page is really written: that is what needs Tesseract's font and the colour profile.
static std::string pdf_is_written() {
  Scratch scratch;
  PdfPage page;
  page.facts.width = 2480, page.facts.height = 3508;
  page.facts.failed = true;
  page.note = {"pli doctor"};
  write_searchable_pdf(scratch.path / "page.pdf", {page}, {"pli doctor", "2000-01-01"});
  return std::to_string(fs::file_size(scratch.path / "page.pdf")) + " B";
}

static std::string sheets_are_drawn(Context& context) {
  SheetCode sheet;
  sheet.kind = "DOCUMENT";
  return std::to_string(sheets_pdf({sheet}, load_sheet_words(context.data_file("sheets.toml"))).size()) + " B";
}

static fs::path nearest_existing(fs::path path) {
  path = fs::absolute(path);
  std::error_code failed;
  while (!fs::exists(path, failed) && path.has_relative_path()) path = path.parent_path();
  return path;
}

/// Where a run would write: the folder itself, or the one it would be made in.
static std::string folder_is_writable(const fs::path& folder) {
  const fs::path existing = nearest_existing(folder);
  if (!fs::is_directory(existing) || access(existing.c_str(), W_OK | X_OK) != 0) throw Fatal("folder-unwritable", {{"folder", existing.string()}});
  const long long free_mib = static_cast<long long>(fs::space(existing).available >> 20);
  if (free_mib < least_free_mib) throw Fatal("disk-nearly-full", {{"folder", existing.string()}, {"free", std::to_string(free_mib)}});
  return folder.string() + " (" + std::to_string(free_mib / 1024) + " GiB)";
}

static std::string store_in_order(Context& context) {
  const fs::path store = context.store_path();
  const std::string facts = folder_is_writable(store.parent_path());
  struct statfs system = {};
  statfs(nearest_existing(store.parent_path()).c_str(), &system);
  constexpr long smb2 = static_cast<long>(0xFE534D42), cifs = static_cast<long>(0xFF534D42);
  if (system.f_type == NFS_SUPER_MAGIC || system.f_type == SMB_SUPER_MAGIC || system.f_type == smb2 || system.f_type == cifs) {
    throw Fatal("store-not-local", {{"file", store.string()}});
  }
  if (fs::exists(store) && access(store.c_str(), R_OK | W_OK) != 0) throw Fatal("folder-unwritable", {{"folder", store.string()}});
  return facts;
}

static std::string keys_in_order(Context& context) {
  const fs::path folder = context.keys_path();
  const SiteKeys keys = load_site_keys(folder);
  if (keys.newest.empty()) throw Warning("key-missing", {{"folder", folder.string()}});
  for (const auto& [id, bytes] : keys.bytes) {
    const fs::path file = folder / (id + ".key");
    struct stat facts = {};
    if (stat(file.c_str(), &facts) == 0 && (facts.st_mode & 077) != 0) throw Fatal("key-exposed", {{"file", file.string()}});
  }
  return keys.newest + " (" + std::to_string(keys.bytes.size()) + ")";
}

/// What workers give up before they open a stranger's file, as far as this kernel lets them.
static std::string workers_confined(Context& context) {
  const Confinement can = possible_confinement();
  if (!can.no_new_privileges || !can.closed_in) throw Warning("workers-open", {{"missing", can.no_new_privileges ? "seccomp" : "no_new_privs, seccomp"}});
  const Limits limits = context.settings().limits();
  return context.console().sentence("workers-confined", {{"seconds", std::to_string(limits.page_seconds)}, {"mib", std::to_string(limits.page_memory_mib)}});
}

static std::string certificates_in_order(Context& context) {
  const fs::path folder = context.settings().path("certificates");
  if (folder.empty()) return context.console().sentence("certificates-none", {});
  const Certificates found = load_trusted_certificates(folder);
  return context.console().sentence("certificates-found", {{"folder", folder.string()}, {"signers", std::to_string(found.files.size())}, {"authorities", std::to_string(found.authorities.size())}});
}

static std::string first_or_ok(const std::vector<Worry>& worries, const std::string& otherwise) {
  if (!worries.empty()) throw Warning(worries.front().code, worries.front().args);
  return otherwise;
}

/// Looked at only where there is a registry: nothing is made here.
static std::string queue_in_order(Context& context) {
  if (!fs::exists(context.store_path())) return "0";
  const Registry registry(context.store_path(), Context::registry_context());
  const Queue queue = review_queue(registry, local_today());
  return first_or_ok(review_worries(context, registry, local_today()), queue.waiting == 0 ? "0" : context.console().sentence("night-queue", {{"documents", std::to_string(queue.waiting)}, {"days", std::to_string(queue.days)}}));
}

static std::string exports_in_order(Context& context) {
  std::string names;
  for (const std::string& name : context.settings().list("export")) names += (names.empty() ? "" : ", ") + load_export_profile(context.exports_path(), name).label;
  return names;
}

/// What lies there longer than two days was passed over by the nights.
static std::string spool_in_order(Context& context) {
  const Settings& settings = context.settings();
  int files = 0;
  for (const SpoolFolder& folder : spool_folders(settings.path("spool"), {settings.path("out"), settings.path("done"), settings.path("export_dir")})) {
    files += folder.files;
    const int days = days_between(local_day(folder.oldest), local_today());
    if (days > 2) throw Warning("spool-waits", {{"folder", folder.sources.front().string()}, {"files", std::to_string(folder.files)}, {"days", std::to_string(days)}});
  }
  return settings.path("spool").string() + " (" + std::to_string(files) + ")";
}

std::vector<Check> diagnosis(Context& context) {
  std::vector<Check> checks;
  add(checks, context, "versions", [] {
    return "pli " + version() + ", Tesseract " + tesseract_version() + ", Leptonica " + leptonica_version() + ", OpenCV " + opencv_version();
  });
  add(checks, context, "data", [&] { return context.data().string(); });
  add(checks, context, "templates", [&] { return templates_in_order(context); });
  add(checks, context, "model", [&] { return model_loads(context); });
  add(checks, context, "language", [&] { return language_reads(context); });
  add(checks, context, "pdf", [] { return pdf_is_written(); });
  add(checks, context, "sheets", [&] { return sheets_are_drawn(context); });
  add(checks, context, "workers", [&] { return workers_confined(context); });
  add(checks, context, "registry", [&] { return store_in_order(context); });
  add(checks, context, "site-key", [&] { return keys_in_order(context); });
  add(checks, context, "certificates", [&] { return certificates_in_order(context); });
  add(checks, context, "disk", [&] { return first_or_ok(disk_worries(context), context.settings().text("min_free") + " MiB"); });
  add(checks, context, "review", [&] { return queue_in_order(context); });
  if (context.settings().given("export")) add(checks, context, "exports", [&] { return exports_in_order(context); });
  if (context.settings().given("spool")) add(checks, context, "spool", [&] { return spool_in_order(context); });
  if (context.settings().given("out")) add(checks, context, "output", [&] { return folder_is_writable(context.settings().path("out")); });
  return checks;
}

}  // namespace pli
