"""The years and months of a feed that has come together over more than a year, with counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tui_reader.store import codec

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from tui_reader.model.feed import FeedId

LEAST_SPAN = timedelta(days=366)
LEAST_ENTRIES = 20
"""A feed with fewer, or of a shorter time, needs no years: its list is its overview."""

_CLOCK_YEARS = range(1971, 2038)
"""Years that every system's local time reaches; the others begin and end in UTC."""
_LEAST_WIDTH = int(LEAST_SPAN.total_seconds()) << codec.ID_BITS

SPANS_YEARS = (
    f"c.total >= {LEAST_ENTRIES} AND "  # noqa: S608 - numbers of ours
    "(SELECT max(position) FROM entry WHERE feed_id = f.id) - "
    f"(SELECT min(position) FROM entry WHERE feed_id = f.id) >= {_LEAST_WIDTH}"
)
"""SQL over a feed ``f`` and its count ``c``: whether it has years. Two looks in an index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A year or a month, in local time, in which a feed has entries."""

    year: int
    month: int
    """1 to 12; 0 is the whole year."""
    since: datetime
    until: datetime
    """The first instant after it."""
    total: int


def years(connection: sqlite3.Connection, feed_id: FeedId) -> tuple[Period, ...]:
    """Give the years of a feed, newest first; none where it is too short for years."""
    row = connection.execute(
        f"SELECT {SPANS_YEARS} FROM feed f JOIN feed_count c ON c.feed_id = f.id "  # noqa: S608 - numbers of ours
        "WHERE f.id = ?",
        (feed_id,),
    ).fetchone()
    if row is None or not row[0]:
        return ()
    return tuple(
        _walk(connection, feed_id, codec.LAST_POSITION, codec.FIRST_POSITION, by_year=True)
    )


def months(connection: sqlite3.Connection, feed_id: FeedId, year: int) -> tuple[Period, ...]:
    """Give the months of a year in which a feed has entries, newest first."""
    first, last = (codec.first_position_at(_start(y, 1)) for y in (year, year + 1))
    return tuple(_walk(connection, feed_id, last, first, by_year=False))


def _walk(
    connection: sqlite3.Connection, feed_id: FeedId, before: int, least: int, *, by_year: bool
) -> Iterator[Period]:
    """Go from one period that has entries to the one before it; each is a range of the index."""
    while True:
        row = connection.execute(
            "SELECT max(position) FROM entry WHERE feed_id = ? AND position >= ? AND position < ?",
            (feed_id, least, before),
        ).fetchone()
        if row[0] is None:
            return
        when = _local(codec.sort_at_of(row[0]))
        month = 0 if by_year else when.month
        since, until = bounds(when.year, month)
        first = codec.first_position_at(since)
        count = connection.execute(
            "SELECT count(*) FROM entry WHERE feed_id = ? AND position >= ? AND position < ?",
            (feed_id, first, before),
        ).fetchone()
        yield Period(year=when.year, month=month, since=since, until=until, total=count[0])
        before = first


def bounds(year: int, month: int) -> tuple[datetime, datetime]:
    """Give the first instant of a year (month 0) or month, and the first after it."""
    if not month:
        return _start(year, 1), _start(year + 1, 1)
    after = _start(year + 1, 1) if month == 12 else _start(year, month + 1)
    return _start(year, month), after


def _local(when: datetime) -> datetime:
    return when.astimezone() if when.year in _CLOCK_YEARS else when


def _start(year: int, month: int) -> datetime:
    """Give the first instant of a month, in local time as far as the system's clock knows it."""
    if year in _CLOCK_YEARS:
        return datetime(year, month, 1).astimezone(UTC)
    return datetime(max(1, min(year, 9999)), month, 1, tzinfo=UTC)
