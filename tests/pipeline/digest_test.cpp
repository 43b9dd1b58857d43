#include "pipeline/digest.h"

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "tests/support/run.h"

using namespace pli;

TEST_CASE("digests are those that the standards give as examples") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("a digest fed in pieces is the digest of the whole, fields however don't run into one another") {
  CHECK(Sha256().add("ab").add("c").hex() == sha256("abc"));
  CHECK(Sha256().add_field("ab").add_field("c").hex() != Sha256().add_field("a").add_field("bc").hex());
  CHECK(Sha256().add_field("ab").add_field("").hex() != Sha256().add_field("").add_field("ab").hex());
  CHECK(hex(Sha256().add("abc").binary()) == sha256("abc"));
}

TEST_CASE("a file has the digest of its bytes, and one that can't be read is an error") {
  const test::TemporaryFolder folder;
  const std::string bytes(200'000, 'x');  // more than one piece
  write_file(folder / "long", bytes);
  write_file(folder / "empty", "");
  CHECK(sha256_file(folder / "long") == sha256(bytes));
  CHECK(sha256_file(folder / "empty") == sha256(""));
  CHECK_THROWS_AS(sha256_file(folder / "missing"), Fatal);
  CHECK_THROWS_AS(sha256_file(folder.path()), Fatal);
}

TEST_CASE("base 32 takes the most significant bits first and letters that aren't mistaken for digits") {
  CHECK(base32(std::string("\xff\xff\xff\xff\xff", 5), 8) == "ZZZZZZZZ");
  CHECK(base32(std::string("\x08", 1), 2) == "10");
  CHECK(base32(std::string("\x00\x44\x32\x14\xc7", 5), 8) == "01234567");
  CHECK(base32(std::string("\xff\xff", 2), 3) == "ZZZ");
  const std::string id = short_id("LOT 1");
  CHECK(id.size() == 12);
  CHECK(id.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ") == std::string::npos);
  CHECK(id == short_id("LOT 1"));
  CHECK(id != short_id("LOT 2"));
}
