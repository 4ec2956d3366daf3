"""The journal: only what turned, undone and done again, kept for thirty days."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from builders import NOON, entry, subscription, update
from rooms import library_in_memory

from tui_reader.model.change import Field
from tui_reader.model.query import EntryQuery, InFeed, InFolder
from tui_reader.store import feeds, journal, pages, statuses

UNREAD = EntryQuery(unread_only=True)


@pytest.fixture
def connection():
    with library_in_memory() as opened:
        feed_id = feeds.subscribe(opened, [subscription()], NOON).added[0]
        feeds.apply(opened, update(feed_id, *[entry() for _ in range(4)]), NOON)
        yield opened


def unread(connection):
    return sorted(row.id for row in pages.page(connection, UNREAD).rows)


def test_a_change_holds_only_what_turned(connection):
    statuses.mark(connection, [1], True, "", NOON)

    change = statuses.mark(connection, [1, 2, 99, 2], True, "Example", NOON)

    assert (change.entry_ids, change.count, change.scope) == ((2,), 1, "Example")


def test_nothing_that_turns_is_no_change(connection):
    assert statuses.mark(connection, [1], False, "", NOON) is None
    assert statuses.star(connection, [1], False, "", NOON) is None
    assert statuses.mark(connection, [], True, "", NOON) is None
    assert journal.history(connection, 9) == ()


def test_marking_all_spares_what_arrived_after_the_person_looked(connection):
    statuses.mark_all(connection, EntryQuery(), 3, "", NOON)

    assert unread(connection) == [4]


def test_undo_does_not_touch_what_arrived_later(connection):
    statuses.mark_all(connection, EntryQuery(), None, "", NOON)
    feeds.apply(connection, update(1, entry()), NOON)
    statuses.undo(connection, NOON)
    statuses.redo(connection, NOON)

    assert unread(connection) == [5]


def test_undo_goes_back_over_many_changes_of_all_kinds(connection):
    statuses.mark(connection, [1], True, "", NOON)
    statuses.star(connection, [2], True, "", NOON)
    statuses.unsubscribe(connection, [1], NOON)

    undone = [statuses.undo(connection, NOON) for _ in range(4)]

    assert [change and change.field for change in undone] == [
        Field.SUBSCRIBED,
        Field.STARRED,
        Field.READ,
        None,
    ]
    assert unread(connection) == [1, 2, 3, 4]


def test_a_new_change_ends_what_could_be_done_again(connection):
    statuses.mark(connection, [1], True, "", NOON)
    statuses.undo(connection, NOON)
    statuses.star(connection, [2], True, "", NOON)

    assert statuses.redo(connection, NOON) is None


def test_an_act_that_turns_nothing_leaves_what_can_be_done_again(connection):
    statuses.mark(connection, [1], True, "", NOON)
    statuses.undo(connection, NOON)
    statuses.mark(connection, [2], False, "", NOON)

    assert statuses.redo(connection, NOON).entry_ids == (1,)


def test_unsubscribing_hides_entries_and_counts_and_undo_brings_back_marks(connection):
    statuses.mark(connection, [1], True, "", NOON)
    statuses.star(connection, [2], True, "", NOON)

    change = statuses.unsubscribe(connection, [1, 99], NOON)

    assert (change.feed_ids, change.scope) == ((1,), "example.org")
    for query in (
        EntryQuery(),
        UNREAD,
        EntryQuery(starred_only=True),
        EntryQuery(text="text"),
        EntryQuery(source=InFeed(feed_id=1)),
        EntryQuery(source=InFolder(path=())),
    ):
        assert pages.page(connection, query).rows == ()
        assert pages.count(connection, query) == 0
    assert pages.rows(connection, [1, 2]) == ()
    statuses.undo(connection, NOON)
    assert unread(connection) == [2, 3, 4]
    assert pages.count(connection, EntryQuery(starred_only=True)) == 1


def test_subscribing_again_brings_an_archived_feed_back_with_its_marks(connection):
    statuses.mark(connection, [1], True, "", NOON)
    statuses.unsubscribe(connection, [1], NOON)

    done = feeds.subscribe(connection, [subscription(folders=(("New",),))], NOON)

    assert done.added == (1,)
    assert unread(connection) == [2, 3, 4]
    assert feeds.get(connection, 1).folders == (("New",),)


def test_what_was_read_in_a_view_stays_in_it(connection):
    opened_at = journal.last_change(connection)
    statuses.mark(connection, [2], True, "", NOON)
    kept = EntryQuery(unread_only=True, kept_since=opened_at)

    assert [row.id for row in pages.page(connection, kept).rows] == [4, 3, 2, 1]
    assert pages.count(connection, kept) == 4
    assert pages.next_unread(connection, kept, None).id == 4


def test_the_history_shows_undone_changes_too(connection):
    statuses.mark(connection, [1], True, "one", NOON)
    statuses.mark(connection, [2], True, "two", NOON)
    statuses.undo(connection, NOON)

    shown = [(change.scope, change.undone) for change in journal.history(connection, 9)]

    assert shown == [("two", True), ("one", False)]


@pytest.mark.parametrize(("days", "left"), [(29, 1), (30, 1), (31, 0)])
def test_changes_are_kept_for_thirty_days(connection, days, left):
    statuses.mark(connection, [1], True, "", NOON)
    later = NOON + timedelta(days=days)

    assert journal.has_old(connection, later) is not bool(left)
    journal.prune(connection, later)

    assert len(journal.history(connection, 9)) == left
    assert unread(connection) == [2, 3, 4]


def test_marking_very_many_read_takes_no_time_to_speak_of():
    with library_in_memory() as connection:
        feed_id = feeds.subscribe(connection, [subscription()], NOON).added[0]
        connection.execute(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) "
            "INSERT INTO unread SELECT i, ? FROM n",
            (feed_id,),
        )
        start = time.process_time()
        change = statuses.mark_all(connection, EntryQuery(), None, "", NOON)
        elapsed = time.process_time() - start
        connection.execute("DELETE FROM change_entry")

    assert change.count == 50_000
    assert len(change.entry_ids) == 1000
    assert elapsed < 1
