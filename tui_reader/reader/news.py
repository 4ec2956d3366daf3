"""Telling whoever watches of the changes that were made through this reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.model.change import StatusChange


class News:
    """The observers of changes."""

    def __init__(self) -> None:
        self._observers: list[Callable[[StatusChange], None]] = []

    def observe(self, callback: Callable[[StatusChange], None]) -> None:
        """Call back after each change from now on."""
        self._observers.append(callback)

    def publish(self, change: StatusChange | None) -> StatusChange | None:
        """Tell of a change, where there was one, and hand it on."""
        if change is not None:
            for callback in self._observers:
                callback(change)
        return change
