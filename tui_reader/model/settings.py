"""What the user set for one feed or folder; what is not set there is inherited."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of a feed or a folder. None everywhere means: as the folder, else the config."""

    interval_minutes: int | None = None
    """The least time between two fetches, 15 to 10,080."""
    paused: bool | None = None
    """No fetch by schedule."""
    full_text: bool | None = None
    """Fetch the page of each new entry whose feed carries only an excerpt."""
    user_agent: str | None = None
    """What the feed's server is told in place of our own name."""
    measure: int | None = None
    """Cells a line of an article is wide, 40 to 100."""
    keep_days: int | None = None
    """Entries that are older, read and not kept for a reason are purged; 0 keeps all."""

    def over(self, inherited: Settings) -> Self:
        """Give these settings, and where they say nothing, the inherited ones."""
        merged: dict[str, Any] = {}
        for each in fields(self):
            own = getattr(self, each.name)
            merged[each.name] = getattr(inherited, each.name) if own is None else own
        return type(self)(**merged)

    @property
    def is_empty(self) -> bool:
        """Whether everything is inherited."""
        return self == type(self)()


INHERITED = Settings()
"""Nothing is set."""
