"""A terminal for figures: it notes when output comes, and draws it on its screen afterwards.

pyte takes twenty milliseconds for a large repaint, which a real terminal does in one. A terminal
that reads only between two drawings would count them as the command's.
"""

from __future__ import annotations

import os
import select
import sys
import threading
import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SWITCH = 0.0002
"""Seconds after which whoever draws lets the thread in that reads."""


class Watched(Terminal):
    """As ``Terminal``; ``read_at`` is when the newest output that was drawn had come."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int,
        rows: int,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Start the command, and the thread that reads from it."""
        super().__init__(argv, columns=columns, rows=rows, env=env)
        sys.setswitchinterval(_SWITCH)
        self._come: deque[tuple[float, bytes]] = deque()
        self._news = threading.Event()
        self._over = threading.Event()
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def _listen(self) -> None:
        while not self._over.is_set():
            readable, _, _ = select.select([self._master], [], [], 0.1)
            if readable:
                data = os.read(self._master, 1 << 20)
                self._come.append((time.perf_counter(), data))
                self._news.set()

    def read(self, timeout: float) -> bool:
        """Draw what came next, or comes within a time; false where that is nothing."""
        end = time.monotonic() + timeout
        while not self._come:
            self._news.clear()
            left = end - time.monotonic()
            if self._come:
                break
            if left <= 0 or self.process.poll() is not None:
                return False
            self._news.wait(min(0.1, left))
        at, data = self._come.popleft()
        self._take(data)
        self.read_at = at
        return True

    def _let_go(self) -> None:
        self._over.set()
        self._reader.join()
        super()._let_go()
