"""Titles, addresses and settings that a person changes, and their way back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from builders import NOON, subscription, update
from rooms import library_in_memory

from tui_reader.errors import FeedNotFound, UsageError
from tui_reader.model.change import Field
from tui_reader.model.feed import FeedId, FetchState, Problem
from tui_reader.model.settings import INHERITED, Settings
from tui_reader.store import feeds, journal, schema, settings, statuses, upkeep

FEED, OTHER = FeedId(1), FeedId(2)
OLD, NEW = "https://a.example/feed", "https://new.example/feed"


@pytest.fixture
def library():
    with library_in_memory() as connection:
        wanted = [
            subscription(OLD, title="Harbour", folders=(("Tech",),)),
            subscription("https://b.example/feed", title="Quay"),
        ]
        feeds.subscribe(connection, wanted, NOON)
        yield connection


def move(library, url):
    """Let a sync follow a move."""
    feeds.apply(library, update(FEED, url=url), NOON)


def test_settings_are_one_change_for_all_feeds_that_turned(library):
    upkeep.set_feeds(library, [(FEED, Settings(paused=True))], NOON)
    change = upkeep.set_feeds(
        library, [(FEED, Settings(paused=True)), (OTHER, Settings(paused=True))], NOON
    )

    assert (change.field, change.feed_ids) == (Field.SETTINGS, (OTHER,))
    assert change.summary == "Changed the settings of “Quay”"


def test_settings_are_undone_and_done_again(library):
    upkeep.set_feeds(library, [(FEED, Settings(measure=60))], NOON)
    upkeep.set_feeds(library, [(FEED, Settings(measure=90))], NOON)
    upkeep.set_folder(library, ("Tech",), Settings(paused=True), NOON)

    statuses.undo(library, NOON)
    assert settings.of_folder(library, ("Tech",)) == INHERITED
    statuses.undo(library, NOON)
    assert settings.of_feed(library, FEED) == Settings(measure=60)
    statuses.redo(library, NOON)
    assert settings.of_feed(library, FEED) == Settings(measure=90)


def test_undo_leaves_what_was_set_beside_it_meanwhile(library):
    upkeep.set_feeds(library, [(FEED, Settings(paused=True, full_text=True))], NOON)
    settings.set_measure(library, FEED, 60)

    statuses.undo(library, NOON)
    assert settings.of_feed(library, FEED) == Settings(measure=60)
    statuses.redo(library, NOON)
    assert settings.of_feed(library, FEED) == Settings(measure=60, paused=True, full_text=True)


def test_what_is_set_already_is_no_change(library):
    assert upkeep.set_feeds(library, [(FEED, INHERITED)], NOON) is None
    assert upkeep.set_folder(library, ("Tech",), INHERITED, NOON) is None
    assert journal.history(library, 9) == ()


def test_a_folder_that_is_not_there_is_not_made(library):
    with pytest.raises(UsageError, match="no folder Tehc"):
        upkeep.set_folder(library, ("Tehc",), Settings(paused=True), NOON)


def test_a_feed_that_is_not_subscribed_is_not_set(library):
    with pytest.raises(FeedNotFound):
        upkeep.set_feeds(library, [(FeedId(9), Settings(paused=True))], NOON)


def test_a_title_is_undone(library):
    change = upkeep.rename(library, FEED, "Port", NOON)
    assert change.summary == "Renamed “Harbour”"

    statuses.undo(library, NOON)

    assert feeds.get(library, FEED).title == "Harbour"


def test_a_paused_feed_is_fetched_by_hand_alone(library):
    upkeep.set_folder(library, ("Tech",), Settings(paused=True), NOON)

    assert [feed.id for feed in feeds.due(library, NOON, None, False)] == [OTHER]
    assert [feed.id for feed in feeds.due(library, NOON, None, True)] == [FEED, OTHER]


def test_a_long_interval_that_is_gone_leaves_no_fetch_far_ahead(library):
    upkeep.set_feeds(library, [(FEED, Settings(interval_minutes=10_080))], NOON)
    state = FetchState(checked_at=NOON, due_at=NOON + timedelta(days=7))
    feeds.apply(library, update(FEED, fetch=state), NOON)

    upkeep.set_feeds(library, [(FEED, Settings(measure=60, interval_minutes=10_080))], NOON)
    assert feeds.get(library, FEED).fetch.due_at == NOON + timedelta(days=7)
    upkeep.set_feeds(library, [(FEED, INHERITED)], NOON)

    assert feeds.get(library, FEED).fetch.due_at == NOON + timedelta(days=1)


def test_another_address_forgets_what_the_old_one_taught(library):
    problem = Problem(kind="http", message="Gone.", status=410, since=NOON)
    state = FetchState(
        etag='"1"', body_hash="x", failures=4, problem=problem, stopped=True, due_at=NOON
    )
    feeds.apply(library, update(FEED, fetch=state), NOON)

    change = upkeep.set_address(library, FEED, NEW, NOON)

    feed = feeds.get(library, FEED)
    assert (feed.url, feed.fetch) == (NEW, FetchState())
    assert change.summary == "Changed the address of “Harbour”"
    assert feeds.find_url(library, NEW) == (FEED, False)
    statuses.undo(library, NOON)
    assert feeds.get(library, FEED).url == OLD


@pytest.mark.parametrize("url", ["https://b.example/feed", "http://www.b.example/feed/"])
def test_an_address_that_another_feed_has_is_refused(library, url):
    with pytest.raises(UsageError, match="Another feed has this address: Quay"):
        upkeep.set_address(library, FEED, url, NOON)

    assert feeds.get(library, FEED).url == OLD


def test_the_address_of_an_unsubscribed_feed_is_refused_too(library):
    feeds.set_archived(library, [OTHER], NOON)

    with pytest.raises(UsageError) as caught:
        upkeep.set_address(library, FEED, "https://b.example/feed", NOON)

    assert "add it again" in caught.value.hint


def test_an_address_of_the_same_feed_in_another_form_is_allowed(library):
    assert upkeep.set_address(library, FEED, "http://a.example/feed", NOON) is not None
    assert upkeep.set_address(library, FEED, "http://a.example/feed", NOON) is None


def test_a_move_is_taken_back_and_its_target_refused(library):
    move(library, NEW)
    feed = feeds.get(library, FEED)
    assert (feed.url, feed.moved_from, feed.moved_at) == (NEW, OLD, NOON)

    upkeep.go_back(library, FEED, NOON)

    feed = feeds.get(library, FEED)
    assert (feed.url, feed.moved_from, feed.move_refused) == (OLD, "", NEW)
    assert upkeep.go_back(library, FEED, NOON) is None
    statuses.undo(library, NOON)
    feed = feeds.get(library, FEED)
    assert (feed.url, feed.moved_from, feed.move_refused) == (NEW, OLD, "")


def test_an_undo_that_would_give_two_feeds_one_address_changes_nothing(library):
    upkeep.set_address(library, FEED, NEW, NOON)
    feeds.subscribe(library, [subscription(OLD)], NOON)

    with pytest.raises(UsageError):
        statuses.undo(library, NOON)

    assert feeds.get(library, FEED).url == NEW


def test_an_answer_of_the_old_address_teaches_the_new_one_nothing(library):
    upkeep.set_address(library, FEED, NEW, NOON)

    state = FetchState(etag='"old"', body_hash="x")
    feeds.apply(library, update(FEED, fetch=state, asked=OLD, url="https://c.example/"), NOON)

    feed = feeds.get(library, FEED)
    assert (feed.url, feed.fetch) == (NEW, FetchState())


def test_old_changes_are_forgotten_whole(library):
    upkeep.rename(library, FEED, "Port", NOON)

    assert journal.prune(library, NOON + timedelta(days=31)) == 1
    assert library.execute("SELECT count(*) FROM change_text").fetchone() == (0,)


def test_a_library_of_the_first_version_knows_its_last_good_fetch(tmp_path):
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        schema.MIGRATIONS[0](old)
        old.executemany(
            "INSERT INTO feed (url, url_key, added_at, checked_at, problem) VALUES (?, ?, 1, 7, ?)",
            [("a", "a", ""), ("b", "b", "x")],
        )
        schema.MIGRATIONS[1](old)
        rows = old.execute("SELECT good_at, login, settings FROM feed ORDER BY id").fetchall()

    assert rows == [(7, "", ""), (None, "", "")]
