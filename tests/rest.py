"""Waiting without the clock: an app under a pilot is at rest when it has nothing left to run."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.pilot import Pilot


async def nothing_left_to_run(*_: float) -> None:
    """Wait until the event loop has nothing to run: three times, for what comes through sockets.

    Textual's own sleeps 20 ms at least, and then asks whether the whole process used the
    processor: slow on a still machine, and no proof on a busy one.
    """
    loop = asyncio.get_running_loop()
    still = 0
    while still < 3:
        await asyncio.sleep(0)
        still = 0 if loop._ready else still + 1


async def resize(pilot: Pilot[None], width: int, height: int) -> None:
    """Give the terminal another size, and wait for the timer with which the app takes it."""
    await pilot.resize_terminal(width, height)
    for _ in range(2000):
        if pilot.app._resize_event is None:
            break
        await asyncio.sleep(0.005)
    for _ in range(3):  # the screen lays out, its widgets follow, and what they asked for is drawn
        await pilot.pause()
