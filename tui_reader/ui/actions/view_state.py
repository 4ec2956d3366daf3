"""How views are looked at: read entries hidden or not, which order. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui_reader.model.query import Sort, ViewKind

if TYPE_CHECKING:
    from tui_reader.model.change import ChangeId
    from tui_reader.model.query import EntryQuery, View


class ViewState:
    """Feeds and folders share one choice; a smart view has its own, until it is left."""

    def __init__(self) -> None:
        self.sort = Sort.NEWEST
        self._hide_read = False
        self._smart: tuple[str, bool] | None = None

    def hides_read(self, view: View) -> bool:
        """Tell whether a view shows only what is unread."""
        if view.kind is not ViewKind.SMART:
            return self._hide_read
        if self._smart is not None and self._smart[0] == view.id:
            return self._smart[1]
        return view.query.unread_only

    def toggle(self, view: View) -> bool:
        """Hide or show what is read; give whether it is hidden now."""
        hidden = not self.hides_read(view)
        if view.kind is ViewKind.SMART:
            self._smart = (view.id, hidden)
        else:
            self._hide_read = hidden
        return hidden

    def leave(self, view: View) -> None:
        """Forget the choice made for a smart view."""
        if self._smart is not None and self._smart[0] == view.id:
            self._smart = None

    def query_for(self, view: View, kept_since: ChangeId) -> EntryQuery:
        """Give the query for a view; what was read after a change stays in it."""
        hidden = self.hides_read(view)
        return replace(
            view.query,
            unread_only=hidden,
            kept_since=kept_since if hidden else None,
            sort=self.sort,
        )
