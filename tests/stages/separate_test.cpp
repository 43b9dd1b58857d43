#include "stages/separate.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

using namespace pli;

namespace {

PageSummary content(int input = 0) { return {input, false, false, {}, {}}; }
PageSummary blank(int input = 0) { return {input, true, false, {}, {}}; }
PageSummary sheet(const std::string& kind, int number = 0, int of = 0, const std::string& service = "") { return {0, false, false, {{kind, service, number, of}}, {}}; }

PageSummary letter(const std::string& id, int page, int pages, LetterMark::Proof proof = LetterMark::Proof::right) {
  return {0, false, false, {}, {{{"K1", "2026-000001-0", id, page, pages, "", "0000000000000000"}, proof}}};
}

std::vector<std::vector<int>> pages_of(const Separation& plan) {
  std::vector<std::vector<int>> all;
  for (const PlannedDocument& document : plan.documents) {
    all.emplace_back();
    for (const PlannedPage& page : document.pages) all.back().push_back(page.page);
  }
  return all;
}

bool has_reason(const PlannedDocument& document, const std::string& reason) {
  return std::find(document.reasons.begin(), document.reasons.end(), reason) != document.reasons.end();
}

using Pages = std::vector<std::vector<int>>;

}  // namespace

TEST_CASE("a file is a document, and a change of file begins another") {
  const Separation plan = separate({content(0), content(0), content(1)});
  CHECK(pages_of(plan) == Pages{{0, 1}, {2}});
  CHECK(plan.documents[0].reasons.empty());
  CHECK(plan.documents[0].piece != plan.documents[1].piece);
}

TEST_CASE("with --stream files are no boundaries") {
  const Separation plan = separate({sheet("DOCUMENT"), content(0), content(1), content(2)}, {true});
  CHECK(pages_of(plan) == Pages{{1, 2, 3}});
}

TEST_CASE("a document sheet opens a new pli and stands in none") {
  const Separation plan = separate({sheet("DOCUMENT"), content(), content(), sheet("DOCUMENT"), content()});
  CHECK(pages_of(plan) == Pages{{1, 2}, {4}});
  CHECK(plan.separators == std::vector<int>{0, 3});
}

TEST_CASE("pages before the first sheet are a document that says so") {
  const Separation plan = separate({content(), sheet("DOCUMENT"), content()});
  CHECK(pages_of(plan) == Pages{{0}, {2}});
  CHECK(has_reason(plan.documents[0], "no-separator"));
  CHECK_FALSE(has_reason(plan.documents[1], "no-separator"));
}

TEST_CASE("two sheets in a row make no empty document") {
  CHECK(pages_of(separate({sheet("DOCUMENT"), sheet("DOCUMENT"), content()})) == Pages{{2}});
  CHECK(pages_of(separate({sheet("DOCUMENT"), sheet("DOCUMENT")})).empty());
}

TEST_CASE("both sides of a duplex sheet go, blank or printed alike; a second blank behind it does not go with it") {
  CHECK(separate({sheet("DOCUMENT"), blank(), content()}).separators == std::vector<int>{0, 1});
  CHECK(separate({sheet("DOCUMENT"), sheet("DOCUMENT"), content()}).separators == std::vector<int>{0, 1});
  const Separation plan = separate({sheet("DOCUMENT"), blank(), blank(), content()});
  CHECK(plan.separators == std::vector<int>{0, 1});
  CHECK(plan.blanks == std::vector<int>{2});
}

TEST_CASE("blank backs stay with their document, marked") {
  const Separation plan = separate({sheet("DOCUMENT"), content(), blank(), content(), blank(), sheet("DOCUMENT"), content()});
  CHECK(pages_of(plan) == Pages{{1, 2, 3, 4}, {6}});
  CHECK(plan.documents[0].pages[1].blank);
  CHECK(plan.blanks.empty());
}

TEST_CASE("a document of nothing but blanks is no document") {
  const Separation plan = separate({blank(0), blank(0), content(1)});
  CHECK(pages_of(plan) == Pages{{2}});
  CHECK(plan.blanks == std::vector<int>{0, 1});
}

TEST_CASE("an annex sheet continues its pli, an envelope sheet marks the next sheet alone") {
  const Separation plan = separate({sheet("DOCUMENT"), content(), sheet("ANNEX"), content(), content(), sheet("ENVELOPE"), content(), blank(), content()});
  REQUIRE(plan.documents.size() == 1);
  std::vector<std::string> roles;
  for (const PlannedPage& page : plan.documents[0].pages) roles.push_back(page.role);
  CHECK(roles == std::vector<std::string>{"letter", "annex", "annex", "envelope", "envelope", "annex"});
}

