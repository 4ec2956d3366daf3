"""Subscriptions as they are gathered from a list: each feed once, folders in order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui_reader.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_reader.model.feed import FolderPath, Subscription

MAX_REFUSED = 200
"""Sentences kept; a list of another kind would have one per line."""


class Gathered:
    """What was read of a list so far."""

    def __init__(self) -> None:
        self.refused: list[str] = []
        self._found: dict[str, tuple[Subscription, dict[FolderPath, None]]] = {}
        self._folders: dict[FolderPath, None] = {}

    def add(self, subscription: Subscription, *, folders: Iterable[FolderPath]) -> None:
        """Add a feed; one that is there already only gains folders and missing titles."""
        key = canonical(subscription.url)
        known, places = self._found.get(key, (subscription, {}))
        self._found[key] = (
            replace(
                known,
                title=known.title or subscription.title,
                feed_title=known.feed_title or subscription.feed_title,
                site_url=known.site_url or subscription.site_url,
            ),
            places,
        )
        for path in folders:
            places[path] = None
            self.add_folder(path)

    def add_folder(self, path: FolderPath) -> None:
        """Add a folder after its parents."""
        if path in self._folders:
            return
        for depth in range(1, len(path) + 1):
            self._folders.setdefault(path[:depth])

    def refuse(self, line: int, sentence: str) -> None:
        """Note what was left out; ``line`` is 1-based, 0 is the list as a whole."""
        if len(self.refused) < MAX_REFUSED:
            self.refused.append(f"Line {line}: {sentence}" if line else sentence)
        elif len(self.refused) == MAX_REFUSED:
            self.refused.append("More lines were left out for such reasons.")

    def subscriptions(self) -> tuple[Subscription, ...]:
        """Give every feed once, in the order of first mention."""
        return tuple(
            replace(subscription, folders=tuple(places) or ((),))
            for subscription, places in self._found.values()
        )

    def folders(self) -> tuple[FolderPath, ...]:
        """Give every folder, each after its parent."""
        return tuple(self._folders)
