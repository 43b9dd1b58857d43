#include "templates/delays.h"

#include <doctest/doctest.h>

#include "pipeline/errors.h"
#include "pipeline/files.h"
#include "templates/kinds.h"
#include "templates/services.h"
#include "tests/support/paths.h"
#include "tests/support/run.h"

using namespace pli;

namespace {

const std::filesystem::path source = pli::test::source_folder();

const Delays& shipped() {
  static const Delays delays = load_delays(source / "templates/delays.toml");
  return delays;
}

const std::string start = "place = \"metropole\"\nacknowledge_days = 10\n";
const std::string rule = "[[delay]]\nkinds = [\"demande\"]\nregime = \"svr\"\nmonths = 2\nacknowledge = true\nsource = \"L231-4\"\nverified = true\n";
const std::string procedure = "[[procedure]]\ncode = \"x\"\nlabel = \"X\"\nregime = \"none\"\nacknowledge = false\nsource = \"s\"\nverified = false\n";
const std::string holiday = "[[holiday]]\nname = \"Noël\"\nmonth = 12\nday = 25\n";

std::string refusal(const std::string& content, const std::string& place = {}) {
  const test::TemporaryFolder folder;
  write_aside(folder / "delays.toml", content);
  try {
    load_delays(folder / "delays.toml", place);
  } catch (const UsageError& error) {
    CHECK(error.code() == "template-invalid");
    return error.args()[1].second;
  }
  return "";
}

std::string decided(const Regime& regime, const Course& course) { return implicit_decision(regime, course).value_or("never"); }

const Regime rejection{.regime = "svr", .months = 2};
const Regime consent{.regime = "sva", .months = 2};

}  // namespace

TEST_CASE("a free letter to the town is refused by two months of silence and acknowledged") {
  for (const char* kind : {"demande", "reclamation", "recours"}) {
    const Regime regime = shipped().regime_of("voirie-proprete", kind);
    CHECK(regime.regime == "svr");
    CHECK(regime.months == 2);
    CHECK(regime.acknowledge);
    CHECK(regime.verified);
    CHECK(regime.source.find("L231-4") != std::string::npos);
  }
  CHECK(shipped().regime_of("a-service-of-the-town", "demande").regime == "svr");
}

TEST_CASE("what is no request has no clock, and agents, copies of records and planning files get no acknowledgement") {
  for (const std::string& kind : kind_codes()) {
    const bool request = kind == "demande" || kind == "reclamation" || kind == "recours";
    CHECK_MESSAGE((shipped().regime_of("finances", kind).regime != "none") == request, kind);
    if (!request) CHECK_FALSE(shipped().regime_of("finances", kind).acknowledge);
  }
  CHECK_FALSE(shipped().regime_of("ressources-humaines", "recours").acknowledge);
  CHECK(shipped().regime_of("ressources-humaines", "recours").regime == "svr");
  for (const char* service : {"etat-civil", "elections", "urbanisme"}) {
    CHECK_FALSE(shipped().regime_of(service, "demande").acknowledge);
    CHECK(shipped().regime_of(service, "demande").regime == "none");
    CHECK(shipped().regime_of(service, "recours").acknowledge);
  }
  CHECK(shipped().regime_of("eau-assainissement", "reclamation").regime == "none");
}

TEST_CASE("every shipped delay names its source; consent by silence is never taken for a service, only for a procedure that a person names") {
  const Services services = load_services(source / "templates/services.toml");
  for (const Delays::Entry& entry : shipped().entries) {
    CHECK(entry.regime.source.find("art.") != std::string::npos);
    CHECK(entry.regime.regime != "sva");
    for (const std::string& service : entry.services) CHECK_MESSAGE(services.find(service), service);
  }
  for (const Procedure& p : shipped().procedures) {
    CHECK(p.regime.source.size() > 5);
    if (p.regime.regime == "sva") CHECK_FALSE(p.regime.acknowledge);  // planning files have receipts of their own
  }
  REQUIRE(shipped().procedure("communication-documents"));
  CHECK(shipped().procedure("communication-documents")->regime.months == 1);
  CHECK(shipped().procedure("nothing-of-the-kind") == nullptr);
  CHECK(shipped().acknowledge_days == 10);
}

TEST_CASE("the holidays are those of the place") {
  const auto is_holiday = [](const std::string& place, const std::string& day) { return load_delays(source / "templates/delays.toml", place).calendar.is_holiday(day); };
  CHECK(shipped().calendar.holidays.size() == 11);
  CHECK(load_delays(source / "templates/delays.toml", "alsace-moselle").calendar.holidays.size() == 13);
  CHECK(is_holiday("alsace-moselle", "2026-04-03"));
  CHECK(is_holiday("alsace-moselle", "2026-12-26"));
  CHECK(is_holiday("reunion", "2026-12-20"));
  CHECK(is_holiday("martinique", "2026-05-22"));
  CHECK_FALSE(is_holiday("guadeloupe", "2026-05-22"));
  CHECK_FALSE(shipped().calendar.is_holiday("2026-04-03"));
  CHECK(shipped().calendar.last_day_to_appeal("2026-02-05", 2) == "2026-04-07");
}

