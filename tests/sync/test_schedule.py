"""When a feed is fetched next, and what its record says."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from builders import NOON, feed_info
from hypothesis import given, settings
from hypothesis import strategies as st

from tui_reader.errors import HttpStatus, NotAFeed, TimedOut
from tui_reader.fetch.answer import Fetched, NotModified
from tui_reader.model.feed import Feed, FeedId, FetchState, Rhythm
from tui_reader.sync.schedule import (
    after_failure,
    after_success,
    is_quiet_time,
    next_due,
    trusted_move,
)

HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)
URL = "https://example.org/feed"
FEED = Feed(id=FeedId(1), url=URL, added_at=NOON, info=feed_info(), fetch=FetchState())


def due(
    *,
    interval: timedelta = HOUR,
    fresh_for: timedelta | None = None,
    rhythm: Rhythm | None = None,
    seed: str = "seed",
    in_time: bool = True,
) -> timedelta:
    moment = next_due(
        NOON,
        seed=seed,
        interval=interval,
        fresh_for=fresh_for,
        rhythm=rhythm or Rhythm(),
        in_time=in_time,
    )
    return moment - NOON


@pytest.mark.parametrize(
    ("asked", "least"),
    [
        ({}, HOUR),
        ({"interval": timedelta(minutes=10)}, HOUR),
        (
            {"interval": timedelta(minutes=10), "fresh_for": timedelta(minutes=15)},
            timedelta(minutes=15),
        ),
        ({"fresh_for": timedelta(minutes=5)}, HOUR),
        ({"fresh_for": timedelta()}, HOUR),
        ({"fresh_for": 3 * HOUR}, 3 * HOUR),
        ({"interval": 5 * HOUR, "fresh_for": 3 * HOUR}, 5 * HOUR),
        ({"rhythm": Rhythm(interval=2 * HOUR)}, 2 * HOUR),
        ({"rhythm": Rhythm(interval=timedelta(days=30))}, DAY),
    ],
    ids=str,
)
def test_the_longest_wish_counts_and_jitter_only_adds(
    asked: dict[str, object], least: timedelta
) -> None:
    assert least <= due(**asked) <= least * 1.1


def test_feeds_do_not_come_due_all_at_once() -> None:
    assert len({due(seed=f"https://example.org/{n}") for n in range(20)}) == 20


def test_the_jitter_of_a_feed_is_always_the_same() -> None:
    assert due(seed="one") == due(seed="one")


@pytest.mark.parametrize(
    ("due_before", "most"),
    [(None, 2.0), (-HOUR, 2.0), (HOUR, 2.0), (timedelta(), 1.1), (HOUR / 3, 1.1)],
    ids=["new", "by hand", "late", "to the minute", "by cron"],
)
def test_feeds_fetched_together_out_of_their_time_come_apart(
    due_before: timedelta | None, most: float
) -> None:
    due_at = None if due_before is None else NOON - due_before
    pauses = sorted(
        success(feed, NotModified(url=feed.url)).due_at - NOON
        for feed in (
            replace(FEED, url=f"{URL}/{n}", fetch=FetchState(due_at=due_at)) for n in range(200)
        )
    )

    assert pauses[0] >= HOUR
    assert pauses[-1] <= most * HOUR
    quarters = [pauses[n * 199 // 4] / HOUR - 1 for n in range(5)]
    even = [n * (most - 1) / 4 for n in range(5)]
    assert quarters == pytest.approx(even, abs=(most - 1) / 8)


def test_skipped_hours_are_waited_out() -> None:
    rhythm = Rhythm(skip_hours=frozenset(range(12, 18)))

    assert 6 * HOUR <= due(rhythm=rhythm) <= 7 * HOUR


def test_skipped_days_are_waited_out() -> None:
    rhythm = Rhythm(skip_days=frozenset({NOON.weekday()}))

    assert 12 * HOUR <= due(rhythm=rhythm) <= 13 * HOUR


def test_skipping_everything_means_once_a_day() -> None:
    rhythm = Rhythm(skip_hours=frozenset(range(24)))

    assert DAY <= due(rhythm=rhythm) <= DAY * 1.1


@settings(deadline=None)
@given(
    st.frozensets(st.integers(0, 23)),
    st.frozensets(st.integers(0, 6)),
    st.text(),
    st.timedeltas(min_value=timedelta(), max_value=timedelta(days=400)),
    st.booleans(),
)
def test_the_next_time_is_never_earlier_than_an_hour_nor_later_than_a_day(
    hours: frozenset[int], days: frozenset[int], seed: str, interval: timedelta, in_time: bool
) -> None:
    rhythm = Rhythm(skip_hours=hours, skip_days=days, interval=interval)
    pause = due(rhythm=rhythm, seed=seed, in_time=in_time)

    assert HOUR <= pause <= DAY * 1.1


def success(feed: Feed, answer: NotModified | Fetched) -> FetchState:
    return after_success(feed, answer, NOON, interval=HOUR, rhythm=Rhythm())


def test_a_success_ends_a_row_of_failures() -> None:
    failing = replace(FEED, fetch=after_failure(FEED, TimedOut(URL, what="x"), NOON))

    state = success(failing, NotModified(url=URL))

    assert (state.failures, state.problem) == (0, None)


def test_a_304_keeps_validators_and_hash() -> None:
    feed = replace(FEED, fetch=FetchState(etag='"1"', last_modified="then", body_hash="h"))

    state = success(feed, NotModified(url=URL))

    assert (state.etag, state.last_modified, state.body_hash) == ('"1"', "then", "h")


def test_failures_wait_longer_each_time_and_remember_since_when() -> None:
    first = after_failure(FEED, TimedOut(URL, what="x"), NOON)
    second = after_failure(replace(FEED, fetch=first), NotAFeed(URL, found="x"), NOON + HOUR)

    assert first.problem is not None
    assert second.problem is not None
    assert second.problem.since == NOON
    assert second.problem.kind == "not-a-feed"
    assert pause(second, NOON + HOUR) > pause(first, NOON)


def pause(state: FetchState, since: datetime) -> timedelta:
    assert state.due_at is not None
    return state.due_at - since


def test_a_failure_keeps_what_was_stored_of_the_document() -> None:
    feed = replace(FEED, fetch=FetchState(etag='"1"', last_modified="then", body_hash="h"))

    state = after_failure(feed, NotAFeed(URL, found="a web page"), NOON)

    assert (state.etag, state.last_modified, state.body_hash) == ('"1"', "then", "h")


def test_retry_after_binds_by_hand_too() -> None:
    state = after_failure(FEED, HttpStatus(URL, 429, retry_after=7200), NOON)

    assert state.not_before == NOON + 2 * HOUR
    assert pause(state, NOON) >= 2 * HOUR


def test_410_stops_the_schedule_and_404_does_not() -> None:
    assert after_failure(FEED, HttpStatus(URL, 410), NOON).stopped
    assert not after_failure(FEED, HttpStatus(URL, 404), NOON).stopped


MOVED = "https://new.example.org/feed"


def watched(since: datetime, *, url: str = URL, to: str = MOVED) -> tuple[Feed, FetchState]:
    state = FetchState(moved_to=to, moved_since=since)
    return replace(FEED, url=url, fetch=state), state


def test_a_move_is_watched_from_its_first_sight() -> None:
    state = success(FEED, Fetched(url=MOVED, body=b"", moved_to=MOVED))

    assert (state.moved_to, state.moved_since) == (MOVED, NOON)


def test_a_move_that_goes_on_keeps_its_first_sight() -> None:
    feed, _ = watched(NOON - 5 * DAY)

    assert success(feed, NotModified(url=MOVED, moved_to=MOVED)).moved_since == NOON - 5 * DAY


def test_a_move_to_elsewhere_begins_anew_and_one_that_stops_is_forgotten() -> None:
    feed, _ = watched(NOON - 5 * DAY)

    assert success(feed, NotModified(url=URL, moved_to="https://third/")).moved_since == NOON
    assert success(feed, NotModified(url=URL)).moved_to == ""


@pytest.mark.parametrize(("days", "trusted"), [(0, ""), (6.9, ""), (7, MOVED)])
def test_a_move_is_trusted_after_seven_days(days: float, trusted: str) -> None:
    feed, state = watched(NOON - timedelta(days=days))

    assert trusted_move(feed, state, NOON) == trusted


def test_https_on_the_same_host_is_trusted_at_once() -> None:
    feed, state = watched(NOON, url="http://example.org/feed", to="https://example.org/feed/")

    assert trusted_move(feed, state, NOON) == "https://example.org/feed/"


@pytest.mark.parametrize(
    ("url", "to"),
    [
        ("http://example.org/feed", "https://example.org.evil.example/feed"),
        ("http://example.org/feed", "https://example.org:8443/feed"),
        ("http://example.org/feed", "http://example.org/login"),
    ],
)
def test_another_host_or_port_is_no_upgrade(url: str, to: str) -> None:
    feed, state = watched(NOON, url=url, to=to)

    assert trusted_move(feed, state, NOON) == ""


def test_an_address_with_a_secret_is_never_rewritten() -> None:
    feed, state = watched(NOON - 30 * DAY, url="https://ann:pass@example.org/feed")

    assert trusted_move(feed, state, NOON) == ""


@pytest.mark.parametrize(
    ("overdue", "hours", "is_quiet"),
    [
        (timedelta(hours=5), {NOON.hour}, True),
        (timedelta(hours=5), {NOON.hour + 1}, False),
        (timedelta(hours=5), set(), False),
        (timedelta(hours=24), set(range(24)), False),
    ],
)
def test_a_feed_that_came_due_while_the_machine_slept_is_left_alone_in_its_quiet_hours(
    overdue: timedelta, hours: set[int], is_quiet: bool
) -> None:
    info = replace(feed_info(), rhythm=Rhythm(skip_hours=frozenset(hours)))
    feed = replace(FEED, info=info, fetch=FetchState(due_at=NOON - overdue))

    assert is_quiet_time(feed, NOON) is is_quiet


def test_a_time_that_a_wrong_clock_has_set_years_ahead_makes_no_quiet_hours() -> None:
    info = replace(feed_info(), rhythm=Rhythm(skip_hours=frozenset(range(24))))
    feed = replace(FEED, info=info, fetch=FetchState(due_at=NOON + timedelta(days=4000)))

    assert not is_quiet_time(feed, NOON)


def test_a_feed_that_was_never_fetched_has_no_quiet_hours() -> None:
    assert not is_quiet_time(FEED, NOON)
