// The colour profile of documents without colour.
#pragma once

#include <string>

namespace pli {

/// An ICC profile (version 2.1) of one grey channel with gamma 2.2 on D50 white: what PDF/A asks for where all is DeviceGray, at a tenth of sRGB's size.
std::string grey_profile();

}  // namespace pli
