#include "stages/row_values.h"

#include <doctest/doctest.h>

namespace pli {
namespace {

/// The value as JSON text, "-" when it is refused.
std::string value(const std::string& type, const Json& cell) {
  const auto found = typed_value(type, {"piece", "date"}, cell);
  return found ? compact(*found) : "-";
}

TEST_CASE("a date is read in its two forms and must exist") {
  CHECK(value("date", "2026-11-23") == "\"2026-11-23\"");
  CHECK(value("date", " 23/11/2026 ") == "\"2026-11-23\"");
  for (const char* wrong : {"2026-02-30", "31/04/2026", "11/23/2026", "23-11-2026", "2026-1-3", "23/11/26", "demain", "2026-11-2x"}) CHECK_MESSAGE(value("date", wrong) == "-", wrong);
  CHECK(value("date", 20261123) == "-");
}

TEST_CASE("an amount is read with a comma or a point, grouped or not, and what could be thousands or thousandths is refused") {
  for (const char* same : {"1 234,50", "1234.50", "1234,5", "1\u00A0234,50 €", "1\u202F234.5", "01234,50€"}) CHECK_MESSAGE(value("amount", same) == "\"1234.50\"", same);
  CHECK(value("amount", "12") == "\"12.00\"");
  CHECK(value("amount", "-3,2") == "\"-3.20\"");
  CHECK(value("amount", "0") == "\"0.00\"");
  CHECK(value("amount", 1234.5) == "\"1234.50\"");
  CHECK(value("amount", 12) == "\"12.00\"");
  for (const Json& wrong : {Json("1,234"), Json("1.234,50"), Json("12,"), Json(",5"), Json("douze"), Json("=2+2"), Json(1.005), Json(1e300), Json(true)}) CHECK_MESSAGE(value("amount", wrong) == "-", compact(wrong));
}

TEST_CASE("integers and flags are read as people write them") {
  CHECK(value("integer", "1 200") == "1200");
  CHECK(value("integer", -4) == "-4");
  for (const Json& wrong : {Json("1,5"), Json(1.5), Json("x"), Json("99999999999999999999")}) CHECK(value("integer", wrong) == "-");
  for (const Json& yes : {Json("oui"), Json("OUI"), Json("true"), Json("1"), Json(1), Json(true), Json("Vrai")}) CHECK(value("flag", yes) == "true");
  for (const Json& no : {Json("non"), Json("false"), Json("0"), Json(0), Json(false)}) CHECK(value("flag", no) == "false");
  for (const Json& wrong : {Json("peut-être"), Json(2), Json("oui non")}) CHECK(value("flag", wrong) == "-");
}

TEST_CASE("text is one line without control characters; paragraphs keep their lines") {
  CHECK(value("text", "  Mme\tÉlodie \x01\u202E ") == "\"Mme Élodie\"");
  CHECK(value("text", "=HYPERLINK(\"x\")") == "\"=HYPERLINK(\\\"x\\\")\"");
  CHECK(value("text", 12) == "\"12\"");
  CHECK(value("text", "un\ndeux") == "-");
  CHECK(value("text", Json::array({"a"})) == "-");
  CHECK(value("paragraphs", "un\r\n\r\ndeux\n") == "\"un\\n\\ndeux\"");
  CHECK(value("paragraphs", Json::array({"un", "deux"})) == "\"un\\ndeux\"");
  CHECK(value("paragraphs", Json::array({1})) == "-");
}

TEST_CASE("lists and tables come from JSON or from text parted by bars") {
  CHECK(value("list", "a | b||c") == "[\"a\",\"b\",\"c\"]");
  CHECK(value("list", Json::array({"a|b", "c"})) == "[\"a|b\",\"c\"]");
  CHECK(value("list", " | ") == "-");
  CHECK(value("list", Json::array({Json::object()})) == "-");
  const std::string two = R"([{"piece":"RIB","date":"lundi"},{"piece":"CNI","date":""}])";
  CHECK(value("table", "RIB|lundi\nCNI|\n") == two);
  CHECK(value("table", Json::parse(R"([{"date":"lundi","piece":"RIB"},{"piece":"CNI"}])")) == two);
  CHECK(value("table", "RIB|lundi|x") == "-");
  CHECK(value("table", Json::parse(R"([{"autre":"x"}])")) == "-");
}

}  // namespace
}  // namespace pli
