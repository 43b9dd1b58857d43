#include "bin/evaluation_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace pli {
namespace {

constexpr std::size_t shown_mistakes = 20;

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

std::string score_line(const std::string& name, const TaskScore& task) {
  return fmt::format("{:<24} {:>7} {:>9} {:>19} {:>9.3f}\n", name, task.letters, percent(task.accuracy), percent(task.low) + " – " + percent(task.high), task.macro_f1);
}

std::string scores(const Evaluation& evaluation, const TableWord& word) {
  std::string text = fmt::format("{:<24} {:>7} {:>9} {:>19} {:>9}\n", "", word("letters", "letters"), word("right", "right"), word("interval", "95 % interval"), "macro-F1");
  text += score_line(word("service", "service"), evaluation.service);
  for (const auto& [author, own] : evaluation.authors) text += score_line("  " + author, own.service);
  text += score_line(word("kind", "kind"), evaluation.kind);
  for (const auto& [author, own] : evaluation.authors) text += score_line("  " + author, own.kind);
  return text;
}

std::string codes(const TaskScore& task, const std::string& title, const TableWord& word) {
  std::string text = fmt::format("\n{:<24} {:>7} {:>9} {:>9} {:>7}  {}\n", title, word("letters", "letters"), word("precision", "precision"), word("recall", "recall"), "F1",
                                 word("taken-for", "taken for"));
  for (const CodeScore& one : task.codes) {
    std::string others;
    if (const auto row = task.confusion.find(one.code); row != task.confusion.end())
      for (const auto& [given, count] : row->second)
        if (given != one.code) others += fmt::format("{}{} {}", others.empty() ? "" : ", ", given, count);
    text += fmt::format("  {:<22} {:>7} {:>9} {:>9} {:>7.3f}  {}\n", one.code, one.letters, percent(one.precision), percent(one.recall), one.f1, others);
  }
  return text;
}

std::string curve(const TaskScore& task, const std::string& title, const TableWord& word) {
  std::string text = fmt::format("\n{:<24} {:>9} {:>9} {:>13} {:>19}\n", title + ", " + word("threshold", "threshold"), word("coverage", "routed"), word("error", "wrong"), "",
                                 word("interval", "95 % interval"));
  for (const CurvePoint& one : task.curve) {
    const auto [low, high] = wilson_interval(one.wrong, one.sure);
    text += fmt::format("  {:<22.2f} {:>9} {:>9} {:>13} {:>19}\n", one.threshold, percent(one.coverage), percent(one.error), fmt::format("{} / {}", one.wrong, one.sure),
                        percent(low) + " – " + percent(high));
  }
  return text;
}

std::string mistakes(const TaskScore& task, const std::string& title) {
  std::string text = task.mistakes.empty() ? "" : "\n" + title + "\n";
  for (std::size_t i = 0; i < task.mistakes.size() && i < shown_mistakes; ++i) {
    const Mistake& one = task.mistakes[i];
    text += fmt::format("  {:.2f}  {:<20} {:<12} {} -> {}\n", one.confidence, one.author, one.id, one.truth, one.given);
  }
  return text;
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
  return out;
}

// The drawing's own frame: x is coverage 0..1, y is error 0..`top`.
struct Frame {
  double top;
  double x(double coverage) const { return 60 + 620 * coverage; }
  double y(double error) const { return 360 - 320 * std::min(error, top) / top; }
};

std::string drawn(const TaskScore& task, const Frame& frame, const std::string& colour, bool interval) {
  std::string line, upper, lower, dots;
  for (const CurvePoint& one : task.curve) {
    if (one.sure == 0) continue;
    const auto [low, high] = wilson_interval(one.wrong, one.sure);
    const std::string x = fmt::format("{:.1f}", frame.x(one.coverage));
    line += fmt::format("{},{:.1f} ", x, frame.y(one.error));
    upper += fmt::format("{},{:.1f} ", x, frame.y(high));
    lower = fmt::format("{},{:.1f} ", x, frame.y(low)) + lower;
    dots += fmt::format("<circle cx=\"{}\" cy=\"{:.1f}\" r=\"3\" fill=\"{}\"><title>{:.2f}</title></circle>\n", x, frame.y(one.error), colour, one.threshold);
  }
  std::string svg = interval ? fmt::format("<polygon points=\"{}{}\" fill=\"{}\" fill-opacity=\"0.15\"/>\n", upper, lower, colour) : "";
  return svg + fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>\n", line, colour) + dots;
}

}  // namespace

std::string evaluation_text(const Evaluation& evaluation, const TableWord& word) {
  const std::string service = word("service", "service"), kind = word("kind", "kind"), worst = word("mistakes", "surest mistakes");
  std::string text = scores(evaluation, word) + codes(evaluation.service, service, word) + codes(evaluation.kind, kind, word);
  text += curve(evaluation.service, service, word) + curve(evaluation.kind, kind, word);
  const int letters = evaluation.service.letters, routed = letters - evaluation.review;
  const auto [low, high] = wilson_interval(routed - evaluation.routed_wrong, routed);
  text += fmt::format("\n{}: {} / {} ({}); {}: {} ({} – {})\n", word("routed-alone", "routed without a person"), routed, letters, percent(letters ? 1.0 * routed / letters : 0),
                      word("right-alone", "right among them"), routed - evaluation.routed_wrong, percent(low), percent(high));
  return text + mistakes(evaluation.service, service + ", " + worst) + mistakes(evaluation.kind, kind + ", " + worst);
}

std::string curve_svg(const Evaluation& evaluation, const TableWord& word) {
  double top = 0.02;
  for (const TaskScore* task : {&evaluation.service, &evaluation.kind})
    for (const CurvePoint& one : task->curve) top = std::max(top, one.error * 1.2);
  const Frame frame{top};
  const std::string ink = "#333333", service = "#1f5fa8", kind = "#b35900";
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 420\" font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"720\" height=\"420\" fill=\"white\"/>\n";
  const auto text = [&](double x, double y, const char* anchor, const std::string& colour, const std::string& what) {
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" fill=\"{}\">{}</text>\n", x, y, anchor, colour, escaped(what));
  };
  for (int step = 0; step <= 4; ++step) {
    const double error = top * step / 4, coverage = step / 4.0;
    svg += fmt::format("<line x1=\"60\" x2=\"680\" y1=\"{0:.1f}\" y2=\"{0:.1f}\" stroke=\"#dddddd\"/>\n", frame.y(error));
    text(54, frame.y(error) + 4, "end", ink, percent(error));
    text(frame.x(coverage), 380, "middle", ink, fmt::format("{:.0f} %", 100 * coverage));
  }
  svg += drawn(evaluation.service, frame, service, true) + drawn(evaluation.kind, frame, kind, false);
  text(370, 405, "middle", ink, word("coverage", "routed"));
  text(10, 24, "start", ink, word("error", "wrong"));
  text(90, 24, "start", service, word("service", "service"));
  text(200, 24, "start", kind, word("kind", "kind"));
  return svg + "</svg>\n";
}

}  // namespace pli
