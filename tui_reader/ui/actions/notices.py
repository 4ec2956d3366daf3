"""What the empty places of the screen say. Pure, but for reading the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.model.query import ATTENTION, ViewKind
from tui_reader.ui.bindings import first_key
from tui_reader.ui.widgets.empty_state import Notice
from tui_reader.wording.ages import ago, day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tui_reader.model.feed import Feed
    from tui_reader.model.query import View
    from tui_reader.reader.care import Importable
    from tui_reader.ui.actions.session import Session
    from tui_reader.ui.bindings import LiveKeys

__all__ = ["Notice", "empty_list", "no_library", "trouble", "welcome", "welcome_line"]


Keys = tuple[tuple[str, str], ...]
"""Keys in the form for people, and what each does."""


def _keys(keys: LiveKeys, *pairs: tuple[str, str]) -> Keys:
    found = ((first_key(keys, command_id), text) for command_id, text in pairs)
    return tuple((key, text) for key, text in found if key)


def welcome(keys: LiveKeys, found: Sequence[Importable]) -> Notice:
    """Greet: what is here, what to press, what this machine has to import."""
    offer = "import an OPML file, or newsboat’s urls"
    if found:
        best = max(found, key=lambda each: each.feeds)
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        offer = f"import {_feeds(best.feeds)} from {best.path.name} ({best.kind}{more})"
    return Notice(
        what="Welcome to blogread.",
        why="At the left are your blogs: the Handbook, which explains this program, and the "
        "Heroku Blog, which is on its way. Both can be removed like any other.",
        keys=_keys(
            keys,
            ("pane.open", "read the entry under the cursor"),
            ("read.on", "read on, from entry to entry"),
            ("feed.add", "add a blog: any address will do"),
            ("feed.import", offer),
            ("app.help", "every key, at any time"),
        ),
    )


def _feeds(count: int) -> str:
    return "1 feed" if count == 1 else f"{count:,} feeds"


def no_library(keys: LiveKeys) -> Notice:
    """Say that nothing is subscribed to."""
    return Notice(
        what="No subscriptions yet.",
        why="Whatever you add is fetched at once.",
        keys=_keys(
            keys,
            ("feed.add", "add a site or a feed address"),
            ("feed.import", "import OPML, or what newsboat has"),
            ("app.help", "every key"),
        ),
    )


def empty_list(session: Session, keys: LiveKeys) -> Notice:
    """Say why the list is empty, and what to press."""
    status = session.status
    if session.search_from is not None:
        return _no_result(session, keys)
    if status is not None and not status.feeds:
        return no_library(keys)
    if session.screen.feeds.syncing:
        return Notice(what="Fetching …", why="Entries appear here as they arrive.")
    view = session.view
    if view is not None and session.looks.hides_read(view):
        return Notice(
            what="Nothing unread.",
            why=_last_sync(session),
            keys=_keys(keys, ("view.unread-only", "show read entries"), ("sync.all", "sync now")),
        )
    if view is not None and view.kind is ViewKind.SMART:
        return _empty_smart(view, keys)
    return _empty_feed(session, keys)


def _attention(count: int, keys: LiveKeys) -> Notice:
    return Notice(
        what=f"{count:,} feed needs attention."
        if count == 1
        else f"{count:,} feeds need attention.",
        why="Each with what is wrong, since when, and a key for each way out.",
        keys=_keys(keys, ("pane.open", "look at them"), ("sync.view", "try them all again")),
    )


def _no_result(session: Session, keys: LiveKeys) -> Notice:
    query = session.screen.entries.scope
    text = query.text if query is not None else ""
    return Notice(
        what=f"No entry matches “{text}”." if text else "Type to search.",
        why="Titles, authors and texts of the whole library are searched, word by word.",
        keys=_keys(keys, ("pane.back", "back to where you were")),
    )


def _last_sync(session: Session) -> str:
    status = session.status
    if status is None or status.synced_at is None:
        return "Nothing was fetched yet."
    return f"The last sync was {ago(session.now() - status.synced_at)}."


def _empty_smart(view: View, keys: LiveKeys) -> Notice:
    view_id = view.id
    if view_id == ATTENTION:
        return _attention(view.count, keys)
    if view_id == "starred":
        return Notice(
            what="No stars yet.",
            why="A star keeps an entry at hand, read or not.",
            keys=_keys(keys, ("entry.toggle-star", "star the entry under the cursor")),
        )
    if view_id == "today":
        return Notice(
            what="Nothing from today.",
            why="What was published since midnight appears here.",
            keys=_keys(keys, ("sync.all", "sync now")),
        )
    if view_id == "in-progress":
        return Notice(
            what="Nothing is in progress.",
            why="What you leave before its end appears here, and opens where you stopped.",
            keys=_keys(keys, ("read.on", "read on, from entry to entry")),
        )
    return Notice(what="No entries.", why="", keys=_keys(keys, ("sync.all", "sync now")))


def _empty_feed(session: Session, keys: LiveKeys) -> Notice:
    feed = session.feed
    if feed is None:
        return Notice(what="No entries here.", keys=_keys(keys, ("sync.view", "sync this")))
    checked = feed.fetch.checked_at
    if feed.fetch.problem is not None:
        why = feed.fetch.problem.message
    elif checked is None:
        why = "It was not fetched yet."
    else:
        why = f"Checked {ago(session.now() - checked)}."
    return Notice(
        what="This feed has no entries.",
        why=why,
        keys=_keys(keys, ("sync.view", "sync this feed"), ("feed.details", "details")),
    )


def welcome_line(keys: LiveKeys, found: Sequence[Importable]) -> tuple[str, Keys]:
    """Greet in a line or two, where there is no room for more."""
    offer = f"import {_feeds(max(each.feeds for each in found))}" if found else "import"
    pairs = (("feed.add", "add a blog"), ("feed.import", offer), ("app.help", "keys"))
    return "Welcome. The Handbook explains this program.", _keys(keys, *pairs)


def trouble(feed: Feed | None, keys: LiveKeys, now: datetime) -> tuple[str, Keys]:
    """Say why a feed's entries are old: a sentence, and the keys that help."""
    if feed is None or feed.fetch.problem is None or not feed.total:
        return "", ()
    problem = feed.fetch.problem
    sentence = f"Not updated since {day(problem.since, now)}: {problem.message}"
    return sentence, _keys(keys, ("feed.details", "details"), ("sync.view", "retry"))
