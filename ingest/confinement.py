"""What a process that reads a foreign file may do: little, for a while, and nothing to anybody else.

Limits of the kernel hold everywhere on Linux. No writing (Landlock) and no network (a namespace of its own) are
asked for as well, and hold where the kernel and the user's rights give them.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
from dataclasses import dataclass

_OPEN_FILES = 64
_NICE = 10
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_ABI = 1  # the flag of landlock_create_ruleset that asks for the version
_WRITES = sum(1 << n for n in (1, *range(4, 13)))  # write to, remove or make anything
_LATER_WRITES = ((2, 1 << 13), (3, 1 << 14), (5, 1 << 15))  # version, then: link, truncate, device control
_NETWORK = 3  # bind and connect TCP
_SCOPES = 3  # reach abstract sockets and signal processes outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What reading one file may take: seconds by the clock and of the processor, and bytes.

    `memory_bytes` is the process's address space, `file_bytes` the file, `result_bytes` the reading as JSON.
    """

    seconds: float = 120.0
    memory_bytes: int = 2 << 30
    file_bytes: int = 100_000_000
    result_bytes: int = 50_000_000


def confine(limits: Limits, parent: int) -> None:
    """Bind this process for good; it dies with its `parent`, a process id."""
    withdraw(parent, _NICE)
    processor = max(1, round(limits.seconds))
    for what, soft, hard in (
        (resource.RLIMIT_AS, limits.memory_bytes, limits.memory_bytes),
        (resource.RLIMIT_CPU, processor, processor + 2),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES, _OPEN_FILES),
    ):
        resource.setrlimit(what, (soft, hard))


def withdraw(parent: int, niceness: int) -> None:
    """Die with `parent`, a process id, give way to other processes, and leave network and files, as far as may be."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:  # it died before it was asked for
        os._exit(1)
    os.nice(niceness)
    _leave_network(libc)
    _forbid_writing(libc)


def _leave_network(libc: ctypes.CDLL) -> None:
    if libc.unshare(_CLONE_NEWNET):
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _forbid_writing(libc: ctypes.CDLL) -> None:
    """https://docs.kernel.org/userspace-api/landlock.html: a rule set that handles all writing and allows none."""
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ABI)
    if version < 1:
        return
    writes = _WRITES | sum(bit for since, bit in _LATER_WRITES if version >= since)
    told = [writes, _NETWORK, _SCOPES][: 1 + (version >= 4) + (version >= 6)]
    rules = struct.pack(f"{len(told)}Q", *told)
    handle = libc.syscall(_CREATE_RULESET, rules, ctypes.c_size_t(len(rules)), 0)
    if handle >= 0:
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        libc.syscall(_RESTRICT_SELF, handle, 0)
        os.close(handle)
