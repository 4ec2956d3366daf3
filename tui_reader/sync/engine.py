"""All feeds: the lease, the lanes, progress, and the one question whether there is a network.

A feed that fails is a value: ``FeedError`` is caught here and nothing else. What is committed
stays, whatever ends the sync.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.errors import (
    FetchError,
    HttpStatus,
    Offline,
    StoreError,
    SyncHeld,
    TimedOut,
    UnknownName,
    Unreachable,
)
from tui_reader.fetch.answer import Fetched
from tui_reader.fetch.budget import Budget
from tui_reader.fetch.client import Client, Lane
from tui_reader.fetch.local import is_local
from tui_reader.model.feed import HEROKU_URL
from tui_reader.model.report import FeedOutcome, OutcomeKind, SyncProgress, SyncReport
from tui_reader.store import feeds as feed_store
from tui_reader.store import lease
from tui_reader.sync import pages
from tui_reader.sync.credentials.userinfo import cut
from tui_reader.sync.feed import Bench, bench_for, fail, fetch, take
from tui_reader.sync.hosts import Hosts
from tui_reader.sync.plan import CHUNK, LONE_CHUNK
from tui_reader.sync.pool import Behind, Pool
from tui_reader.sync.schedule import is_quiet_time
from tui_reader.sync.workers import Workers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
    from datetime import datetime

    from tui_reader.config import SyncConfig
    from tui_reader.fetch.answer import Answer
    from tui_reader.fetch.client import Limits
    from tui_reader.model.feed import Feed, FeedId
    from tui_reader.store.database import Database
    from tui_reader.sync.credentials.keeper import Keeper

LITTLE = 512 * 1024
"""Bytes of a document that may wait to be stored while its lane fetches the next one."""
SUSPECTS = 3
"""So many hosts without a connection, and none that answers: there is no network."""
LATELY = timedelta(days=7)
"""A host that has been silent for longer may well be gone."""


async def sync(
    database: Database,
    config: SyncConfig,
    *,
    now: Callable[[], datetime],
    feed_ids: Sequence[FeedId] | None = None,
    by_hand: bool = False,
    is_alone: bool = False,
    report: Callable[[SyncProgress], None] | None = None,
    limits: Limits | None = None,
    workers: Workers | None = None,
    keeper: Keeper | None = None,
) -> SyncReport:
    """Sync the feeds that are due, holding the lease.

    Args:
        database: The library.
        config: Interval, connections, proxy.
        now: The clock.
        feed_ids: Only these; None is all.
        by_hand: Go before the schedule, though never before Retry-After.
        is_alone: No app waits beside it: more may be written at once.
        report: Called after each feed.
        limits: Of one exchange.
        workers: Parse workers that run already; None starts some where they are needed.
        keeper: Of the feeds' secrets; None logs in nowhere.

    Raises:
        SyncHeld: Another process holds the lease.
        StoreError: The library cannot serve; what was committed before stays.
    """
    started_at = now()
    async with leased(database, now):
        due = await _due(database, keeper, started_at, feed_ids, by_hand=by_hand)
        waits = await database.read(lease.waits, started_at)
        async with (
            contextlib.nullcontext(workers) if workers else Workers() as parsers,
            Client(now=now, proxy=config.proxy, limits=limits, budget=Budget()) as client,
            Pool(database, most=LONE_CHUNK if is_alone else CHUNK) as pool,
        ):
            bench = await bench_for(
                due, database, workers=parsers, config=config, now=now, keeper=keeper, pool=pool
            )
            run = _Run(bench, client, due, waits, report or (lambda _: None))
            await run.go(config.connections)
            if not run.offline:
                await pages.fetch_new(bench, due, run.waits, proxy=config.proxy, limits=limits)
        finished_at = now()
        await database.write_soon(lease.finished, finished_at, run.offline)
    return run.told(started_at, finished_at)


async def _due(
    database: Database,
    keeper: Keeper | None,
    now: datetime,
    feed_ids: Sequence[FeedId] | None,
    *,
    by_hand: bool,
) -> tuple[Feed, ...]:
    """Choose the feeds to fetch, and put away the secrets that their addresses carry."""
    due = await database.read(feed_store.due, now, feed_ids, by_hand)
    if not by_hand:
        due = tuple(feed for feed in due if not is_quiet_time(feed, now))
    return tuple(await cut(database, keeper, due)) if keeper else due


@contextlib.asynccontextmanager
async def leased(database: Database, now: Callable[[], datetime]) -> AsyncIterator[None]:
    """Hold the lease, and renew it meanwhile.

    A process that slept for longer than the lease lives may wake up without it; it then stops.

    Raises:
        SyncHeld: Another process holds the lease, or has taken it over.
        StoreError: The library cannot serve.
    """
    owner = lease.owner_name()
    await database.write_soon(lease.acquire, owner, now())
    work = asyncio.current_task()
    lost: list[SyncHeld | StoreError] = []

    async def beat() -> None:
        try:
            while True:
                await asyncio.sleep(lease.BEAT.total_seconds())
                await database.write_soon(lease.beat, owner, now())
        except (SyncHeld, StoreError) as error:
            lost.append(error)
            if work is not None:
                work.cancel()

    heart = asyncio.create_task(beat())
    try:
        yield
    except asyncio.CancelledError:
        if lost:
            raise lost[0] from None
        raise
    finally:
        heart.cancel()
        await asyncio.wait([heart])
        await database.write_soon(lease.release, owner)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Suspect:
    """A feed that could not be connected to: its fault, or the network's."""

    feed: Feed
    error: FetchError
    started: float