TEST_CASE("what the sheets of a header say holds for that pli only, in any order") {
  for (const auto& header : {std::vector<PageSummary>{sheet("REGISTERED"), sheet("SERVICE", 0, 0, "urbanisme"), sheet("DOCUMENT")},
                             std::vector<PageSummary>{sheet("DOCUMENT"), sheet("SERVICE", 0, 0, "urbanisme"), sheet("REGISTERED")},
                             std::vector<PageSummary>{sheet("SERVICE", 0, 0, "urbanisme"), sheet("REGISTERED")}}) {
    std::vector<PageSummary> stack = header;
    stack.push_back(content());
    stack.push_back(sheet("VALUABLES"));
    stack.push_back(content());
    const Separation plan = separate(stack);
    REQUIRE(plan.documents.size() == 2);
    CHECK(plan.documents[0].service == "urbanisme");
    CHECK(plan.documents[0].kind_of_mail == "registered");
    CHECK(plan.documents[0].flags.empty());
    CHECK(plan.documents[1].service.empty());
    CHECK(plan.documents[1].kind_of_mail == "simple");
    CHECK(plan.documents[1].flags == std::vector<std::string>{"valuables"});
  }
}

TEST_CASE("a batch sheet closes everything before it") {
  const Separation plan = separate({sheet("CONFIDENTIAL"), content(), sheet("BATCH"), content()});
  CHECK(pages_of(plan) == Pages{{1}, {3}});
  CHECK(plan.documents[1].flags.empty());
}

TEST_CASE("under a returned sheet every envelope is a document of its own until the next sheet") {
  const Separation plan = separate({sheet("RETURNED"), content(), blank(), content(), sheet("DOCUMENT"), content(), content()});
  CHECK(pages_of(plan) == Pages{{1, 2}, {3}, {5, 6}});
  CHECK(has_reason(plan.documents[0], "returned"));
  CHECK(has_reason(plan.documents[1], "returned"));
  CHECK_FALSE(has_reason(plan.documents[2], "returned"));
}

TEST_CASE("a numbered sheet that never came is reported, and the document it should have parted is marked") {
  const Separation plan = separate({sheet("DOCUMENT", 1, 4), content(), sheet("DOCUMENT", 2, 4), content(), content(), sheet("DOCUMENT", 4, 4), content()});
  REQUIRE(plan.missing.size() == 1);
  CHECK(plan.missing[0].number == 3);
  CHECK_FALSE(has_reason(plan.documents[0], "sheet-missing"));
  CHECK(has_reason(plan.documents[1], "sheet-missing"));
  CHECK_FALSE(has_reason(plan.documents[2], "sheet-missing"));
}

TEST_CASE("numbered sheets that all came are no matter") {
  CHECK(separate({sheet("DOCUMENT", 1, 2), content(), sheet("DOCUMENT", 2, 2), content()}).missing.empty());
}

TEST_CASE("another letter of ours inside a pli is another document of that pli") {
  const Separation plan = separate({letter("AAA", 1, 2), letter("AAA", 2, 2), letter("BBB", 1, 1)});
  CHECK(pages_of(plan) == Pages{{0, 1}, {2}});
  CHECK(plan.documents[0].piece == plan.documents[1].piece);
  CHECK(plan.documents[0].reasons.empty());
}

TEST_CASE("pages of a letter of ours are put in the order of their numbers") {
  CHECK(pages_of(separate({letter("AAA", 3, 3), letter("AAA", 1, 3), content(), letter("AAA", 2, 3)})) == Pages{{1, 3, 2, 0}});
}

TEST_CASE("a missing page and a page that came twice are said") {
  CHECK(has_reason(separate({letter("AAA", 1, 2)}).documents[0], "letter-incomplete"));
  CHECK(has_reason(separate({letter("AAA", 1, 1), letter("AAA", 1, 1)}).documents[0], "code-replayed"));
}

TEST_CASE("a letter code that is not proven steers nothing") {
  const Separation plan = separate({content(), letter("AAA", 1, 2, LetterMark::Proof::wrong), letter("BBB", 1, 1, LetterMark::Proof::unverifiable)});
  CHECK(pages_of(plan) == Pages{{0, 1, 2}});
  CHECK(plan.documents[0].marks.size() == 2);
}

