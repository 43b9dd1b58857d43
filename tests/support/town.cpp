#include "tests/support/town.h"

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "templates/services.h"
#include "templates/two_d_doc.h"
#include "tests/support/paths.h"

namespace pli::test {

namespace {

const fs::path shipped = source_folder() / "templates";

}  // namespace

Town::Town()
    : templates(load_report_templates(shipped, load_services(shipped / "services.toml"))), cascade(templates.services, Rules(), TextModel()), delays(load_delays(shipped / "delays.toml")),
      proofs{load_proof_table(shipped / "two_d_doc.toml"), {}} {
  make_folder(scans());
}

InboundRequest Town::request(const std::string& batch) const {
  InboundRequest request;
  request.sources = {scans()};
  request.out = out();
  request.name = batch;
  request.received = "2026-11-23";
  request.settle_seconds = 0;
  return request;
}

InboundResult Town::run(const InboundRequest& request) {
  Registry registry(store(), registry_context);
  const InboundContext context{templates, cascade, delays, proofs, registry, site_keys, {{"pli", "test"}}, "settings", "reader",
                               now, [](double) {}, [](long long) { return std::string("2026-11-20"); }, stop};
  return run_inbound(request, context, watcher, reader);
}

std::string fingerprint(const fs::path& folder, const std::vector<std::string>& left_out) {
  std::vector<std::string> lines;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string path = fs::relative(entry.path(), folder).string();
    const bool skip = std::any_of(left_out.begin(), left_out.end(), [&](const std::string& start) { return path.starts_with(start); });
    if (!skip) lines.push_back(path + ' ' + sha256_file(entry.path()) + '\n');
  }
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines) all += line;
  return all;
}

}  // namespace pli::test
