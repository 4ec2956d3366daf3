"""One feed: what was fetched is parsed, planned and stored; what fails becomes a value."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.errors import FeedError, HttpStatus, LoginMissing, ParseError
from tui_reader.fetch import local
from tui_reader.fetch.answer import Fetched, Validators
from tui_reader.fetch.origin import Manner
from tui_reader.model.report import FeedOutcome, OutcomeKind
from tui_reader.model.settings import INHERITED
from tui_reader.model.update import Applied, FeedUpdate
from tui_reader.store import feeds, lease, names, settings
from tui_reader.sync.credentials.keeper import Found
from tui_reader.sync.plan import plan
from tui_reader.sync.pool import Pool
from tui_reader.sync.schedule import after_failure, after_success, trusted_move

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from tui_reader.config import SyncConfig
    from tui_reader.fetch.answer import Answer
    from tui_reader.fetch.client import Lane
    from tui_reader.model.feed import Feed, FeedId, FetchState
    from tui_reader.model.settings import Settings
    from tui_reader.model.update import Known, PackedFeed
    from tui_reader.store.database import Database
    from tui_reader.sync.credentials.keeper import Keeper
    from tui_reader.sync.workers import Workers


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What the work on a feed needs."""

    pool: Pool
    workers: Workers
    now: Callable[[], datetime]
    interval: timedelta
    """Between two fetches, where the feed has none of its own."""
    settings: Mapping[FeedId, Settings] = field(default_factory=dict)
    """What holds for the feeds of this sync."""
    logins: Found = field(default_factory=Found, repr=False)
    """The secrets of those that log in."""

    @property
    def database(self) -> Database:
        """The library."""
        return self.pool.database

    def interval_of(self, feed: Feed) -> timedelta:
        """Give the least time between two fetches of a feed."""
        minutes = self.settings.get(feed.id, INHERITED).interval_minutes
        return self.interval if minutes is None else timedelta(minutes=minutes)

    def known_by(self, feed_id: FeedId) -> Manner:
        """Say as whom to ask for what is a feed's: its document, its archive, its pages."""
        agent = self.settings.get(feed_id, INHERITED).user_agent or ""
        return Manner(secret=self.logins.secrets.get(feed_id), agent=agent)


async def bench_for(
    due: Sequence[Feed],
    database: Database,
    *,
    workers: Workers,
    config: SyncConfig,
    now: Callable[[], datetime],
    keeper: Keeper | None = None,
    pool: Pool | None = None,
) -> Bench:
    """Lay out what the work on these feeds needs."""
    logins = Found() if keeper is None else await keeper.find(due)
    return Bench(
        pool=pool or Pool(database),
        workers=workers,
        now=now,
        interval=timedelta(minutes=config.interval_minutes),
        settings=await database.read(settings.effective, [feed.id for feed in due]),
        logins=logins,
    )


async def fetch(bench: Bench, feed: Feed, lane: Lane) -> Answer:
    """Ask for a feed's document, under the condition that it has changed.

    Raises:
        FetchError: No usable answer came.
    """
    state = feed.fetch
    if local.is_local(feed.url):
        return await asyncio.to_thread(local.read, feed.url, state.body_hash)
    if feed.id in bench.logins.missing:
        raise LoginMissing(urls.display(feed.url), reason=bench.logins.missing[feed.id])
    return await lane.get(
        feed.url,
        Validators(etag=state.etag, last_modified=state.last_modified),
        manner=bench.known_by(feed.id),
    )


async def take(
    bench: Bench,
    feed: Feed,
    answer: Answer,
    *,
    started: float,
    parsed: PackedFeed | None = None,
) -> FeedOutcome:
    """Store what an answer brings, by the shortest way: each step that finds nothing ends it.

    Args:
        bench: The tools.
        feed: As stored before the exchange.
        answer: The exchange's.
        started: When it began, by the monotonic clock.
        parsed: The answer's document, where it has been read already.

    Raises:
        StoreError: The library cannot serve.
    """
    known_body = feed.fetch.body_hash
    if not isinstance(answer, Fetched) or (known_body and answer.body_hash == known_body):
        return await _unchanged(bench, feed, answer, started)
    try:
        parsed = parsed or await _read(bench, feed, answer)
    except ParseError as error:
        return await fail(bench, feed, error, started=started)
    return await _changed(bench, feed, answer, parsed, started)


async def _read(bench: Bench, feed: Feed, answer: Fetched) -> PackedFeed:
    """Let a worker read the document, as far as the library does not have it.

    Raises:
        ParseError: It is no feed, or the worker gave up on it.
    """
    known = await bench.database.read(names.hashes, feed.id) if feed.total else None
    return await bench.workers.feed(
        answer.body, url=answer.url, content_type=answer.content_type, known=known
    )


