"""From a command id to its handler, one at a time; and why a command cannot run now."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from tui_reader.errors import BlogreadError
from tui_reader.ui.actions import (
    app,
    article,
    changes,
    entries,
    feeds,
    full_text,
    history,
    pictures,
    upkeep,
)

if TYPE_CHECKING:
    from tui_reader.ui.actions.session import Session

Handler = Callable[["Session"], "Awaitable[None] | None"]

TABLES: tuple[dict[str, Handler], ...] = (
    app.HANDLERS,
    article.HANDLERS,
    changes.HANDLERS,
    entries.HANDLERS,
    feeds.HANDLERS,
    full_text.HANDLERS,
    history.HANDLERS,
    pictures.HANDLERS,
    upkeep.HANDLERS,
)
"""Every module's own handlers; no command stands in two."""

HANDLERS: dict[str, Handler] = {
    command_id: handler for table in TABLES for command_id, handler in table.items()
}

_DIALOGS = frozenset(
    {
        *("app.help", "app.palette", "feed.add", "feed.import", "feed.rename", "feed.move"),
        *("feed.remove", "feed.details", "article.contents", "article.copy"),
        *("feed.settings", "feed.attention"),
    }
)
"""Commands that wait for a person: they run beside the queue of keys."""

DIALOG = "dialog"
"""The group of their workers."""

OPENERS = _DIALOGS | {"view.search", "find.begin"}
"""Commands that put something to type into, or to choose from, over the panes."""

_LEAVES_GREETING = _DIALOGS | {"app.theme", "sync.all", "sync.view", "view.density"}
"""Commands after which a fresh library still greets."""

_NEEDS_ENTRY = frozenset(
    {
        *("entry.toggle-read", "entry.toggle-star", "entry.open-comments", "entry.next"),
        *("entry.previous", "entry.full-text", "article.zoom", "article.changes", "article.copy"),
        *("article.narrower", "article.wider", "article.measure", "link.hints"),
    }
)
_NEEDS_ADDRESS = frozenset({"entry.open-browser", "entry.copy-link"})
_NEEDS_HITS = frozenset({"find.next", "find.previous"})
_NEEDS_FEED = frozenset(
    {"feed.rename", "feed.move", "feed.remove", "feed.details", "feed.full-text"}
)

_RULES: tuple[tuple[Iterable[str], str], ...] = (
    (_NEEDS_ENTRY, "There is no entry here."),
    (_NEEDS_FEED, "There is no feed here."),
    (_NEEDS_ADDRESS, "There is nothing here that has an address."),
    (_NEEDS_HITS, "Nothing is looked for in the article."),
    (("view.show-new",), "Nothing new has arrived."),
    (("view.clean-up",), "Read entries are not hidden in this view."),
    (("view.mark-read",), "There is no entry here."),
)
"""Commands that cannot always be carried out, and what is said where they cannot."""


class Dispatcher:
    """Carries out commands in the order of their keys."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._turn = asyncio.Lock()

    async def perform(self, command_id: str) -> None:
        """Carry out a command; what the library or a feed objects to is said in the footer."""
        if command_id not in _LEAVES_GREETING:
            self._session.end_greeting()
        if command_id in _DIALOGS:
            self._session.screen.app.run_worker(
                self._run(command_id), group=DIALOG, exit_on_error=False
            )
            return
        async with self._turn:
            if self._session.screen.in_feeds and not command_id.startswith("move."):
                # Typed ahead of the pause after which a view is shown.
                await feeds.open_chosen(self._session)
            await self._run(command_id)

    async def _run(self, command_id: str) -> None:
        try:
            result = HANDLERS[command_id](self._session)
            if inspect.isawaitable(result):
                await result
        except BlogreadError as error:
            self._session.flash(error.message, error.hint, is_error=True)
        self._session.screen.show_keys()

    def objections(self) -> Mapping[str, str]:
        """Say why commands cannot be carried out now; the others can."""
        session, screen = self._session, self._session.screen
        scope = screen.entries.scope
        return _objections(
            (
                screen.entries.row is None,
                session.feed_id() is None,
                session.feed_id() is None if screen.in_feeds else screen.entries.row is None,
                screen.article.hit is None,
                not session.arrived,
                scope is None or not scope.unread_only,
                not screen.entries.place[1],
            )
        )


@lru_cache(maxsize=64)
def _objections(holding: tuple[bool, ...]) -> Mapping[str, str]:
    """Give what is said of commands, by which of the rules hold."""
    found: dict[str, str] = {}
    for (ids, said), holds in zip(_RULES, holding, strict=True):
        if holds:
            for command_id in ids:
                found.setdefault(command_id, said)
    return found
