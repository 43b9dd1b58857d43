#include "stages/tasks.h"

#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/work_folder.h"
#include "stages/unopened.h"

namespace pli {

Json list_task(const fs::path& file, const fs::path& unpack_into) {
  return {{"do", "list"}, {"file", file.string()}, {"unpack_into", unpack_into.string()}};
}

Json page_task(const PageJob& job) {
  return {{"do", "page"}, {"file", job.file.string()}, {"index", job.index}, {"picture", job.picture.string()}, {"thumbnail", job.thumbnail.string()}};
}

Json render_task(const fs::path& work_folder, const std::string& registry_uuid, const std::vector<RenderTask>& renders) {
  Json list = Json::array();
  for (const RenderTask& render : renders) {
    Json pages = Json::array();
    for (const auto& page : render.pages) pages.push_back({{"key", page.key}, {"note", page.note}});
    list.push_back({{"pdf", render.pdf.string()},
                    {"pages", pages},
                    {"title", render.info.title},
                    {"date", render.info.date},
                    {"language", render.info.language},
                    {"address_only", render.address_only}});
  }
  return {{"do", "render"}, {"work_folder", work_folder.string()}, {"registry", registry_uuid}, {"renders", list}};
}

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

RenderJob render_job(const Json& json, const WorkFolder& work) {
  RenderJob job;
  job.pdf = json.at("pdf").get<std::string>();
  job.info = {json.at("title").get<std::string>(), json.at("date").get<std::string>(), json.at("language").get<std::string>()};
  for (const Json& page : json.at("pages")) {
    const auto key = page.at("key").get<std::string>();
    auto facts = work.facts(key);
    if (!facts) throw Fatal("work-folder-damaged", {{"file", work.path().string()}});
    if (json.at("address_only").get<bool>()) keep_address_only(*facts);
    job.pages.push_back({*facts, facts->failed ? fs::path() : work.picture(key), page.at("note").get<std::vector<std::string>>()});
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
      PageJob job{task.at("file").get<std::string>(), task.at("index").get<int>(), task.at("picture").get<std::string>(), task.at("thumbnail").get<std::string>()};
      return to_json((*reader)->read(job));
    }
    const WorkFolder work(task.at("work_folder").get<std::string>(), task.at("registry").get<std::string>());
    for (const Json& render : task.at("renders")) (*reader)->render(render_job(render, work));
    return Json::object();
  };
}

}  // namespace pli
