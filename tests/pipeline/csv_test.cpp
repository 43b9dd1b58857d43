#include "pipeline/csv.h"

#include <doctest/doctest.h>

#include "pipeline/errors.h"

namespace pli {
namespace {

using Records = std::vector<std::vector<std::string>>;

Records records(const std::string& text) {
  CsvReader reader(text, "a.csv");
  Records all;
  for (std::vector<std::string> cells; reader.next(cells);) all.push_back(cells);
  return all;
}

std::string refused(const std::string& text) {
  try {
    records(text_of_bytes(text, "a.csv"));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "read";
}

TEST_CASE("the separator is found in the header line, and one inside quotes doesn't count") {
  CHECK(records("a;b\n1;2\n") == Records{{"a", "b"}, {"1", "2"}});
  CHECK(records("a,b\n1,2\n") == Records{{"a", "b"}, {"1", "2"}});
  CHECK(records("a\tb\n1\t2\n") == Records{{"a", "b"}, {"1", "2"}});
  CHECK(records("\"a;x;y\",b\n1;2,3\n") == Records{{"a;x;y", "b"}, {"1;2", "3"}});
  CHECK(records("nom;montant\nx;1,50\n") == Records{{"nom", "montant"}, {"x", "1,50"}});
  CHECK(records("sep=,\na,b;c\n") == Records{{"a", "b;c"}});
  CHECK(records("seul\nun\n") == Records{{"seul"}, {"un"}});
}

TEST_CASE("quoted cells hold separators, line breaks and doubled quotes; a lone quote inside a plain cell is a quote") {
  CHECK(records("a;b\n\"x;y\";\"dit \"\"oui\"\"\"\n") == Records{{"a", "b"}, {"x;y", "dit \"oui\""}});
  CHECK(records("a;b\r\n\"un\r\ndeux\";2\r\n") == Records{{"a", "b"}, {"un\ndeux", "2"}});
  CHECK(records("a;b\n5\" de haut;\"\"\n") == Records{{"a", "b"}, {"5\" de haut", ""}});
}

TEST_CASE("line ends of every system are read, with or without one at the end, and rows without text are passed over") {
  const Records expected{{"a", "b"}, {"1", "2"}};
  CHECK(records("a;b\r\n1;2") == expected);
  CHECK(records("a;b\r1;2\r") == expected);
  CHECK(records("\n\na;b\n\n;\n1;2\n ; \n") == expected);
  CHECK(records("").empty());
  CHECK(records("a;b\n1;") == Records{{"a", "b"}, {"1", ""}});
}

TEST_CASE("a record knows the line of the file where it begins") {
  CsvReader reader("a;b\n\"1\n2\n3\";x\n\n4;y\n", "a.csv");
  std::vector<int> lines;
  for (std::vector<std::string> cells; reader.next(cells);) lines.push_back(reader.line());
  CHECK(lines == std::vector<int>{1, 2, 6});
}

TEST_CASE("a quote that is never closed and text behind a closed one are refused with their line") {
  CHECK(refused("a;b\n1;2\n\"x;y\n") == "csv-quote-open: a.csv, 3");
  CHECK(refused("a;b\n\"x\"y;2\n") == "csv-quote-stray: a.csv, 2");
  CHECK(refused("a;b\n\"x\";2\n") == "read");
}

TEST_CASE("UTF-8 with or without a mark and Windows-1252 give the same text") {
  CHECK(text_of_bytes("\xEF\xBB\xBF" "Été;œuvre €", "f") == "Été;œuvre €");
  CHECK(text_of_bytes("Été;œuvre €", "f") == "Été;œuvre €");
  CHECK(text_of_bytes("\xC9t\xE9;\x9Cuvre \x80", "f") == "Été;œuvre €");
}

TEST_CASE("UTF-16 and files that are no text are refused by name") {
  CHECK(refused(std::string("\xFF\xFE" "a\0;\0", 6)) == "text-utf16: a.csv");
  CHECK(refused(std::string("\xFE\xFF\0a", 4)) == "text-utf16: a.csv");
  CHECK(refused(std::string("a\0b\0", 4)) == "text-utf16: a.csv");
  CHECK(refused("PK\x03\x04 a workbook") == "text-binary: a.csv");
  CHECK(refused(std::string("a;b;c;d;e;f;g;h\n1\0;2", 21)) == "text-binary: a.csv");
}

}  // namespace
}  // namespace pli
