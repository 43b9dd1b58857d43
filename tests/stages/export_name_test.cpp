#include "stages/export_name.h"

#include <doctest/doctest.h>

#include <string>

#include "pipeline/text.h"

using namespace pli;

TEST_CASE("a name has no character that a Windows share refuses") {
  CHECK(safe_component("a<b>c:d\"e/f\\g|h?i*j", 100) == "a-b-c-d-e-f-g-h-i-j");
  CHECK(safe_component(std::string("a\0b\x01c\x7f", 6), 100).find('\0') == std::string::npos);
  CHECK(safe_component("réclamation – 2ᵉ envoi", 100) == "réclamation – 2ᵉ envoi");
}

TEST_CASE("a name neither begins nor ends with a dot or space") {
  CHECK(safe_component("  .. nom.pdf. . ", 100) == "nom.pdf");
  CHECK(safe_component("...", 100) == "_");
  CHECK(safe_component("", 100) == "_");
}

TEST_CASE("names that Windows keeps for devices are taken by none, others that look like them are") {
  for (const char* name : {"CON", "nul", "Aux.txt", "com1", "LPT9.tar.gz", "CONIN$", "com¹", "NUL .pdf", "prn"}) CHECK_MESSAGE(safe_component(name, 100).front() == '_', name);
  for (const char* name : {"CONSEIL", "comte", "COM10", "lpt", "nulle.pdf", "auxiliaire"}) CHECK_MESSAGE(safe_component(name, 100).front() != '_', name);
}

TEST_CASE("a name is cut between characters, and a cut leaves no dot at the end") {
  const std::string cut = safe_component("ééééé", 5);
  CHECK(cut == "éé");
  CHECK(safe_component("abcd. efgh", 5) == "abcd");
}

TEST_CASE("no value makes a folder or leaves the one it is in") {
  const ExportTexts values{{"id", "0123456789AB"}, {"subject", "../../etc/passwd"}, {"service", "..\\x"}};
  CHECK(export_path("{service}/{subject} {id}.pdf", values) == "-x/-..-etc-passwd 0123456789AB.pdf");
}

TEST_CASE("whatever the values are, the pattern's own text and the id stand in the name, within 180 bytes") {
  const std::string name = export_path("{sender} {subject} {references} {city} {id}.pdf", {{"sender", std::string(400, 'a')}, {"subject", std::string(400, 'b')}, {"references", std::string(400, 'c')},
                                                                                           {"city", std::string(400, 'd')}, {"id", "0123456789AB"}});
  CHECK(name.ends_with(" 0123456789AB.pdf"));
  CHECK(name.size() <= 180);
}

TEST_CASE("a part in brackets goes with an empty value") {
  CHECK(fill("{a}[ - {b}][, {c}]", {{"a", "x"}, {"c", "z"}}) == "x, z");
  CHECK(fill("{a}[ - {b}]", {{"a", "x"}, {"b", "y"}}) == "x - y");
  CHECK(fill("{nothing}", {}) == "");
}

TEST_CASE("braces in a value are text") {
  CHECK(fill("{a}", {{"a", "{b}[c]"}, {"b", "x"}}) == "{b}[c]");
}

TEST_CASE("batches whose names become the same stay apart") {
  CHECK(distinct_component("R-0123456789AB", 60) == "R-0123456789AB");
  CHECK(distinct_component("lot:1", 60) != distinct_component("lot?1", 60));
  const std::string beginning(80, 'x');
  CHECK(distinct_component(beginning + "1", 60) != distinct_component(beginning + "2", 60));
  CHECK(distinct_component(beginning + "1", 60).size() <= 60);
}
