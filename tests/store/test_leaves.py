"""Feeds as the sidebar shows them: in a hurry, only what changed is looked at closely."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from builders import NOON, entry, feed_info, subscription, update
from rooms import library_in_memory

from tui_reader.model.feed import FeedId, FetchState, Problem
from tui_reader.store import feeds, statuses
from tui_reader.store.leaves import Leaves

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

FEEDS = [FeedId(feed) for feed in (1, 2, 3, 4)]


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with library_in_memory() as opened:
        wanted = [subscription(f"https://{feed}.example/feed") for feed in FEEDS]
        assert feeds.subscribe(opened, wanted, NOON).added == tuple(FEEDS)
        for feed in FEEDS:
            feeds.apply(opened, update(feed, entry()), NOON)
        yield opened


@pytest.fixture
def leaves(connection: sqlite3.Connection) -> Leaves:
    """What has read all of them."""
    leaves = Leaves()
    leaves.load(connection, hurried=True)
    return leaves


def test_in_a_hurry_whatever_changed_is_told_as_without(
    connection: sqlite3.Connection, leaves: Leaves
) -> None:
    one, two, three, four = FEEDS
    feeds.apply(connection, update(one, entry("new", categories=("news",))), NOON)
    feeds.apply(connection, update(two, info=feed_info(title="Renamed")), NOON)
    problem = Problem(kind="http", message="Gone.", since=NOON)
    failed = update(three, fetch=FetchState(failures=3, problem=problem))
    feeds.apply(connection, failed, NOON)
    statuses.unsubscribe(connection, [four], NOON)
    old = [entry(str(n), published_at=NOON - timedelta(days=30 * n)) for n in range(24)]
    five = feeds.subscribe(connection, [subscription("https://5.example/feed")], NOON).added[0]
    feeds.apply(connection, update(five, *old), NOON)

    hurried = leaves.load(connection, hurried=True)

    assert hurried == Leaves().load(connection, hurried=False)
    assert [hurried[feed].unfolds for feed in (one, two, three, five)] == [True, False, False, True]
    assert (hurried[two].title, hurried[three].problem) == ("Renamed", True)


def test_in_a_hurry_only_what_changed_is_looked_at_for_categories(
    connection: sqlite3.Connection, leaves: Leaves
) -> None:
    said: list[str] = []
    connection.set_trace_callback(said.append)
    before = leaves.load(connection, hurried=True)
    assert not [sql for sql in said if "category" in sql]

    connection.set_trace_callback(None)
    feeds.apply(connection, update(FEEDS[2], entry("new")), NOON)
    connection.set_trace_callback(said.append)
    after = leaves.load(connection, hurried=True)
    (sql,) = [sql for sql in said if "category" in sql]
    assert "json_each('[3]')" in sql
    assert [feed for feed in FEEDS if after[feed] is not before[feed]] == [FEEDS[2]]


def test_without_a_hurry_all_are_looked_at(connection: sqlite3.Connection, leaves: Leaves) -> None:
    connection.execute("INSERT INTO category (feed_id, name, total) VALUES (1, 'news', 1)")
    assert not leaves.load(connection, hurried=True)[FEEDS[0]].unfolds
    assert leaves.load(connection, hurried=False)[FEEDS[0]].unfolds
    assert leaves.load(connection, hurried=True)[FEEDS[0]].unfolds
    connection.execute("DELETE FROM category")
