#include "stages/tasks.h"

#include "pipeline/cpu_time.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/work_folder.h"
#include "stages/mask_numbers.h"

namespace pli {

Json list_task(const fs::path& file, const fs::path& unpack_into) {
  return {{"do", "list"}, {"file", file.string()}, {"unpack_into", unpack_into.string()}};
}

Json page_task(const PageJob& job) {
  return {{"do", "page"},
          {"file", job.file.string()},
          {"index", job.index},
          {"picture", job.picture.string()},
          {"thumbnail", job.thumbnail.string()},
          {"words", static_cast<int>(job.words)},
          {"raster", job.raster.string()}};
}

PageReading reading_from(const Json& json) { return {page_facts_from_json(json.at("facts")), json.at("words_due").get<bool>()}; }

Json words_task(const fs::path& raster, const PageFacts& facts) { return {{"do", "words"}, {"raster", raster.string()}, {"facts", to_json(facts)}}; }

Json render_task(const fs::path& work_folder, const std::string& registry_uuid, const std::vector<RenderTask>& renders) {
  Json list = Json::array();
  for (const RenderTask& render : renders) {
    Json pages = Json::array();
    for (const auto& page : render.pages) {
      Json masked = Json::array();
      for (const Box& box : page.masked) masked.push_back(to_json(box));
      pages.push_back({{"key", page.key}, {"note", page.note}, {"masked", masked}});
    }
    list.push_back({{"pdf", render.pdf.string()},
                    {"pages", pages},
                    {"title", render.info.title},
                    {"date", render.info.date},
                    {"language", render.info.language}});
  }
  return {{"do", "render"}, {"work_folder", work_folder.string()}, {"registry", registry_uuid}, {"renders", list}};
}

double render_seconds(const Json& json) { return json.at("seconds").get<double>(); }

Listing listing_from(const Json& json) {
  Listing listing;
  listing.type = json.at("type").get<std::string>();
  listing.pages = json.at("pages").get<int>();
  for (const Json& m : json.at("members"))
    listing.members.push_back({m.at("name").get<std::string>(), m.at("file").get<std::string>(), m.at("rejected").get<std::string>()});
  return listing;
}

namespace {

Json to_json(const Listing& listing) {
  Json members = Json::array();
  for (const Member& m : listing.members) members.push_back({{"name", m.name}, {"file", m.file.string()}, {"rejected", m.rejected}});
  return {{"type", listing.type}, {"pages", listing.pages}, {"members", members}};
}

PageJob page_job(const Json& json) {
  return {json.at("file").get<std::string>(),      json.at("index").get<int>(),
          json.at("picture").get<std::string>(),   json.at("thumbnail").get<std::string>(),
          static_cast<Words>(json.at("words").get<int>()), json.at("raster").get<std::string>()};
}

RenderJob render_job(const Json& json, const WorkFolder& work) {
  RenderJob job;
  job.pdf = json.at("pdf").get<std::string>();
  job.info = {json.at("title").get<std::string>(), json.at("date").get<std::string>(), json.at("language").get<std::string>()};
  for (const Json& page : json.at("pages")) {
    const auto key = page.at("key").get<std::string>();
    PageFacts facts = work.kept(key);
    std::vector<Box> masked;
    for (const Json& box : page.at("masked")) masked.push_back(box_from_json(box));
    mask(facts, masked);
    job.pages.push_back({facts, facts.failed ? fs::path() : work.picture(key), work.thumbnail(key), work.masked_thumbnail(key), page.at("note").get<std::vector<std::string>>()});
  }
  return job;
}

}  // namespace

TaskHandler task_handler(ReaderFactory make_reader) {
  auto reader = std::make_shared<std::unique_ptr<Reader>>();
  return [make_reader = std::move(make_reader), reader](const Json& task) -> Json {
    if (!*reader) *reader = make_reader();
    const auto what = task.at("do").get<std::string>();
    if (what == "list") return to_json((*reader)->list(task.at("file").get<std::string>(), task.at("unpack_into").get<std::string>()));
    if (what == "page") {
      const PageReading reading = (*reader)->read(page_job(task));
      return {{"facts", to_json(reading.facts)}, {"words_due", reading.words_due}};
    }
    if (what == "words") return {{"facts", to_json((*reader)->read_words(task.at("raster").get<std::string>(), page_facts_from_json(task.at("facts"))))}, {"words_due", false}};
    const double begun = cpu_seconds();
    const WorkFolder work(task.at("work_folder").get<std::string>(), task.at("registry").get<std::string>());
    for (const Json& render : task.at("renders")) (*reader)->render(render_job(render, work));
    return {{"seconds", cpu_seconds() - begun}};
  };
}

}  // namespace pli
