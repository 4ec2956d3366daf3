"""Choices made by a key, kept in the library: theme and density.

A choice stands until the config file says something else than when it was made: who edits
the file means it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tui_reader.config import Config
    from tui_reader.reader import Reader


class Remembered:
    """The kept choices of one library."""

    def __init__(self, reader: Reader, configured: Mapping[str, str]) -> None:
        self._reader = reader
        self._configured = configured
        self._chosen: dict[str, str] = {}

    @classmethod
    async def load(cls, reader: Reader, config: Config) -> Remembered:
        """Read what was kept."""
        configured = {
            "theme": config.ui.theme,
            "density": config.ui.density,
        }
        kept = cls(reader, configured)
        for key, value in configured.items():
            stored = await reader.care.recall(f"ui.{key}")
            base, _, choice = stored.partition("\n")
            if choice and base == value:
                kept._chosen[key] = choice
        return kept

    def get(self, key: str) -> str:
        """Give the choice, else what the config says."""
        return self._chosen.get(key, self._configured[key])

    async def keep(self, key: str, value: str) -> None:
        """Keep a choice."""
        self._chosen[key] = value
        await self._reader.care.remember(f"ui.{key}", f"{self._configured[key]}\n{value}")
