"""The feeds pane: smart views, folders, feeds and their categories, as a tree that folds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.model.query import ViewKind
from tui_reader.ui.messages import FoldToggled, ViewChosen, ViewHighlighted
from tui_reader.ui.widgets.cursor_list import CursorList
from tui_reader.ui.widgets.feed_rows import lay_out, sign_column

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual import events

    from tui_reader.model.query import View
    from tui_reader.ui.widgets.cursor_list import Item
    from tui_reader.ui.widgets.glyphs import Glyphs

_SIGN_CELLS = 2


class FeedList(CursorList):
    """Shows the views and says which one the cursor is on."""

    def __init__(self, *, glyphs: Glyphs, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._glyphs = glyphs
        self._views: list[View] = []
        self.unfolded: set[str] = set()
        """Ids of open feeds, and of closed folders with a leading ``-``, for ``Feeds.views``."""
        self.syncing = False
        """New feeds show that their entries are on the way."""

    @property
    def views(self) -> Sequence[View]:
        """All views, top down."""
        return self._views

    @property
    def view(self) -> View | None:
        """The view under the cursor."""
        return self._views[self.cursor] if 0 <= self.cursor < len(self._views) else None

    def show(self, views: Sequence[View]) -> None:
        """Take fresh views; the cursor stays on the view it is on."""
        at = self.view
        same_lines = [view.id for view in views] == [view.id for view in self._views]
        self._views = list(views)
        if at is not None and not same_lines:
            index = self.index_of(at.id)
            self.cursor = min(self.cursor, max(0, len(views) - 1)) if index is None else index
            if self._follow:
                self._bring_into_sight()
        if same_lines:
            self.redraw_changed()
        else:
            self.redraw()

    def index_of(self, view_id: str) -> int | None:
        """Find a view's line."""
        ids = (at for at, view in enumerate(self._views) if view.id == view_id)
        return next(ids, None)

    def is_unfolded(self, view: View) -> bool:
        """Tell whether a folder or a feed shows what is in it."""
        if view.kind is ViewKind.FOLDER:
            return f"-{view.id}" not in self.unfolded
        return view.id in self.unfolded

    def fold(self, view: View, *, unfolded: bool) -> None:
        """Note that a view is to be open or closed; the caller reads the views anew."""
        key, member = view.id, unfolded
        if view.kind is ViewKind.FOLDER:
            key, member = f"-{view.id}", not unfolded
        (self.unfolded.add if member else self.unfolded.discard)(key)

    @property
    def unfolded_feeds(self) -> set[str]:
        """Ids of the feeds that show their categories."""
        return {key for key in self.unfolded if not key.startswith("-")}

    def unfold_all(self) -> None:
        """Open every folder."""
        self.unfolded = self.unfolded_feeds

    def parent_of(self, view: View) -> View | None:
        """Give the folder or feed that holds a view."""
        at = self.index_of(view.id)
        above = reversed(self._views[:at]) if at else iter(())
        return next((each for each in above if each.depth < view.depth), None)

    # What the cursor list asks.

    def item_count(self) -> int:
        """Count the lines."""
        return len(self._views)

    def item_key(self, index: int) -> Hashable:
        """Give what the look of a line depends on."""
        view = self._views[index]
        above = self._views[index - 1] if index else None
        before = (above.kind, above.depth) if above else None
        return (
            *(
                view.id,
                view.title,
                view.count,
                view.total,
                view.problem,
                view.depth,
                view.expandable,
            ),
            *(before, self.is_unfolded(view), self.syncing and not view.total),
        )

    def item(self, index: int, width: int) -> Item:
        """Lay a line out."""
        view = self._views[index]
        return lay_out(
            view,
            self._views[index - 1] if index else None,
            width,
            self._glyphs,
            unfolded=self.is_unfolded(view),
            loading=self.syncing,
        )

    def moved(self, *, cursor: bool) -> None:
        """Tell which view the cursor is on."""
        view = self.view
        if cursor and view is not None:
            self.post_message(ViewHighlighted(view))

    async def on_click(self, event: events.Click) -> None:
        """Put the cursor where the click was; the sign folds, the second click opens."""
        index = self.index_at(event.y)
        if index is None:
            return
        self.go_to(index)
        view = self._views[index]
        sign_at = sign_column(view)
        if view.expandable and sign_at <= event.x < sign_at + _SIGN_CELLS:
            self.post_message(FoldToggled(view))
        elif event.chain == 2:
            self.post_message(ViewChosen(view))
