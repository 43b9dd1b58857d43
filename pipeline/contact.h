// Who wrote or was written to, in the form in which people are compared: is this the sender we know?
#pragma once

#include <string>

namespace pli {

/// All parts folded; "" for what is not known.
struct Contact {
  std::string name;              ///< words in alphabetical order, without titles
  std::string street, postcode;
  std::string place;             ///< the whole address
  std::string email, phone;      ///< phone: digits as in the field
};

/// From values as they were read or given; titles (M., Mme, Monsieur...) don't count.
Contact contact_of(const std::string& name, const std::string& street, const std::string& postcode, const std::string& city, const std::string& email,
                   const std::string& phone);

/// Why `asking` is the person known as `known`: "address" (name, street and postcode), "email", "phone" (each with the name); "" when nothing says so.
/// The name alone never does: there are many Jean Martin.
std::string same_person(const Contact& asking, const Contact& known);

}  // namespace pli
