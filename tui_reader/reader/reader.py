"""Opening and closing a library, and the four rooms of use cases over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from tui_reader.config import Config
    from tui_reader.reader.care import Care
    from tui_reader.reader.entries import Entries
    from tui_reader.reader.feeds import Feeds
    from tui_reader.reader.net import Net

    Clock = Callable[[], datetime]


class Reader:
    """The use cases over one open library."""

    entries: Entries
    feeds: Feeds
    net: Net
    care: Care
    fresh: bool
    """The library was made just now."""

    @classmethod
    async def open(cls, library: Path, config: Config, *, now: Clock) -> Self:
        """Open the library, or make it with its two first subscriptions.

        Raises:
            StoreError: The file is locked, full, foreign, damaged or too new; it was not touched.
        """
        raise NotImplementedError

    async def close(self) -> None:
        """Finish what was begun and let go of the file."""
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
