"""Every option: its table, type, default, bounds and meaning, declared once.

``docs/config.md`` and ``blogread config`` are made from these classes: the string under a field
is what a person reads about it, so it says what the value does and what is allowed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal


def _within(default: int, least: int, most: int) -> Any:  # noqa: ANN401 - as dataclasses.field
    """Declare a whole number with its bounds, both allowed."""
    return field(default=default, metadata={"least": least, "most": most})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderConfig:
    """``[reader]``: reading."""

    measure: int = _within(72, 40, 100)
    """Cells a line of an article is wide."""
    mark_read: Literal["open", "end", "never"] = "open"
    """When an entry becomes read by itself: opened, read to its end, or never."""
    browser: str = ""
    """The command that opens links, with ``{url}`` as one argument; empty is the system's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncConfig:
    """``[sync]``: fetching."""

    on_start: bool = True
    """Sync in the background when the app starts, and by schedule while it is open."""
    interval_minutes: int = _within(60, 15, 10_080)
    """The least time between two fetches of a feed, where the feed does not ask for more."""
    connections: int = _within(16, 1, 64)
    """At once, over all hosts; a host gets at most two."""
    keep_days: int = _within(0, 0, 36_500)
    """Entries that are older, read and not starred are purged after a sync; 0 keeps all."""
    proxy: str = ""
    """A proxy's address, ``http://``, ``https://`` or ``socks5://``; empty takes the
    environment's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialsConfig:
    """``[credentials]``: the logins of feeds."""

    store: Literal["auto", "keyring", "file"] = "auto"
    """Where logins are kept: the system's keyring, a private file beside the config, or ``auto``:
    the keyring where there is one, else the file."""
    command: str = ""
    """A command that prints a login, for feeds that were told to ask it: ``NAME:PASSWORD`` or
    ``Header: value``; ``{url}``, ``{host}`` and ``{id}`` are filled in. No shell is used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UiConfig:
    """``[ui]``: the screen."""

    theme: str = "auto"
    """``auto`` (ink, or paper on a light terminal), or a theme's name."""
    density: Literal["excerpt", "two", "one"] = "excerpt"
    """How much of an entry the list shows: an excerpt, two lines, or one line."""
    pictures: Literal["auto", "kitty", "blocks", "halves", "off"] = "auto"
    """Pictures in articles: by Kitty's graphics, in quarter blocks, in half blocks for fonts that
    have no others, or not at all. ``auto`` takes Kitty's or quarter blocks, and none over SSH or
    with fewer than 256 colours."""
    ascii: bool = False
    """Draw with ASCII signs only."""
    start: str = "unread"
    """The view shown first, by its id: ``unread``, ``today``, ``starred``, ``all``,
    ``folder:NAME``."""
    bidi: Literal["auto", "on", "off"] = "auto"
    """Whether Hebrew and Arabic are put into the order of the cells here: ``auto`` does it
    unless the terminal is known to."""
    mouse: bool = True
    """Take mouse clicks and the wheel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All of it. ``keys`` maps a command id to its keys, only where the user changed them."""

    reader: ReaderConfig = field(default_factory=ReaderConfig)
    sync: SyncConfig = field(default_factory=SyncConfig)
    credentials: CredentialsConfig = field(default_factory=CredentialsConfig)
    ui: UiConfig = field(default_factory=UiConfig)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)


TABLES: dict[str, type[ReaderConfig | SyncConfig | CredentialsConfig | UiConfig]] = {
    "reader": ReaderConfig,
    "sync": SyncConfig,
    "credentials": CredentialsConfig,
    "ui": UiConfig,
}
"""The tables of the file whose keys are options; ``[keys]`` is checked apart."""
