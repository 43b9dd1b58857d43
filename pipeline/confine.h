// What a worker gives up before it opens what strangers sent: network, other programs, new privileges. Where the kernel doesn't let it, the work goes on without.
#pragma once

namespace pli {

struct Confinement {
  bool no_new_privileges = false;  ///< nothing it runs can gain rights (PR_SET_NO_NEW_PRIVS)
  bool closed_in = false;          ///< a seccomp filter refuses sockets, other programs, tracing, mounts and modules
  bool no_core = false;            ///< a crash leaves no memory image on the disk: it would hold letters
};

/// Takes these rights from the calling process, for good. Costs less than a millisecond.
Confinement confine_process();

/// What confine_process would do here, found in a child that really tries to open a socket afterwards.
Confinement possible_confinement();

}  // namespace pli