async def fail(bench: Bench, feed: Feed, error: FeedError, *, started: float) -> FeedOutcome:
    """Note a failure in the feed's record, and that a host wants to be left alone.

    Raises:
        StoreError: The library cannot serve.
    """
    now = bench.now()
    state = after_failure(feed, error, now)
    await bench.pool.write(FeedUpdate(feed_id=feed.id, fetch=state, asked=feed.url), now)
    await remember_wait(bench, error)
    return FeedOutcome(
        feed_id=feed.id,
        title=feed.title,
        kind=OutcomeKind.FAILED,
        problem=state.problem,
        elapsed=_since(started),
    )


async def remember_wait(bench: Bench, error: FeedError) -> None:
    """Note that a whole host wants to be left alone, where the error says so."""
    if isinstance(error, HttpStatus) and error.status in {429, 503} and error.retry_after:
        now = bench.now()
        until = now + timedelta(seconds=error.retry_after)
        await bench.database.write_soon(lease.wait, urls.host(error.url), until, now)


async def _unchanged(bench: Bench, feed: Feed, answer: Answer, started: float) -> FeedOutcome:
    now = bench.now()
    state = after_success(
        feed, answer, now, interval=bench.interval_of(feed), rhythm=feed.info.rhythm
    )
    if isinstance(answer, Fetched):
        state = _with_validators(state, answer)
    url, note = await _move(bench, feed, state, now)
    state = _settled(state, url)
    await bench.pool.write(FeedUpdate(feed_id=feed.id, fetch=state, asked=feed.url, url=url), now)
    return FeedOutcome(
        feed_id=feed.id,
        title=feed.title,
        kind=OutcomeKind.UNCHANGED,
        note=note,
        elapsed=_since(started),
    )


async def _changed(
    bench: Bench, feed: Feed, answer: Fetched, parsed: PackedFeed, started: float
) -> FeedOutcome:
    now = bench.now()
    what = plan(feed, parsed, *await bench.database.read(_standing, feed, parsed))
    state = after_success(
        feed, answer, now, interval=bench.interval_of(feed), rhythm=parsed.info.rhythm
    )
    state = replace(_with_validators(state, answer), body_hash=answer.body_hash)
    if what.new or what.changed:
        state = replace(state, changed_at=now)
    url, moved = await _move(bench, feed, state, now)
    done = Applied()
    for update in what.updates(feed, _settled(state, url), url, most=bench.pool.most):
        part = await bench.pool.write(update, now)
        done = Applied(new=done.new + part.new, changed=done.changed + part.changed)
    notes = [_republished_note(done.new) if what.republished else "", moved]
    return FeedOutcome(
        feed_id=feed.id,
        title=feed.user_title or (what.info or feed.info).title or feed.title,
        kind=OutcomeKind.UPDATED if done.new or done.changed else OutcomeKind.UNCHANGED,
        new=0 if what.republished else done.new,
        changed=done.changed,
        note=" ".join(note for note in (*notes, *parsed.complaints[:2]) if note),
        elapsed=_since(started),
    )


def _standing(
    connection: sqlite3.Connection, feed: Feed, parsed: PackedFeed
) -> tuple[Known, datetime | None]:
    """Give what the library holds of the feed, as far as the document asks."""
    known = names.known(
        connection,
        feed.id,
        [entry.key for entry in parsed.entries],
        list({alias: None for entry in parsed.entries for alias in entry.aliases}),
    )
    return known, lease.newest(connection, feed.id)


async def _move(bench: Bench, feed: Feed, state: FetchState, now: datetime) -> tuple[str, str]:
    """Give the feed's new address, where it is trusted and free, and what to say of it."""
    url = trusted_move(feed, state, now)
    if not url:
        return "", ""
    other, _ = await bench.database.read(feeds.find_url, url)
    if other not in {None, feed.id}:
        return "", f"The feed has moved to {urls.display(url)}, which is subscribed already."
    return url, f"The feed has moved to {urls.display(url)}; its address was updated."


def _with_validators(state: FetchState, answer: Fetched) -> FetchState:
    return replace(
        state, etag=answer.validators.etag, last_modified=answer.validators.last_modified
    )


def _settled(state: FetchState, url: str) -> FetchState:
    """Stop watching a move that has become the address."""
    return replace(state, moved_to="", moved_since=None) if url else state


def _republished_note(count: int) -> str:
    return f"The feed was published anew; {count} old entries came in as read."


def _since(started: float) -> timedelta:
    return timedelta(seconds=time.monotonic() - started)
