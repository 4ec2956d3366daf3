"""Upkeep of the feeds: settings that are inherited, addresses, and their way back."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from tui_reader.model.settings import INHERITED, Settings
from tui_reader.store import health, logins, settings
from tui_reader.store import upkeep as stored
from tui_reader.urls import feed_url

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from tui_reader.config import Config
    from tui_reader.model.change import StatusChange
    from tui_reader.model.feed import FeedId, FolderPath
    from tui_reader.model.health import Trouble
    from tui_reader.model.settings import Value
    from tui_reader.reader.news import News
    from tui_reader.store.database import Database
    from tui_reader.store.settings import Layer


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """The settings of a feed or a folder."""

    own: Settings
    inherited: Settings
    """What holds where nothing of its own is set; complete."""
    origins: Mapping[str, str]
    """By field, where the inherited value comes from: a folder's name, or “default”."""

    @property
    def effective(self) -> Settings:
        """What holds in the end."""
        return self.own.over(self.inherited)


class Upkeep:
    """Whatever keeps feeds coming in as a person wants them."""

    def __init__(
        self, database: Database, news: News, now: Callable[[], datetime], config: Config
    ) -> None:
        self._database = database
        self._news = news
        self._now = now
        self._defaults = Settings(
            interval_minutes=config.sync.interval_minutes,
            paused=False,
            full_text=False,
            user_agent="",
            measure=config.reader.measure,
            keep_days=config.sync.keep_days,
        )

    async def folder_tuning(self, path: FolderPath) -> Tuning:
        """Give the settings of a folder; ``()`` is what holds for all feeds."""
        (_, own), *above = await self._database.read(settings.folder_layers, path)
        return _tuning(own, tuple(above), self._defaults)

    async def tunings(self, feed_ids: Sequence[FeedId]) -> dict[FeedId, Tuning]:
        """Give the settings of feeds."""
        found = await self._database.read(_layers, feed_ids)
        return {
            feed_id: _tuning(own, layers, self._defaults)
            for feed_id, (own, layers) in found.items()
        }

    async def tune(
        self, feed_ids: Sequence[FeedId], changes: Mapping[str, Value]
    ) -> StatusChange | None:
        """Set fields of ``Settings`` for feeds; None inherits them again.

        Gives None where they were so.

        Raises:
            FeedNotFound: There is no such feed.
        """
        change = await self._database.write(_tune, feed_ids, changes, self._now())
        return self._news.publish(change)

    async def tune_folder(
        self, path: FolderPath, changes: Mapping[str, Value]
    ) -> StatusChange | None:
        """Do the same for a folder; ``()`` is what holds for all feeds.

        Raises:
            UsageError: There is no such folder.
        """
        change = await self._database.write(_tune_folder, path, changes, self._now())
        return self._news.publish(change)

    async def troubles(self) -> tuple[Trouble, ...]:
        """Give the feeds that need attention, the worst first; paused ones are left in peace."""
        return await self._database.read(health.troubles, self._now())

    async def logins_in_addresses(self) -> int:
        """Count the feeds whose address carries a name or a password."""
        return await self._database.read(logins.in_addresses)

    async def set_address(self, feed_id: FeedId, address: str) -> StatusChange | None:
        """Give a feed another address; None where it has it.

        Raises:
            FeedNotFound: There is no such feed.
            UsageError: It is no address, or another feed has it.
        """
        url = feed_url(address)
        return self._news.publish(
            await self._database.write(stored.set_address, feed_id, url, self._now())
        )

    async def go_back(self, feed_id: FeedId) -> StatusChange | None:
        """Take back the move of a feed to another address; None where it has not moved.

        Raises:
            FeedNotFound: There is no such feed.
            UsageError: Another feed has the old address.
        """
        return self._news.publish(await self._database.write(stored.go_back, feed_id, self._now()))


def _layers(
    connection: sqlite3.Connection, feed_ids: Sequence[FeedId]
) -> dict[FeedId, tuple[Settings, tuple[Layer, ...]]]:
    """Give what is set for feeds, and for the folders above each."""
    return {
        feed_id: (settings.of_feed(connection, feed_id), above)
        for feed_id, above in settings.layers(connection, feed_ids).items()
    }


def _tuning(own: Settings, layers: tuple[Layer, ...], defaults: Settings) -> Tuning:
    inherited = INHERITED
    origins = {each.name: "default" for each in fields(Settings)}
    for path, layer in layers:
        for each in fields(Settings):
            new = getattr(layer, each.name) is not None
            if new and getattr(inherited, each.name) is None:
                origins[each.name] = path[-1] if path else "all feeds"
        inherited = inherited.over(layer)
    return Tuning(own=own, inherited=inherited.over(defaults), origins=origins)


def _tune(
    connection: sqlite3.Connection,
    feed_ids: Sequence[FeedId],
    changes: Mapping[str, Value],
    now: datetime,
) -> StatusChange | None:
    wanted = [
        (feed_id, settings.of_feed(connection, feed_id).with_changes(changes))
        for feed_id in feed_ids
    ]
    return stored.set_feeds(connection, wanted, now)


def _tune_folder(
    connection: sqlite3.Connection,
    path: FolderPath,
    changes: Mapping[str, Value],
    now: datetime,
) -> StatusChange | None:
    own = settings.of_folder(connection, path).with_changes(changes)
    return stored.set_folder(connection, path, own, now)
