"""Opening and closing a library, and the rooms of use cases over it."""

from __future__ import annotations

from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING, Self

from tui_reader.errors import StoreFull, StoreLocked
from tui_reader.model.feed import HANDBOOK_URL, HEROKU_URL, Subscription
from tui_reader.reader.articles import Articles
from tui_reader.reader.bin import Bin
from tui_reader.reader.care import Care
from tui_reader.reader.copies import Copies
from tui_reader.reader.entries import Entries
from tui_reader.reader.feeds import Feeds
from tui_reader.reader.net import Net
from tui_reader.reader.news import News
from tui_reader.reader.pictures import Pictures
from tui_reader.reader.reading import Reading
from tui_reader.reader.upkeep import Upkeep
from tui_reader.store import feeds, journal
from tui_reader.store.database import Database
from tui_reader.store.opening import PATIENCE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from tui_reader.config import Config

    Clock = Callable[[], datetime]

_FIRST = (
    Subscription(url=HANDBOOK_URL, feed_title="blogread Handbook"),
    Subscription(url=HEROKU_URL, feed_title="Heroku Blog", site_url="https://www.heroku.com/blog/"),
)
"""What a fresh library is subscribed to."""


class Reader:
    """The use cases over one open library."""

    def __init__(
        self,
        database: Database,
        config: Config,
        *,
        now: Clock,
        config_path: Path | None,
    ) -> None:
        self._database = database
        self._config = config
        self._config_path = config_path
        self._now = now
        self._net: Net | None = None
        self._pictures: Pictures | None = None
        news = News()
        self.entries = Entries(database, news, now)
        self.feeds = Feeds(database, news, now)
        self.reading = Reading(database, now)
        self.care = Care(database, now)
        self.articles = Articles(database)
        self.copies = Copies(database, now)
        self.bin = Bin(database, news, now)
        self.upkeep = Upkeep(database, news, now, config)
        self.fresh = database.fresh
        """The library was made just now."""

    @property
    def net(self) -> Net:
        """What needs the net; made when it is first asked for."""
        if self._net is None:
            self._net = Net(
                self._database,
                self._config,
                now=self._now,
                library=self._database.path,
                config_path=self._config_path,
            )
        return self._net

    @property
    def pictures(self) -> Pictures:
        """The pictures of entries; made when it is first asked for."""
        if self._pictures is None:
            self._pictures = Pictures(
                self._database, self._config, now=self._now, library=self._database.path
            )
        return self._pictures

    @classmethod
    async def open(
        cls,
        library: Path,
        config: Config,
        *,
        now: Clock,
        config_path: Path | None = None,
        patience: float = PATIENCE,
    ) -> Self:
        """Open the library, or make it with its two first subscriptions.

        Args:
            library: The file.
            config: How to read and sync.
            now: The clock.
            config_path: The config file, for the child that syncs.
            patience: Seconds to wait for another program that writes.

        Raises:
            StoreError: The file is locked, full, foreign, damaged or too new; it was not touched.
        """
        opened_at = now()

        def seed(connection: sqlite3.Connection) -> None:
            feeds.subscribe(connection, _FIRST, opened_at)

        database = await Database.open(library, now=opened_at, seed=seed, patience=patience)
        async with AsyncExitStack() as on_failure:
            on_failure.push_async_callback(database.close)
            await _forget_old_changes(database, opened_at)
            reader = cls(database, config, now=now, config_path=config_path)
            await reader.care.changed_elsewhere()
            on_failure.pop_all()
        return reader

    async def close(self) -> None:
        """Finish what was begun and let go of the file."""
        if self._pictures is not None:
            await self._pictures.close()
        await self._database.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


async def _forget_old_changes(database: Database, now: datetime) -> None:
    """Prune the journal; where another process writes or the disk is full, the next time."""
    if await database.read(journal.has_old, now):
        with suppress(StoreLocked, StoreFull):
            await database.write_soon(journal.prune, now)
