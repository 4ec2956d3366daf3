"""How a signal ends the app: in order, the terminal restored."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from textual.app import App

_NUMBERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PATIENCE = 5.0
"""Seconds for an orderly end: a terminal that takes nothing any more stops the loop with it."""


@contextlib.contextmanager
def ended_by_signals(app: App[None]) -> Iterator[None]:
    """Let a signal end the app as ``q`` does; a second one ends the process at once.

    The handlers are Python's own, not the loop's: these run also while the loop stands still.
    """
    loop = asyncio.get_running_loop()
    last_resorts: list[threading.Timer] = []

    def end(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        last_resort = threading.Timer(_PATIENCE, os._exit, (128 + number,))
        last_resort.daemon = True
        last_resort.start()
        last_resorts.append(last_resort)
        loop.call_soon_threadsafe(lambda: app.exit(return_code=128 + number))

    before = {number: signal.signal(number, end) for number in _NUMBERS}
    try:
        yield
    finally:
        for last_resort in last_resorts:
            last_resort.cancel()
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)