class _Run:
    """One sync of a number of feeds."""

    def __init__(
        self,
        bench: Bench,
        client: Client,
        feeds: Sequence[Feed],
        waits: dict[str, datetime],
        report: Callable[[SyncProgress], None],
    ) -> None:
        self.outcomes: list[FeedOutcome] = []
        self.offline = False
        self.waits = waits
        """Hosts that asked to be left alone, and until when."""
        self._bench = bench
        self._client = client
        self._report = report
        self._total = len(feeds)
        self._failed = self._new = 0
        self._local = [feed for feed in feeds if is_local(feed.url)]
        self._hosts = Hosts(feed for feed in feeds if not is_local(feed.url))
        self._reached = False
        self._suspects: list[_Suspect] = []
        self._open = 0
        self._settled = asyncio.Event()

    async def go(self, lanes: int) -> None:
        """Work through all feeds: local ones first, then the hosts, in so many lanes."""
        async with Lane(self._client) as lane, Behind() as behind:
            for feed in self._local:
                await self._one(lane, feed, behind)
        async with Behind() as behind:
            await _together([self._lane(behind) for _ in range(lanes)], behind.failed)
        self.offline = await self._no_network()
        for suspect in self._suspects:
            if self.offline:
                self._done(_skipped(suspect.feed, "There is no network."))
            else:
                self._done(await self._blame(suspect))
        for feed in self._hosts.take_all():
            self._done(_skipped(feed, "There is no network."))

    def told(self, started_at: datetime, finished_at: datetime) -> SyncReport:
        """Sum up."""
        return SyncReport(
            outcomes=tuple(self.outcomes),
            started_at=started_at,
            finished_at=finished_at,
            offline=self.offline,
        )

    async def _lane(self, behind: Behind) -> None:
        while await self._may_go_on() and (host := self._hosts.take_host()) is not None:
            try:
                await self._work_through(host, behind)
            finally:
                self._hosts.leave(host)

    async def _work_through(self, host: str, behind: Behind) -> None:
        async with Lane(self._client) as lane:
            while await self._may_go_on() and (feed := self._hosts.take(host)) is not None:
                await self._one(lane, feed, behind)

    async def _may_go_on(self) -> bool:
        """Wait while it is in doubt whether there is a network, and say what came of it.

        Three dead names answer at once, and good servers take their time: so the exchanges
        that are open have the last word.
        """
        while self._in_doubt() and self._open:
            await self._settled.wait()
        return not self._in_doubt()

    def _in_doubt(self) -> bool:
        if self._reached:
            return False
        return len({urls.host(suspect.feed.url) for suspect in self._suspects}) >= SUSPECTS

    async def _no_network(self) -> bool:
        """Whether nothing can be connected to at all, rather than some feeds."""
        if self._reached or not self._suspects:
            return False
        if self._in_doubt() or any(isinstance(one.error, Offline) for one in self._suspects):
            return True
        return await self._all_vanished()

    async def _all_vanished(self) -> bool:
        """Whether every host of a small library is gone at once, and each was there lately.

        A name server without a network behind it denies every name, and a fresh library has
        but one: that must not look like the end of that blog.
        """
        lately = self._bench.now() - LATELY
        if not all(_was_there(one.feed, lately) for one in self._suspects):
            return False
        everything = await self._bench.database.read(feed_store.every)
        hosts = {urls.host(feed.url) for feed in everything if not is_local(feed.url)}
        return hosts <= {urls.host(one.feed.url) for one in self._suspects}

    async def _ask(self, lane: Lane, feed: Feed) -> Answer:
        self._open += 1
        try:
            return await fetch(self._bench, feed, lane)
        finally:
            self._open -= 1
            self._settled.set()
            self._settled = asyncio.Event()

    async def _one(self, lane: Lane, feed: Feed, behind: Behind) -> None:
        started = time.monotonic()
        host = urls.host(feed.url)
        if (until := self.waits.get(host)) is not None:
            self._done(_skipped(feed, _wait_note(host, until)))
            return
        try:
            answer = await self._ask(lane, feed)
        except FetchError as error:
            if _may_be_offline(error):
                self._suspects.append(_Suspect(feed=feed, error=error, started=started))
                return
            self._reached = self._reached or isinstance(error, HttpStatus)
            # At once: while the failure is written, the host's other lane goes on.
            self._heed(error)
            work = self._settle(fail(self._bench, feed, error, started=started))
            is_large = False
        else:
            self._reached = self._reached or not is_local(feed.url)
            work = self._settle(take(self._bench, feed, answer, started=started))
            is_large = isinstance(answer, Fetched) and len(answer.body) > LITTLE
        if is_large:
            await work
            lane.let_go()
        else:
            await behind.put(work)

    async def _settle(self, work: Coroutine[object, object, FeedOutcome]) -> None:
        with self._bench.pool.expecting():
            outcome = await work
        self._done(outcome)

    def _heed(self, error: FetchError) -> None:
        """Leave a host alone for the rest of this sync when it asked for that."""
        if not isinstance(error, HttpStatus) or error.status not in {429, 503}:
            return
        if error.retry_after is not None or error.status == 429:
            pause = timedelta(seconds=error.retry_after or 3600)
            self.waits[urls.host(error.url)] = self._bench.now() + pause

    async def _blame(self, suspect: _Suspect) -> FeedOutcome:
        error = suspect.error
        if isinstance(error, Offline):
            error = Unreachable(error.url, reason="its name could not be looked up")
        return await fail(self._bench, suspect.feed, error, started=suspect.started)

    def _done(self, outcome: FeedOutcome) -> None:
        self.outcomes.append(outcome)
        self._failed += outcome.kind is OutcomeKind.FAILED
        self._new += outcome.new
        self._report(
            SyncProgress(
                done=len(self.outcomes),
                total=self._total,
                failed=self._failed,
                new=self._new,
                outcome=outcome,
            )
        )


async def _together(
    works: Sequence[Coroutine[object, object, None]], failed: asyncio.Future[None]
) -> None:
    """Run works at once; the first error, ``failed`` too, ends them all and is raised as it is."""
    tasks = [asyncio.create_task(work) for work in works]
    running: set[asyncio.Future[None]] = set(tasks)
    try:
        while running:
            done, _ = await asyncio.wait([*running, failed], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
            running -= done
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


def _may_be_offline(error: FetchError) -> bool:
    if isinstance(error, TimedOut):
        return error.connecting
    return isinstance(error, Offline | UnknownName)


def _was_there(feed: Feed, lately: datetime) -> bool:
    known = feed.total > 0 or feed.url == HEROKU_URL
    return known and (feed.fetch.checked_at or feed.added_at) > lately


def _skipped(feed: Feed, note: str) -> FeedOutcome:
    return FeedOutcome(
        feed_id=feed.id,
        title=feed.title,
        kind=OutcomeKind.SKIPPED,
        note=note,
        elapsed=timedelta(),
    )


def _wait_note(host: str, until: datetime) -> str:
    return f"{host} asked to be left alone until {until.astimezone():%H:%M}."
