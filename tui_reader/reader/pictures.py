"""The pictures of entries: their sizes at once, themselves when they are there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.errors import FeedNotFound
from tui_reader.paths import picture_folder
from tui_reader.pictures.cache import Cache
from tui_reader.store import feeds
from tui_reader.sync.picture_child import PictureChild

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from tui_reader.config import Config
    from tui_reader.model.feed import FeedId
    from tui_reader.model.picture import PictureView, PictureWish, Size
    from tui_reader.store.database import Database


class Pictures:
    """The door to the picture process. The app itself fetches and decodes nothing."""

    def __init__(
        self, database: Database, config: Config, *, now: Callable[[], datetime], library: Path
    ) -> None:
        folder = picture_folder(library)
        self._database = database
        self._cache = Cache(folder)
        self._child = PictureChild(folder, proxy=config.sync.proxy, now=now)
        self._hosts: dict[FeedId, str] = {}

    def size(self, url: str) -> Size | None:
        """Give the pixels of a picture that was seen before; from any thread."""
        return self._cache.size(url)

    async def view(self, wish: PictureWish, feed_id: FeedId) -> PictureView | None:
        """Give a picture of a feed's entry; None where it cannot be had.

        A picture on the host of the feed itself is as trusted as the feed; any other one must
        be on the public net.
        """
        trusted = urls.host(wish.url) == await self._host(feed_id)
        view = await self._child.view(replace(wish, trusted=trusted))
        if view is not None:
            self._cache.remember(wish.url, view.natural)
        return view

    async def close(self) -> None:
        """End what still runs."""
        await self._child.close()

    async def _host(self, feed_id: FeedId) -> str:
        if feed_id not in self._hosts:
            try:
                feed = await self._database.read(feeds.get, feed_id)
            except FeedNotFound:
                return ""
            self._hosts[feed_id] = urls.host(feed.url)
        return self._hosts[feed_id]
