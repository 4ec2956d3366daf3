"""How far back the archive of a blog was walked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Where to go on with the older parts of a feed, and what was met on the way."""

    next_url: str = ""
    """The next older part; empty before the first walk and after the last."""
    page: int = 0
    """The number of that part, where the site numbers them (``?paged=2``); else 0."""
    pages: int = 0
    """Older parts that were read, over all walks."""
    ended: bool = False
    """There is nothing older."""
    seen: tuple[str, ...] = ()
    """Short digests of addresses and of what the parts held, the last ones: a loop ends there."""


UNWALKED = History()
"""Nobody asked for older entries yet."""