TEST_CASE("nothing leaks from one pli to the next") {
  const Separation plan = separate({sheet("UNOPENED"), sheet("URGENT"), content(), sheet("DOCUMENT"), content()});
  CHECK(plan.documents[0].flags == std::vector<std::string>{"unopened", "urgent"});
  CHECK(plan.documents[1].flags.empty());
  CHECK(plan.documents[1].reasons.empty());
}

TEST_CASE("pages of a letter come together within a pli, whatever lies between them") {
  const Separation plan = separate({letter("AAA", 2, 2), letter("BBB", 1, 1), letter("AAA", 1, 2)});
  CHECK(pages_of(plan) == Pages{{2, 0}, {1}});
  CHECK(plan.documents[0].reasons.empty());
  CHECK(plan.documents[0].piece == plan.documents[1].piece);
}

TEST_CASE("sheets part a letter's pages: each part says that pages are missing") {
  const Separation plan = separate({sheet("DOCUMENT"), letter("AAA", 1, 2), sheet("DOCUMENT"), letter("AAA", 2, 2)}, {true});
  CHECK(pages_of(plan) == Pages{{1}, {3}});
  for (const PlannedDocument& document : plan.documents) CHECK(has_reason(document, "letter-incomplete"));
}

TEST_CASE("one stack without sheets is parted by letter codes: each letter is a pli of its own, its pages together and in order") {
  const Separation plan = separate({letter("AAA", 2, 3), letter("BBB", 1, 2), blank(), letter("CCC", 1, 1), letter("AAA", 1, 3), letter("BBB", 2, 2), letter("AAA", 3, 3)}, {true});
  CHECK(pages_of(plan) == Pages{{4, 0, 6}, {1, 2, 5}, {3}});
  std::vector<int> pieces;
  for (const PlannedDocument& document : plan.documents) {
    CHECK(document.reasons.empty());
    pieces.push_back(document.piece);
  }
  CHECK(pieces == std::vector<int>{0, 1, 2});
}

TEST_CASE("in such a stack a page twice and a page missing are said of their letter alone") {
  const Separation plan = separate({letter("AAA", 1, 1), letter("BBB", 2, 2), letter("AAA", 1, 1), letter("CCC", 1, 1)}, {true});
  REQUIRE(plan.documents.size() == 3);
  CHECK(plan.documents[0].reasons == std::vector<std::string>{"code-replayed"});
  CHECK(plan.documents[1].reasons == std::vector<std::string>{"letter-incomplete"});
  CHECK(plan.documents[2].reasons.empty());
}

TEST_CASE("in such a stack what proves nothing spoils no letter: a forged page stands alone, pages without a code wait for a person") {
  const Separation plan = separate({content(), letter("AAA", 1, 2), letter("XXX", 1, 1, LetterMark::Proof::wrong), letter("AAA", 2, 2), letter("BBB", 1, 1), content(), letter("CCC", 1, 1)}, {true});
  CHECK(pages_of(plan) == Pages{{0}, {1, 3}, {2}, {4, 5}, {6}});
  CHECK(has_reason(plan.documents[0], "no-separator"));
  CHECK(plan.documents[1].reasons.empty());
  CHECK(plan.documents[1].marks.size() == 2);
  CHECK(has_reason(plan.documents[3], "pages-without-code"));
  CHECK(plan.documents[4].reasons.empty());
}

TEST_CASE("every order of the sheets of three letters gives the same documents") {
  std::vector<std::pair<std::string, int>> sheets = {{"AAA", 1}, {"AAA", 2}, {"AAA", 3}, {"BBB", 1}, {"BBB", 2}, {"CCC", 1}};
  const std::map<std::string, int> pages = {{"AAA", 3}, {"BBB", 2}, {"CCC", 1}};
  do {
    std::vector<PageSummary> stack;
    for (const auto& [id, page] : sheets) stack.push_back(letter(id, page, pages.at(id)));
    for (const bool stream : {true, false}) {
      const Separation plan = separate(stack, {stream});
      REQUIRE(plan.documents.size() == 3);
      for (const PlannedDocument& document : plan.documents) {
        const std::string& id = sheets[static_cast<std::size_t>(document.pages.front().page)].first;
        REQUIRE(document.pages.size() == static_cast<std::size_t>(pages.at(id)));
        REQUIRE(document.reasons.empty());
        for (std::size_t i = 0; i < document.pages.size(); ++i) REQUIRE(sheets[static_cast<std::size_t>(document.pages[i].page)] == std::pair(id, static_cast<int>(i) + 1));
      }
    }
  } while (std::next_permutation(sheets.begin(), sheets.end()));
}
