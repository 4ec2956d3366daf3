"""What every worker does: it answers one document after another, within limits.

What goes over its pipes is written in ``frames``.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import json
import os
import resource
import signal
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

from tui_reader.sync.frames import MEMORY, OUT_OF_MEMORY, RETIRE_AT, answer_frames, cpu_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


_PIPE = 1 << 20
"""Bytes; what Linux lets any process have."""
_LEFT = 1_000
"""Objects that a document may leave behind before it is seen to that they go."""


def serve(answer: Callable[[Mapping[str, Any], bytes], dict[str, Any]]) -> None:
    """Let a function answer until the input ends.

    Args:
        answer: Takes what is to be done and the document; what it raises ends the process.
    """
    # Ctrl-C goes to every process of the terminal; the one that started us decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit(resource.RLIMIT_AS, MEMORY)
    limit(resource.RLIMIT_CORE, 0)
    source = sys.stdin.buffer
    # With room for an answer: else it would go, and wake who reads it, in pieces of 8 KiB.
    sink = os.fdopen(sys.stdout.fileno(), "wb", buffering=_PIPE, closefd=False)
    # What exec replaced, the parent's memory, counts in the high-water mark from the start.
    old_at = max(RETIRE_AT, _high_water())
    # A stray print of some library must not end up inside a frame.
    sys.stdout = sys.stderr
    _spare_the_collector()
    _widen(source)
    _widen(sink)
    while (head := _read(source)) is not None and (body := _read(source)) is not None:
        spent = resource.getrusage(resource.RUSAGE_SELF)
        used = int(spent.ru_utime + spent.ru_stime)
        limit(resource.RLIMIT_CPU, used + 1 + cpu_seconds(len(body)))
        try:
            found = answer(json.loads(head), body)
            is_old = _high_water() > old_at
            said = answer_frames(found | ({"last": True} if is_old else {}))
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        sink.writelines(said)
        sink.flush()
        if is_old:
            # Its memory is wanted for what it has just handed over.
            return
        # feedparser's readers of XML and their handlers hold each other, and all of a document.
        is_large = len(body) > _PIPE
        del found, said, body
        if is_large or gc.get_count()[0] > _LEFT:
            gc.collect()


def _spare_the_collector() -> None:
    """Leave what is loaded alone, and look for cycles between documents rather than within.

    Looking every 700 objects was a tenth of the time of an ordinary feed.
    """
    gc.freeze()
    gc.set_threshold(50_000)


def _widen(pipe: BinaryIO) -> None:
    """Let a pipe hold a whole document, where the system can: fewer turns between two processes."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)


def _high_water() -> int:
    """Give the most memory that this process ever had, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Kilobytes, but on macOS, where they are bytes.
    return most if sys.platform == "darwin" else most * 1024


def limit(which: int, most: int) -> None:
    """Lower a limit, as far as the system lets us: macOS refuses some."""
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(which, (most, hard))


def _read(source: BinaryIO) -> bytes | None:
    """Read a frame; None at the end of the input."""
    length = source.read(4)
    if len(length) < 4:
        return None
    size = int.from_bytes(length, "big")
    data = source.read(size)
    return data if len(data) == size else None
