"""Load older: walk the archive of a blog back, part by part, and import it as read.

The parts are RFC 5005's archives and pages, JSON Feed's ``next_url``, and the numbered pages of
WordPress. What the library has already is left as it is: the newer document has the last word
on an entry. Each part is committed with the place to go on from, so that a walk can be stopped
at any moment and taken up again.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.errors import FeedError, FeedNotFound, HttpStatus, NotAFeed, Unparsable
from tui_reader.fetch.answer import Fetched
from tui_reader.fetch.client import Client, Lane
from tui_reader.fetch.local import is_local
from tui_reader.fetch.origin import follow, locate
from tui_reader.model.history import UNWALKED
from tui_reader.model.report import FeedOutcome, OutcomeKind, SyncProgress, SyncReport
from tui_reader.model.update import FeedUpdate
from tui_reader.store import feeds, lease, names
from tui_reader.store import history as stored
from tui_reader.sync.archive import digest, numbered, numbers_pages, same_secret
from tui_reader.sync.engine import leased
from tui_reader.sync.feed import Bench, bench_for, remember_wait, take
from tui_reader.sync.plan import CHUNK, plan
from tui_reader.sync.schedule import after_failure
from tui_reader.sync.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from tui_reader.config import SyncConfig
    from tui_reader.fetch.client import Limits
    from tui_reader.model.entry import PackedEntry
    from tui_reader.model.feed import Feed, FeedId
    from tui_reader.model.history import History
    from tui_reader.model.update import PackedFeed
    from tui_reader.store.database import Database
    from tui_reader.sync.credentials.keeper import Keeper

MOST_PAGES = 20
"""Parts read in one go; asking again goes on."""
PAUSE = 1.0
"""Seconds between two requests."""
_REMEMBERED = 400
"""Digests kept to know a loop by."""
_MISSING = frozenset({404, 410})
_PAST_THE_END = frozenset({400, 404, 410})


async def load_older(
    database: Database,
    config: SyncConfig,
    feed_ids: Sequence[FeedId],
    *,
    now: Callable[[], datetime],
    afresh: bool = False,
    report: Callable[[SyncProgress], None] | None = None,
    limits: Limits | None = None,
    workers: Workers | None = None,
    pause: float = PAUSE,
    keeper: Keeper | None = None,
) -> SyncReport:
    """Walk the archives of these feeds back, one feed after the other, holding the lease.

    Args:
        database: The library.
        config: Interval and proxy.
        feed_ids: Whose archives.
        now: The clock.
        afresh: Begin at the feed's own document, wherever the last walk stopped.
        report: Called after each part and after each feed.
        limits: Of one exchange.
        workers: Parse workers that run already; None starts one.
        pause: Seconds between two requests.
        keeper: Of the feeds' secrets; None logs in nowhere.

    Raises:
        SyncHeld: Another process holds the lease.
        StoreError: The library cannot serve; what was committed before stays.
    """
    started_at = now()
    outcomes: list[FeedOutcome] = []
    async with (
        leased(database, now),
        contextlib.nullcontext(workers) if workers else Workers(1) as parsers,
        Client(now=now, proxy=config.proxy, limits=limits) as client,
        Lane(client) as lane,
    ):
        for feed_id in feed_ids:
            try:
                feed = await database.read(feeds.get, feed_id)
            except FeedNotFound:
                continue
            bench = await bench_for(
                [feed], database, workers=parsers, config=config, now=now, keeper=keeper
            )
            walk = _Walk(bench, lane, feed, report or (lambda _: None), pause)
            outcomes.append(await walk.go(afresh=afresh))
    return SyncReport(outcomes=tuple(outcomes), started_at=started_at, finished_at=now())


class _Walk:
    """The way back through one feed's archive."""

    def __init__(
        self,
        bench: Bench,
        lane: Lane,
        feed: Feed,
        report: Callable[[SyncProgress], None],
        pause: float,
    ) -> None:
        self._bench = bench
        self._lane = lane
        self._feed = feed
        self._report = report
        self._pause = pause
        self._started = time.monotonic()
        self._pages = 0
        self._new = 0
        self._keys: set[str] = set()
        """Of all parts of this go."""

    async def go(self, *, afresh: bool) -> FeedOutcome:
        """Walk as far as one go leads, and tell."""
        history = await self._bench.database.read(stored.get, self._feed.id)
        history = UNWALKED if afresh else history
        waits = await self._wait()
        if waits:
            return self._tell(OutcomeKind.SKIPPED, waits)
        try:
            history = await self._walk(history)
        except FeedError as error:
            await remember_wait(self._bench, error)
            return self._tell(OutcomeKind.FAILED, self._brought(), error)
        kind = OutcomeKind.UPDATED if self._new else OutcomeKind.UNCHANGED
        return self._tell(kind, f"{self._brought()} {_rest(history)}")

    async def _wait(self) -> str:
        """Say until when the site wants to be left alone; empty where it does not."""
        now = self._bench.now()
        host = urls.host(self._feed.url)
        waits = await self._bench.database.read(lease.waits, now)
        until = waits.get(host) or self._feed.fetch.not_before
        if until is None or until <= now:
            return ""
        return f"{host} asked to be left alone until {until.astimezone():%H:%M}."

    async def _walk(self, history: History) -> History:
        if not history.ended and not history.next_url:
            history = await self._begin()
        while history.next_url and self._pages < MOST_PAGES:
            await asyncio.sleep(self._pause)
            history = await self._page(history)
            self._pages += 1
            self._report(SyncProgress(done=self._pages, total=MOST_PAGES, failed=0, new=self._new))
        return history

    async def _begin(self) -> History:
        """Read the feed's own document, take in what is new in it, and find the way back."""
        feed = self._feed
        if is_local(feed.url):
            return await self._keep(replace(UNWALKED, ended=True))
        answer = await self._lane.get(feed.url, manner=self._bench.known_by(feed.id))
        if not isinstance(answer, Fetched):
            raise Unparsable(feed.url, reason="the server sent no document")
        parsed = await self._parse(answer)
        await take(self._bench, feed, answer, started=self._started, parsed=parsed)
        self._keys = {entry.key for entry in parsed.entries}
        history = replace(UNWALKED, seen=(digest(feed.url), _held(parsed)))
        if parsed.older_url:
            return await self._keep(self._onward(history, answer.url, parsed.older_url))
        if parsed.entries and (parsed.is_wordpress or numbers_pages(feed.url)):
            return await self._keep(replace(history, next_url=numbered(feed.url, 2), page=2))
        return await self._keep(replace(history, ended=True))

    async def _page(self, history: History) -> History:
        """Read one older part, and keep it together with the place to go on from."""
        url = history.next_url
        ended = replace(history, next_url="", ended=True)
        try:
            trusted = urls.host(url) == urls.host(self._feed.url)
            manner = self._bench.known_by(self._feed.id)
            address = same_secret(self._feed.url, url)
            answer = await self._lane.get(address, trusted=trusted, manner=manner)
            if not isinstance(answer, Fetched):
                raise Unparsable(url, reason="the server sent no document")
            parsed = await self._parse(answer)
        except HttpStatus as error:
            if error.status not in (_PAST_THE_END if history.page else _MISSING):
                raise
            return await self._keep(ended)
        except NotAFeed:
            if not history.page:
                raise
            return await self._keep(ended)
        keys = {entry.key for entry in parsed.entries}
        held = _held(parsed)
        if not keys or keys <= self._keys or held in history.seen:
            return await self._keep(ended)
        self._keys |= keys
        seen = (*history.seen, digest(url), held)[-_REMEMBERED:]
        after = replace(history, seen=seen, pages=history.pages + 1)
        if history.page:
            page = history.page + 1
            after = replace(after, next_url=numbered(self._feed.url, page), page=page)
        elif parsed.older_url:
            after = self._onward(after, answer.url, parsed.older_url)
        else:
            after = replace(after, next_url="", ended=True)
        await self._import(parsed, after)
        return after

    async def _parse(self, answer: Fetched) -> PackedFeed:
        return await self._bench.workers.feed(
            answer.body, url=answer.url, content_type=answer.content_type
        )

    def _onward(self, history: History, here: str, older_url: str) -> History:
        """Go where a document points, as far as a redirect might lead; in a loop, end.

        Raises:
            Forbidden: It leads nowhere we go.
        """
        if here.startswith("https:") and older_url.startswith("http:"):
            older_url = f"https:{older_url.removeprefix('http:')}"
        url = follow(locate(here), older_url).url
        if digest(url) in history.seen:
            return replace(history, next_url="", ended=True)
        return replace(history, next_url=url)

    async def _import(self, parsed: PackedFeed, after: History) -> None:
        database, feed = self._bench.database, self._feed
        known = await database.read(
            names.known,
            feed.id,
            [entry.key for entry in parsed.entries],
            list({alias: None for entry in parsed.entries for alias in entry.aliases}),
        )
        # What was purged may come back: its reader asks for it.
        known = replace(known, purged_keys={}, purged_aliases={})
        new = plan(feed, parsed, known, None).new
        oldest = await database.read(stored.oldest, feed.id)
        undated_at = None if oldest is None else oldest - timedelta(seconds=1)
        chunks = [new[at : at + CHUNK] for at in range(0, len(new), CHUNK)] or [()]
        for chunk in chunks:
            last = after if chunk is chunks[-1] else None
            update = self._update(chunk, undated_at)
            applied = await database.write_soon(stored.add, update, last, self._bench.now())
            self._new += applied.new

    def _update(self, new: tuple[PackedEntry, ...], undated_at: datetime | None) -> FeedUpdate:
        feed = self._feed
        return FeedUpdate(
            feed_id=feed.id, fetch=feed.fetch, new=new, new_are_read=True, undated_at=undated_at
        )

    async def _keep(self, history: History) -> History:
        await self._bench.database.write_soon(stored.put, self._feed.id, history)
        return history

    def _brought(self) -> str:
        if not self._new:
            return "No older entries came." if self._pages else ""
        return f"{self._new:,} older {'entry' if self._new == 1 else 'entries'} came in as read."

    def _tell(self, kind: OutcomeKind, note: str, error: FeedError | None = None) -> FeedOutcome:
        failed = error is not None
        now = self._bench.now()
        outcome = FeedOutcome(
            feed_id=self._feed.id,
            title=self._feed.title,
            kind=kind,
            new=self._new,
            problem=after_failure(self._feed, error, now).problem if error else None,
            note=note.strip(),
            elapsed=timedelta(seconds=time.monotonic() - self._started),
        )
        self._report(
            SyncProgress(
                done=self._pages,
                total=MOST_PAGES,
                failed=int(failed),
                new=self._new,
                outcome=outcome,
            )
        )
        return outcome


def _held(parsed: PackedFeed) -> str:
    """Name what a part holds, whatever its order."""
    return digest("\n".join(sorted(entry.key for entry in parsed.entries)))


def _rest(history: History) -> str:
    return "There is nothing older." if history.ended else "There is more."
