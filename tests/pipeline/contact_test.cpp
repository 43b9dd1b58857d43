#include "pipeline/contact.h"

#include <doctest/doctest.h>

using namespace pli;

namespace {

Contact lea(const std::string& name = "Mme Léa Essai", const std::string& street = "4 rue des Prés", const std::string& postcode = "49890",
            const std::string& email = "", const std::string& phone = "") {
  return contact_of(name, street, postcode, "Rivemont", email, phone);
}

}  // namespace

TEST_CASE("a sender is known again by name and address, whatever the titles, the order of the words, case and accents") {
  for (const char* name : {"Léa Essai", "Madame Lea ESSAI", "ESSAI Léa", "Mlle Léa ESSAI"}) CHECK(same_person(lea(name), lea()) == "address");
  CHECK(same_person(lea(), contact_of("MME LEA ESSAI", "APPT 3\n4 RUE DES PRES\n49890 RIVEMONT", "", "", "", "")) == "address");
}

TEST_CASE("a name alone makes nobody known, nor an address without the name") {
  CHECK(same_person(lea("Léa Essai", "", ""), lea()) == "");
  CHECK(same_person(lea("Léa Essai", "", "49890"), lea()) == "");
  CHECK(same_person(lea("Léa Essai", "4 rue des Prés", ""), lea()) == "");
  CHECK(same_person(lea("Léa Essai", "14 rue des Prés"), lea()) == "");
  CHECK(same_person(lea("Léa Essai", "4 rue des Prés", "49000"), lea()) == "");
  CHECK(same_person(lea("Paul Essai"), lea()) == "");
  CHECK(same_person(lea(""), lea("")) == "");
  CHECK(same_person(lea("M."), lea("Mme")) == "");
}

TEST_CASE("an e-mail or a telephone stands for the address") {
  CHECK(same_person(lea("Léa Essai", "", "", "Lea@example.org"), lea("Léa Essai", "1 rue Haute", "49890", "lea@example.org")) == "email");
  CHECK(same_person(lea("Léa Essai", "", "", "", "0241000000"), lea("Léa Essai", "", "", "", "0241000000")) == "phone");
  CHECK(same_person(lea("Paul Essai", "", "", "lea@example.org"), lea("Léa Essai", "", "", "lea@example.org")) == "");
}
