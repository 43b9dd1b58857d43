// SIGINT and SIGTERM ask a run to stop: the handlers only remember it, long commands look between two steps and end whole and resumable.
#pragma once

namespace pli {

/// Installs the handlers. A second SIGINT ends the process at once.
void watch_signals();

/// True once one of them came.
bool stop_requested();

/// 130 after SIGINT, 143 after SIGTERM, 0 when none came.
int stop_exit_code();

}  // namespace pli