TEST_CASE("silence decides day for day, the month's last day where there is none, and not later for a weekend") {
  CHECK(decided(rejection, {.received = "2026-01-15"}) == "2026-03-15");  // a Sunday
  CHECK(decided(rejection, {.received = "2025-12-31"}) == "2026-02-28");
  CHECK(decided(rejection, {.received = "2027-12-31"}) == "2028-02-29");
  CHECK(decided(consent, {.received = "2026-11-23"}) == "2027-01-23");
  CHECK(decided({.regime = "svr", .days = 15}, {.received = "2026-12-20"}) == "2027-01-04");
  CHECK(decided({}, {.received = "2026-01-15"}) == "never");
  CHECK(decided({.regime = "none", .months = 1}, {.received = "2026-01-15"}) == "never");
  CHECK(decided(rejection, {}) == "never");
}

TEST_CASE("a request sent on counts from the first receipt for a refusal and from the competent administration's for consent") {
  const Course course{.received = "2026-01-15", .transmitted = "2026-01-28"};
  CHECK(decided(rejection, course) == "2026-03-15");
  CHECK(decided(consent, course) == "2026-03-28");
}

TEST_CASE("missing documents make a refusal wait until they come or their deadline, and consent begin when they come") {
  Course course{.received = "2026-01-15", .missing_asked = "2026-02-01", .missing_deadline = "2026-02-21"};
  CHECK(decided(rejection, course) == "2026-04-04");   // 20 days later than 15 March
  CHECK(decided(consent, course) == "never");          // unknown until they come
  course.completed = "2026-02-06";
  CHECK(decided(rejection, course) == "2026-03-20");
  CHECK(decided(consent, course) == "2026-04-06");
  course.completed = "2026-03-10";                     // too late: the clock went on at the deadline
  CHECK(decided(rejection, course) == "2026-04-04");
  course.missing_asked = "2026-03-15";                 // silence had already decided
  CHECK(decided(rejection, course) == "2026-03-15");
  CHECK(decided(rejection, {.received = "2026-01-15", .missing_asked = "2026-02-01"}) == "never");
}

TEST_CASE("consent counts from the later of transmission and completion") {
  CHECK(decided(consent, {.received = "2026-01-10", .transmitted = "2026-02-10", .missing_asked = "2026-01-12", .missing_deadline = "2026-02-12", .completed = "2026-01-31"}) == "2026-04-10");
}

TEST_CASE("a faulty delays file is refused with its place; a sound one is not") {
  const std::string good = start + rule + procedure + holiday;
  CHECK(refusal(good).empty());
  CHECK(refusal(start + procedure + holiday).find("delay") == 0);
  CHECK(refusal(start + rule + holiday).find("procedure") == 0);
  CHECK(refusal(start + rule + procedure).find("holiday") == 0);
  CHECK(refusal("acknowledge_days = 10\n" + rule + procedure + holiday).find("place") == 0);
  CHECK(refusal(start + "delays = 1\n" + rule + procedure + holiday).find("delays") == 0);
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = good;
    REQUIRE(changed.find(from) != std::string::npos);
    return refusal(changed.replace(changed.find(from), from.size(), to));
  };
  CHECK(with("\"demande\"", "\"requete\"").find("delay 1: kinds: requete") == 0);
  CHECK(with("regime = \"svr\"", "regime = \"rejet\"").find("delay 1: regime") == 0);
  CHECK(with("months = 2\n", "").find("delay 1: months or days") == 0);
  CHECK(with("months = 2\n", "months = 2\ndays = 3\n").find("delay 1: months or days") == 0);
  CHECK(with("months = 2\n", "months = 2.5\n").find("delay 1: months: whole") == 0);
  CHECK(with("verified = true\n", "").find("delay 1: verified") == 0);
  CHECK(with("acknowledge = true\n", "").find("delay 1: acknowledge") == 0);
  CHECK(with("source = \"L231-4\"\n", "").find("delay 1: source") == 0);
  CHECK(with("regime = \"svr\"\nmonths = 2", "regime = \"sva\"\ndays = 15").find("delay 1: acknowledge: consent within 15 days") == 0);
  CHECK(with("month = 12\n", "").find("holiday 1: month and day") == 0);
  CHECK(with("day = 25\n", "day = 25\nafter_easter = 3\n").find("holiday 1: month and day") == 0);
  CHECK(refusal(good + procedure).find("procedure 2: code: x stands twice") == 0);
  CHECK(refusal(good, "atlantide").find("place: no holiday names atlantide") == 0);
}

TEST_CASE("an entry that others hide is refused, one that still says something is not") {
  const std::string special = "[[delay]]\nservices = [\"eau\"]\n" + rule.substr(rule.find("kinds"));
  CHECK(refusal(start + rule + special + procedure + holiday).find("delay 2: never reached") == 0);
  CHECK(refusal(start + special + rule + procedure + holiday).empty());
}

TEST_CASE("a procedure says before whom its refusals go: access to documents before the CADA, others before the court") {
  CHECK(shipped().procedure("communication-documents")->remedy == "cada");
  for (const Procedure& one : shipped().procedures)
    if (one.code != "communication-documents") CHECK(one.remedy == "");
  CHECK(refusal(start + rule + procedure + "remedy = \"cada\"\n" + holiday) == "");
  CHECK(refusal(start + rule + procedure + "remedy = \"casa\"\n" + holiday) != "");
}
