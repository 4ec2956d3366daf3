"""What ``add ANYTHING`` does: find the feed behind an address, subscribe, fetch it at once."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.errors import (
    BadCertificate,
    FeedError,
    HttpStatus,
    NotAFeed,
    TimedOut,
    Unreachable,
    UsageError,
)
from tui_reader.fetch import local
from tui_reader.fetch.answer import Fetched
from tui_reader.fetch.client import Client, Lane
from tui_reader.model.feed import HANDBOOK_URL, Subscription
from tui_reader.model.report import AddResult, Candidate
from tui_reader.parse.discover import guesses
from tui_reader.store import feeds, lease, logins, upkeep
from tui_reader.sync.credentials import userinfo
from tui_reader.sync.feed import Bench, remember_wait, take
from tui_reader.sync.pool import Pool
from tui_reader.sync.workers import Workers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from tui_reader.config import SyncConfig
    from tui_reader.fetch.client import Limits
    from tui_reader.model.feed import Feed, FolderPath
    from tui_reader.model.report import FeedOutcome
    from tui_reader.model.update import PackedFeed
    from tui_reader.store.database import Database
    from tui_reader.sync.credentials.keeper import Keeper

MOST_LINKS = 8
MOST_GUESSES = 14
PATIENCE = 45.0
"""Seconds after which a search asks for nothing more: slow servers must not add up."""
_RECENT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A feed that was fetched and read."""

    answer: Fetched
    parsed: PackedFeed
    url: str
    """What was typed or linked. A permanent redirect is not believed at once, here neither."""
    is_comments: bool = False


async def add(
    database: Database,
    config: SyncConfig,
    address: str,
    *,
    now: Callable[[], datetime],
    pick: int | None = None,
    folder: FolderPath = (),
    limits: Limits | None = None,
    workers: Workers | None = None,
    keeper: Keeper | None = None,
    look: bool = False,
) -> AddResult:
    """Find the feed behind an address, subscribe to it, and store its entries.

    Args:
        database: The library.
        config: Interval and proxy.
        address: What a person typed: a feed, a page, a domain, a file.
        now: The clock.
        pick: Which of several candidates, from 1.
        folder: Where the feed is shown.
        limits: Of one exchange.
        workers: Parse workers that run already; None starts one.
        look: Subscribe to none, and tell what there is.
        keeper: Takes name and password out of the address; None leaves them there.

    Raises:
        FeedError: Nothing usable answers there.
        UsageError: There is no feed there, or ``pick`` is out of range.
        StoreError: The library cannot serve.
    """
    url = address_of(address)
    known = await database.read(_subscribed, url)
    if known is not None and not look:
        return _result(known)
    async with (
        contextlib.nullcontext(workers) if workers else Workers(1) as parsers,
        Client(now=now, proxy=config.proxy, limits=limits) as client,
        Lane(client) as lane,
    ):
        interval = timedelta(minutes=config.interval_minutes)
        bench = Bench(pool=Pool(database), workers=parsers, now=now, interval=interval)
        search = _Search(bench, lane, host=urls.host(url))
        found = await search.behind(url, may_be_plain=_has_no_scheme(address))
        if look or (len(found) > 1 and pick is None):
            return await _offer(database, found, url)
        return await _subscribe(
            bench, _picked(found, 1 if pick is None else pick, url), folder, keeper
        )


def address_of(text: str) -> str:
    """Make an address of what a person typed; what names a file is that file.

    Raises:
        UsageError: It is neither an address nor a file that is there.
    """
    text = text.strip()
    if text == HANDBOOK_URL:
        return text
    if "://" not in text and "\0" not in text:
        path = Path(text).expanduser() if not text.startswith("~") else _home(text)
        if path.is_file():
            return urls.feed_url(str(path), is_file=True)
        if text.startswith(("/", "./", "../", "~")) and not text.startswith("//"):
            raise UsageError(
                f"There is no file {urls.display(text)}.",
                hint="Check its name, or give an address.",
            )
    return urls.feed_url(text)


