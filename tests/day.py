"""A day in the life of a library: many feeds, a clock of our own, and a server that keeps count.

The server judges each request as the owner of the site would: was it conditional, and was it
time? What it objects to is a violation.
"""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from server import Answer, rss

from tui_reader.config import SyncConfig
from tui_reader.model.feed import Subscription
from tui_reader.store import feeds
from tui_reader.sync import engine

if TYPE_CHECKING:
    from collections.abc import Callable

    from server import Request, Server

    from tui_reader.store.database import Database
    from tui_reader.sync.workers import Workers

DAWN = datetime(2026, 11, 2, 6, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)
SUSPENDED_AT, SUSPENDED = timedelta(hours=10), timedelta(hours=8)
QUIET_HOURS = range(20, 24)
KINDS = ("plain", "max-age", "ttl", "skip-hours", "daily", "busy", "gone missing")
_EXTRAS = {
    "ttl": "<ttl>180</ttl>",
    "skip-hours": "<skipHours>"
    + "".join(f"<hour>{hour}</hour>" for hour in QUIET_HOURS)
    + "</skipHours>",
    "daily": '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">daily'
    "</sy:updatePeriod>",
}
_LEAST = {"max-age": 2 * HOUR, "ttl": 3 * HOUR, "daily": 24 * HOUR}
_RETRY_AFTER = timedelta(minutes=95)


@dataclass
class Day:
    """What happened, as the server saw it."""

    now: datetime = DAWN
    requests: Counter[str] = field(default_factory=Counter)
    """By address."""
    conditional: int = 0
    repeats: int = 0
    rounds: list[int] = field(default_factory=list)
    """Requests of each step."""
    violations: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _not_before: dict[str, datetime] = field(default_factory=dict)
    _left_alone: dict[str, tuple[datetime, int]] = field(default_factory=dict)

    def serve(self, server: Server, count: int, hosts: int) -> list[str]:
        """Put feeds of all kinds on so many hosts; give their addresses."""
        addresses = []
        for number in range(count):
            path, host = f"/feed-{number}", f"127.0.1.{number % hosts + 1}"
            server.route(path, self._feed(KINDS[number // hosts % len(KINDS)], number))
            addresses.append(server.url(path, host=host))
        return addresses

    async def live(
        self, database: Database, addresses: list[str], *, step: timedelta, workers: Workers
    ) -> None:
        """Let a cron job sync at every step for 24 hours, eight of which the machine sleeps."""
        wanted = [Subscription(url=address) for address in addresses]
        await database.write(feeds.subscribe, wanted, self.now)
        while (passed := self.now - DAWN) < timedelta(hours=24):
            before = self.requests.copy()
            await engine.sync(database, SyncConfig(), now=lambda: self.now, workers=workers)
            asked = self.requests - before
            self.violations += [f"twice in a round: {url}" for url, n in asked.items() if n > 1]
            self.rounds.append(asked.total())
            sleeps = passed < SUSPENDED_AT <= passed + step
            self.now += SUSPENDED if sleeps else step

    def _feed(self, kind: str, number: int) -> Callable[[Request], Answer]:
        etag, stamp = f'W/"{number}"', "Mon, 02 Nov 2026 00:00:00 GMT"
        headers = [("ETag", etag), ("Last-Modified", stamp)]
        if kind == "max-age":
            headers.append(("Cache-Control", "public, max-age=7200"))
        body = rss(3, extra=_EXTRAS.get(kind, "")).encode()

        def answer(request: Request) -> Answer:
            with self._lock:
                first = not self.requests[request.path]
                told = (
                    request.headers.get("if-none-match"),
                    request.headers.get("if-modified-since"),
                )
                self._judge(kind, request, is_first=first, told=told, sent=(etag, stamp))
                if kind == "busy" and self.requests[request.path] == 2:
                    self._left_alone[request.headers["host"]] = self.now + _RETRY_AFTER, 1
                    seconds = f"{_RETRY_AFTER.total_seconds():.0f}"
                    return Answer(status=503, headers=(("Retry-After", seconds),))
                if kind == "gone missing" and not first:
                    return Answer(status=404)
                if told == (etag, stamp):
                    return Answer(status=304, headers=tuple(headers))
                return Answer(body=body, headers=tuple(headers))

        return answer

    def _judge(
        self,
        kind: str,
        request: Request,
        *,
        is_first: bool,
        told: tuple[str | None, str | None],
        sent: tuple[str, str],
    ) -> None:
        path, host = request.path, request.headers["host"]
        if is_first and told != (None, None):
            self.violations.append(f"conditional at first: {path}")
        if not is_first:
            self.repeats += 1
            self.conditional += told == sent
        if self.now < self._not_before.get(path, self.now):
            self.violations.append(f"too early ({kind}): {path}")
        until, grace = self._left_alone.get(host, (self.now, 0))
        if self.now < until:
            # The host's other connection may have asked before the answer was read.
            self._left_alone[host] = until, grace - (self.now == until - _RETRY_AFTER)
            if self._left_alone[host][1] < 0 or self.now > until - _RETRY_AFTER:
                self.violations.append(f"before Retry-After: {path}")
        if kind == "skip-hours" and not is_first and self.now.hour in QUIET_HOURS:
            self.violations.append(f"in a quiet hour: {path}")
        self.requests[path] += 1
        self._not_before[path] = self.now + _LEAST.get(kind, HOUR * 0.9)
