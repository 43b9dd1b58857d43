#include "pipeline/text.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace pli;

TEST_CASE("text is valid UTF-8 or it is not") {
  CHECK(valid_utf8("Mairie d'\xC3\x89vry, 12 \xE2\x82\xAC"));
  CHECK(valid_utf8(""));
  for (const char* bad : {"\xC3", "\x80", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "a\xE2\x82"}) CHECK_FALSE(valid_utf8(bad));
}

TEST_CASE("cleaned text is composed, without controls, direction marks or broken bytes") {
  CHECK(clean("e\xCC\x81t\xC3\xA9") == "\xC3\xA9t\xC3\xA9");
  CHECK(clean("a\nb\fc") == "a\nb\fc");
  CHECK(clean(std::string("a\0b\x07\x1b[1m\x7f", 8)) == "ab[1m");
  CHECK(clean("\xE2\x80\xAE" "gpj.exe\xE2\x81\xA9") == "gpj.exe");
  CHECK(clean("a\xFF" "b") == "a\xEF\xBF\xBD" "b");
  CHECK(clean("e\x01\xCC\x81") == "\xC3\xA9");
}

TEST_CASE("cleaning clean text changes nothing") {
  for (const std::string text : {"e\x01\xCC\x81", "\xFF\xFE", "e\xE2\x80\x8F\xCC\x81", "\xEF\xBF\xBE", "l'\xC3\xA9t\xC3\xA9"}) {
    const std::string once = clean(text);
    CHECK(valid_utf8(once));
    CHECK(clean(once) == once);
  }
}

TEST_CASE("folded text has neither case nor accents nor typography, and keeps its spaces") {
  CHECK(folded("\xC3\x89" "COLE  Ma\xC3\xAEtre-d'\xC5\x92uvre") == "ecole  maitre-d'oeuvre");
  CHECK(folded("l\xE2\x80\x99" "eau \xC2\xAB" " bonne \xC2\xBB \xE2\x80\x93 \xE2\x80\x94") == "l'eau \" bonne \" - -");
  CHECK(folded("l\xC2\xB4" "eau") == "l'eau");
  CHECK(folded("\xEF\xAC\x81" "n") == "fin");
  CHECK(folded(folded("\xC3\x80" " L'\xC5\x93il")) == folded("\xC3\x80" " L'\xC5\x93il"));
  CHECK(valid_utf8(folded("\xFF\xC3")));
}

TEST_CASE("words for matching are parted by single spaces") {
  CHECK(matching("  N\xC2\xB0 12, rue de l'\xC3\x89" "glise !\n") == "n 12 rue de l eglise");
  CHECK(matching("-- ??") == "");
  CHECK(capitals("h\xC3\xB4tel de ville, \xC5\x93uvres") == "HOTEL DE VILLE, OEUVRES");
}

TEST_CASE("trimming and splitting lose nothing between") {
  CHECK(trimmed("\t a b \r\n") == "a b");
  CHECK(trimmed(" \f\v ") == "");
  CHECK(split("a//b/", '/') == std::vector<std::string>{"a", "", "b", ""});
  CHECK(split("", '/') == std::vector<std::string>{""});
}

TEST_CASE("code points and UTF-8 turn into one another") {
  const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x93\xAE";
  CHECK(code_points(text).size() == 4);
  CHECK(utf8(code_points(text)) == text);
  CHECK(code_points("\xFF") == std::u32string(1, U'\uFFFD'));
}

TEST_CASE("names are ordered as people number them") {
  std::vector<std::string> names = {"page10.tif", "Page2.tif", "page1.tif", "page02.tif", "\xC3\xA9t\xC3\xA9.tif", "zoo.tif", "99999999999999999999999.tif", "3.tif", "page.tif"};
  std::sort(names.begin(), names.end(), natural_less);
  CHECK(names == std::vector<std::string>{"3.tif", "99999999999999999999999.tif", "\xC3\xA9t\xC3\xA9.tif", "page.tif", "page1.tif", "Page2.tif", "page02.tif", "page10.tif", "zoo.tif"});
}

TEST_CASE("the natural order is an order: of two different names one comes first, and no three go round") {
  const std::vector<std::string> names = {"", "0", "00", "01", "1", "1a", "01a", "a", "A", "a0", "a00", "a1", "a01b", "a1a", "\xC3\xA9", "e", "E", "-", "a-1", "10", "9", "0a"};
  for (const auto& a : names) {
    CHECK_FALSE(natural_less(a, a));
    for (const auto& b : names) {
      if (a != b) CHECK(natural_less(a, b) != natural_less(b, a));
      for (const auto& c : names)
        if (natural_less(a, b) && natural_less(b, c)) CHECK(natural_less(a, c));
    }
  }
}

TEST_CASE("text in HTML is text") {
  CHECK(escaped_html("<a href=\"x\">&'</a>") == "&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;");
  CHECK(escaped_html("12 rue de l\xC3\xA9" "t\xC3\xA9") == "12 rue de l\xC3\xA9" "t\xC3\xA9");
}

TEST_CASE("a cell is no formula and never breaks its row") {
  for (const char* formula : {"=1+1", "+33", "-2", "@sum", "\tx", "\rx"}) {
    const std::string cell = escaped_csv(formula);
    CHECK(cell.substr(0, 2) == "\"'");
    CHECK(cell.back() == '"');
  }
  CHECK(escaped_csv("un \"mot\"; deux\nlignes") == "\"un \"\"mot\"\"; deux\nlignes\"");
  CHECK(escaped_csv("simple 12-3") == "simple 12-3");
  CHECK(escaped_csv("") == "");
}
