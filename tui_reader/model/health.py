"""How a feed is: what is wrong in plain words, since when, and what to do. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from operator import sub
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tui_reader.model.feed import Feed, Problem

SHOUTED_AFTER = 3
"""Failures in a row; fewer are weather."""
SILENT_LEAST = timedelta(days=180)
SILENT_TIMES = 8
"""A feed is silent when its last entry is older than so many of its usual pauses."""
SILENT_BASIS = 13
"""Entries that the usual pause is taken from."""
LOOKED_AT_FOR = timedelta(days=30)
"""A feed that was subscribed to later than this ago may be read for its past."""
TOLD_FOR = timedelta(days=7)
"""How long a move that was followed is told."""
_DEFINITE_KINDS = frozenset({"not-a-feed", "login", "refused"})
_DEFINITE_STATUS = frozenset({401, 403, 410, 451})


class Ailment(StrEnum):
    """What a feed suffers from, the worst first."""

    GONE = "gone"
    """The site said 410."""
    LOGIN = "login"
    NOT_A_FEED = "not-a-feed"
    FAILING = "failing"
    STAYED = "stayed"
    """It has moved for good, and cannot be followed without a person."""
    MOVED = "moved"
    """It has moved, and was followed lately."""
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A feed that needs attention."""

    feed: Feed
    kind: Ailment
    message: str
    """A sentence."""
    advice: str = ""
    """What to do; may be empty."""
    since: datetime | None = None


def is_shouted(problem: Problem | None, failures: int, *, stopped: bool) -> bool:
    """Whether a failure is worth a person's attention: not a single one that may pass."""
    if problem is None:
        return False
    definite = problem.kind in _DEFINITE_KINDS or problem.status in _DEFINITE_STATUS
    return stopped or definite or failures >= SHOUTED_AFTER


def silent_since(dates: Sequence[datetime], now: datetime) -> datetime | None:
    """Give the date of the last entry where no other came for much longer than usual.

    Args:
        dates: Of the last entries, the newest first, at most ``SILENT_BASIS``.
        now: The present.
    """
    if len(dates) < SHOUTED_AFTER:
        return None
    least = max(SILENT_LEAST, usual_pause(dates) * SILENT_TIMES)
    return dates[0] if now - dates[0] > least else None


def usual_pause(dates: Sequence[datetime]) -> timedelta:
    """Give the usual pause between entries, of which there are two at least."""
    return timedelta(seconds=median(map(timedelta.total_seconds, map(sub, dates, dates[1:]))))


def of_problem(feed: Feed) -> Trouble | None:
    """Say what a failing feed suffers from; None where it is too early to say."""
    fetch = feed.fetch
    problem = fetch.problem
    if problem is None or not is_shouted(problem, fetch.failures, stopped=fetch.stopped):
        return None
    return Trouble(
        feed=feed,
        kind=_kind(problem, stopped=fetch.stopped),
        message=problem.message,
        advice=problem.hint,
        since=problem.since,
    )


def of_silence(feed: Feed, dates: Sequence[datetime], now: datetime) -> Trouble | None:
    """Say that a feed has fallen silent; None where it has not."""
    since = silent_since(dates, now)
    if since is None or now - feed.added_at < LOOKED_AT_FOR:
        return None
    return Trouble(
        feed=feed,
        kind=Ailment.SILENT,
        message=f"Silent for {long(now - since)}. It used to post {_rhythm(usual_pause(dates))}.",
        advice="Pause it or unsubscribe if it has ended. Its entries are kept.",
        since=since,
    )


def long(span: timedelta) -> str:
    """Say a length of time in words: “3 hours”, “6 days”, “14 months”, “3 years”."""
    for days, name, least in ((365.25, "year", 730), (30.44, "month", 60), (1.0, "day", 1)):
        if span.days >= least:
            return _counted(max(1, int(span / timedelta(days=days))), name)
    return _counted(max(1, int(span.total_seconds() // 3600)), "hour")


def _counted(count: int, name: str) -> str:
    return f"{count} {name}s" if count > 1 else f"1 {name}"


def _rhythm(pause: timedelta) -> str:
    """Say how often: “every day”, “every 6 days”."""
    words = long(pause) if pause >= timedelta(days=1) else "1 day"
    return f"every {words.removeprefix('1 ')}"


def _kind(problem: Problem, *, stopped: bool) -> Ailment:
    if stopped or problem.status == 410:
        return Ailment.GONE
    if problem.kind == "login" or problem.status in {401, 403}:
        return Ailment.LOGIN
    if problem.kind == "not-a-feed":
        return Ailment.NOT_A_FEED
    return Ailment.FAILING
