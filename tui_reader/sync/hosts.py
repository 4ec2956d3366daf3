"""Whose turn it is: feeds grouped by host, so that no host sees more than two of us."""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.fetch.client import PER_HOST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_reader.model.feed import Feed


class Hosts:
    """The feeds that wait, by host. A lane takes a host, then that host's feeds one by one."""

    def __init__(self, feeds: Iterable[Feed]) -> None:
        self._waiting: dict[str, deque[Feed]] = {}
        for feed in feeds:
            self._waiting.setdefault(urls.host(feed.url), deque()).append(feed)
        self._lanes: Counter[str] = Counter()

    def take_host(self) -> str | None:
        """Choose a host for a lane: one that has none yet, else one that may have another.

        None where every host with feeds has its two lanes, or nothing waits.
        """
        for lanes in range(PER_HOST):
            for host, waiting in self._waiting.items():
                if waiting and self._lanes[host] == lanes:
                    self._lanes[host] += 1
                    return host
        return None

    def leave(self, host: str) -> None:
        """Give a host's lane back."""
        self._lanes[host] -= 1
        if not self._waiting[host] and not self._lanes[host]:
            del self._waiting[host], self._lanes[host]

    def take(self, host: str) -> Feed | None:
        """Take the next feed of a host; None where it has no more."""
        waiting = self._waiting[host]
        return waiting.popleft() if waiting else None

    def take_all(self) -> tuple[Feed, ...]:
        """Take every feed that still waits."""
        rest = tuple(feed for waiting in self._waiting.values() for feed in waiting)
        for waiting in self._waiting.values():
            waiting.clear()
        return rest