class _Search:
    """The requests of one search, and what they brought."""

    def __init__(self, bench: Bench, lane: Lane, *, host: str) -> None:
        self._bench = bench
        self._lane = lane
        self._host = host
        self._tried: set[str] = set()
        self._until = time.monotonic() + PATIENCE

    async def behind(self, url: str, *, may_be_plain: bool) -> list[_Found]:
        """Give the feeds behind an address, at least one, those of comments last.

        Raises:
            FeedError: Nothing usable answers there.
            UsageError: There is no feed there.
        """
        try:
            page = await self._get(url)
        except (BadCertificate, TimedOut, Unreachable):
            if not may_be_plain:
                raise
            url = f"http{url.removeprefix('https')}"
            page = await self._get(url)
        try:
            return [await self._read(page, url)]
        except NotAFeed as error:
            if "OPML" in error.found:
                raise UsageError(
                    f"{urls.display(url)} is a list of subscriptions (OPML), not a feed.",
                    hint="Save it and run “blogread import FILE” to take all of them.",
                ) from None
        links = await self._bench.workers.links(page.body, url=page.url)
        found = [
            each
            for link in links[:MOST_LINKS]
            if (each := await self._try(link.url, is_comments=link.is_comments)) is not None
        ]
        if all(each.is_comments for each in found):
            found += await self._guess(page.url)
        if not found:
            raise UsageError(
                f"No feed was found behind {urls.display(url)}.",
                hint="If you know the feed's own address, add that.",
            )
        return _in_order(found)

    async def _guess(self, url: str) -> list[_Found]:
        """Ask where feeds usually are; the first that is one ends it."""
        for guess in guesses(url)[:MOST_GUESSES]:
            found = await self._try(guess)
            if found is not None:
                return [found]
        return []

    async def _try(self, url: str, *, is_comments: bool = False) -> _Found | None:
        """Give the feed at an address that was not typed; None where there is none."""
        key = urls.canonical(url)
        # A site has no business to log us in, so an address with a login is no candidate.
        has_login = "@" in url.partition("://")[2].partition("/")[0]
        if has_login or key in self._tried or time.monotonic() > self._until:
            return None
        self._tried.add(key)
        try:
            answer = await self._get(url, trusted=urls.host(url) == self._host)
            return await self._read(answer, url, is_comments=is_comments)
        except FeedError:
            return None

    async def _get(self, url: str, *, trusted: bool = True) -> Fetched:
        bench = self._bench
        now = bench.now()
        waits = await bench.database.read(lease.waits, now)
        if (until := waits.get(urls.host(url))) is not None:
            seconds = (until - now).total_seconds()
            raise HttpStatus(urls.display(url), 429, retry_after=seconds)
        if local.is_local(url):
            answer = local.read(url)
        else:
            try:
                answer = await self._lane.get(url, trusted=trusted)
            except HttpStatus as error:
                await remember_wait(bench, error)
                raise
        if not isinstance(answer, Fetched):
            raise Unreachable(urls.display(url), reason="it gave no document")
        return answer

    async def _read(self, answer: Fetched, url: str, *, is_comments: bool = False) -> _Found:
        parsed = await self._bench.workers.feed(
            answer.body, url=answer.url, content_type=answer.content_type
        )
        return _Found(answer=answer, parsed=parsed, url=url, is_comments=is_comments)


def _picked(found: Sequence[_Found], pick: int, url: str) -> _Found:
    if not 1 <= pick <= len(found):
        raise UsageError(
            f"There is no candidate {pick} behind {urls.display(url)}; there are {len(found)}.",
            hint="Leave --pick out to see them.",
        )
    return found[pick - 1]


def _in_order(found: Iterable[_Found]) -> list[_Found]:
    """Drop a feed's other formats, put comments last; a clear main feed stands alone."""
    kept: dict[tuple[object, ...], _Found] = {}
    for each in found:
        titles = tuple(sorted(entry.title for entry in each.parsed.entries))
        kept.setdefault(titles or (each.url,), each)
    main = [each for each in kept.values() if not each.is_comments]
    comments = [each for each in kept.values() if each.is_comments]
    return main if len(main) == 1 else main + comments


async def _offer(database: Database, found: list[_Found], url: str) -> AddResult:
    candidates = []
    for each in found:
        dated = sorted(
            (
                (date, entry.title)
                for entry in each.parsed.entries
                if (date := entry.published_at or entry.updated_at) is not None
            ),
            reverse=True,
        )
        titles = [title for _, title in dated] or [entry.title for entry in each.parsed.entries]
        candidates.append(
            Candidate(
                url=each.url,
                title=each.parsed.info.title or urls.host(each.url),
                kind=each.parsed.format,
                entries=len(each.parsed.entries),
                newest_at=dated[0][0] if dated else None,
                recent_titles=tuple(titles[:_RECENT]),
                is_comments=each.is_comments,
                subscribed=await database.read(_subscribed, each.url) is not None,
            )
        )
    return AddResult(feed_id=None, title="", url=url, candidates=tuple(candidates))


async def _subscribe(
    bench: Bench, found: _Found, folder: FolderPath, keeper: Keeper | None
) -> AddResult:
    for url in (found.url, found.answer.moved_to, found.answer.url):
        known = await bench.database.read(_subscribed, url)
        if known is not None:
            return _result(known)
    login = await userinfo.kept(keeper, found.url) if keeper else None
    url = urls.without_userinfo(found.url) if login else found.url
    subscription = Subscription(url=url, folders=(folder,), feed_title=found.parsed.info.title)
    done, _ = await bench.database.write(upkeep.subscribe, (subscription,), (), bench.now())
    (feed_id,) = done.added + done.already
    if login is not None:
        await bench.database.write(logins.keep, feed_id, login)
    feed = await bench.database.read(feeds.get, feed_id)
    outcome = await take(bench, feed, found.answer, started=time.monotonic(), parsed=found.parsed)
    stored = await bench.database.read(feeds.get, feed.id)
    return _result(stored, outcome=outcome)


def _result(feed: Feed, *, outcome: FeedOutcome | None = None) -> AddResult:
    """Say what a feed is now; without a first fetch it was there already."""
    return AddResult(
        feed_id=feed.id,
        title=feed.title,
        url=urls.display(feed.url),
        already=outcome is None,
        outcome=outcome,
    )


def _subscribed(connection: sqlite3.Connection, url: str) -> Feed | None:
    """Give the live subscription to an address."""
    feed_id, archived = feeds.find_url(connection, url)
    return None if feed_id is None or archived else feeds.get(connection, feed_id)


def _has_no_scheme(address: str) -> bool:
    return "://" not in address


def _home(text: str) -> Path:
    """Expand ``~``; a user that does not exist leaves the name as it is."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)
