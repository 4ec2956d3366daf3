"""Years and months of a feed, out of the index of its positions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from builders import NOON, entry, subscription, update
from rooms import library_in_memory

from tui_reader.model.query import EntryQuery, InFeed
from tui_reader.store import feeds, pages, periods

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from tui_reader.model.feed import FeedId


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with library_in_memory() as opened:
        yield opened


def blog(connection: sqlite3.Connection, *dates: datetime) -> FeedId:
    """A feed with an entry at each of these times."""
    feed_id = feeds.subscribe(connection, [subscription()], NOON).added[0]
    new = [entry(f"e{number}", published_at=date) for number, date in enumerate(dates)]
    feeds.apply(connection, update(feed_id, *new), NOON)
    return feed_id


def noon(year: int, month: int = 6, day: int = 15) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


def test_years_come_newest_first_with_their_entries_and_empty_ones_are_left_out(
    connection: sqlite3.Connection,
) -> None:
    feed_id = blog(connection, *[noon(2019)] * 12, *[noon(2021)] * 3, *[noon(2024)] * 5)

    found = periods.years(connection, feed_id)

    assert [(year.year, year.total) for year in found] == [(2024, 5), (2021, 3), (2019, 12)]


def test_a_year_falls_apart_into_its_months_and_nothing_is_counted_twice(
    connection: sqlite3.Connection,
) -> None:
    dates = [noon(2019, month) for month in (1, 1, 7, 12)] + [noon(2020, 1)] * 16
    feed_id = blog(connection, *dates)

    found = periods.months(connection, feed_id, 2019)

    assert [(each.month, each.total) for each in found] == [(12, 1), (7, 1), (1, 2)]


@pytest.mark.parametrize("instant", ["since", "until"])
def test_the_bounds_are_those_of_a_query(connection: sqlite3.Connection, instant: str) -> None:
    since, until = periods.bounds(2019, 0)
    edges = [since - timedelta(seconds=1), since, until - timedelta(seconds=1), until]
    feed_id = blog(connection, *edges, *[noon(2019)] * 16, noon(2024))

    year = next(each for each in periods.years(connection, feed_id) if each.year == 2019)
    source = InFeed(feed_id=feed_id)
    within = EntryQuery(source=source, since=year.since, until=year.until)

    assert getattr(year, instant) == (since if instant == "since" else until)
    assert year.total == 18
    assert pages.count(connection, within) == 18
    assert len(pages.page(connection, within).rows) == 18


@pytest.mark.parametrize(
    "dates",
    [
        [noon(2019, day=day % 28 + 1) for day in range(40)],
        [noon(2010), noon(2026)],
        [],
    ],
    ids=["one year", "few entries", "none"],
)
def test_a_short_blog_has_no_years(connection: sqlite3.Connection, dates: list[datetime]) -> None:
    assert periods.years(connection, blog(connection, *dates)) == ()


@pytest.mark.parametrize("year", [1, 1601, 1969, 1970])
def test_odd_years_are_years(connection: sqlite3.Connection, year: int) -> None:
    feed_id = blog(connection, *[noon(year)] * 2, *[noon(2025)] * 20)

    found = periods.years(connection, feed_id)

    assert {each.year for each in found} == {year, 2025}
    assert sum(each.total for each in found) == 22
