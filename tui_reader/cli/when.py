"""Times as people type them: ``2w``, ``36h``, ``2026-11-01``."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime, timedelta

_UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "y": timedelta(days=365),
}
_LONGEST = timedelta(days=365 * 500)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
"""No entry is from later: its place in the order is at most a day after it was first seen."""


def since(text: str) -> timedelta | datetime:
    """Read a length of time before now, or a date or time of day in local time."""
    span = re.fullmatch(r"([0-9]{1,6})([mhdwy])", text.strip().lower())
    if span:
        return min(int(span[1]) * _UNITS[span[2]], _LONGEST)
    try:
        when = datetime.fromisoformat(text.strip())
        return when.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise argparse.ArgumentTypeError(
            f"“{text}” is no time; write 36h, 5d, 2w, 1y or a date such as 2026-11-01"
        ) from error


def instant(value: timedelta | datetime, now: datetime) -> datetime:
    """Give the instant that ``since`` meant."""
    return min(now - value if isinstance(value, timedelta) else value, _LATEST)
