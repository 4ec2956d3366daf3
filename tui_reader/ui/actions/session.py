"""What is being read: the view, its entries, and what arrived meanwhile.

The library is the truth. A session holds which part of it is on the screen, and brings the
screen up to date after every change; it draws nothing and knows no key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from tui_reader.clean import clean_line
from tui_reader.commands import Pane
from tui_reader.errors import FeedNotFound
from tui_reader.model.change import Field
from tui_reader.model.query import InCategory, InFeed
from tui_reader.ui.actions import notices
from tui_reader.ui.actions.arrivals import Arrivals
from tui_reader.ui.actions.changes import Changes
from tui_reader.ui.actions.describing import describe
from tui_reader.ui.actions.full_text import FullText
from tui_reader.ui.actions.history import LoadingOlder
from tui_reader.ui.actions.showing import Showing
from tui_reader.ui.actions.stops import Stops
from tui_reader.ui.actions.syncing import Syncing
from tui_reader.ui.actions.view_state import ViewState
from tui_reader.ui.widgets.status_line import Flash

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from textual.screen import Screen

    from tui_reader.config import Config
    from tui_reader.model.change import StatusChange
    from tui_reader.model.entry import EntryId, EntryRow
    from tui_reader.model.feed import Feed, FeedId
    from tui_reader.model.query import EntryQuery, View
    from tui_reader.reader import Reader
    from tui_reader.reader.care import Importable, LibraryStatus
    from tui_reader.ui.actions.remembered import Remembered
    from tui_reader.ui.screens.main import MainScreen

Answer = TypeVar("Answer")

_REFRESHED_BY_ID = 1000
"""A change lists no more entries than this; after a larger one all rows at hand are read anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A seam that was read across: from an entry of a view to another entry."""

    view: View
    row: EntryRow
    to: EntryId


class Session:
    """One person at one screen."""

    def __init__(
        self,
        *,
        reader: Reader,
        screen: MainScreen,
        config: Config,
        remembered: Remembered,
        now: Callable[[], datetime],
    ) -> None:
        self.reader = reader
        self.screen = screen
        self.config = config
        self.remembered = remembered
        self.now = now
        self.looks = ViewState()
        self.stops = Stops(self)
        self.changes = Changes(self)
        self.showing = Showing(reader, screen, self.stops)
        self.arrivals = Arrivals(self)
        self.syncing = Syncing(self)
        self.older = LoadingOlder(self)
        self.full_text = FullText(self)
        self.view: View | None = None
        self.feed: Feed | None = None
        """The feed whose entries the view shows, where it is one feed's."""
        self.opened: EntryId | None = None
        """The entry that was opened last, not merely passed by."""
        self.trail: list[Step] = []
        """Where reading on has led, for the way back."""
        self.search_from: tuple[View | None, EntryRow | None] | None = None
        """Where a search was begun, while its results are shown."""
        self.welcome: tuple[Importable, ...] | None = None
        """What this machine has to import, while a fresh library greets; else None."""
        self.status: LibraryStatus | None = None
        self.arrived = 0
        """Entries that the view has and the list does not show yet."""
        self.last_seen: EntryId | None = None
        """The newest entry of the library when the list was filled."""
        self._views_asked = 0

    async def start(self) -> None:
        """Fill the screen: the sidebar and the first view."""
        self.screen.entries.pages = self.reader.entries
        self.screen.entries.snippets = self.reader.reading.snippets
        await self.refresh_views()
        feeds = self.screen.feeds
        wanted = self.config.ui.start
        index = feeds.index_of(wanted)
        if feeds.views:
            feeds.go_to(index or 0)
            await self.open_view(feeds.views[index or 0])
        if index is None:
            self.flash(
                f"There is no view “{clean_line(wanted, limit=40)}” to start with (ui.start)"
            )

    # What is shown.

    async def open_view(self, view: View, *, at: EntryRow | None = None) -> None:
        """Show a view's entries from their start, or around one of them."""
        if self.view is not None and view.id != self.view.id:
            self.looks.leave(self.view)
        self.view = view
        self.search_from = None
        self.screen.article.mark_words("")
        self.feed = await self._feed_of(view)
        await self.show_query(await self.query_of(view), at=at)

    async def select_view(self, view: View) -> None:
        """Put the cursor of the feeds on a view, and show it."""
        index = self.screen.feeds.index_of(view.id)
        if index is not None:
            self.screen.feeds.go_to(index)
        await self.open_view(view)

    async def query_of(self, view: View) -> EntryQuery:
        """Give the query for a view as it is looked at from now on."""
        return self.looks.query_for(view, await self.reader.entries.last_change())

    async def show_query(self, query: EntryQuery, *, at: EntryRow | None = None) -> None:
        """Fill the list."""
        self.arrived = 0
        self.last_seen = await self.reader.entries.newest()
        await self.screen.entries.show(query, at=at)
        self.describe()

    # After changes.

    async def after_change(self, change: StatusChange) -> None:
        """Bring rows and counts up to date with a change of this program's."""
        entries = self.screen.entries
        if change.field in {Field.SUBSCRIBED, Field.PURGED}:
            await self.refresh_views()
            gone = self.view is not None and self.feed is None and _is_of_a_feed(self.view)
            if gone and self.screen.feeds.view is not None:
                await self.open_view(self.screen.feeds.view)
            elif entries.scope is not None:
                await entries.show(entries.scope, at=entries.row)
        else:
            small = change.count <= _REFRESHED_BY_ID
            await entries.refresh_rows(change.entry_ids if small else None)
            await self.refresh_views()
        self.describe()

    async def refresh_views(self, *, hurried: bool = False) -> None:
        """Read the sidebar and the library's state anew; hurried, not all that takes long."""
        feeds = self.screen.feeds
        self._views_asked += 1
        asked = self._views_asked
        views = await self.reader.feeds.views(feeds.unfolded, hurried=hurried)
        if asked == self._views_asked:
            # Else a newer answer is on its way, or here: a fold in between must not open again.
            feeds.show(views)
        self.screen.article.set_measures(await self.reader.reading.measures())
        self.status = await self.reader.care.status()
        if self.view is not None:
            index = feeds.index_of(self.view.id)
            view = self.view = feeds.views[index] if index is not None else self.view
            feed = await self._feed_of(view)
            self.feed = feed if self.view is view else self.feed
        self.syncing.show_state()

    async def refresh_after_sync(self, *, hurried: bool = False) -> None:
        """Take in what another process wrote, moving neither cursor nor text.

        While a sync goes on it may be hurried: what is out of sight is left for its end.
        """
        await self.refresh_views(hurried=hurried)
        entries = self.screen.entries
        query = entries.scope
        if query is None:
            return
        if not entries.place[1]:
            await self.show_query(query)
            return
        await entries.refresh_rows(only_in_sight=hurried)
        await self.changes.notice()
        count = await self.reader.entries.count(query)
        if entries.scope is query:
            self.arrived = max(0, count - entries.place[1])
            self.describe()

    async def _feed_of(self, view: View) -> Feed | None:
        source = view.query.source
        if not isinstance(source, InFeed | InCategory):
            return None
        try:
            return await self.reader.feeds.get(source.feed_id)
        except FeedNotFound:
            return None

    def feed_id(self) -> FeedId | None:
        """Give the feed that the focused pane is about."""
        screen = self.screen
        if screen.in_feeds:
            source = screen.feeds.view.query.source if screen.feeds.view else None
            return source.feed_id or None if isinstance(source, InFeed | InCategory) else None
        if screen.entries.row is not None:
            return screen.entries.row.feed_id
        return self.feed.id if self.feed is not None and self.search_from is None else None

    async def greet(self) -> None:
        """Welcome the owner of a fresh library, until the first key."""
        self.welcome = await self.reader.care.importable()
        keys = self.screen.keys
        self.screen.pane(Pane.ARTICLE).show_notice(notices.welcome(keys, self.welcome))
        self.describe()

    def end_greeting(self) -> None:
        """Make room for the articles."""
        if self.welcome is not None:
            self.welcome = None
            self.screen.pane(Pane.ARTICLE).show_notice(None)
            self.showing.follow(self.screen.entries.row)
            self.describe()

    # Talking to the person.

    def describe(self) -> None:
        """Bring headers, banner, notices and keys up to date."""
        describe(self)

    def flash(self, text: str, hint: str = "", *, is_error: bool = False) -> None:
        """Say a sentence in the footer."""
        self.screen.status.flash(Flash(text=text, hint=hint, is_error=is_error))

    async def ask(self, dialog: Screen[Answer]) -> Answer | None:
        """Show a dialog and wait for its answer; only from a worker."""
        return await self.screen.app.push_screen_wait(dialog)

    def keep(self, key: str, value: str) -> None:
        """Remember a choice for the next session."""
        self.screen.app.run_worker(
            self.remembered.keep(key, value), group="remember", exit_on_error=False
        )


def _is_of_a_feed(view: View) -> bool:
    return isinstance(view.query.source, InFeed | InCategory)
