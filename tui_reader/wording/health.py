"""What is wrong with a feed, in the words of dialogs and of the command line. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.wording.ages import ago, day
from tui_reader.wording.phrases import ahead, number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tui_reader.model.feed import Feed
    from tui_reader.model.health import Trouble


def when(feed: Feed, trouble: Trouble | None, now: datetime) -> str:
    """Say since when, how often it was tried, when it went well last, and when the next try is."""
    return " ".join(_when(feed, trouble, now))


def _when(feed: Feed, trouble: Trouble | None, now: datetime) -> Iterator[str]:
    fetch = feed.fetch
    if fetch.problem is None:
        if trouble is not None and trouble.since is not None:
            yield f"Since {_on(trouble.since, now)}."
        return
    began = fetch.problem.since
    yield f"Since {_on(began, now)} ({ago(now - began)}), {number(fetch.failures, 'try', 'tries')}."
    if fetch.good_at is not None:
        yield f"Last good fetch {ago(now - fetch.good_at)}."
    elif not feed.total:
        yield "It was never fetched."
    yield _next_try(feed, now)


def _on(at: datetime, now: datetime) -> str:
    """Name a day, and a time of today as one."""
    named = day(at, now)
    return f"{named} today" if ":" in named else named


def _next_try(feed: Feed, now: datetime) -> str:
    fetch = feed.fetch
    if fetch.stopped:
        return "No further try by itself."
    if fetch.not_before is not None and fetch.not_before > now:
        return f"Next try {ahead(fetch.not_before, now)}, as the server asks."
    if fetch.due_at is None or fetch.due_at <= now:
        return "Next try with the next sync."
    return f"Next try {ahead(fetch.due_at, now)}."
