"""How much of bodies may be in memory at once, over all lanes of a sync.

Sixteen lanes of 15 MiB each would be more than the whole program may take. Ordinary bodies are
free; those beyond that wait for one another, from their growing until they are stored.
"""

from __future__ import annotations

import asyncio

FREE = 1024 * 1024
"""Bytes that the body of each lane may always have."""


class Budget:
    """The one turn for a large body."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._holder: object | None = None

    async def take(self, lane: object, deadline: asyncio.Timeout | None) -> None:
        """Wait for the turn; the deadline of the exchange waits, too, and is moved."""
        if self._holder is lane:
            return
        loop = asyncio.get_running_loop()
        began, due = loop.time(), deadline.when() if deadline else None
        if deadline is not None:
            deadline.reschedule(None)
        await self._turn.acquire()
        self._holder = lane
        if deadline is not None and due is not None:
            deadline.reschedule(due + loop.time() - began)

    def give_back(self, lane: object) -> None:
        """Let the next one grow, where this lane has the turn."""
        if self._holder is lane:
            self._holder = None
            self._turn.release()
