// One morning of every kind of file, good and bad, through the program itself.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <map>
#include <set>

#include "pipeline/digest.h"
#include "pipeline/files.h"
#include "tests/support/mail.h"
#include "tests/support/preflight.h"
#include "tests/support/raster.h"

using namespace pli;
using namespace pli::test;

namespace {

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

unsigned mode_of(const fs::path& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 07777U : 0;
}

/// Contents and times of all files: what "changes nothing" means.
std::string times(const fs::path& folder) {
  std::map<std::string, std::string> all;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().filename() == ".pli") continue;
    struct stat info {};
    ::stat(entry.path().c_str(), &info);
    all[entry.path().string()] = std::to_string(info.st_mtim.tv_sec) + '.' + std::to_string(info.st_mtim.tv_nsec) + (entry.is_regular_file() ? sha256_file(entry.path()) : "");
  }
  std::string text;
  for (const auto& [path, facts] : all) text += path + ' ' + facts + '\n';
  return text;
}

/// The folders of the documents.
std::vector<fs::path> folders_of(const Mailroom& mail) {
  std::vector<fs::path> all;
  const Json batch = mail.batch_json();
  for (const Json& document : batch.at("documents")) all.push_back(mail.batch() / document.at("path").get<std::string>());
  return all;
}

}  // namespace

TEST_CASE("bad files beside good ones end the run with 3, each named on stderr with its code and kept with its bytes and reason") {
  const MixedMorning& mail = mixed_morning();
  REQUIRE_MESSAGE(mail.first.code == 3, mail.first.err);
  const std::map<std::string, std::string> expected = {{"2026-11-23/e-guichet.zip/lisez-moi.txt", "unknown-type"}, {"2026-11-23/x1-coupe.pdf", "damaged-file"},
                                                       {"2026-11-23/x2-secret.pdf", "password"}, {"2026-11-23/x3-vide.tif", "empty-file"},
                                                       {"2026-11-23/x4-liste.csv", "unknown-type"}};
  const Json rejects = mail.batch_json().at("rejects");
  CHECK(rejects.size() == expected.size());
  std::set<std::string> seen;
  for (const Json& reject : rejects) {
    const fs::path folder = mail.batch() / reject.at("path").get<std::string>();
    const Json reason = Json::parse(read_file(folder / "reason.json"));
    const std::string source = reason.at("path");
    CAPTURE(source);
    seen.insert(source);
    REQUIRE(expected.contains(source));
    CHECK(reason.at("code") == expected.at(source));
    CHECK(reject.at("code") == reason.at("code"));
    CHECK_FALSE(reason.at("message").get<std::string>().empty());
    const std::string name = source.substr(source.rfind('/') + 1);
    CHECK(says(mail.first.err, name));
    CHECK(says(mail.first.err, "[" + expected.at(source) + "]"));
    fs::path kept;
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.path().filename() != "reason.json") kept = entry.path();
    if (source.find(".zip/") == std::string::npos) CHECK(read_file(kept) == read_file(mail.scans / name));
    else CHECK(read_file(kept) == "Deux fichiers, dont un qui n'est pas un scan.");
  }
  CHECK(seen.size() == expected.size());
}

TEST_CASE("the accounts of a mixed morning balance, page by page") {
  const Json batch = mixed_morning().batch_json();
  const Json& pages = batch.at("pages");
  CHECK(pages.at("input") == 11);
  CHECK(pages.at("in_documents") == 5);
  CHECK(pages.at("separators") == 0);
  CHECK(pages.at("blanks") == 1);
  CHECK(pages.at("rejected") == 5);
  int inputs = 0;
  for (const Json& input : batch.at("inputs")) inputs += input.at("pages").get<int>();
  CHECK(inputs == 11);
  CHECK(batch.at("documents").size() == 5);
  CHECK(batch.at("received") == "2026-11-23");
  CHECK(batch.at("received_source") == "folder");
  CHECK(batch.contains("timings"));
}

TEST_CASE("records hold the contract's keys, what was read, and the digests of their files") {
  const MixedMorning& mail = mixed_morning();
  const auto records = mail.records();
  REQUIRE(records.size() == 5);
  for (std::size_t i = 0; i < records.size(); ++i) {
    const Json& record = records[i];
    CAPTURE(i);
    for (const char* key : {"schema", "id", "batch", "direction", "received", "dossier", "service", "review", "kind", "piece", "parts", "copies", "fields", "form", "pages",
                            "duplicate_of", "files", "software"})
      CHECK_MESSAGE(record.contains(key), key);
    CHECK(record.at("schema") == "pli.record/1");
    CHECK(record.at("direction") == "inbound");
    CHECK(record.at("received") == "2026-11-23");
    CHECK(record.at("id").get<std::string>().size() == 12);
    std::string subject, sender, date;
    for (const Json& field : record.at("fields")) {
      if (field.at("name") == "subject") subject = field.at("value");
      if (field.at("name") == "sender.name") sender = field.at("value");
      if (field.at("name") == "date") date = field.at("value");
      CHECK(field.at("box").size() == 4);
    }
    const ShortLetter& letter = short_letters()[i];
    CHECK(subject == letter.subject);
    CHECK(sender == letter.sender.substr(0, letter.sender.find('\n')));
    CHECK(date == "2026-11-16");
    for (const Json& page : record.at("pages")) {
      for (const char* key : {"number", "pdf_page", "source", "width", "height", "dpi", "rotation", "skew", "blank", "failed", "legibility", "ocr_confidence", "barcodes"})
        CHECK_MESSAGE(page.contains(key), key);
      CHECK(page.at("failed") == false);
      CHECK(page.at("width") < page.at("height"));
    }
    const fs::path folder = folders_of(mail)[i];
    for (const Json& file : record.at("files")) {
      CHECK(sha256_file(folder / file.at("path").get<std::string>()) == file.at("sha256"));
      CHECK(fs::file_size(folder / file.at("path").get<std::string>()) == file.at("bytes").get<std::uintmax_t>());
    }
  }
  // The empty back is listed, set aside, and stands in no PDF.
  const Json& sides = records[0].at("pages");
  REQUIRE(sides.size() == 2);
  CHECK(sides[1].at("blank") == true);
  CHECK(sides[1].at("pdf_page").is_null());
  CHECK(count_files(folders_of(mail)[0] / "blanks", ".pdf") == 1);
}

