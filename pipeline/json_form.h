// JSON of what was read in forms, for pipeline/json.cpp.
#pragma once

#include "pipeline/json.h"

namespace pli {

Json to_json(const FilledForm&);
Json to_json(const FormReading&);
FilledForm filled_form_from_json(const Json&);
FormReading form_reading_from_json(const Json&);

}  // namespace pli
