"""A server, and a library that is synced in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from server import Server

from tui_reader.config import SyncConfig
from tui_reader.fetch import addresses
from tui_reader.fetch.client import Limits
from tui_reader.model.feed import Subscription
from tui_reader.model.query import EntryQuery
from tui_reader.store import feeds, statuses
from tui_reader.store.database import Database
from tui_reader.sync import engine
from tui_reader.sync.workers import Workers

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence
    from pathlib import Path

    from conftest import Clock

    from tui_reader.model.feed import Feed, FeedId
    from tui_reader.model.report import FeedOutcome, SyncProgress, SyncReport

LIMITS = Limits(connect=20, idle=20, whole=30)


class Shelf:
    """A library, and what tests ask of it."""

    def __init__(self, database: Database, clock: Clock, workers: Workers) -> None:
        self.database = database
        self.workers: Workers | None = workers
        self.clock = clock
        self.config = SyncConfig()
        self.limits = LIMITS

    async def subscribe(self, *addresses: str) -> list[FeedId]:
        """Subscribe without fetching."""
        wanted = [Subscription(url=address) for address in addresses]
        return list((await self.database.write(feeds.subscribe, wanted, self.clock())).added)

    async def sync(
        self,
        feed_ids: Sequence[FeedId] | None = None,
        *,
        by_hand: bool = True,
        is_alone: bool = False,
        report: Callable[[SyncProgress], None] | None = None,
    ) -> SyncReport:
        """Sync, by hand unless told otherwise."""
        return await engine.sync(
            self.database,
            self.config,
            now=self.clock,
            feed_ids=feed_ids,
            by_hand=by_hand,
            is_alone=is_alone,
            report=report,
            limits=self.limits,
            workers=self.workers,
        )

    async def sync_one(self, address: str) -> FeedOutcome:
        """Subscribe where that is needed, sync all, and give the outcome of this feed."""
        await self.subscribe(address)
        feed = await self.feed(address)
        report = await self.sync()
        return next(outcome for outcome in report.outcomes if outcome.feed_id == feed.id)

    async def feed(self, address: str) -> Feed:
        """Give the feed with this address as it is stored."""
        feed_id, _ = await self.database.read(feeds.find_url, address)
        assert feed_id is not None
        return await self.database.read(feeds.get, feed_id)

    async def titles(self) -> list[str]:
        """Give the titles of all entries, in the order they came in."""
        return [row[0] for row in await self.rows("SELECT title FROM entry ORDER BY id")]

    async def unread(self) -> int:
        """Count what is unread."""
        return int((await self.rows("SELECT count(*) FROM unread"))[0][0])

    async def read_everything(self) -> None:
        """Mark all read, as a person does."""
        await self.database.write(statuses.mark_all, EntryQuery(), None, "", self.clock())

    async def rows(self, statement: str) -> list[tuple[object, ...]]:
        """Ask the library in SQL."""
        return await self.database.read(_rows, statement)


def _rows(connection: sqlite3.Connection, statement: str) -> list[tuple[object, ...]]:
    return connection.execute(statement).fetchall()


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture(autouse=True)
def routed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that there is a network: whether the machine has one must not matter."""
    monkeypatch.setattr(addresses, "has_route", lambda: True)


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def workers() -> AsyncIterator[Workers]:
    """Parse workers for all tests: starting one for each test would be most of the work."""
    async with Workers() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def shelf(library: Path, clock: Clock, workers: Workers) -> AsyncIterator[Shelf]:
    database = await Database.open(library, now=clock())
    yield Shelf(database, clock, workers)
    await database.close()