TEST_CASE("files are for owner and group only, the registry for its owner alone") {
  const MixedMorning& mail = mixed_morning();
  for (const auto& entry : fs::recursive_directory_iterator(mail.batch())) {
    CAPTURE(entry.path().string());
    CHECK(mode_of(entry.path()) == (entry.is_directory() ? 0750U : 0640U));
  }
  CHECK(mode_of(mail.batch()) == 0750U);
  CHECK(mode_of(mail.store) == 0600U);
}

TEST_CASE("every PDF of a run and the sheets are valid PDF/A-1b, with the words that were read and a page for each sheet side") {
  const MixedMorning& mail = mixed_morning();
  const TemporaryFolder folder;
  std::vector<fs::path> files;
  int pages = 0;
  std::size_t i = 0;
  for (const fs::path& document : folders_of(mail)) {
    files.push_back(document / "document.pdf");
    const std::string pdf = read_file(files.back());
    pages += testing::page_count(pdf);
    const std::string text = testing::page_text(pdf, 0);
    CAPTURE(text);
    CHECK(says(text, short_letters()[i++].subject));
    CHECK(says(text, "Hôtel de Ville"));
    if (fs::exists(document / "blanks")) files.push_back(document / "blanks" / "page-2.pdf");
  }
  CHECK(pages == mail.batch_json().at("pages").at("in_documents"));
  CHECK(files.size() == 6);
  files.push_back(folder / "sheets.pdf");
  REQUIRE(run_pli({"sheets", "document", "annex", "service:finances", "unopened", "--duplex", "--out", files.back()}).code == 0);
  std::string why_not;
  if (!testing::preflight_there(&why_not)) {
    WARN_MESSAGE(false, why_not);
    return;
  }
  for (const auto& [file, wrong] : testing::preflight(files, folder.path())) CHECK_MESSAGE(wrong.empty(), file, ": ", wrong);
}

TEST_CASE("the same command on a complete batch changes nothing and ends as before") {
  const MixedMorning& mail = mixed_morning();
  const std::string before = times(mail.out);
  const RunResult again = mail.in({"--jobs", "1"});
  CHECK(again.code == 3);
  CHECK(says(again.err, "[password]"));
  CHECK(times(mail.out) == before);
}

TEST_CASE("one worker leaves the bytes that two leave") {
  const MixedMorning& mail = mixed_morning();
  Mailroom other;
  other.scans = mail.scans;
  CHECK(other.in({"--jobs", "1"}).code == 3);
  CHECK(other.result() == mail.result());
}

TEST_CASE("documents taken away from a complete batch stay away, and verify tells them from altered ones") {
  const MixedMorning& mail = mixed_morning();
  const std::vector<fs::path> folders = folders_of(mail);
  const TemporaryFolder elsewhere;
  for (const std::size_t taken : {1U, 3U}) fs::rename(folders[taken], elsewhere / folders[taken].filename());
  CHECK(mail.in().code == 3);
  for (const std::size_t taken : {1U, 3U}) CHECK_FALSE(fs::exists(folders[taken]));
  const RunResult verified = run_pli({"verify", "--json", "--store", mail.store});
  CHECK(verified.code == 0);
  const Json facts = Json::parse(verified.out);
  CHECK(facts.at("intact") == true);
  CHECK(facts.at("handed_over").size() == 2);
  for (const std::size_t taken : {1U, 3U}) fs::rename(elsewhere / folders[taken].filename(), folders[taken]);

  const fs::path pdf = folders[2] / "document.pdf";
  const std::string bytes = read_file(pdf);
  std::string altered = bytes;
  altered[altered.size() / 2] = static_cast<char>(altered[altered.size() / 2] ^ 4);
  write_file(pdf, altered);
  const RunResult found = run_pli({"verify", "--store", mail.store});
  CHECK(found.code == 1);
  CHECK(says(found.err, pdf.string()));
  CHECK(says(found.err, "[verify-altered]"));
  write_file(pdf, bytes);
  fs::permissions(pdf, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  CHECK(run_pli({"verify", "LOT", "--store", mail.store}).code == 0);
}

TEST_CASE("the log of a run is JSON in UTC with ids, and holds nothing of what people wrote") {
  const MixedMorning& mail = mixed_morning();
  std::istringstream lines(mail.log);
  int documents = 0, rejects = 0;
  for (std::string line; std::getline(lines, line);) {
    const Json entry = Json::parse(line);
    CHECK(entry.at("time").get<std::string>().back() == 'Z');
    documents += entry.at("event") == "document" ? 1 : 0;
    rejects += entry.at("event") == "reject" ? 1 : 0;
  }
  CHECK(documents == 5);
  CHECK(rejects == 5);
  for (const ShortLetter& letter : short_letters()) {
    const std::string name = letter.sender.substr(0, letter.sender.find('\n'));
    for (const std::string& content : {name, name.substr(name.find(' ') + 1), letter.subject}) {
      CAPTURE(content);
      CHECK_FALSE(says(mail.log, content));
      CHECK_FALSE(says(mail.first.err, content));
    }
  }
}
