#include "samples/write_scan.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

#include "samples/output.h"
#include "samples/random.h"
#include "stages/engines/archive.h"
#include "stages/engines/poppler.h"
#include "stages/engines/tiff.h"
#include "tests/support/run.h"

using namespace pli;
using namespace pli::samples;
