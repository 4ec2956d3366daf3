"""Where the reader stopped in an entry."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A place in a text that is found again at any width, and after the text has changed."""

    block: int
    """Number of the leaf block, as ``article.lines.Line`` has it."""
    offset: int
    """Characters of the block before the place, as there."""
    quote: str
    """How the text goes on there, without white space; empty where nothing is written."""
    percent: int
    """How much of the text was in sight or before it, 1 to 99."""
