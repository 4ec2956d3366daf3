"""How ``blogread feeds`` tells what is wrong with a feed, since when, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.cells import wrap
from tui_reader.cli import forms, output
from tui_reader.wording.health import when

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tui_reader.cli.forms import Form
    from tui_reader.model.feed import Feed
    from tui_reader.model.health import Trouble

_INDENT = 4


def print_trouble(feed: Feed, trouble: Trouble | None, now: datetime) -> None:
    """Print a paragraph about a feed that fails or needs attention; nothing of one that is well."""
    said = list(_sentences(feed, trouble, now))
    if not said:
        return
    output.line()
    output.line(f"{feed.title} ({feed.id})")
    for sentence in said:
        for line in wrap(sentence, output.width() - _INDENT):
            output.line(f"{'':{_INDENT}}{line}")


def _sentences(feed: Feed, trouble: Trouble | None, now: datetime) -> Iterator[str]:
    problem = feed.fetch.problem
    message = problem.message if problem else trouble.message if trouble else ""
    if not message:
        return
    yield message
    yield when(feed, trouble, now)
    advice = problem.hint if problem else trouble.advice if trouble else ""
    if advice:
        yield advice


def form(trouble: Trouble | None) -> Form | None:
    """Write why a feed needs attention."""
    if trouble is None:
        return None
    return {
        "kind": trouble.kind.value,
        "message": trouble.message,
        "advice": trouble.advice,
        "since": forms.instant(trouble.since),
    }
