"""How a process that works beside the app gives way to it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

YIELDING: Final = 5
"""How much nicer than the app such a process is: a key comes before a feed."""

_SESSION = Path("/proc/self/autogroup")
_THREADS = Path("/proc/self/task")


def give_way() -> None:
    """Let the app have the processor first, from now on; for a process in a session of its own.

    Linux shares the processors among sessions before it shares them among the processes of one,
    so that a nice process in a session of its own takes from the app as much as any other
    (sched(7), “The autogroup feature”). The session is made nice, too, where there is such a
    thing.
    """
    nice = os.nice(YIELDING)
    with contextlib.suppress(OSError):
        _SESSION.write_text(str(nice), encoding="ascii")
    with contextlib.suppress(OSError):
        # On Linux niceness is a thread's; those that it begins later have it from it.
        for thread in _THREADS.iterdir():
            os.setpriority(os.PRIO_PROCESS, int(thread.name), nice)
