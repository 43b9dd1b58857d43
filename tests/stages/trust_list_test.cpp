#include "stages/trust_list.h"

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "tests/support/issuer.h"
#include "tests/support/proofs.h"
#include "tests/support/run.h"

using namespace pli;
using namespace pli::test;

namespace {

std::string base64_of(const std::string& bytes) {
  static const char* alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned three = 0;
    for (std::size_t k = 0; k < 3; ++k) three = three << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) out += k <= bytes.size() - i ? alphabet[three >> (18 - 6 * k) & 63u] : '=';
    if (i % 48 == 45) out += "\n          ";
  }
  return out;
}

std::string service(const std::string& der, const std::string& type, const std::string& status, const std::string& history = "") {
  return "<tsl:TSPService><tsl:ServiceInformation><tsl:ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/" + type + "</tsl:ServiceTypeIdentifier>"
         "<tsl:ServiceDigitalIdentity><tsl:DigitalId><tsl:X509Certificate>\n" + base64_of(der) + "\n</tsl:X509Certificate></tsl:DigitalId></tsl:ServiceDigitalIdentity>"
         "<tsl:ServiceStatus>http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/" + status + "</tsl:ServiceStatus></tsl:ServiceInformation>" + history + "</tsl:TSPService>";
}

std::string provider(const std::string& authority, const std::string& services) {
  return "<tsl:TrustServiceProvider><tsl:TSPInformation><tsl:TSPName><tsl:Name>Une autorité</tsl:Name></tsl:TSPName><tsl:TSPTradeName><tsl:Name xml:lang=\"fr\">" + authority +
         "</tsl:Name></tsl:TSPTradeName></tsl:TSPInformation><tsl:TSPServices>" + services + "</tsl:TSPServices></tsl:TrustServiceProvider>";
}

std::string list_of(const std::string& providers) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><tsl:TrustServiceStatusList xmlns:tsl=\"http://uri.etsi.org/02231/v2#\"><tsl:TrustServiceProviderList>" + providers +
         "</tsl:TrustServiceProviderList></tsl:TrustServiceStatusList>";
}

}  // namespace

TEST_CASE("of the State's list count the authorities whose service of certificates is granted") {
  const std::string a(101, 'a'), b(102, 'b'), c(103, 'c');
  const std::string old = "<tsl:ServiceHistory><tsl:ServiceHistoryInstance><tsl:ServiceStatus>granted</tsl:ServiceStatus></tsl:ServiceHistoryInstance></tsl:ServiceHistory>";
  const auto found = read_trust_list(list_of(provider("FR03", service(a, "CA/PKC", "inaccord") + service(b, "CA/PKC", "granted")) + provider("FR04", service(c, "CA/PKC", "withdrawn", old)) +
                                             provider("FR05", service(c, "TSA", "granted")) + provider("une autre", service(c, "CA/PKC", "granted"))));
  REQUIRE(found.has_value());
  REQUIRE(found->size() == 1);
  CHECK(found->at("FR03") == std::vector<std::string>{a, b});
}

TEST_CASE("what is no list of authorities is none, and a folder that holds it is refused by its name") {
  CHECK_FALSE(read_trust_list("").has_value());
  CHECK_FALSE(read_trust_list("<a>").has_value());
  CHECK_FALSE(read_trust_list("<html><body/></html>").has_value());
  CHECK(read_trust_list(list_of("")).value().empty());
  const TemporaryFolder folder;
  write_file(folder / "tsl_signed.xml", "<html/>");
  CHECK_THROWS_AS(load_trusted_certificates(folder.path()), UsageError);
  CHECK_FALSE(load_trusted_certificates({}).there());
}

TEST_CASE("a signer counts by the list in the folder: certified by one of its authorities, or by nobody") {
  const Issuer authority("P-256", "FR01"), stranger("P-256", "FR01"), signer("P-256", "0002");
  const TwoDDoc doc = read_two_d_doc(signer.sealed("DC03FR010002265F265F000126FR247500010MME/SPECIMEN/NATACHA\x1D"), shipped_proofs()).value();
  const TemporaryFolder folder;
  write_file(folder / "FR010002.der", signer.certificate({.by = &authority}));
  const auto vouching = [&](const Certificates& certificates) { return check_signature(doc, certificates).vouching; };
  const Certificates alone = load_trusted_certificates(folder.path());
  CHECK(vouching(alone) == Vouching::unchecked);
  write_file(folder / "tsl_signed.xml", list_of(provider("FR01", service(stranger.certificate({.authority = true}), "CA/PKC", "granted"))));
  CHECK(vouching(load_trusted_certificates(folder.path())) == Vouching::refused);
  write_file(folder / "tsl_signed.xml", list_of(provider("FR01", service(authority.certificate({.authority = true}), "CA/PKC", "granted"))));
  const Certificates listed = load_trusted_certificates(folder.path());
  CHECK(vouching(listed) == Vouching::vouched);
  CHECK(listed.digest != alone.digest);
  write_file(folder / "tsl_signed.xml", list_of(provider("FR09", service(authority.certificate({.authority = true}), "CA/PKC", "granted"))));
  CHECK(vouching(load_trusted_certificates(folder.path())) == Vouching::refused);
}
