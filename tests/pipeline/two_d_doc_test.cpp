#include "pipeline/two_d_doc.h"

#include <doctest/doctest.h>

#include "pipeline/files.h"
#include "templates/two_d_doc.h"
#include "tests/support/paths.h"
#include "tests/support/proofs.h"

using namespace pli;
using namespace pli::test;

namespace {

std::string value_of(const TwoDDoc& doc, const std::string& id) {
  for (const ProofDatum& datum : doc.data)
    if (datum.id == id) return datum.value;
  return "";
}

TwoDDoc read(const std::string& text) {
  const auto doc = read_two_d_doc(text, shipped_proofs());
  REQUIRE(doc.has_value());
  return *doc;
}

const std::string head = "DC03FR000001123F16360101";

}  // namespace

TEST_CASE("header and data of the published specimens are read") {
  const TwoDDoc bill = read(proof_v2());
  CHECK(bill.version == 2);
  CHECK(bill.authority == "FR00");
  CHECK(bill.certificate == "0001");
  CHECK(bill.issued == "2012-11-15");
  CHECK(bill.signed_on == "2012-11-12");
  CHECK(bill.type == "01");
  CHECK(bill.perimeter == "01");
  CHECK(bill.problem == "");
  CHECK(value_of(bill, "26") == "FR");
  CHECK(value_of(bill, "24") == "75000");
  CHECK(value_of(bill, "10") == "MME/SPECIMEN/NATACHA");
  CHECK(value_of(bill, "22") == "145 AVENUE DES SPECIMENS");
  CHECK(bill.data.size() == 4);
  CHECK(bill.signature.size() == 64);

  const TwoDDoc card = read(proof_card());
  CHECK(card.version == 3);
  CHECK(card.issued == "");
  CHECK(card.country == "");
  CHECK(value_of(card, "AJ") == "EVTC123456789");
  CHECK(value_of(card, "AK") == "0000001");
  CHECK(value_of(card, "A1") == "AA-555-AA");

  const TwoDDoc diploma = read(proof_file("barcode_c40_v3.txt"));
  CHECK(diploma.type == "B0");
  CHECK(diploma.problem == "");
  CHECK(value_of(diploma, "B1") == "NATACHA");
  CHECK(value_of(diploma, "B7") == "12071973");
  CHECK(value_of(diploma, "BH") == "SCIENCES TECHNOLOGIES SANTE");
  CHECK(value_of(diploma, "BF") == "7DF");
  CHECK(read(proof_file("barcode_c40_v2.txt")).signed_text == bill.signed_text);
}

TEST_CASE("a tax notice of today, with its country, is read whole") {
  const TwoDDoc notice = read("DC04FR000001FFFF23DC2801FR432,75\x1D" "44227801234567845202146RETI PATRICK\x1D" "4A310720224Y145 RUE JULLIARD/ZASPECIMEN/78320/LEVIS STNOM\x1D" "4163198\x1D");
  CHECK(notice.country == "FR");
  CHECK(notice.type == "28");
  CHECK(value_of(notice, "43") == "2,75");
  CHECK(value_of(notice, "44") == "2278012345678");
  CHECK(value_of(notice, "45") == "2021");
  CHECK(value_of(notice, "46") == "RETI PATRICK");
  CHECK(value_of(notice, "4A") == "31072022");
  CHECK(value_of(notice, "41") == "63198");
  CHECK(notice.problem == "signature-missing");
}

