"""Subscriptions that other readers left on this machine, to be offered and never touched."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAX_BYTES = 4 << 20
"""A list of subscriptions is never larger; what is larger is not read."""
_MAX_LOOKED_AT = 2000
"""Names of the download folder that are looked at."""
_MAX_OPENED = 50
_MAX_FOUND = 10
_HEAD = 1024

_OPML = re.compile(rb"<opml[\s>]", re.IGNORECASE)
_FEED_OUTLINE = re.compile(rb"\sxmlUrl\s*=\s*[\"']", re.IGNORECASE)
_ADDRESS = re.compile(rb"^\s*(?:https?|feed|file|gemini)://", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Importable:
    """A file on this machine that holds subscriptions."""

    path: Path
    kind: str
    """“newsboat” or “OPML”."""
    feeds: int


def find_importable() -> tuple[Importable, ...]:
    """Look where other readers keep their lists, within narrow limits."""
    found = [*_newsboat(), *islice(_downloads(), _MAX_FOUND)]
    return tuple(item for item in found if item.feeds)


def _newsboat() -> Iterator[Importable]:
    home = Path.home()
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    candidates = (home / ".newsboat", config / "newsboat", home / ".config" / "newsboat")
    for folder in dict.fromkeys(candidates):
        data = _read(folder / "urls")
        if data:
            yield Importable(
                path=folder / "urls", kind="newsboat", feeds=len(_ADDRESS.findall(data))
            )


def _downloads() -> Iterator[Importable]:
    try:
        names = sorted(islice((Path.home() / "Downloads").iterdir(), _MAX_LOOKED_AT))
    except OSError:
        return
    lists = [path for path in names if path.suffix.lower() in {".opml", ".xml"}]
    for path in lists[:_MAX_OPENED]:
        data = _read(path)
        if _OPML.search(data[:_HEAD]):
            yield Importable(path=path, kind="OPML", feeds=len(_FEED_OUTLINE.findall(data)))


def _read(path: Path) -> bytes:
    """Give the bytes of an ordinary file of sensible size, else none."""
    try:
        if not path.is_file() or path.stat().st_size > _MAX_BYTES:
            return b""
        return path.read_bytes()
    except OSError:
        return b""
