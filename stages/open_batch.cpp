#include "stages/open_batch.h"

#include <algorithm>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "stages/gather.h"

namespace pli {
namespace {

std::string digest_of_batch(const InboundRequest& request, const InboundContext& context, const std::vector<BatchInput>& inputs) {
  Sha256 digest;
  digest.add_field(context.settings_digest).add_field(context.reader_signature).add_field(request.stream ? "stream" : "files");
  digest.add_field(request.image).add_field(request.received);
  for (const BatchInput& input : inputs) digest.add_field(input.path).add_field(input.sha256);
  return digest.hex();
}

// A name is a folder: one plain component, nothing hidden.
bool plain_folder_name(const std::string& name) {
  return !name.empty() && name.size() <= 100 && name.front() != '.' && name.find('/') == std::string::npos &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) { return c >= 0x20 && c != 0x7F; });
}

void set_received(BatchEntry& entry, const InboundRequest& request, const InboundContext& context, const std::vector<SourceFile>& files) {
  if (!request.received.empty()) {
    entry.received = request.received;
    entry.received_source = "option";
    return;
  }
  for (const fs::path& source : request.sources) {
    const fs::path place = fs::absolute(source).lexically_normal();
    const fs::path folder = fs::is_directory(place) ? (place.has_filename() ? place : place.parent_path()) : place.parent_path();
    entry.received = date_in(folder.filename().string());
    entry.received_source = "folder";
    if (!entry.received.empty()) return;
  }
  long long newest = 0;
  for (const SourceFile& file : files) newest = std::max(newest, file.modified);
  entry.received = context.local_day(newest);
  entry.received_source = "file";
}

BatchInput input_of(const SourceFile& file) {
  BatchInput input{file.path, "", file.file, file.file, 0, file.unreadable};
  try {
    if (!input.unreadable) input.sha256 = sha256_file(file.file);
  } catch (const Fatal&) {
    input.unreadable = true;
  }
  return input;
}

}  // namespace

Batch open_batch(const InboundRequest& request, const InboundContext& context, const InboundWatcher& watcher) {
  for (const fs::path& source : request.sources)
    if (fs::is_directory(source) && fs::exists(request.out) && fs::equivalent(source, request.out))
      throw UsageError("output-in-source", {{"folder", request.out.string()}});
  GatherOptions options{request.settle_seconds, context.now, context.wait, {request.out, request.done, request.originals_folder}};
  Gathered gathered = gather(request.sources, options);
  if (!request.only.empty())
    std::erase_if(gathered.files, [&](const SourceFile& file) { return std::find(request.only.begin(), request.only.end(), file.file) == request.only.end(); });

  Batch batch;
  batch.begun = context.now();
  batch.left_alone = gathered.left_alone;
  for (const std::string& path : batch.left_alone) watcher.left_alone(path);
  for (const SourceFile& file : gathered.files) batch.inputs.push_back(input_of(file));
  if (batch.inputs.empty())
    throw UsageError("no-input", request.sources.size() == 1 ? MessageArgs{{"file", request.sources.front().string()}} : MessageArgs{});

  const std::string digest = digest_of_batch(request, context, batch.inputs);
  const std::string name = request.name.empty() ? "R-" + short_id(digest) : request.name;
  if (!plain_folder_name(name)) throw UsageError("bad-value", {{"key", "batch"}, {"value", name}});
  batch.folder = request.out / name;

  if (const auto known = context.registry.batch(name)) {
    if (known->digest != digest) throw UsageError("batch-exists", {{"batch", name}});
    batch.entry = *known;
    if (known->complete && fs::exists(batch.folder / "batch.json")) return batch;
  } else if (fs::exists(batch.folder / "batch.json")) {
    throw Fatal("registry-mismatch", {{"file", batch.folder.string()}, {"expected", context.registry.uuid()}, {"found", "?"}});
  } else {
    batch.entry = {name, digest, "", "", fs::absolute(batch.folder).lexically_normal().string(), false};
    set_received(batch.entry, request, context, gathered.files);
  }

  batch.lock = std::make_unique<FolderLock>(request.out / ".pli" / "lock");
  batch.work = std::make_unique<WorkFolder>(request.out / ".pli" / name, context.registry.uuid());
  make_folder(batch.folder);
  if (!context.registry.batch(name)) {
    std::vector<InputEntry> inputs;
    for (const BatchInput& input : batch.inputs) inputs.push_back({input.path, input.sha256, 0});
    context.registry.open_batch(batch.entry, inputs);
  }
  watcher.begun(name, static_cast<int>(batch.inputs.size()));
  return batch;
}

}  // namespace pli
