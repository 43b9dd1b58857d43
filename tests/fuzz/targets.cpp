#include "tests/fuzz/targets.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <stdexcept>

#include "classifiers/text_model.h"
#include "pipeline/code.h"
#include "pipeline/digest.h"
#include "pipeline/errors.h"
#include "pipeline/json.h"
#include "pipeline/reference.h"
#include "pipeline/text.h"
#include "pipeline/two_d_doc.h"
#include "stages/acquire.h"
#include "stages/extract_numbers.h"
#include "stages/rows.h"
#include "templates/letters.h"
#include "templates/services.h"
#include "templates/sheets.h"

namespace pli::fuzz {
namespace {

namespace fs = std::filesystem;

void must(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

// A place for files, one a process.
const fs::path& place() {
  static const fs::path folder = [] {
    const fs::path in = fs::exists("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path();
    const fs::path made = in / ("pli-fuzz-" + std::to_string(::getpid()));
    fs::create_directories(made / "letter");
    std::atexit([] {
      std::error_code none;
      fs::remove_all(place(), none);
    });
    return made;
  }();
  return folder;
}

fs::path written(const char* name, std::string_view bytes) {
  const fs::path file = place() / name;
  std::ofstream(file, std::ios::binary) << bytes;
  return file;
}

void code(std::string_view bytes) {
  if (const auto sheet = parse_sheet_code(bytes)) must(parse_sheet_code(payload(*sheet)) == sheet, "a sheet's code is written as it was read");
  if (const auto letter = parse_letter_code(bytes)) {
    must(letter->page >= 1 && letter->page <= letter->pages, "a letter's page lies among its pages");
    must(letter->dossier.find_first_of("/.\n") == std::string::npos && letter->letter.find_first_of("/.\n") == std::string::npos, "no id of a code leads anywhere");
    tag_is_right(*letter, "key");
  }
  for (const QuotedReference& reference : quoted_references(bytes)) {
    must(valid_dossier_id(reference.id), "a quoted reference has its check character");
    must(reference.begin < reference.end && reference.end <= bytes.size(), "a reference lies in its text");
  }
}

void proof(std::string_view bytes) {
  static const ProofTable table = [] {
    ProofTable t;
    t.fields = {{"10", {"name", 0, 38, "text", "name", true}}, {"24", {"postcode", 5, 5, "text", "postcode", true}}, {"06", {"since", 4, 4, "hexdays", "", true}}, {"1C", {"contract", 8, 8, "ddmmyyyy", "", false}}};
    t.types = {{"01", {.label = "bill"}}};
    return t;
  }();
  read_proof_segment(bytes);
  two_d_doc_header(bytes);
  const auto read = read_two_d_doc(bytes, table);
  if (!read) return;
  must(read->data.size() <= most_proof_data, "no more data than the limit");
  must(read->authority.find('/') == std::string::npos && read->certificate.find('/') == std::string::npos, "no path in a certificate's name");
  for (const ProofDatum& datum : read->data)
    if (const auto rule = table.fields.find(datum.id); rule != table.fields.end()) proof_value(datum, rule->second);
}

// letter.toml, a line of dashes, body.md; services and sheets read the first part too.
void templates(std::string_view bytes) {
  const std::size_t cut = bytes.find("\n-----\n");
  const std::string_view toml = bytes.substr(0, cut), body = cut == std::string_view::npos ? std::string_view() : bytes.substr(cut + 7);
  written("letter/letter.toml", toml);
  written("letter/body.md", body);
  const auto tried = [](const std::function<void()>& read) {
    try {
      read();
    } catch (const CodedError&) {
    }
  };
  tried([] {
    const LetterTemplate letter = load_letter_template(place() / "letter");
    for (const LetterVariable& variable : letter.variables) must(letter.find(variable.name) != nullptr, "a variable is found by its name");
  });
  const fs::path file = written("services.toml", toml);
  tried([&] {
    for (const Service& service : load_services(file).all) must(service.code.find_first_of("/.\\") == std::string::npos, "a service's code is a folder's name");
  });
  tried([&] { load_sheet_words(file); });
  try {
    int open = 0;
    for (const LetterTag& tag : letter_tags(std::string(body))) {
      open += tag.kind == '#' || tag.kind == '^' ? 1 : tag.kind == '/' ? -1 : 0;
      must(open >= 0, "no section ends before it begins");
    }
    must(open == 0, "every section ends");
  } catch (const std::invalid_argument&) {  // what the reader promises for tags that can't be
  }
}

void rows(std::string_view bytes) {
  RowLimits limits;
  limits.rows = 500;
  RowReader reader(written("rows", bytes), limits);
  DataRow row;
  int count = 0;
  while (reader.next(row)) must(++count <= limits.rows, "no more rows than the limit");
  reader.rewind();
}

void record(std::string_view bytes) {
  const Json json = Json::parse(bytes, nullptr, false);
  if (json.is_discarded()) return;
  try {
    const Record read = record_from_json(json);
    must(pretty(to_json(record_from_json(to_json(read)))) == pretty(to_json(read)), "a record is written as it was read");
  } catch (const std::exception&) {  // not a record
  }
  try {
    page_facts_from_json(json);
  } catch (const std::exception&) {
  }
  const std::string text = json.is_string() ? json.get<std::string>() : std::string(bytes);
  must(valid_utf8(clean(text)), "cleaned text is UTF-8");
  must(without_nir(text).size() <= text.size(), "cutting out makes nothing longer");
  folded(text), matching(text), escaped_csv(text), escaped_html(text);
}

Limits little() {
  Limits limits;
  limits.page_megapixels = 2;
  limits.input_mib = 8;
  limits.input_pages = 40;
  limits.archive_entries = 200;
  return limits;
}

void archive(std::string_view bytes) {
  const fs::path into = place() / "in";
  std::error_code none;
  fs::remove_all(into, none);
  const Listing listing = list_input(written("archive", bytes), into, little());
  for (const Member& member : listing.members) {
    must(member.rejected.empty() == !member.file.empty(), "a member has a file or a reason");
    must(member.file.empty() || (member.file.parent_path() == into && fs::is_regular_file(fs::symlink_status(member.file))), "a member's file lies where it must");
    const std::vector<std::string> parts = split(member.name, '/');
    must(std::find(parts.begin(), parts.end(), "..") == parts.end(), "a member's name leads nowhere");
  }
}

void image(std::string_view bytes) {
  const fs::path file = written("image", bytes);
  const Listing listing = list_input(file, place() / "none", little());
  for (int page = 0; page < std::min(listing.pages, 3); ++page) {
    try {
      const Scan scan = open_page(file, page, little());
      must(scan.image.width > 0 && scan.image.height > 0 && static_cast<double>(scan.image.width) * scan.image.height <= 9e6, "a page keeps to its limit");
    } catch (const ItemError&) {
    }
  }
}

// A model's file ends in its own SHA-256: seeds stand without, or nothing but that would ever be tried.
void model(std::string_view bytes) {
  const TextModel read = TextModel::load(written("model", std::string(bytes) + sha256(bytes)));
  read.service("Objet", "expéditeur", "le texte d'une lettre");
}

const std::map<std::string, void (*)(std::string_view)> table = {{"code", code}, {"proof", proof}, {"template", templates}, {"rows", rows}, {"record", record}, {"archive", archive}, {"image", image}, {"model", model}};

}  // namespace

std::vector<std::string> targets() {
  std::vector<std::string> names;
  for (const auto& [name, reader] : table) names.push_back(name);
  return names;
}

void feed(const std::string& target, std::string_view bytes) {
  try {
    table.at(target)(bytes);
  } catch (const CodedError&) {
  } catch (const Json::exception&) {
  }
}

}  // namespace pli::fuzz
