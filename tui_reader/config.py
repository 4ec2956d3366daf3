"""The configuration: frozen dataclasses with every default, and the reading of the TOML file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderConfig:
    """``[reader]``: reading."""

    measure: int = 72
    """Cells a line of an article is wide, 40 to 100."""
    mark_read: Literal["open", "end", "never"] = "open"
    """When an entry becomes read by itself: opened, read to its end, or never."""
    browser: str = ""
    """The command that opens links, with ``{url}`` as one argument; empty is the system's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncConfig:
    """``[sync]``: fetching."""

    on_start: bool = True
    """Sync in the background when the app starts, and by schedule while it is open."""
    interval_minutes: int = 60
    """The least time between two fetches of a feed, where the feed does not ask for more."""
    connections: int = 16
    """At once, over all hosts; a host gets at most two."""
    proxy: str = ""
    """A proxy's address; empty takes the environment's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UiConfig:
    """``[ui]``: the screen."""

    theme: str = "auto"
    """``auto`` (ink, or paper on a light terminal), or a theme's name."""
    density: Literal["excerpt", "two", "one"] = "excerpt"
    """How much of an entry the list shows."""
    ascii: bool = False
    """Draw with ASCII signs only."""
    start: str = "unread"
    """The view shown first, by its id: unread, today, starred, all, folder:NAME."""
    mouse: bool = True
    """Take mouse clicks and the wheel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All of it. ``keys`` maps a command id to its keys, only where the user changed them."""

    reader: ReaderConfig = field(default_factory=ReaderConfig)
    sync: SyncConfig = field(default_factory=SyncConfig)
    ui: UiConfig = field(default_factory=UiConfig)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