TEST_CASE("a document says which of its type's mandatory data it lacks; of alternatives one is enough, and a name must say something") {
  const auto missing = [](const std::string& text) {
    const TwoDDoc doc = read(text);
    return missing_data(doc, shipped_proofs().types.at(doc.type), shipped_proofs());
  };
  using Names = std::vector<std::string>;
  CHECK(missing(proof_v2()).empty());
  CHECK(missing(proof_card()).empty());
  CHECK(missing(proof_file("barcode_c40_v3.txt")).empty());
  const std::string bill = "DC04FR000001123F16360101FR";
  CHECK(missing(bill + "26FR" "2475000" "10MME/SPECIMEN/NATACHA\x1D") == Names{"address-line-4"});
  CHECK(missing(bill + "26FR" "24     " "10\x1D" "22145 AVENUE\x1D") == Names{"beneficiary"});
  CHECK(missing(bill + "26FR" "2475000" "11MME\x1D" "12NATACHA\x1D" "13SPECIMEN\x1D" "22145 AVENUE\x1D").empty());
  CHECK(missing(bill + "26FR" "2475000" "13SPECIMEN\x1D" "22145 AVENUE\x1D") == Names{"beneficiary"});
  const std::string notice = "DC04FR000001FFFF23DC2801FR432,75\x1D" "44227801234567845202146RETI PATRICK\x1D" "4A31072022";
  CHECK(missing(notice) == Names{"address"});
  CHECK(missing(notice + "4Y145 RUE JULLIARD\x1D").empty());
  CHECK(missing(notice + "6U145 RUE JULLIARD\x1D" "6W78320" "6XLEVIS\x1D" "6YFR").empty());
  CHECK(missing("DC04FR000001FFFF23DC0301FR30RETI PATRICK\x1D") == Names{"iban", "bic"});
}

TEST_CASE("separators may be spelt out or shown as pictures, and the US may have been lost") {
  const TwoDDoc plain = read(proof_v2());
  const auto same = [&](const std::string& text) {
    const TwoDDoc doc = read(text);
    return doc.signed_text == plain.signed_text && doc.signature == plain.signature && doc.data.size() == plain.data.size() && doc.problem.empty();
  };
  CHECK(same(spelt(proof_v2(), "<GS>", "<US>")));
  CHECK(same(spelt(proof_v2(), "\u241D", "\u241F")));
  CHECK(same(spelt(proof_v2(), "\x1D", "")));
  CHECK(same(proof_v2() + "\r\n"));
  // Without a US the end must be a signature: an address is none.
  CHECK(read(head + "22" + std::string(30, 'A')).signature == "");
}

TEST_CASE("a value ends at its length, at its separator, or at the end; RS says that it was cut") {
  const TwoDDoc doc = read(head + "1G1" + "10" + std::string(38, 'A') + "2475000" + "25PARIS\x1E" "22RUE");
  CHECK(value_of(doc, "1G") == "1");
  CHECK(value_of(doc, "10").size() == 38);
  CHECK(value_of(doc, "24") == "75000");
  CHECK(value_of(doc, "22") == "RUE");
  for (const ProofDatum& datum : doc.data) CHECK(datum.truncated == (datum.id == "25"));
  // A separator behind a value of fixed or full length does no harm.
  const TwoDDoc spaced = read(head + "2475000\x1D" "10" + std::string(38, 'A') + "\x1D" "26FR");
  CHECK(value_of(spaced, "24") == "75000");
  CHECK(value_of(spaced, "26") == "FR");
  CHECK(spaced.data.size() == 3);
}

TEST_CASE("unknown data reach to the next separator and are flagged; what stands around them is read") {
  const TwoDDoc doc = read(head + "ZZWHAT IS THIS\x1D" "2475000");
  REQUIRE(doc.data.size() == 2);
  CHECK_FALSE(doc.data[0].known);
  CHECK(doc.data[0].value == "WHAT IS THIS");
  CHECK(doc.data[1].known);
  CHECK(doc.data[1].value == "75000");
}

TEST_CASE("a value that is too short says so") {
  const TwoDDoc doc = read(head + "24750\x1D" "26FR");
  CHECK(doc.problem == "data-malformed");
  CHECK_FALSE(doc.data[0].fits);
  CHECK(doc.data[1].fits);
}

TEST_CASE("versions and flavours that are not read are told, other codes are no 2D-Doc") {
  CHECK(read("DC01" + proof_v2().substr(4)).problem == "version-unsupported");
  CHECK(read("DC05" + proof_card().substr(4)).problem == "version-unsupported");
  CHECK(read("\xDC\x04 binary").problem == "binary-unsupported");
  CHECK(read("\u00DC\x04 binary").problem == "binary-unsupported");
  for (const std::string& text : std::vector<std::string>{"", "D", "DC", "DC02", "DC02FR0000011", "DC02FR00000112XX125B0126", "DCXXFR000001125E125B0126", "dc02FR000001125E125B0126", "DC02fr000001125E125B0126",
                                                          "DC020000/../125E125B0126", "DC02F/../001125E125B0126", "DC0212345678901234567890", "DATE-CODE 0234567890123456789", "PLI1/L/x/y", "8714788123456"}) {
    CAPTURE(text);
    CHECK_FALSE(read_two_d_doc(text, shipped_proofs()).has_value());
    CHECK(two_d_doc_header(text).empty());
  }
}

