#include "pipeline/confine.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <vector>

namespace pli {
namespace {

#if defined(__x86_64__)
constexpr unsigned our_machine = AUDIT_ARCH_X86_64, foreign_numbers = 0x40000000;  // those of x32: the same calls under other numbers
#elif defined(__aarch64__)
constexpr unsigned our_machine = AUDIT_ARCH_AARCH64, foreign_numbers = 0xFFFFFFFF;
#else
constexpr unsigned our_machine = 0, foreign_numbers = 0;
#endif

// No reader of pictures has business with these. A decoder that was taken over can still read files: it is the network that would carry them away.
constexpr int refused_calls[] = {
    SYS_socket,       SYS_connect,       SYS_bind,      SYS_listen,      SYS_accept,    SYS_accept4,         SYS_execve,          SYS_execveat,
    SYS_ptrace,       SYS_mount,         SYS_umount2,   SYS_pivot_root,  SYS_chroot,    SYS_setns,           SYS_unshare,         SYS_bpf,
    SYS_kexec_load,   SYS_init_module,   SYS_reboot,    SYS_finit_module, SYS_swapon,   SYS_process_vm_readv, SYS_process_vm_writev, SYS_perf_event_open,
    SYS_keyctl,       SYS_add_key,       SYS_request_key, SYS_userfaultfd, SYS_io_uring_setup, SYS_open_by_handle_at,
};

bool close_in() {
  if (our_machine == 0) return false;
  const auto load = [](std::size_t offset) { return sock_filter(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<unsigned>(offset))); };
  const sock_filter refuse = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES), allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  std::vector<sock_filter> filter{load(offsetof(seccomp_data, arch)), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, our_machine, 1, 0), refuse, load(offsetof(seccomp_data, nr)),
                                  BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, foreign_numbers, 0, 1), refuse};
  for (const int call : refused_calls) {
    filter.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<unsigned>(call), 0, 1));
    filter.push_back(refuse);
  }
  filter.push_back(allow);
  const sock_fprog program{static_cast<unsigned short>(filter.size()), filter.data()};
  return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace

Confinement confine_process() {
  Confinement done;
  const rlimit none{0, 0};
  done.no_core = ::setrlimit(RLIMIT_CORE, &none) == 0;
  done.no_new_privileges = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  done.closed_in = done.no_new_privileges && close_in();
  return done;
}

Confinement possible_confinement() {
  const pid_t child = ::fork();
  if (child == 0) {
    const Confinement done = confine_process();
    const bool shut = done.closed_in && ::socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EACCES;
    ::_exit((done.no_new_privileges ? 1 : 0) | (shut ? 2 : 0) | (done.no_core ? 4 : 0));
  }
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child || !WIFEXITED(status)) return {};
  const int found = WEXITSTATUS(status);
  return {(found & 1) != 0, (found & 2) != 0, (found & 4) != 0};
}

}  // namespace pli
