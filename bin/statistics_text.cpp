#include "bin/statistics_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/text.h"
#include "stages/report_facts.h"
#include "templates/review.h"

namespace pli {
namespace {

struct Figure {
  std::string section, what;
  int documents = 0;
  int pages = -1;  // -1: pages are not counted
};

std::string share(int part, int all) { return all == 0 ? "" : fmt::format("{:.0f} %", 100.0 * part / all); }

// Most first; what is equal in the order of its names.
template <typename Count>
std::vector<std::pair<std::string, Count>> by_size(const std::map<std::string, Count>& counts, int (*size)(const Count&)) {
  std::vector<std::pair<std::string, Count>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(), [size](const auto& a, const auto& b) { return size(a.second) > size(b.second); });
  return sorted;
}

int documents_in(const Volume& volume) { return volume.documents; }
int itself(const int& number) { return number; }

// All that is told, in the order it is read.
std::vector<Figure> figures(Context& context, const MailStatistics& all) {
  const Messages& messages = context.messages();
  const ReviewReasons reasons = load_review_reasons(context.data_file("review.toml"), context.settings().text("ui"));
  const auto word = [&messages](const char* key) { return messages.label("statistics", key); };
  std::vector<Figure> out;
  out.push_back({word("mail"), word("pieces"), all.pieces, -1});
  out.push_back({word("mail"), word("documents"), all.received.documents, all.received.pages});
  out.push_back({word("mail"), word("rejected"), all.rejected, -1});
  out.push_back({word("mail"), word("letters"), all.sent.documents, all.sent.pages});
  for (const auto& [channel, count] : by_size(all.by_channel, itself)) out.push_back({word("channels"), channel == "file" ? word("file") : messages.label("mail", channel), count, -1});
  for (const auto& [service, volume] : by_size(all.by_service, documents_in)) out.push_back({word("services"), service.empty() ? word("none") : service_label(context.services(), service), volume.documents, volume.pages});
  for (const auto& [kind, volume] : by_size(all.by_kind, documents_in)) out.push_back({word("kinds"), kind.empty() ? word("none") : messages.label("kind", kind), volume.documents, volume.pages});
  for (const auto& [day, volume] : all.by_day) out.push_back({word("days"), day, volume.documents, volume.pages});
  out.push_back({word("judgement"), word("judged"), all.judged, -1});
  out.push_back({word("judgement"), word("reviewed"), all.reviewed, -1});
  out.push_back({word("judgement"), word("waiting"), all.waiting, -1});
  out.push_back({word("judgement"), word("corrected"), all.corrected, -1});
  out.push_back({word("judgement"), word("rerouted"), all.rerouted, -1});
  for (const auto& [reason, count] : by_size(all.reasons, itself)) out.push_back({word("reasons"), reasons.label(reason), count, -1});
  out.push_back({word("delays"), word("overdue"), all.overdue, -1});
  return out;
}

std::string delay_line(Context& context, const char* key, const Delay& delay) {
  const std::string what = context.messages().label("statistics", key);
  if (delay.documents == 0) return fmt::format("  {:<34} {:>6}\n", what, 0);
  return fmt::format("  {:<34} {:>6}  {}\n", what, delay.documents,
                     context.messages().sentence("statistics-delay", {{"median", std::to_string(delay.median)}, {"slow", std::to_string(delay.slow)}}));
}

// fmt counts bytes of accented letters as one column each, which is what a terminal shows.
std::string line_of(const Figure& figure, int all) {
  const std::string pages = figure.pages < 0 ? "" : std::to_string(figure.pages);
  return fmt::format("  {:<34} {:>6} {:>8} {:>6}\n", one_line(figure.what, 34), figure.documents, pages, all > 0 ? share(figure.documents, all) : "");
}

}  // namespace

std::string statistics_text(Context& context, const MailStatistics& all) {
  const Messages& messages = context.messages();
  std::string text = messages.sentence("statistics-title", {{"from", messages.date(all.from)}, {"to", messages.date(all.to)}}) + '\n';
  std::string section;
  for (const Figure& figure : figures(context, all)) {
    if (figure.section == messages.label("statistics", "days") && all.by_day.size() > 31) continue;  // one page; the CSV has them
    if (figure.section != section) {
      section = figure.section;
      text += fmt::format("\n{:<36} {:>6} {:>8}\n", section, messages.label("statistics", "number"), messages.label("statistics", "pages"));
    }
    const bool of_judged = section == messages.label("statistics", "judgement") || section == messages.label("statistics", "reasons");
    const bool of_received = section == messages.label("statistics", "services") || section == messages.label("statistics", "kinds");
    text += line_of(figure, of_judged ? all.judged : of_received ? all.received.documents : 0);
  }
  return text + delay_line(context, "handed-over", all.handed_over) + delay_line(context, "answered", all.answered);
}

