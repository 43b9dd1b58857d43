#include "stages/engines/mustache.h"

#include <kainjow/mustache.hpp>

#include "pipeline/errors.h"

namespace pli {

namespace mustache = kainjow::mustache;

namespace {

mustache::data data_of(const Json& json) {
  if (json.is_string()) return json.get_ref<const std::string&>().empty() ? mustache::data(false) : mustache::data(json.get_ref<const std::string&>());
  if (json.is_boolean()) return mustache::data(json.get<bool>());
  if (json.is_number_integer()) return mustache::data(std::to_string(json.get<long long>()));
  if (json.is_array()) {
    mustache::data list(mustache::data::type::list);
    for (const Json& item : json) list.push_back(data_of(item));
    return list;
  }
  if (!json.is_object()) return mustache::data(false);
  mustache::data object(mustache::data::type::object);
  for (const auto& [name, value] : json.items()) object[name] = data_of(value);  // set() would copy
  return object;
}

}  // namespace

struct MustacheTemplate::State {
  mustache::mustache parsed;
};

MustacheTemplate::MustacheTemplate(const std::string& text) : state_(new State{mustache::mustache(text)}) {
  if (!state_->parsed.is_valid()) throw UsageError("markup-unknown", {{"detail", state_->parsed.error_message()}});
}

MustacheTemplate::~MustacheTemplate() = default;

std::string MustacheTemplate::fill(const Json& context, const std::function<std::string(const std::string&)>& write) {
  state_->parsed.set_custom_escape(write);
  std::string out;
  state_->parsed.render(data_of(context), [&out](const std::string& part) { out += part; });
  return out;
}

}  // namespace pli
