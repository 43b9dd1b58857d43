#include "stages/report_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "pipeline/errors.h"
#include "pipeline/files.h"

namespace pli {
namespace {

constexpr std::size_t longest_name = 90, longest_subject = 160, longest_source = 60;

bool confidential_service(const Services& services, const std::string& code) {
  const Service* service = services.find(code);
  return service && service->confidential;
}

const Field* best_field(const Record& record, const std::string& name) {
  const Field* best = nullptr;
  for (const Field& field : record.fields) {
    if (field.name == name && !field.value.empty() && (!best || field.confidence > best->confidence)) best = &field;
  }
  return best;
}

std::string value(const Record& record, const std::string& name) {
  const Field* field = best_field(record, name);
  return field ? field->value : "";
}

std::string references(const Record& record) {
  std::string all;
  int count = 0;
  for (const Field& field : record.fields) {
    if (field.name != "reference" || field.value.empty() || ++count > 4) continue;
    all += (all.empty() ? "" : ", ") + one_line(field.value, 40);
  }
  return all;
}

// Where the pages came from: the file's name and the pages, without folders.
std::string source(const Record& record) {
  if (record.pages.empty()) return "";
  const std::string& path = record.pages.front().source.path;
  int first = record.pages.front().source.page, last = first;
  bool other = false;
  for (const RecordPage& page : record.pages) {
    if (page.source.path != path)
      other = true;
    else
      first = std::min(first, page.source.page), last = std::max(last, page.source.page);
  }
  const std::string name = one_line(path.substr(path.find_last_of('/') + 1), longest_source);
  if (other) return name + "…";
  return first == last ? fmt::format("{}, p. {}", name, first) : fmt::format("{}, p. {}–{}", name, first, last);
}

bool gives(const Record& record, const char* reason) {
  return std::find(record.review.begin(), record.review.end(), reason) != record.review.end();
}

}  // namespace

bool service_sure(const Record& record, const Services& services) {
  return !record.service.code.empty() && !gives(record, "service-unsure") &&
         (record.service.sure || record.service.confidence >= services.threshold);
}

bool kind_sure(const Record& record, const Services& services) {
  return !gives(record, "kind-unsure") && (record.kind.sure || record.kind.confidence >= services.kind_threshold);
}

bool taken_over(const Record& record) {
  return record.pages.empty();
}

bool confidential(const Record& record, const Services& services) {
  if (taken_over(record)) return true;
  const auto& flags = record.piece.flags;
  if (std::find(flags.begin(), flags.end(), "confidential") != flags.end()) return true;
  if (confidential_service(services, record.service.code)) return true;
  for (const Copy& copy : record.copies) {
    if (confidential_service(services, copy.service)) return true;
  }
  if (service_sure(record, services)) return false;
  for (const Candidate& candidate : record.service.candidates) {
    if (candidate.confidence >= confidential_doubt && confidential_service(services, candidate.code)) return true;
  }
  return false;
}

ShownDocument shown(const Record& record, const Services& services) {
  ShownDocument document;
  document.date = value(record, "date");
  document.confidential = confidential(record, services);
  if (document.confidential) return document;
  document.sender = one_line(value(record, "sender.name"), longest_name);
  document.subject = one_line(value(record, "subject"), longest_subject);
  document.references = references(record);
  document.source = source(record);
  return document;
}

int sheet_sides(const Record& record) {
  return static_cast<int>(
      std::count_if(record.pages.begin(), record.pages.end(), [](const RecordPage& page) { return !page.facts.blank; }));
}

bool watched(const Record& record) {
  const bool flagged = std::any_of(record.piece.flags.begin(), record.piece.flags.end(), [](const std::string& flag) { return flag != "chorus-pro"; });
  return flagged || (record.piece.kind_of_mail != "simple" && !record.piece.kind_of_mail.empty());
}

std::string service_label(const Services& services, const std::string& code) {
  const Service* service = services.find(code);
  return service ? service->label : code;
}

std::string url_path(std::string_view path) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string url;
  for (const char c : path) {
    if (plain.find(c) != std::string_view::npos)
      url += c;
    else
      url += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return url;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) text += i + k <= bytes.size() ? digits[group >> (18 - 6 * k) & 63u] : '=';
  }
  return text;
}

std::string percent(double probability) {
  const double bounded = std::clamp(std::isnan(probability) ? 0.0 : probability, 0.0, 1.0);
  const int whole = bounded >= 1 ? 100 : std::min(99, static_cast<int>(std::lround(bounded * 100)));
  return fmt::format("{}\u00A0%", whole);
}

std::string number(double value, int digits, const std::string& decimal) {
  std::string text = fmt::format("{:.{}f}", value, digits);
  const auto dot = text.find('.');
  if (dot != std::string::npos) text.replace(dot, 1, decimal);
  return text;
}

std::string picture_uri(const std::filesystem::path& file, std::size_t most) {
  std::error_code failed;
  if (file.empty() || std::filesystem::file_size(file, failed) > most || failed) return "";
  std::string bytes;
  try {
    bytes = read_file(file);
  } catch (const CodedError&) {
    return "";  // a preview is a comfort: the report is worth more than the picture
  }
  if (bytes.size() > most || !bytes.starts_with("\xFF\xD8\xFF")) return "";
  return "data:image/jpeg;base64," + base64(bytes);
}

}  // namespace pli
