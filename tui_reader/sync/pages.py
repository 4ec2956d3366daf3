"""The pages of entries: fetched politely, their articles found in a worker, and kept.

A page that fails is a value, kept with the entry: what went wrong is told when it is asked for.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.article.completeness import is_complete
from tui_reader.errors import (
    FeedError,
    HttpStatus,
    NoArticle,
    Offline,
    StoreError,
    TimedOut,
    TooLarge,
    Unreachable,
)
from tui_reader.fetch.answer import Fetched
from tui_reader.fetch.client import ACCEPT_PAGE, Client, Lane, Limits
from tui_reader.model.entry import EntryPage
from tui_reader.model.feed import Problem
from tui_reader.model.settings import INHERITED
from tui_reader.store import articles, entries, feeds, lease
from tui_reader.sync.feed import Bench, bench_for, remember_wait
from tui_reader.sync.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from tui_reader.config import SyncConfig
    from tui_reader.model.entry import EntryContent, EntryId
    from tui_reader.model.feed import Feed
    from tui_reader.store.articles import Candidate
    from tui_reader.store.database import Database
    from tui_reader.sync.credentials.keeper import Keeper

PER_FEED = 10
"""Pages of one feed in one sync; the rest has its turn in the next."""
_LANES = 4
_LIMITS = Limits(body=8 * 1024 * 1024)
_TRY_AGAIN_AFTER = timedelta(hours=6)
_TRY_FOR = timedelta(days=7)
_PASSING = frozenset({"timeout", "unreachable", "offline"})
_STATUS = {
    401: "The site gives this page only to those who log in (status 401).",
    402: "The site gives this page only to those who pay (status 402).",
    403: "The site refuses to give this page to us (status 403).",
    404: "The page is not there any more (status 404).",
    410: "The page is gone for good (status 410).",
    429: "The site asks us to come less often (status 429).",
    451: "The page is not available for legal reasons (status 451).",
}


async def fetch_one(
    database: Database,
    config: SyncConfig,
    entry_id: EntryId,
    *,
    now: Callable[[], datetime],
    limits: Limits | None = None,
    workers: Workers | None = None,
    keeper: Keeper | None = None,
) -> EntryPage:
    """Fetch one entry's page because a person asked for it, and keep what comes of it.

    Args:
        database: The library.
        config: Interval and proxy.
        entry_id: Whose page.
        now: The clock.
        limits: Of one exchange.
        workers: Parse workers that run already; None starts one.
        keeper: Of the feeds' secrets; None logs in nowhere.

    Raises:
        EntryNotFound: There is no such entry.
        StoreError: The library cannot serve.
    """
    entry = await database.read(entries.get, entry_id)
    feed = await database.read(feeds.get, entry.feed_id)
    waits = await database.read(lease.waits, now())
    async with (
        contextlib.nullcontext(workers) if workers else Workers(1) as parsers,
        Client(now=now, proxy=config.proxy, limits=limits or _LIMITS, accept=ACCEPT_PAGE) as client,
        Lane(client) as lane,
    ):
        bench = await bench_for(
            [feed], database, workers=parsers, config=config, now=now, keeper=keeper
        )
        wanted = _Wanted(entry_id=entry_id, content=entry.content, feed=feed)
        return await _fetch(bench, lane, wanted, waits)


async def fetch_new(
    bench: Bench,
    of: Sequence[Feed],
    waits: dict[str, datetime],
    *,
    proxy: str,
    limits: Limits | None,
) -> None:
    """Fetch the pages of new entries of these feeds, where that is the rule of the feed.

    Raises:
        StoreError: The library cannot serve; what was kept before stays.
    """
    chosen = [feed for feed in of if bench.settings.get(feed.id, INHERITED).full_text]
    by_host: dict[str, deque[_Wanted]] = {}
    for feed in chosen:
        for wanted in await _wanted(bench, feed):
            by_host.setdefault(urls.host(wanted.content.url), deque()).append(wanted)
    if not by_host:
        return
    client = Client(now=bench.now, proxy=proxy, limits=limits or _LIMITS, accept=ACCEPT_PAGE)
    async with client:
        run = _Run(bench=bench, client=client, waits=waits, hosts=deque(by_host.values()))
        try:
            async with asyncio.TaskGroup() as lanes:
                for _ in range(min(_LANES, len(by_host))):
                    lanes.create_task(run.lane())
        except* StoreError as group:
            raise group.exceptions[0] from None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A page to fetch."""

    entry_id: EntryId
    content: EntryContent
    feed: Feed
    """A page on its host, which the person chose, may be inside a private network."""


