"""What a reader of XML found in a document, before anybody makes sense of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A document's values under feedparser's names, whichever reader found them."""

    version: str
    """feedparser's name of the format; empty where it is none."""
    channel: dict[str, Any]
    """``content``, ``tags`` and the like are lists of parts, ``image`` and what ends in ``_detail``
    are parts, what ends in ``_parsed`` is an instant or its numbers, and all else is text. Parts
    hold text, or None where there is none; ``source`` is a whole like this one."""
    entries: list[dict[str, Any]]
    has_skips: bool = True
    """Whether it may hold hours or days to skip."""
    complaints: tuple[str, ...] = ()
    """What was wrong with the document, in plain words."""
