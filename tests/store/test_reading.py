"""Where one stopped is kept with the entry; what it said then is kept when it changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from builders import NOON, entry, subscription, update
from rooms import library_in_memory

from tui_reader.model.feed import FeedId
from tui_reader.model.query import EntryQuery
from tui_reader.model.reading import Stop
from tui_reader.store import as_read, entries, feeds, pages, reading, schema, statuses

STOP = Stop(block=7, offset=31, quote="wherethe\ud800 tide", percent=42)
BEGUN = EntryQuery(in_progress_only=True)


@pytest.fixture
def connection():
    with library_in_memory() as opened:
        yield opened


@pytest.fixture
def feed_id(connection):
    return feeds.subscribe(connection, [subscription()], NOON).added[0]


def bring(connection, feed_id, *contents, **fields):
    feeds.apply(connection, update(feed_id, *contents, **fields), NOON)
    return pages.page(connection, EntryQuery()).rows


def change(connection, row, **fields):
    """Let the feed tell the entry anew."""
    content = entry(entries.get(connection, row.id).content.key, **fields)
    feeds.apply(connection, update(row.feed_id, changed=((row.id, content),)), NOON)
    return pages.rows(connection, [row.id])[0]


def test_a_stop_comes_back_as_far_as_it_can_be_stored(connection, feed_id):
    (row,) = bring(connection, feed_id, entry())

    reading.stop_at(connection, row.id, STOP, NOON)

    stop = entries.get(connection, row.id).stop
    assert (stop.block, stop.offset, stop.quote, stop.percent) == (7, 31, "wherethe? tide", 42)
    assert pages.rows(connection, [row.id])[0].progress == 42


def test_the_newest_stop_counts(connection, feed_id):
    (row,) = bring(connection, feed_id, entry())

    for percent in (10, 80, 60):
        stop = Stop(block=1, offset=0, quote="", percent=percent)
        reading.stop_at(connection, row.id, stop, NOON)

    assert [each.progress for each in pages.page(connection, BEGUN).rows] == [60]
    assert pages.count(connection, BEGUN) == 1


def test_what_is_finished_is_in_progress_no_more(connection, feed_id):
    (row,) = bring(connection, feed_id, entry())
    reading.stop_at(connection, row.id, STOP, NOON)

    reading.finish(connection, row.id)

    assert entries.get(connection, row.id).stop is None
    assert pages.count(connection, BEGUN) == 0


def test_a_stop_in_an_entry_that_is_gone_is_nothing(connection, feed_id):
    reading.stop_at(connection, 99, STOP, NOON)

    assert pages.count(connection, BEGUN) == 0


def test_a_stop_goes_along_when_a_new_date_moves_the_entry(connection, feed_id):
    (row,) = bring(connection, feed_id, entry())
    reading.stop_at(connection, row.id, STOP, NOON)

    moved = change(connection, row, published_at=NOON - timedelta(days=9))

    assert moved.sort_at == NOON - timedelta(days=9)
    assert moved.progress == 42


def test_what_is_in_progress_leaves_with_its_feed_and_comes_back_with_it(connection, feed_id):
    (row,) = bring(connection, feed_id, entry())
    reading.stop_at(connection, row.id, STOP, NOON)

    statuses.unsubscribe(connection, [feed_id], NOON)
    assert pages.count(connection, BEGUN) == 0

    statuses.undo(connection, NOON)
    assert pages.count(connection, BEGUN) == 1


@pytest.mark.parametrize(
    ("is_read", "begun", "kept"),
    [(True, False, True), (False, True, True), (False, False, False)],
    ids=["read", "in progress", "neither"],
)
def test_what_was_read_is_kept_when_it_changes(connection, feed_id, is_read, begun, kept):
    (row,) = bring(connection, feed_id, entry(html="<p>High tide at six.</p>"))
    if is_read:
        statuses.mark(connection, [row.id], True, "", NOON)
    if begun:
        reading.stop_at(connection, row.id, STOP, NOON)

    changed = change(connection, row, html="<p>High tide at seven.</p>")

    earlier = entries.as_it_was_read(connection, row.id)
    assert changed.changed is kept
    assert (earlier.html if earlier else None) == ("<p>High tide at six.</p>" if kept else None)


def test_other_markup_around_the_same_words_is_no_change(connection, feed_id):
    (row,) = bring(connection, feed_id, entry(html="<p>High tide at <b>six</b>.</p>"))
    statuses.mark(connection, [row.id], True, "", NOON)

    same = change(connection, row, html="<div>High  tide\nat <i class=x>s</i>ix.<hr></div>")

    assert entries.get(connection, row.id).content.html.startswith("<div>")
    assert not same.changed


def test_the_text_that_was_read_outlives_further_changes(connection, feed_id):
    (row,) = bring(connection, feed_id, entry(html="<p>six</p>"))
    statuses.mark(connection, [row.id], True, "", NOON)

    for hour in ("seven", "eight", "nine"):
        change(connection, row, html=f"<p>{hour}</p>")

    assert entries.as_it_was_read(connection, row.id).html == "<p>six</p>"
    assert connection.execute("SELECT count(*) FROM entry_as_read").fetchone() == (1,)


def test_a_text_that_goes_back_has_not_changed(connection, feed_id):
    (row,) = bring(connection, feed_id, entry(html="<p>six</p>"))
    statuses.mark(connection, [row.id], True, "", NOON)
    assert change(connection, row, html="<p>seven</p>").changed

    assert not change(connection, row, html="<p><b>six</b></p>").changed


def test_a_difference_that_was_looked_at_is_let_go(connection, feed_id):
    (row,) = bring(connection, feed_id, entry(html="<p>six</p>"))
    statuses.mark(connection, [row.id], True, "", NOON)
    change(connection, row, html="<p>seven</p>")

    as_read.forget(connection, row.id)

    assert entries.as_it_was_read(connection, row.id) is None
    assert not pages.rows(connection, [row.id])[0].changed
    assert change(connection, row, html="<p>eight</p>").changed


def test_an_entry_is_known_by_its_hash(connection, feed_id):
    (row,) = bring(connection, feed_id, entry(content_hash="old"))

    assert entries.has_hash(connection, row.id, "old")
    assert not entries.has_hash(connection, row.id, "new")
    assert entries.has_hash(connection, 99, "old"), "what is gone has not changed"


def test_a_library_of_the_first_version_learns_to_keep_stops(connection):
    with library_in_memory(version=1) as old:
        old.execute(
            "INSERT INTO feed (id, url, url_key, added_at) VALUES (1, 'https://a.example/', 'a', 0)"
        )
        old.execute("INSERT INTO feed_count (feed_id) VALUES (1)")
        schema.MIGRATIONS[1](old)
        (row,) = bring(old, FeedId(1), entry())

        reading.stop_at(old, row.id, STOP, NOON)

        assert pages.page(old, BEGUN).rows[0].progress == 42