@dataclass(slots=True, kw_only=True)
class _Run:
    """The pages of one sync, host by host."""

    bench: Bench
    client: Client
    waits: dict[str, datetime]
    hosts: deque[deque[_Wanted]]
    offline: bool = field(default=False)

    async def lane(self) -> None:
        """Work through one host after another; one that fails to answer is left alone."""
        while self.hosts and not self.offline:
            waiting = self.hosts.popleft()
            async with Lane(self.client) as lane:
                while waiting and not self.offline:
                    wanted = waiting.popleft()
                    if urls.host(wanted.content.url) in self.waits:
                        break
                    page = await _fetch(self.bench, lane, wanted, self.waits)
                    kind = page.problem.kind if page.problem is not None else ""
                    self.offline = self.offline or kind == Offline.kind
                    if kind in _PASSING:
                        break


async def _wanted(bench: Bench, feed: Feed) -> list[_Wanted]:
    """Choose among a feed's new entries, and note those whose text is there already."""
    now = bench.now()
    found = await bench.database.read(articles.candidates, feed.id)
    complete = [each for each in found if each.page is None and is_complete(each.content)]
    if complete:
        ids = [each.entry_id for each in complete]
        await bench.database.write_soon(articles.note_complete, ids, now)
    return [
        _Wanted(entry_id=each.entry_id, content=each.content, feed=feed)
        for each in found
        if each not in complete and urls.is_web(each.content.url) and _may_try(each, now)
    ][:PER_FEED]


def _may_try(candidate: Candidate, now: datetime) -> bool:
    """Whether a page that failed may be asked for again unasked: if time may heal it."""
    page = candidate.page
    if page is None or page.problem is None:
        return True
    problem = page.problem
    passing = problem.kind in _PASSING or problem.status == 429 or problem.status >= 500
    return (
        passing
        and now - page.fetched_at >= _TRY_AGAIN_AFTER
        and now - candidate.first_seen_at <= _TRY_FOR
    )


async def _fetch(
    bench: Bench, lane: Lane, wanted: _Wanted, waits: dict[str, datetime]
) -> EntryPage:
    """Fetch a page, find its article, keep it; or keep why that failed."""
    content = wanted.content
    try:
        page = await _read(bench, lane, wanted, waits)
    except FeedError as error:
        await remember_wait(bench, error)
        _heed(error, waits, bench.now())
        page = EntryPage(problem=_problem(error, bench.now()), fetched_at=bench.now())
    else:
        page = replace(page, chosen=_brings_more(page, content))
    await bench.database.write_soon(articles.put, wanted.entry_id, page)
    return page


async def _read(bench: Bench, lane: Lane, wanted: _Wanted, waits: dict[str, datetime]) -> EntryPage:
    url = wanted.content.url
    if not urls.is_web(url):
        raise NoArticle(url, reason="The entry names no page of its own.")
    host = urls.host(url)
    now = bench.now()
    if (until := waits.get(host)) is not None and until > now:
        seconds = (until - now).total_seconds()
        raise HttpStatus(urls.display(url), 429, retry_after=seconds)
    trusted = host == urls.host(wanted.feed.url)
    answer = await lane.get(url, trusted=trusted, manner=bench.known_by(wanted.feed.id))
    if not isinstance(answer, Fetched):
        raise Unreachable(urls.display(url), reason="it gave no document")
    found = await bench.workers.article(
        answer.body, url=answer.url, content_type=answer.content_type
    )
    return EntryPage(
        url=answer.url,
        html=found.html,
        authors=found.authors,
        published_at=found.published_at,
        image_url=found.image_url,
        language=found.language,
        excerpt=found.excerpt,
        words=found.words,
        fetched_at=bench.now(),
    )


def _brings_more(page: EntryPage, content: EntryContent) -> bool:
    """Whether a page says more than the feed; a few words more are a caption or a byline."""
    return page.words > content.words + max(10, content.words // 10)


def _heed(error: FeedError, waits: dict[str, datetime], now: datetime) -> None:
    """Leave a host alone for the rest of this sync where it asked for that."""
    if isinstance(error, HttpStatus) and error.status in {429, 503}:
        waits[urls.host(error.url)] = now + timedelta(seconds=error.retry_after or 3600)


def _problem(error: FeedError, now: datetime) -> Problem:
    """Put a failure in words that fit a page: an exchange speaks of feeds."""
    status = error.status if isinstance(error, HttpStatus) else 0
    message = error.message
    if isinstance(error, HttpStatus):
        odd = "The site has trouble" if status >= 500 else "The site gave an odd answer"
        message = _STATUS.get(status, f"{odd} (status {status}).")
        if error.retry_after:
            until = (now + timedelta(seconds=error.retry_after)).astimezone()
            message = f"The site asks to be left alone until {until:%H:%M} (status {status})."
    elif isinstance(error, TooLarge):
        message = f"The page is larger than {error.limit // (1024 * 1024)} MiB."
    elif isinstance(error, TimedOut | Unreachable):
        message = message.replace("The server", "The site", 1)
    return Problem(kind=error.kind, message=message, status=status, since=now)