std::string statistics_csv(Context& context, const MailStatistics& all) {
  const auto word = [&context](const char* key) { return context.messages().label("statistics", key); };
  std::string csv = "\xEF\xBB\xBF" + word("section") + ';' + word("what") + ';' + word("number") + ';' + word("pages") + '\n';
  const auto add_line = [&csv](const std::string& section, const std::string& what, int number, int pages) {
    csv += escaped_csv(section) + ';' + escaped_csv(what) + ';' + std::to_string(number) + ';' + (pages < 0 ? "" : std::to_string(pages)) + '\n';
  };
  for (const Figure& figure : figures(context, all)) add_line(figure.section, figure.what, figure.documents, figure.pages);
  for (const auto& [key, delay] : {std::pair("handed-over", &all.handed_over), std::pair("answered", &all.answered)}) {
    add_line(word("delays"), word(key), delay->documents, -1);
    if (delay->documents == 0) continue;
    add_line(word("delays"), word(key) + ", " + word("median"), delay->median, -1);
    add_line(word("delays"), word(key) + ", " + word("slow"), delay->slow, -1);
  }
  return csv;
}

std::string statistics_svg(Context& context, const MailStatistics& all) {
  constexpr double left = 60, right = 780, bar_room = 20;
  const Messages& messages = context.messages();
  const auto services = by_size(all.by_service, documents_in);
  const double days_bottom = 220, services_top = 270, height = services_top + bar_room * static_cast<double>(services.size()) + 30;
  std::string svg = fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 {0:.0f}\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"800\" height=\"{0:.0f}\" fill=\"white\"/>\n", height);
  const auto text = [&svg](double x, double y, const char* anchor, const std::string& what, int size = 12) {
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" font-size=\"{}\" fill=\"#333333\">{}</text>\n", x, y, anchor, size, escaped_html(what));
  };
  const auto bar = [&svg](double x, double y, double width, double tall, const std::string& what) {
    svg += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"#1f5fa8\"><title>{}</title></rect>\n", x, y, width, tall, escaped_html(what));
  };
  text(left, 24, "start", messages.sentence("statistics-title", {{"from", messages.date(all.from)}, {"to", messages.date(all.to)}}), 15);
  text(left, 50, "start", messages.label("statistics", "days"));
  int most = 1;
  for (const auto& [day, volume] : all.by_day) most = std::max(most, volume.documents);
  const double step = (right - left) / std::max<double>(1, static_cast<double>(all.by_day.size()));
  std::size_t place = 0;
  for (const auto& [day, volume] : all.by_day) {
    const double tall = 140.0 * volume.documents / most, x = left + step * static_cast<double>(place);
    bar(x + step * 0.1, days_bottom - tall, step * 0.8, tall, day + ": " + std::to_string(volume.documents));
    if (place == 0 || place + 1 == all.by_day.size()) text(x + step / 2, days_bottom + 16, place == 0 ? "start" : "end", day);
    ++place;
  }
  text(left - 6, days_bottom - 136, "end", std::to_string(most));
  text(left, services_top - 12, "start", messages.label("statistics", "services"));
  int widest = 1;
  for (const auto& [service, volume] : services) widest = std::max(widest, volume.documents);
  double y = services_top;
  for (const auto& [service, volume] : services) {
    text(250, y + 13, "end", service.empty() ? messages.label("statistics", "none") : service_label(context.services(), service));
    const double width = 460.0 * volume.documents / widest;
    bar(258, y + 3, width, bar_room - 6, std::to_string(volume.documents));
    text(264 + width, y + 13, "start", std::to_string(volume.documents));
    y += bar_room;
  }
  return svg + "</svg>\n";
}

Json statistics_json(const MailStatistics& all) {
  const auto volume = [](const Volume& v) { return Json{{"documents", v.documents}, {"pages", v.pages}}; };
  const auto volumes = [&volume](const std::map<std::string, Volume>& by) {
    Json json = Json::object();
    for (const auto& [key, v] : by) json[key] = volume(v);
    return json;
  };
  const auto delay = [](const Delay& d) {
    return Json{{"documents", d.documents}, {"median_days", d.documents ? Json(d.median) : Json(nullptr)}, {"slow_days", d.documents ? Json(d.slow) : Json(nullptr)}};
  };
  return {{"from", all.from}, {"to", all.to}, {"pieces", all.pieces}, {"rejected", all.rejected}, {"received", volume(all.received)}, {"sent", volume(all.sent)},
          {"by_service", volumes(all.by_service)}, {"by_kind", volumes(all.by_kind)}, {"by_channel", all.by_channel}, {"by_day", volumes(all.by_day)},
          {"judged", all.judged}, {"reviewed", all.reviewed}, {"reasons", all.reasons}, {"corrected", all.corrected}, {"rerouted", all.rerouted}, {"waiting", all.waiting},
          {"handed_over", delay(all.handed_over)}, {"answered", delay(all.answered)}, {"overdue", all.overdue}};
}

}  // namespace pli
