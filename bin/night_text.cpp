#include <fmt/format.h>

#include "bin/night.h"
#include "pipeline/json.h"

namespace pli {
namespace {

struct Totals {
  int pages = 0, documents = 0, review = 0, rejects = 0;
};

Totals totals_of(const NightFacts& facts) {
  Totals totals;
  for (const NightBatch& batch : facts.batches) {
    if (batch.done_before) continue;
    totals.pages += batch.pages, totals.documents += batch.documents, totals.review += batch.review, totals.rejects += static_cast<int>(batch.rejects.size());
  }
  return totals;
}

class NightText {
 public:
  NightText(Context& context, const NightFacts& facts) : context_(context), facts_(facts) {}

  std::string text() {
    const Totals totals = totals_of(facts_);
    const char* how = !facts_.begun ? "night-head-not-begun" : facts_.interrupted ? "night-head-stopped" : !facts_.failures.empty() ? "night-head-failed" : facts_.batches.empty() ? "night-head-quiet" : "night-head";
    line(said(how, {{"date", context_.messages().date(facts_.date)}, {"documents", std::to_string(totals.documents)}, {"review", std::to_string(totals.review)}, {"rejects", std::to_string(totals.rejects)},
                    {"failures", std::to_string(facts_.failures.size())}}));
    say_batches();
    say_failures();
    say_exports();
    section("night-title-review");
    line(said(facts_.queue.waiting > 0 ? "night-queue" : "review-empty", {{"documents", std::to_string(facts_.queue.waiting)}, {"days", std::to_string(facts_.queue.days)}}));
    say_warnings();
    if (facts_.taken > 0) notes_ += said("night-taken", {{"documents", std::to_string(facts_.taken)}}) + '\n';
    for (const std::string& batch : facts_.purged) notes_ += said("night-purged", {{"batch", batch}}) + '\n';
    if (!notes_.empty()) section("night-title-notes"), text_ += notes_;
    return text_;
  }

 private:
  std::string said(const std::string& code, const MessageArgs& args = {}) const { return context_.console().sentence(code, args); }
  void line(const std::string& words) { text_ += words + '\n'; }
  void section(const char* title) { text_ += '\n' + said(title) + '\n'; }
  std::string folder_words(const std::string& name) const { return name.empty() ? said("night-spool-itself") : name; }

  void say_batches() {
    if (facts_.batches.empty()) return;
    section("night-title-batches");
    for (const NightBatch& batch : facts_.batches) {
      line(said(batch.done_before ? "night-batch-before" : "night-batch", {{"folder", folder_words(batch.folder)}, {"batch", batch.batch}, {"pages", std::to_string(batch.pages)}, {"documents", std::to_string(batch.documents)},
                                                                         {"review", std::to_string(batch.review)}, {"rejects", std::to_string(batch.rejects.size())}}));
      line("  " + (batch.place / "report.html").string());
      for (const ReportReject& reject : batch.rejects) line("  " + said("reject-line", {{"message", reject.message}}) + " [" + reject.code + "]");
    }
  }

  void say_failures() {
    if (facts_.failures.empty() && facts_.open.empty()) return;
    section("night-title-failures");
    for (const NightFailure& failure : facts_.failures) line(said("night-failure", {{"folder", folder_words(failure.folder)}, {"message", failure.message}}) + " [" + failure.code + "]");
    for (const std::string& batch : facts_.open) line(said("night-open", {{"batch", batch}}) + " [batch-open]");
  }

  void say_exports() {
    bool any = false;
    for (const Json& one : facts_.exports) {
      if (one.at("documents") == 0 && one.at("gone") == 0) continue;
      if (!any) section("night-title-exports");
      any = true;
      line(said("night-export", {{"profile", one.at("profile").get<std::string>()}, {"batch", one.at("batch").get<std::string>()}, {"documents", std::to_string(one.at("documents").get<int>())}}));
      if (const int gone = one.at("gone").get<int>(); gone > 0) line(said("export-gone", {{"documents", std::to_string(gone)}, {"batch", one.at("batch").get<std::string>()}}) + " [export-gone]");
    }
  }

  void say_warnings() {
    if (facts_.worries.empty()) return;
    section("night-title-worries");
    for (const Worry& worry : facts_.worries) line(said(worry.code, worry.args) + " [" + worry.code + "]");
  }

  Context& context_;
  const NightFacts& facts_;
  std::string text_, notes_;
};

}  // namespace

std::string night_text(Context& context, const NightFacts& facts) { return NightText(context, facts).text(); }

Json night_json(const NightFacts& facts) {
  Json batches = Json::array(), failures = Json::array(), worries = Json::array();
  for (const NightBatch& batch : facts.batches) {
    Json rejects = Json::array();
    for (const ReportReject& reject : batch.rejects) rejects.push_back({{"path", reject.path}, {"source", reject.source}, {"code", reject.code}, {"message", reject.message}});
    batches.push_back({{"folder", batch.folder}, {"batch", batch.batch}, {"path", batch.place.string()}, {"done_before", batch.done_before}, {"pages", batch.pages}, {"documents", batch.documents}, {"review", batch.review},
                       {"rejects", rejects}});
  }
  for (const NightFailure& failure : facts.failures) failures.push_back({{"folder", failure.folder}, {"code", failure.code}, {"message", failure.message}});
  for (const Worry& worry : facts.worries) {
    Json args = Json::object();
    for (const auto& [name, value] : worry.args) args[name] = value;
    worries.push_back({{"code", worry.code}, {"facts", args}});
  }
  return {{"date", facts.date}, {"begun", facts.begun}, {"interrupted", facts.interrupted}, {"batches", batches}, {"failures", failures}, {"open", facts.open}, {"exports", facts.exports}, {"taken", facts.taken}, {"purged", facts.purged},
          {"review", {{"waiting", facts.queue.waiting}, {"oldest_days", facts.queue.days}}}, {"warnings", worries}};
}

}  // namespace pli
