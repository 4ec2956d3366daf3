"""Lengths of time and counts, in words; texts that are the same but for their form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

_BETWEEN_WORDS = re.compile(r"[\W_]+")
_UNITS = ((31_557_600, "y"), (86_400, "d"), (3_600, "h"), (60, "min"))


def span(length: timedelta) -> str:
    """Say a length of time in its greatest unit: “3 d”, “40 min”."""
    seconds = int(length.total_seconds())
    for size, unit in _UNITS:
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return "less than a minute"


def ahead(at: datetime, now: datetime) -> str:
    """Say how far ahead an instant is."""
    if at <= now:
        return "now"
    return f"in {span(at - now)}"


def number(count: int, one: str, many: str = "") -> str:
    """Count things: “1 entry”, “1,204 entries”."""
    word = one if count == 1 else many or f"{one}s"
    return f"{count:,} {word}"


def same_words(one: str, other: str) -> bool:
    """Whether two texts have the same words, at least one, in any case and punctuation."""
    words = _words(one)
    return bool(words) and words == _words(other)


def _words(text: str) -> str:
    return _BETWEEN_WORDS.sub(" ", text).strip().casefold()
