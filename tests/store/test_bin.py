"""What is purged goes whole into the bin, stays known, and comes back as it was."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from builders import NOON, entry, subscription, update
from rooms import library_in_memory

from tui_reader.model.entry import EntryId, EntryPage
from tui_reader.model.feed import FeedId
from tui_reader.model.query import EntryQuery
from tui_reader.model.reading import Stop
from tui_reader.model.settings import Settings
from tui_reader.store import (
    articles,
    counters,
    feeds,
    journal,
    names,
    pages,
    purging,
    reading,
    retention,
    statuses,
    upkeep,
)
from tui_reader.store import bin as rubbish

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

OLD = NOON - timedelta(days=400)
FEED = FeedId(1)
TABLES = (
    *("entry", "entry_body", "entry_page", "entry_as_read", "entry_alias", "entry_category"),
    *("unread", "starred", "reading", "feed_count", "change_entry", "change"),
)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """Six old entries, read; the journal forgotten."""
    with library_in_memory() as opened:
        feeds.subscribe(opened, [subscription()], OLD)
        old = [
            entry(
                f"e{n}",
                title=f"lion {n}",
                published_at=OLD + timedelta(hours=n),
                categories=("news",),
                aliases=(f"l:{n}",),
            )
            for n in range(1, 7)
        ]
        feeds.apply(opened, update(1, *old, new_are_read=True), OLD)
        yield opened


def ids(connection: sqlite3.Connection) -> list[int]:
    return [row[0] for row in connection.execute("SELECT id FROM entry ORDER BY id")]


def everything(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    return {
        table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
        for table in TABLES
    }


def purge(connection: sqlite3.Connection, days: int = 30) -> int:
    return retention.purge(connection, FEED, days, NOON, 100)


def test_old_read_entries_leave_and_counts_and_search_know(
    connection: sqlite3.Connection,
) -> None:
    assert purge(connection) == 6
    assert ids(connection) == []
    assert counters.wrong(connection) == {}
    assert pages.count(connection, EntryQuery(text="lion")) == 0
    assert connection.execute("SELECT count(*) FROM category").fetchone() == (0,)


def test_unread_starred_begun_and_lately_marked_entries_stay(
    connection: sqlite3.Connection,
) -> None:
    statuses.mark(connection, [EntryId(1)], False, "", OLD)
    statuses.star(connection, [EntryId(2)], True, "", OLD)
    reading.stop_at(connection, EntryId(3), Stop(block=1, offset=0, quote="", percent=5), OLD)
    journal.prune(connection, NOON)
    statuses.mark(connection, [EntryId(4)], False, "", NOON)
    statuses.mark(connection, [EntryId(4)], True, "", NOON)

    assert purge(connection) == 2
    assert ids(connection) == [1, 2, 3, 4]


def test_what_came_in_lately_stays_however_old_it_is(connection: sqlite3.Connection) -> None:
    late = entry("late", published_at=OLD - timedelta(days=1000))
    feeds.apply(connection, update(1, late, new_are_read=True), NOON)

    purge(connection)

    assert ids(connection) == [7]


def test_a_purged_entry_does_not_come_back_as_new_by_its_key_or_its_other_names(
    connection: sqlite3.Connection,
) -> None:
    purge(connection)

    known = names.known(connection, FEED, ["e1", "other"], ["l:2", "l:99"])

    assert known.purged_keys == {"e1": NOON}
    assert known.purged_aliases == {"l:2": NOON}


def test_all_that_belongs_to_an_entry_comes_back_by_undo(connection: sqlite3.Connection) -> None:
    statuses.star(connection, [EntryId(1), EntryId(2)], True, "", NOON)
    statuses.mark(connection, [EntryId(3)], False, "", NOON)
    reading.stop_at(connection, EntryId(4), Stop(block=1, offset=0, quote="q", percent=5), NOON)
    articles.put(connection, EntryId(5), EntryPage(html="<p>zebra</p>", words=1, fetched_at=NOON))
    statuses.unsubscribe(connection, [FEED], NOON)
    before = everything(connection)

    change = purging.purge(connection, FEED, "Example", NOON, 100)
    assert change is not None
    assert (change.count, ids(connection)) == (6, [])
    statuses.undo(connection, NOON)

    after = everything(connection)
    after["change"] = [row for row in after["change"] if row[0] != change.id]
    # A category that was empty meanwhile is made anew, with another id.
    for each in (before, after):
        each["entry_category"] = [row[0] for row in each["entry_category"]]
    assert after == before
    statuses.undo(connection, NOON)
    assert pages.count(connection, EntryQuery(text="zebra")) == 1
    assert counters.wrong(connection) == {}


def test_a_purge_in_parts_is_one_change_and_undone_as_one(connection: sqlite3.Connection) -> None:
    begun = purging.purge(connection, FEED, "Example", NOON, 2)
    assert begun is not None
    assert (begun.count, len(ids(connection))) == (2, 4)

    parts = [purging.purge_on(connection, begun.id, NOON, 3) for _ in range(3)]

    assert [part and part.count for part in parts] == [5, 6, None]
    assert ids(connection) == []
    statuses.undo(connection, NOON)
    assert len(ids(connection)) == 6
    assert counters.wrong(connection) == {}


def test_a_purge_that_was_undone_half_way_goes_no_further(connection: sqlite3.Connection) -> None:
    begun = purging.purge(connection, FEED, "", NOON, 2)
    assert begun is not None
    statuses.undo(connection, NOON)

    assert purging.purge_on(connection, begun.id, NOON, 2) is None
    assert len(ids(connection)) == 6


def test_an_undo_that_was_cut_off_goes_on_where_it_was(connection: sqlite3.Connection) -> None:
    purged = purging.purge(connection, FEED, "", NOON, 100)
    assert purged is not None

    parts = [statuses.undo(connection, NOON, 4) for _ in range(2)]

    assert [part and (part.id, part.undone) for part in parts] == [
        (purged.id, False),
        (purged.id, True),
    ]
    assert len(ids(connection)) == 6
    assert statuses.undo(connection, NOON) is None
    assert counters.wrong(connection) == {}


def test_an_undo_in_parts_leaves_other_acts_in_the_bin(connection: sqlite3.Connection) -> None:
    first = purging.purge(connection, FEED, "", NOON, 2)
    rubbish.throw(connection, [EntryId(5)], rubbish.RETENTION, NOON)
    assert first is not None

    change = statuses.undo(connection, NOON, 1)
    while change is not None and not change.undone:
        change = statuses.turn_on(connection, first.id, NOON, 1, True)

    assert rubbish.contents(connection)[0].entries == 1


def test_a_purge_is_done_again(connection: sqlite3.Connection) -> None:
    purging.purge(connection, FEED, "", NOON, 100)
    statuses.undo(connection, NOON)
    statuses.redo(connection, NOON)

    assert ids(connection) == []
    assert rubbish.contents(connection)[0].entries == 6


def test_what_is_brought_back_is_left_alone_by_retention_and_undo_throws_it_away_again(
    connection: sqlite3.Connection,
) -> None:
    purge(connection)
    change = purging.bring_back(connection, [FEED], "Example", NOON)

    assert change is not None
    assert change.summary == "Brought back 6 from the bin in Example"
    assert purge(connection) == 0
    statuses.undo(connection, NOON)
    assert ids(connection) == []
    statuses.redo(connection, NOON)
    assert ids(connection) == [1, 2, 3, 4, 5, 6]
    assert names.known(connection, FEED, ["e1"], []).purged_keys == {}


def test_an_entry_that_came_back_another_way_gets_its_star(connection: sqlite3.Connection) -> None:
    statuses.star(connection, [EntryId(1)], True, "", NOON)
    purging.purge(connection, FEED, "", NOON, 100)
    feeds.apply(connection, update(1, entry("e1"), new_are_read=True), NOON)

    statuses.undo(connection, NOON)

    assert len(ids(connection)) == 6
    starred = pages.page(connection, EntryQuery(starred_only=True)).rows
    assert [row.id for row in starred] == [7]
    assert counters.wrong(connection) == {}


def test_an_undo_of_marks_passes_over_what_was_purged(connection: sqlite3.Connection) -> None:
    statuses.star(connection, [EntryId(1)], True, "", NOON)
    purging.purge(connection, FEED, "", NOON, 100)
    connection.execute("UPDATE change SET undone = 2 WHERE field = 'purged'")

    assert statuses.undo(connection, NOON) is None
    assert counters.wrong(connection) == {}


def test_the_bin_is_emptied_after_thirty_days(connection: sqlite3.Connection) -> None:
    purge(connection)

    assert rubbish.expire(connection, NOON + timedelta(days=30), 100) == 0
    assert rubbish.expire(connection, NOON + timedelta(days=31), 4) == 4
    assert rubbish.expire(connection, NOON + timedelta(days=31), 4) == 2


@pytest.mark.parametrize(
    ("then", "believed"),
    [
        (timedelta(days=1), True),
        (timedelta(days=-1), False),
        (timedelta(days=400), False),
    ],
)
def test_a_clock_that_leaps_is_not_believed_at_once(
    connection: sqlite3.Connection, then: timedelta, believed: bool
) -> None:
    assert retention.may_purge(connection, NOON)
    assert retention.may_purge(connection, NOON + then) is believed
    assert retention.may_purge(connection, NOON + then + timedelta(hours=1))


def test_days_are_those_of_the_feed_else_of_its_folder_else_of_the_config(
    connection: sqlite3.Connection,
) -> None:
    assert retention.keep_days(connection, 0) == {}
    assert retention.keep_days(connection, 90) == {FEED: 90}
    upkeep.set_feeds(connection, [(FEED, Settings(keep_days=7))], NOON)
    assert retention.keep_days(connection, 0) == {FEED: 7}
    upkeep.set_feeds(connection, [(FEED, Settings(keep_days=0))], NOON)
    assert retention.keep_days(connection, 90) == {}
