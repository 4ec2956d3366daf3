"""Python's own pauses, kept away from the keys: the collection of cycles, and the turns of threads.

A whole collection walks over every object of the process, about 70,000 of them Textual's and
ours from the start on: 25 to 45 ms, in the middle of a key. What is there at the start stays to
the end; and the rest can be looked through while nobody types.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOOK = 1.0
"""Seconds between two looks whether it is time for a whole collection."""
DUE = 10
"""Collections of the middle generation that make a whole one due: Python's own number."""
OVERDUE = 100
"""As many, and it happens though keys go on coming."""
_NEVER = 1 << 30
_TURN = 0.001
"""Seconds that a thread may keep the others waiting: a fifth of what is usual. A thread that
reads a page or lays an article out must not make a key wait so long at each of its steps."""


@contextlib.contextmanager
def collected_between_keys(keys_rest: Callable[[], bool]) -> Iterator[None]:
    """Collect whole only where ``keys_rest``; hand the one processor lock on sooner. For an app."""
    thresholds, turn = gc.get_threshold(), sys.getswitchinterval()
    gc.set_threshold(thresholds[0], thresholds[1], _NEVER)
    sys.setswitchinterval(_TURN)
    watch = asyncio.create_task(_watch(keys_rest))
    try:
        yield
    finally:
        watch.cancel()
        sys.setswitchinterval(turn)
        gc.set_threshold(*thresholds)
        gc.unfreeze()


async def _watch(keys_rest: Callable[[], bool]) -> None:
    await asyncio.sleep(LOOK)
    gc.freeze()
    while True:
        waiting = gc.get_count()[2]
        if waiting >= OVERDUE or (waiting >= DUE and keys_rest()):
            gc.collect()
        await asyncio.sleep(LOOK)