TEST_CASE("authority and certificate are letters and digits, whatever stands in a symbol") {
  for (int position = 4; position < 12; ++position)
    for (int c = 0; c < 256; ++c) {
      std::string text = proof_v2();
      text[static_cast<std::size_t>(position)] = static_cast<char>(c);
      const auto doc = read_two_d_doc(text, shipped_proofs());
      if (!doc) continue;
      for (const char letter : doc->authority + doc->certificate) CHECK(((letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9')));
    }
}

TEST_CASE("hostile symbols are read within limits and raise nothing") {
  CHECK(read(head + std::string(100'000, 'A')).problem == "too-long");
  CHECK(read(head + std::string(100'000, '\x1D')).problem == "too-long");
  std::string many = head;
  for (int i = 0; i < 500; ++i) many += "26FR";
  CHECK(read(many).data.size() == most_proof_data);
  CHECK(read(many).problem == "too-long");
  CHECK(read(head + std::string("22A\0\x07\x1B[31m", 9)).problem == "data-malformed");
  CHECK(read(head + "\x1F").problem == "signature-malformed");
  CHECK(read(head + "\x1F" + std::string(3000, 'A')).problem == "signature-malformed");
  CHECK(read(head + "2").problem == "data-malformed");
  CHECK(read(head + "\xC3\xA9\xC3\xA9").problem == "data-malformed");
  // Cut at any place, and with any byte changed.
  const std::string whole = proof_card();
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) read_two_d_doc(whole.substr(0, cut), shipped_proofs());
  for (std::size_t i = 0; i < whole.size(); ++i)
    for (const char c : {'\0', '\x1D', '\x1E', '\x1F', '\x7F', '\xFF', '0', 'A'}) {
      std::string changed = whole;
      changed[i] = c;
      const auto doc = read_two_d_doc(changed, shipped_proofs());
      if (doc) CHECK(doc->data.size() <= most_proof_data);
    }
}

TEST_CASE("a symbol of several says its set, its place and how many there are") {
  const auto first = read_proof_segment("EAB101" + proof_v2().substr(0, 60));
  REQUIRE(first.has_value());
  CHECK(first->set == "AB1");
  CHECK(first->index == 0);
  CHECK(first->count == 2);
  CHECK(first->text.starts_with("DC02"));
  for (const char* text : {"", "E", "EAB10", "EAB110", "EAB121X", "EAB1G1XX", "eab101XX", "E/B101XX"}) CHECK_FALSE(read_proof_segment(text).has_value());
}

TEST_CASE("days are counted in hexadecimal from the first day of 2000") {
  CHECK(hex_day("0000") == "2000-01-01");
  CHECK(hex_day("111E") == "2011-12-31");
  CHECK(hex_day("FFFE") == "2179-06-05");
  for (const char* none : {"FFFF", "", "111", "111e", "11 E", "-001", "G000"}) CHECK(hex_day(none) == "");
}

TEST_CASE("dates are given as ISO, days that don't exist as they are printed") {
  const ProofRule day{"d", 8, 8, "ddmmyyyy", "", true}, hex{"h", 4, 4, "hexdays", "", true};
  CHECK(proof_value({"4A", "31072022"}, day) == "2022-07-31");
  CHECK(proof_value({"4A", "31022022"}, day) == "31022022");
  CHECK(proof_value({"B7", "00001973"}, day) == "00001973");
  CHECK(proof_value({"06", "111E"}, hex) == "2011-12-31");
}

TEST_CASE("of a 2D-Doc's text the header alone may be kept") {
  CHECK(two_d_doc_header(proof_v2()) == "DC02FR000001125E125B01");
  CHECK(two_d_doc_header(proof_v3()) == "DC03FR000001123F16360101");
}
