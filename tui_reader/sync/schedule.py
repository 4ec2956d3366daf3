"""When a feed is fetched next, and what its record says after an exchange. Pure.

Source: RSS 2.0 (ttl, skipHours, skipDays), RFC 9111 (freshness), RFC 9110 §10.2.3.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.errors import HttpStatus
from tui_reader.fetch.politeness import DAY, back_off, fraction
from tui_reader.model.feed import FetchState, Problem

if TYPE_CHECKING:
    from datetime import datetime

    from tui_reader.errors import FeedError
    from tui_reader.fetch.answer import Answer
    from tui_reader.model.feed import Feed, Rhythm

HOUR = timedelta(hours=1)
"""At most one poll in this time, unless the server allows more by max-age."""
JITTER = 0.1
"""A pause grows by up to this part of it, so that feeds do not come due all at once."""
SPREAD = timedelta(hours=1)
"""By up to so much, at most to its double, where a feed was not fetched in its time: it was fetched
together with others, since they are new, a person asked, or the machine has slept."""
IN_TIME = timedelta(minutes=30)
"""So long after it came due: cron seldom calls more often."""
TRUST_A_MOVE_AFTER = timedelta(days=7)
"""A permanent redirect may be a hotel's: it is believed when it has held for so long."""


def next_due(
    now: datetime,
    *,
    seed: str,
    interval: timedelta,
    fresh_for: timedelta | None,
    rhythm: Rhythm,
    in_time: bool,
) -> datetime:
    """Give the time before which the feed is not fetched by schedule.

    It is at most a day ahead, unless the user's interval is longer.

    Args:
        now: The end of this exchange.
        seed: What the jitter is made of: the feed's address.
        interval: The user's setting.
        fresh_for: What max-age or Expires say; None or zero is silence.
        rhythm: What the document says.
        in_time: This exchange took place when the feed came due.
    """
    asked = max(fresh_for or HOUR, rhythm.interval or timedelta())
    pause = max(interval, min(asked, DAY))
    latest = DAY if interval <= DAY else interval + DAY
    spread = pause * JITTER if in_time else max(pause * JITTER, min(pause, SPREAD))
    due = now + pause + spread * fraction(seed)
    while _skipped(due, rhythm) and due - now < latest:
        due = due.replace(minute=0, second=0, microsecond=0) + HOUR
        due += HOUR * fraction(seed) / 2
    return min(due, now + latest * (1 + JITTER * fraction(seed)))


def after_success(
    feed: Feed, answer: Answer, now: datetime, *, interval: timedelta, rhythm: Rhythm
) -> FetchState:
    """Give the record after an answer that was read, without validators and body hash.

    Those are set by whoever knows that the body was stored; ``changed_at`` likewise.
    """
    state = feed.fetch
    moving = bool(answer.moved_to)
    same = moving and answer.moved_to == state.moved_to
    return replace(
        state,
        checked_at=now,
        due_at=next_due(
            now,
            seed=feed.url,
            interval=interval,
            fresh_for=answer.fresh_for,
            rhythm=rhythm,
            in_time=state.due_at is not None and timedelta() <= now - state.due_at <= IN_TIME,
        ),
        not_before=None,
        good_at=now,
        failures=0,
        problem=None,
        moved_to=answer.moved_to,
        moved_since=(state.moved_since if same else now) if moving else None,
        stopped=False,
    )


def after_failure(feed: Feed, error: FeedError, now: datetime) -> FetchState:
    """Give the record after a failure: what was stored of the document stays valid.

    410 stops the schedule; Retry-After binds a person's own sync, too.
    """
    state = feed.fetch
    failures = state.failures + 1
    status = error.status if isinstance(error, HttpStatus) else 0
    due = now + back_off(failures, feed.url)
    not_before = None
    if isinstance(error, HttpStatus) and error.retry_after is not None:
        not_before = now + timedelta(seconds=error.retry_after)
        due = max(due, not_before)
    problem = Problem(
        kind=error.kind,
        message=error.message,
        hint=error.hint,
        status=status,
        since=state.problem.since if state.problem else now,
    )
    return replace(
        state,
        checked_at=now,
        due_at=due,
        not_before=not_before,
        failures=failures,
        problem=problem,
        stopped=status == 410,
    )


def is_quiet_time(feed: Feed, now: datetime) -> bool:
    """Whether a feed that is due asks to be left alone now: the machine was off at its time.

    One that has been due for a day is fetched all the same: some feeds exclude every hour. So is
    one whose time is far ahead: a clock that was wrong has set it.
    """
    due = feed.fetch.due_at
    return due is not None and abs(now - due) < DAY and _skipped(now, feed.info.rhythm)


def trusted_move(feed: Feed, state: FetchState, now: datetime) -> str:
    """Give the address that the feed has moved to for good, or empty.

    It has led to a valid feed for seven days, or it is the same host by https. An address that
    carries a secret is never rewritten: the secret is bound to the old one. A login that is kept
    apart goes along within its origin, and a move that the user took back is not followed again.
    """
    target = state.moved_to
    if not target or state.moved_since is None or target == feed.move_refused:
        return ""
    if "@" in feed.url.partition("://")[2].split("/")[0]:
        return ""
    if feed.login is not None and urls.origin(target) != feed.login.origin:
        return ""
    upgraded = feed.url.startswith("http://") and target.startswith("https://")
    if upgraded and feed.url[7:].partition("/")[0] == target[8:].partition("/")[0]:
        return target
    return target if now - state.moved_since >= TRUST_A_MOVE_AFTER else ""


def _skipped(moment: datetime, rhythm: Rhythm) -> bool:
    """Whether the feed asks not to be fetched in this hour or on this day, GMT."""
    return moment.hour in rhythm.skip_hours or moment.weekday() in rhythm.skip_days
