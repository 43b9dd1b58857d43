#include "stages/trust_list.h"

#include <algorithm>
#include <optional>
#include <pugixml.hpp>

#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/files.h"

namespace pli {
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t largest_list = 32 * 1024 * 1024;

// Each list has prefixes of its own for the same names.
bool is_called(const pugi::xml_node& node, std::string_view name) {
  const std::string_view full = node.name();
  const std::size_t colon = full.find(':');
  return (colon == std::string_view::npos ? full : full.substr(colon + 1)) == name;
}

std::vector<pugi::xml_node> elements_below(const pugi::xml_node& node, std::string_view name) {
  struct Walker : pugi::xml_tree_walker {
    std::string_view name;
    std::vector<pugi::xml_node> found;
    bool for_each(pugi::xml_node& one) override {
      if (is_called(one, name)) found.push_back(one);
      return true;
    }
  } walker;
  walker.name = name;
  pugi::xml_node root = node;
  root.traverse(walker);
  return walker.found;
}

bool says(const pugi::xml_node& service, std::string_view element, std::initializer_list<std::string_view> words) {
  const auto nodes = elements_below(service, element);  // its history, behind it, tells what it was
  const std::string_view text = nodes.empty() ? "" : nodes.front().text().get();
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

std::string from_base64(std::string_view text) {
  std::string bytes;
  unsigned bits = 0;
  int held = 0;
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
    if (c == '=') break;
    const int value = c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : c >= '0' && c <= '9' ? c - '0' + 52 : c == '+' ? 62 : c == '/' ? 63 : -1;
    if (value < 0) return "";
    bits = (bits << 6 | static_cast<unsigned>(value)) & 0xFFFFu;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(bits >> held & 0xFFu);
  }
  return bytes;
}

std::string authority_of(const pugi::xml_node& provider) {
  for (const pugi::xml_node& trade : elements_below(provider, "TSPTradeName"))
    for (const pugi::xml_node& name : elements_below(trade, "Name")) {
      const std::string_view text = name.text().get();
      if (text.size() == 4 && std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); })) return std::string(text);
    }
  return "";
}

}  // namespace

std::optional<std::map<std::string, std::vector<std::string>>> read_trust_list(std::string_view xml) {
  pugi::xml_document document;
  if (!document.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_trim_pcdata)) return std::nullopt;
  if (!is_called(document.document_element(), "TrustServiceStatusList")) return std::nullopt;
  std::map<std::string, std::vector<std::string>> authorities;
  for (const pugi::xml_node& provider : elements_below(document, "TrustServiceProvider")) {
    const std::string authority = authority_of(provider);
    if (authority.empty()) continue;
    for (const pugi::xml_node& service : elements_below(provider, "ServiceInformation")) {
      if (!says(service, "ServiceTypeIdentifier", {"Svctype/CA/PKC"}) || !says(service, "ServiceStatus", {"inaccord", "granted"})) continue;
      for (const pugi::xml_node& certificate : elements_below(service, "X509Certificate"))
        if (std::string der = from_base64(certificate.text().get()); !der.empty()) authorities[authority].push_back(std::move(der));
    }
  }
  return authorities;
}

Certificates load_trusted_certificates(const fs::path& folder) {
  Certificates certificates = load_certificates(folder);
  if (!certificates.there()) return certificates;
  std::vector<fs::path> lists;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".xml" && entry.is_regular_file()) lists.push_back(entry.path());
  std::sort(lists.begin(), lists.end());
  Sha256 digest;
  digest.add_field(certificates.digest);
  for (const fs::path& path : lists) {
    std::error_code failed;
    const std::string xml = fs::file_size(path, failed) > largest_list || failed ? "" : read_file(path);
    const auto authorities = read_trust_list(xml);
    if (!authorities) throw UsageError("trust-list-invalid", {{"file", path.string()}});
    for (const auto& [authority, own] : *authorities) certificates.authorities[authority].insert(certificates.authorities[authority].end(), own.begin(), own.end());
    certificates.listed = true;
    digest.add_field("list").add_field(xml);
  }
  if (!lists.empty()) certificates.digest = digest.hex();
  return certificates;
}

}  // namespace pli
