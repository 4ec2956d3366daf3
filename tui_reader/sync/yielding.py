"""How a process that works beside the app gives way to it."""

from __future__ import annotations

import contextlib
import os
import struct
from pathlib import Path
from typing import Final

YIELDING: Final = 5
"""How much nicer than the app such a process is: a key comes before a feed."""
TURN: Final = 20_000_000
"""Nanoseconds that such a process asks for at a time: whoever asks for less comes before."""

_SESSION = Path("/proc/self/autogroup")
_THREADS = Path("/proc/self/task")
_SET_ATTRIBUTES = {"x86_64": 314, "aarch64": 274, "riscv64": 274}
"""The number of sched_setattr(2) on Linux, which Python has no name for."""


def give_way() -> None:
    """Let the app have the processor first, from now on; for a process in a session of its own.

    Linux shares the processors among sessions before it shares them among the processes of one,
    so that a nice process in a session of its own takes from the app as much as any other
    (sched(7), “The autogroup feature”). The session is made nice, too, where there is such a
    thing.

    Nice or not, what runs goes on to the end of its turn, and to the clock's next tick, before
    what wakes up comes to it: a key wakes the app three or four times, and the terminal. Since
    Linux 6.12 what wakes up need not wait where it asks for shorter turns than what runs: so
    long ones are asked for here. They are as long only while nothing else wakes.
    """
    nice = os.nice(YIELDING)
    with contextlib.suppress(OSError):
        _SESSION.write_text(str(nice), encoding="ascii")
    with contextlib.suppress(OSError):
        # On Linux all of this is a thread's; those that it begins later have it from it.
        threads = [int(thread.name) for thread in _THREADS.iterdir()]
        for thread in threads:
            os.setpriority(os.PRIO_PROCESS, thread, nice)
        _take_long_turns(threads, nice)


def _take_long_turns(threads: list[int], nice: int) -> None:
    number = _SET_ATTRIBUTES.get(os.uname().machine)
    if number is None:
        return
    import ctypes  # noqa: PLC0415 - the app, which knows YIELDING, does not need it

    size, policy, flags, priority, deadline, period = 48, os.SCHED_OTHER, 0, 0, 0, 0
    wanted = struct.pack("=IIQiIQQQ", size, policy, flags, nice, priority, TURN, deadline, period)
    # Where the system does not know of turns, or forbids to ask, it says so, and all is as it was.
    call = ctypes.CDLL(None).syscall
    for thread in threads:
        call(number, thread, wanted, 0)
