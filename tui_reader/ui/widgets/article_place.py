"""The place in an article: told when it is scrolled, gone back to when it is shown again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events, on
from textual.message import Message

from tui_reader.article.stops import line_of, stop_in
from tui_reader.ui.widgets.article_find import FindView

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.article.lines import Layout
    from tui_reader.model.entry import EntryId
    from tui_reader.model.reading import Stop

_ABOVE_CHANGE = 3
"""Lines in sight above the first change."""


class PlaceView(FindView):
    """Shows a text that may be left and come back to."""

    @dataclass
    class ReadTo(Message):
        """The text was scrolled; no place at its top and at its end."""

        entry_id: EntryId
        place: Stop | None

    @dataclass
    class Left(Message):
        """The focus went elsewhere."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.read_to: tuple[EntryId, Stop | None] | None = None
        """What was told last of the text that is shown."""
        self.resumed_at = 0
        """Percent at which the text was resumed, until it is scrolled; else 0."""
        self._due: Callable[[Layout], int] | None = None
        """Finds the line to go to once the text is laid out."""
        self._left_at: Stop | None = None
        """Where one was in the text when its changes were shown instead."""
        self._told_top = 0

    def move(self, command_id: str) -> bool:
        """Carry out a ``move.*`` or ``link.*`` command; False where nothing came of it."""
        self._due = None  # who moves already does not want to be moved
        return super().move(command_id)

    @property
    def stop(self) -> Stop | None:
        """Where one is in the text; None at its top."""
        return stop_in(self._layout, self._top, self.size.height)

    @property
    def at_end(self) -> bool:
        """Whether the end of the text is in sight; the list of its links may follow."""
        return self._top + self.size.height >= self._layout.end or super().at_end

    def _begin_at(self, stop: Stop | None) -> None:
        """Show another text, from a place in it once it is laid out."""
        self.read_to = None
        self.resumed_at = stop.percent if stop is not None else 0
        self._due = self._finder_of(stop) if stop is not None else None

    def _begin_changes(self) -> None:
        """Show the changes of the text, from the first of them."""
        self._left_at = self.stop
        self._due = lambda layout: max(0, min(layout.changes, default=0) - _ABOVE_CHANGE)

    def _end_changes(self) -> None:
        """Show the text again, from where one was in it."""
        self._due = self._finder_of(self._left_at)

    def _finder_of(self, stop: Stop | None) -> Callable[[Layout], int]:
        return lambda layout: line_of(layout, stop, self.size.height) if stop else 0

    def _take_due_top(self, layout: Layout) -> int | None:
        """Give the line to go to; None where that is not asked for."""
        due, self._due = self._due, None
        return due(layout) if due is not None else None

    def _same_top(self, layout: Layout) -> int:
        """Find the line of another layout that shows what the first one in sight shows now."""
        lines = self._layout.lines
        at = self._top
        while at < len(lines) and not lines[at].spans:
            at += 1
        if at == len(lines) or not lines[at].block:
            return self._top
        return layout.line_at(lines[at].block, lines[at].offset) - (at - self._top)

    def _tell_place(self, entry_id: EntryId) -> None:
        """Tell where one is, if that is another place than it was."""
        if self._top == self._told_top:
            return
        self._told_top = self._top
        self.resumed_at = 0
        self.read_to = (entry_id, None if self.at_end else self.stop)
        self.app.post_message(self.ReadTo(*self.read_to))

    @on(events.Blur)
    def _blurred(self) -> None:
        self.post_message(self.Left())
