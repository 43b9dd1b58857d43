// The only place where Pli reads the time of day; library code gets it passed in.
#pragma once

#include <filesystem>
#include <string>

namespace pli {

std::string utc_now();         ///< 2026-11-23T08:15:30Z
std::string utc_now_exact();   ///< 2026-11-23T08:15:30.125Z
std::string local_today();     ///< 2026-11-23 in the machine's time zone
std::string local_day(long long seconds_since_1970);  ///< ISO, in the machine's time zone
/// A moment of utc_now() in the machine's time zone: 2026-11-23 09:15; anything else comes back as it is.
std::string local_minute(const std::string& utc);
/// The local day of a file's last change, ISO; throws Fatal("file-unreadable", {file, detail}).
std::string local_day_of(const std::filesystem::path&);

}  // namespace pli
