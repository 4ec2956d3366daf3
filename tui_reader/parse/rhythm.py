"""How often a feed asks to be fetched.

Source: RSS 2.0 (ttl, skipHours, skipDays), mod_syndication (updatePeriod, updateFrequency).
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from tui_reader.model.feed import Rhythm

_PERIODS: Final = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SKIP = re.compile(rb"<skip(hours|days)\s*>([^!]{0,4000}?)</skip(?:hours|days)\s*>", re.IGNORECASE)
_VALUE = re.compile(rb">\s*(\w+)\s*<")
_LONGEST = timedelta(days=365)


def rhythm(*, ttl: str, period: str, frequency: str, body: bytes) -> Rhythm:
    """Read what the channel says of its rhythm; nonsense counts as nothing said.

    Args:
        ttl: Minutes.
        period: ``hourly`` … ``yearly``; empty where the feed has no ``updatePeriod``.
        frequency: How many times a period; one where it is absent.
        body: The document itself: a parser that keeps one value a name loses all hours but one.
    """
    intervals = [interval for interval in (_ttl(ttl), _syndication(period, frequency)) if interval]
    skipped: dict[bytes, list[bytes]] = {b"hours": [], b"days": []}
    for match in _SKIP.finditer(body):
        skipped[match[1].lower()] += _VALUE.findall(match[2])
    hours = frozenset(int(hour) % 24 for hour in skipped[b"hours"] if _is_hour(hour))
    days = frozenset(
        _DAYS.index(name)
        for day in skipped[b"days"]
        if (name := day.decode("ascii", "replace").lower()) in _DAYS
    )
    return Rhythm(
        interval=max(intervals, default=None),
        # A feed that skips every hour or day would never be fetched: that is a mistake of its own.
        skip_hours=hours if len(hours) < 24 else frozenset(),
        skip_days=days if len(days) < 7 else frozenset(),
    )


def _ttl(text: str) -> timedelta | None:
    text = text.strip()
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        return None
    return min(timedelta(minutes=int(text)), _LONGEST) or None


def _syndication(period: str, frequency: str) -> timedelta | None:
    length = _PERIODS.get(period.strip().lower())
    if length is None:
        return None
    times = frequency.strip()
    count = int(times) if times.isascii() and times.isdigit() and len(times) < 9 else 1
    return length / max(count, 1)


def _is_hour(value: bytes) -> bool:
    """Hours are 0 to 23; early feeds wrote 24 for midnight."""
    return value.isdigit() and len(value) <= 2 and int(value) <= 24
