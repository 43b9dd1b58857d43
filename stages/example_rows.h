// Example rows of a letter: the documentation of its variables, ready to be printed as a letter to nobody.
#pragma once

#include "pipeline/json.h"
#include "templates/examples.h"
#include "templates/legal.h"
#include "templates/letters.h"
#include "templates/services.h"

namespace pli {

/// The row with that number (from 0): an invented recipient of its own and an example of every variable. Equal numbers give equal rows, two numbers different addresses.
Json example_row(const LetterTemplate&, const Legal&, const Services&, const ExamplePeople&, int number);

/// Whether the letter or a legal mention in it tells when the request it answers came in.
bool tells_received(const LetterTemplate&, const Legal&);

}  // namespace pli
