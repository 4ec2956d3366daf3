"""Which feeds need attention: those that fail for good or often, moved, or fell silent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from builders import NOON, entry, subscription, update
from rooms import library_in_memory

from tui_reader.model.feed import FeedId, FetchState, Problem
from tui_reader.model.health import long
from tui_reader.model.login import Login, Place
from tui_reader.model.settings import Settings
from tui_reader.store import feeds, health, logins, upkeep

DAY = timedelta(days=1)
FEED, OTHER = FeedId(1), FeedId(2)
NEW = "https://new.example/feed"


@pytest.fixture
def library():
    with library_in_memory() as connection:
        wanted = [
            subscription("https://a.example/feed", title="Harbour"),
            subscription("https://b.example/feed", title="Quay"),
        ]
        feeds.subscribe(connection, wanted, NOON - 400 * DAY)
        yield connection


def learn(library, feed_id=FEED, **state):
    feeds.apply(library, update(feed_id, fetch=FetchState(**state)), NOON)


def fail(library, kind="timeout", status=0, failures=1, **state):
    problem = Problem(kind=kind, message="It fails.", hint="Wait.", status=status, since=NOON - DAY)
    learn(library, problem=problem, failures=failures, **state)


def troubles(library, now=NOON):
    return [(each.feed.id, each.kind.value) for each in health.troubles(library, now)]


def post(library, *days, feed_id=FEED):
    """Let the feed have entries of so many days ago."""
    posts = [entry(f"e{day}-{feed_id}", published_at=NOON - day * DAY) for day in days]
    feeds.apply(library, update(feed_id, *posts), NOON)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"kind": "http", "status": 410, "stopped": True}, "gone"),
        ({"kind": "http", "status": 401}, "login"),
        ({"kind": "http", "status": 403}, "login"),
        ({"kind": "login"}, "login"),
        ({"kind": "not-a-feed"}, "not-a-feed"),
        ({"kind": "timeout", "failures": 3}, "failing"),
        ({"kind": "http", "status": 404, "failures": 3}, "failing"),
    ],
    ids=str,
)
def test_what_is_definite_or_lasts_is_told(library, fault, kind):
    fail(library, **fault)

    (trouble,) = health.troubles(library, NOON)

    assert (trouble.feed.id, trouble.kind) == (FEED, kind)
    assert (trouble.message, trouble.advice) == ("It fails.", "Wait.")
    assert health.shouted(library) == {FEED}


@pytest.mark.parametrize("failures", [1, 2])
def test_a_failure_that_may_pass_is_not_shouted(library, failures):
    fail(library, failures=failures)

    assert troubles(library) == []
    assert health.shouted(library) == frozenset()


def test_a_paused_feed_is_left_in_peace(library):
    fail(library, failures=9)
    upkeep.set_folder(library, (), Settings(paused=True), NOON)

    assert troubles(library) == []


def test_an_unsubscribed_feed_needs_nothing(library):
    fail(library, failures=9)
    feeds.set_archived(library, [FEED], NOON)

    assert troubles(library) == []
    assert health.shouted(library) == frozenset()


def test_a_blog_is_silent_when_it_pauses_much_longer_than_it_used_to(library):
    post(library, 425, 432, 439, 446)

    (trouble,) = health.troubles(library, NOON)

    assert trouble.kind == "silent"
    assert trouble.message == "Silent for 13 months. It used to post every 7 days."
    assert trouble.since == NOON - 425 * DAY


@pytest.mark.parametrize(
    "days",
    [
        (179, 180, 181),
        (400, 500, 600, 700),
        (425, 432),
        (1, 425, 432, 439),
    ],
    ids=["not long ago", "as slow as ever", "too few to tell", "it posts"],
)
def test_a_blog_that_pauses_as_usual_is_not_silent(library, days):
    post(library, *days)

    assert troubles(library) == []


def test_a_blog_that_was_just_subscribed_to_may_be_read_for_its_past(library):
    feeds.subscribe(library, [subscription("https://c.example/feed")], NOON - 29 * DAY)
    post(library, 425, 432, 439, feed_id=FeedId(3))

    assert troubles(library) == []
    assert troubles(library, NOON + 2 * DAY) == [(FeedId(3), "silent")]


def test_files_and_the_handbook_are_never_silent(library):
    urls = ("file:///tmp/a.xml", "blogread:handbook")
    feeds.subscribe(library, [subscription(url) for url in urls], NOON - 400 * DAY)
    for feed_id in (3, 4):
        post(library, 425, 432, 439, feed_id=FeedId(feed_id))

    assert troubles(library) == []


def test_a_move_that_was_followed_is_told_for_a_week(library):
    feeds.apply(library, update(FEED, url=NEW), NOON)

    (trouble,) = health.troubles(library, NOON + 6 * DAY)

    assert trouble.kind == "moved"
    assert trouble.message == "It has moved here from https://a.example/feed."
    assert troubles(library, NOON + 8 * DAY) == []


def test_a_move_to_another_subscription_is_left_to_a_person(library):
    learn(library, moved_to="https://b.example/feed", moved_since=NOON - 8 * DAY)

    (trouble,) = health.troubles(library, NOON)

    assert trouble.kind == "stayed"
    assert "but you read that already: Quay." in trouble.message


def test_a_move_away_from_a_login_is_left_to_a_person(library):
    login = Login(place=Place.FILE, origin="https://a.example:443", name="x")
    logins.keep(library, FEED, login)
    learn(library, moved_to=NEW, moved_since=NOON - 8 * DAY)

    (trouble,) = health.troubles(library, NOON)

    assert trouble.message == (
        "It has moved to https://new.example/feed, but its login is for the old address."
    )


@pytest.mark.parametrize("days", [3, 8])
def test_a_move_that_the_sync_will_follow_is_no_trouble(library, days):
    learn(library, moved_to=NEW, moved_since=NOON - days * DAY)

    assert troubles(library) == []


def test_the_worst_comes_first_then_titles(library):
    feeds.subscribe(library, [subscription("https://c.example/", title="Bay")], NOON)
    fail(library, failures=3)
    for feed_id in (OTHER, FeedId(3)):
        gone = Problem(kind="http", message="Gone.", status=410, since=NOON)
        learn(library, feed_id, problem=gone, failures=1, stopped=True)

    assert troubles(library) == [(FeedId(3), "gone"), (OTHER, "gone"), (FEED, "failing")]


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(minutes=5), "1 hour"),
        (timedelta(hours=5), "5 hours"),
        (DAY, "1 day"),
        (59 * DAY, "59 days"),
        (61 * DAY, "2 months"),
        (425 * DAY, "13 months"),
        (730 * DAY, "1 year"),
        (1100 * DAY, "3 years"),
    ],
)
def test_a_length_of_time_is_said_in_words(span, words):
    assert long(span) == words
