// A batch on its way through the pipeline: plain values that the steps of inbound.cpp fill one after the other.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "classifiers/cascade.h"
#include "pipeline/folder_lock.h"
#include "pipeline/registry.h"
#include "pipeline/work_folder.h"
#include "stages/check_proofs.h"
#include "stages/report.h"
#include "stages/separate.h"
#include "templates/delays.h"

namespace pli {

enum class Originals { in_batch, elsewhere, none };

/// What the operator asked for.
struct InboundRequest {
  std::vector<std::filesystem::path> sources;
  std::filesystem::path out;
  std::string name;                         ///< "" : made from the digest of inputs and settings
  std::string received;                     ///< ISO date, "" : from the folder's name or the newest file
  bool stream = false;
  std::string image = "default";            ///< or "keep"
  double settle_seconds = 2;
  std::filesystem::path done;               ///< "" : inputs stay where they are
  Originals originals = Originals::in_batch;
  std::filesystem::path originals_folder;   ///< with Originals::elsewhere
  bool lean_report = false;
  int jobs = 1;
  bool in_process = false;                  ///< debugging: no worker processes
  int page_seconds = 60;
  long long page_memory_mib = 1024;
};

/// What the town brings to it and what stands for the outside world: clocks, keys, versions. All outlive the run.
struct InboundContext {
  const ReportTemplates& templates;                 ///< services, messages and the looks of the report
  const Cascade& cascade;
  const Delays& delays;
  const ProofRules& proofs;                         ///< what 2D-Docs hold, and whose signatures are known
  Registry& registry;
  std::map<std::string, std::string> site_keys;     ///< key id to key; empty: no code can be verified
  std::map<std::string, std::string> software;      ///< versions for record.json; part of the batch's identity
  std::string settings_digest;                      ///< of language, rules, services, delays, proofs, model, limits: all that changes results
  std::string reader_signature;                     ///< of all that changes page facts
  std::function<double()> now;                      ///< seconds since 1970
  std::function<void(double)> wait;                 ///< seconds
  std::function<std::string(long long)> local_day;  ///< ISO date of a moment, in the town's time zone
  std::function<bool()> stop;                       ///< true: end as soon as all is resumable
  std::map<std::string, std::string> settings = {}; ///< those that change results, for batch.json
};

/// Told what happens, for a progress bar and a log. Ids and paths only, never content.
struct InboundWatcher {
  std::function<void(const std::string& batch, int inputs)> begun = [](const std::string&, int) {};
  std::function<void(int done, int total)> pages = [](int, int) {};
  std::function<void(const DocumentEntry&, int done, int total)> document = [](const DocumentEntry&, int, int) {};
  std::function<void(const ReportReject&)> reject = [](const ReportReject&) {};
  std::function<void(const std::string& path)> left_alone = [](const std::string&) {};
};

/// A file the operator gave.
struct BatchInput {
  std::string path, sha256;
  std::filesystem::path source;   ///< where it was found
  std::filesystem::path kept;     ///< the copy that is worked on and kept; the source itself with Originals::none
  int pages = 0;
  bool unreadable = false;        ///< this user may not read it, or it vanished since it was found: rejected, nothing kept
};

/// A file with pages: an input, or a member of one that is an archive.
struct Leaf {
  std::string path, sha256;
  std::filesystem::path file;
  int input = 0;
  int pages = 0;
};

struct StackPage {
  int leaf = 0, index = 0;        ///< index: page of the leaf, from 0
  std::string key;                ///< of the work folder
  PageSummary summary;
};

struct BatchReject {
  std::string path, code;
  MessageArgs args;
  std::filesystem::path file;     ///< what is kept under rejects/; empty when there is nothing to keep
  int input = -1;                 ///< the input rejected whole, or -1: a member of an archive
  int pages = 1;                  ///< what it counts in the accounts
  int source_input = 0;           ///< the input it is or comes from
};

struct Batch {
  BatchEntry entry;
  std::filesystem::path folder;
  std::unique_ptr<FolderLock> lock;
  std::unique_ptr<WorkFolder> work;
  std::vector<BatchInput> inputs;
  std::vector<std::string> left_alone;
  std::vector<Leaf> leaves;
  std::vector<StackPage> stack;
  std::vector<BatchReject> rejects;
  std::map<std::string, double> seconds;   ///< CPU seconds by step
  double begun = 0;                        ///< context.now() at the start
};

}  // namespace pli
