"""Subscriptions: what is due, what a fetch taught, where a feed is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from builders import NOON, feed_info, subscription, update
from rooms import library_in_memory

from tui_reader.errors import FeedNotFound
from tui_reader.model.feed import Author, FeedInfo, FetchState, Problem, Rhythm
from tui_reader.store import feeds, folders, upkeep

SOON = NOON + timedelta(minutes=1)


@pytest.fixture
def connection():
    with library_in_memory() as opened:
        yield opened


def subscribe(connection, *urls, **fields):
    wanted = [subscription(url, **fields) for url in urls]
    return feeds.subscribe(connection, wanted, NOON)


def due(connection, feed_ids=None, *, by_hand=False):
    return [feed.url for feed in feeds.due(connection, NOON, feed_ids, by_hand)]


def learn(connection, feed_id, **state):
    feeds.apply(connection, update(feed_id, fetch=FetchState(**state)), NOON)


@pytest.mark.parametrize(
    "same",
    [
        "https://example.org/feed",
        "http://example.org/feed",
        "https://www.example.org/feed/",
        "https://example.org:443/feed",
        "https://example.org./feed",
    ],
)
def test_one_address_in_other_words_is_one_feed(connection, same):
    subscribe(connection, "https://example.org/feed", folders=(("A",),))

    done = subscribe(connection, same, folders=(("B",),))

    assert (done.added, done.already) == ((), (1,))
    assert feeds.get(connection, 1).folders == (("A",), ("B",))


def test_what_a_fetch_taught_comes_back_as_it_was(connection):
    subscribe(connection, "https://example.org/feed")
    state = FetchState(
        etag='W/"a\\b"',
        last_modified="Tue, 24 Nov 2026 12:00:00 GMT",
        body_hash="ff",
        checked_at=NOON,
        changed_at=NOON,
        due_at=SOON,
        not_before=SOON,
        failures=3,
        problem=Problem(kind="http", message="Gone.", hint="h", status=410, since=NOON),
        moved_to="https://new.example/",
        moved_since=NOON,
        stopped=True,
    )
    info = FeedInfo(
        title="T",
        site_url="https://example.org/",
        description="D",
        language="en-gb",
        authors=(Author(name="A", role="R, S"),),
        icon_url="https://example.org/i",
        rhythm=Rhythm(
            interval=timedelta(0), skip_hours=frozenset({0, 5}), skip_days=frozenset({0})
        ),
    )

    feeds.apply(connection, update(1, fetch=state, info=info), NOON)

    stored = feeds.get(connection, 1)
    assert (stored.fetch, stored.info) == (state, info)


def test_an_update_without_info_leaves_what_is_stored(connection):
    subscribe(connection, "https://example.org/feed")
    feeds.apply(connection, update(1, info=feed_info()), NOON)
    feeds.apply(connection, update(1), NOON)

    assert feeds.get(connection, 1).info == feed_info()


def test_the_longest_waiting_is_first_and_what_is_local_before_it(connection):
    subscribe(
        connection,
        "https://later.example/",
        "https://first.example/",
        "https://never.example/",
        "blogread:handbook",
        "file:///tmp/a.xml",
    )
    learn(connection, 1, due_at=NOON)
    learn(connection, 2, due_at=NOON - timedelta(hours=1))

    assert due(connection) == [
        "blogread:handbook",
        "file:///tmp/a.xml",
        "https://never.example/",
        "https://first.example/",
        "https://later.example/",
    ]


def test_no_feed_sleeps_until_a_year_that_a_wrong_clock_has_noted(connection):
    subscribe(connection, "https://ahead.example/", "https://asked.example/")
    ahead = NOON + timedelta(days=4000)
    learn(connection, 1, checked_at=ahead, due_at=ahead + timedelta(hours=1))
    learn(connection, 2, checked_at=ahead, due_at=ahead, not_before=ahead + timedelta(hours=1))

    assert due(connection) == ["https://asked.example/", "https://ahead.example/"]
    assert due(connection, by_hand=True) == ["https://asked.example/", "https://ahead.example/"]


def test_a_clock_that_is_set_back_a_little_makes_nothing_due(connection):
    subscribe(connection, "https://example.org/feed")
    learn(connection, 1, checked_at=NOON + timedelta(minutes=59), due_at=NOON + timedelta(hours=2))

    assert due(connection) == []


def test_a_person_may_go_before_the_schedule_but_not_before_retry_after(connection):
    subscribe(
        connection,
        "https://scheduled.example/",
        "https://stopped.example/",
        "https://waiting.example/",
        "https://archived.example/",
    )
    learn(connection, 1, due_at=SOON)
    learn(connection, 2, stopped=True)
    learn(connection, 3, not_before=SOON)
    feeds.set_archived(connection, [4], NOON)

    assert due(connection) == []
    assert due(connection, by_hand=True) == [
        "https://stopped.example/",
        "https://scheduled.example/",
    ]
    assert due(connection, [1, 3, 4], by_hand=True) == ["https://scheduled.example/"]
    assert due(connection, [], by_hand=True) == []


def test_a_new_address_is_taken_unless_another_feed_has_it(connection):
    subscribe(connection, "https://a.example/", "https://b.example/")

    feeds.apply(connection, update(1, url="https://b.example/"), NOON)
    feeds.apply(connection, update(2, url="https://c.example/"), NOON)

    assert [feed.url for feed in feeds.every(connection)] == [
        "https://a.example/",
        "https://c.example/",
    ]
    assert feeds.find_url(connection, "http://www.c.example") == (2, False)


def test_folders_are_made_as_deep_as_asked_and_counted_once(connection):
    done = subscribe(connection, "https://a.example/", folders=(("A", "B", "C"), ("A",)))

    assert done.folders == 3
    assert list(folders.paths(connection).values()) == [(), ("A",), ("A", "B"), ("A", "B", "C")]
    assert folders.feeds_within(connection, ("A",)) == [1]
    assert folders.feeds_within(connection, ("A", "B")) == [1]
    assert folders.feeds_within(connection, ("Z",)) == []


def test_moving_keeps_the_place_in_folders_that_stay(connection):
    subscribe(connection, "https://a.example/", "https://b.example/", folders=(("X",), ("Y",)))

    upkeep.move(connection, 1, [("X",), ("Z",)], NOON)

    assert feeds.get(connection, 1).folders == (("X",), ("Z",))
    names = folders.paths(connection)
    shown = [(names[folder], feed) for folder, feed in folders.placements(connection)]
    assert shown == [(("X",), 1), (("X",), 2), (("Y",), 2), (("Z",), 1)]


def test_moving_to_no_folder_is_moving_to_the_top(connection):
    subscribe(connection, "https://a.example/", folders=(("X",),))

    upkeep.move(connection, 1, [], NOON)

    assert feeds.get(connection, 1).folders == ((),)


def test_a_title_is_the_users_else_the_feeds_else_the_host(connection):
    subscribe(connection, "https://user:secret@a.example:8080/feed")

    assert feeds.get(connection, 1).title == "a.example:8080"
    feeds.apply(connection, update(1, info=feed_info(title="Own")), NOON)
    assert feeds.get(connection, 1).title == "Own"
    upkeep.rename(connection, 1, "Mine", NOON)
    assert feeds.get(connection, 1).title == "Mine"
    upkeep.rename(connection, 1, "", NOON)
    assert feeds.get(connection, 1).title == "Own"


@pytest.mark.parametrize("act", [feeds.get, lambda c, i: upkeep.move(c, i, [()], NOON)])
def test_a_feed_that_is_not_subscribed_is_not_found(connection, act):
    subscribe(connection, "https://a.example/")
    feeds.set_archived(connection, [1], NOON)

    for feed_id in (1, 99):
        with pytest.raises(FeedNotFound):
            act(connection, feed_id)
