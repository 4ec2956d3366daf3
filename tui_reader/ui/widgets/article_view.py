"""The article pane: has entries built and laid out, and shows them.

Nothing here looks at HTML: documents are built and laid out in a worker thread by
``article``, and what arrives are lines of spans with roles.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from threading import Event
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.message import Message
from textual.worker import get_current_worker

from tui_reader.article.header import row_header
from tui_reader.article.lines import Layout, Line, Role, Span
from tui_reader.ui.widgets.article_boxes import WrongBoxes, held_boxes, same_in_sight
from tui_reader.ui.widgets.article_held import HeldEntry
from tui_reader.ui.widgets.article_measure import MeasureView
from tui_reader.ui.widgets.article_shelf import Shelf
from tui_reader.ui.widgets.layout_view import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tui_reader.article.pictures import PictureRoom
    from tui_reader.model.entry import Entry, EntryId, EntryRow
    from tui_reader.model.feed import FeedId

_LAYING_OUT = "laying an article out"
"""Without a description, Textual writes the whole article into one.

Threads are not asked of Textual, either: one that ran a worker keeps what it was given until it
runs another, and there are as many as processors, and four.
"""
_PAINT = 0.2
"""Seconds that the rest of an article waits at most for its first screen to be painted.

Both want the processor; so the first screen has it.
"""


class ArticleView(MeasureView, can_focus=True):
    """Shows one article."""

    @dataclass
    class ReachedEnd(Message):
        """The end of the text came into sight; once for each time the entry is shown."""

        entry_id: EntryId

    @dataclass
    class Rendered(Message):
        """The whole text is on the screen."""

        entry_id: EntryId

    def __init__(
        self,
        *,
        measure: int = 72,
        now: Callable[[], datetime] | None = None,
        hint: str = "",
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(ArticleView.measure, measure)
        self.now = now
        self._shelf = Shelf(hint)
        self._wrong_boxes = WrongBoxes()
        self._held: HeldEntry | None = None
        self._row: EntryRow | None = None
        self._ended = False
        self._is_awaited = False
        self._is_beginning = False
        """Only the first screens are laid out yet, or some code waits for its colours."""
        self._under: tuple[Layout, int, int] | None = None
        """The text, its top line and how far it is moved sideways, while its source is shown."""

    # What is shown.

    @property
    def entry(self) -> Entry | None:
        """What is shown, or is being laid out; for a book, some milliseconds of unpacking."""
        return self._held.whole() if self._held is not None else None

    @property
    def entry_head(self) -> Entry | None:
        """The same, perhaps without its texts."""
        return self._held.head if self._held is not None else None

    @property
    def entry_id(self) -> EntryId | None:
        """The entry whose text is shown, or is being laid out."""
        return self._held.id if self._held else None

    @property
    def is_awaited(self) -> bool:
        """Whether nothing of the text was shown yet: then there is no place in it to keep."""
        return self._held is not None and self._is_awaited

    def show_row(self, row: EntryRow) -> None:
        """Show an entry's head at once; its text comes with ``show``."""
        if self._held is not None and self._held.id == row.id:
            return
        self.end_find()
        self._under = None
        self._held, self._row = None, row
        self._swap(self._row_layout(row))

    def show(self, entry: Entry) -> None:
        """Show an entry from its stop. The same text again, changed, keeps its place."""
        before, held = self._held, HeldEntry(entry)
        known = before is not None and before.id == held.id
        same = before is not None and known and before.shows_page is held.shows_page
        if not same:
            self._ended = self._is_beginning = False
            self._is_awaited = True
            self._under = None
            self._begin_at(None if known else entry.stop)
            self._try_lost_pictures()
            self._shelf.room, self._shelf.sight = self._picture_room(), None
            if self._row is None or self._row.id != entry.id:
                self.end_find()
        elif before is not None and before.shows_changes is not held.shows_changes:
            if held.shows_changes:
                self._begin_changes()
            else:
                self._end_changes()
        self._held, self._row = held, None
        self._feed_id = entry.feed_id
        self._arrange(held)

    def prefetch(self, entry: Entry) -> None:
        """Lay an entry out that may be shown next."""
        held, width = HeldEntry(entry), self._width_for(entry.feed_id)
        if self.size.width and self._shelf.layout(held, width) is None:
            self._lay_out_ahead(held, width)

    def clear(self) -> None:
        """Show nothing."""
        self._under = None
        self.end_find()
        self._held = self._row = None
        self._swap(NOTHING)

    def _arrange(self, held: HeldEntry) -> None:
        """Show the layout that is ready, else have one made."""
        width = self._text_width
        ready = self._shelf.layout(held, width)
        if ready is not None:
            self._take(held, ready)
            if held.is_long:
                self._pack(held)
        elif self.size.width:
            self._lay_out(held, width)

    @work(description=_LAYING_OUT, group="article", exclusive=True, exit_on_error=False)
    async def _lay_out(self, held: HeldEntry, width: int) -> None:
        from_top = self.is_awaited and self._due is None
        await asyncio.to_thread(self._make, held, width, from_top=from_top)

    def _make(self, held: HeldEntry, width: int, *, from_top: bool) -> None:
        """Make a layout and show it, in a thread; its first screens before the rest takes long."""
        worker = get_current_worker()

        def show_first(beginning: Layout) -> None:
            if not worker.is_cancelled:
                painted = Event()
                self.app.call_from_thread(self._take_beginning, held, beginning, painted.set)
                painted.wait(_PAINT)

        room = self._shelf.sight or self._shelf.room
        layout = self._shelf.make(held, width, room, first=show_first if from_top else None)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take, held, layout)
            held.pack()

    @work(description=_LAYING_OUT, group="article-ahead", exit_on_error=False)
    async def _lay_out_ahead(self, held: HeldEntry, width: int) -> None:
        await asyncio.to_thread(self._shelf.make, held, width, self._shelf.room)

    @work(description=_LAYING_OUT, group="article-ahead", exit_on_error=False)
    async def _pack(self, held: HeldEntry) -> None:
        await asyncio.to_thread(held.pack)

    def _take_beginning(
        self, held: HeldEntry, layout: Layout, painted: Callable[[], object]
    ) -> None:
        """Show the first screens of an article, and tell when they can be seen."""
        is_first = self.is_awaited and self._is_wanted(held) and not self._under
        if is_first and self._fits(layout):
            self._swap(layout)
            self._is_awaited, self._is_beginning = False, True
            self.call_after_refresh(painted)
        else:
            painted()

    def _take(self, held: HeldEntry, layout: Layout) -> None:
        """Show a layout that is ready, if it is still wanted."""
        if not self._is_wanted(held) or self._under is not None:
            return
        if not self._fits(layout):
            self._arrange(held)
            return
        if self._is_beginning and self._goes_on(layout):
            # The whole goes on below the lines that may be read already.
            self._is_beginning = False
            self._layout = layout
            self._text_grew()
            self.forget_strips()
        else:
            due = self._take_due_top(layout)
            kept = 0 if self.is_awaited else self._same_top(layout)
            self._swap(layout, top=kept if due is None else due)
        self._is_awaited = False
        self.post_message(self.Rendered(held.id))
        self.call_after_refresh(self._scrolled)

    def _is_wanted(self, held: HeldEntry) -> bool:
        return self._held is not None and self._held.id == held.id

    def _goes_on(self, layout: Layout) -> bool:
        """Whether a layout has the lines that are shown, which are its beginning."""
        room = self._layout.picture_room
        return layout.width == self._layout.width and room in {None, layout.picture_room}

    def _swap(self, layout: Layout, *, top: int = 0) -> None:
        self._layout = layout
        self._wrong_boxes.forget()
        self._is_beginning = False
        self._side = 0
        self._top = self._told_top = max(0, min(top, self._last_top))
        self._text_changed()
        self.forget_strips()

    def _row_layout(self, row: EntryRow) -> Layout:
        if not self.size.width:
            return NOTHING  # it is hidden; its size comes when it is shown
        width = self._text_width
        waiting = Line((Span("…", Role.MUTED),))
        return Layout(width=width, lines=(*row_header(row, width), waiting), anchors={})

    # Boxes of pictures.

    def _correct_boxes(self) -> None:
        """Have boxes set anew that proved wrong and are out of sight."""
        layout, room = self._layout, self._picture_room()
        if self._held is None or room is None or layout.picture_room is None or self._is_busy:
            return
        wrong = self._wrong_boxes.of(layout, room)
        boxes = held_boxes(wrong, self._top, self.size.height)
        if boxes is None:
            return
        room = replace(room, held=boxes)
        if room != layout.picture_room:
            self._set_boxes(self._held, layout, room)

    @property
    def _is_busy(self) -> bool:
        """Whether someone points at places in the text, or waits for another one."""
        return (
            bool(self._is_beginning or self._under or self.hinting or self.is_unfolding)
            or self.text_selection is not None
        )

    @work(description=_LAYING_OUT, group="boxes", exclusive=True, exit_on_error=False)
    async def _set_boxes(self, held: HeldEntry, before: Layout, room: PictureRoom) -> None:
        layout = await asyncio.to_thread(self._shelf.make, held, before.width, room)
        self._take_boxes(before, layout, room)

    def _take_boxes(self, before: Layout, layout: Layout, room: PictureRoom) -> None:
        """Show the other boxes, if that moves nothing that is seen."""
        if before is not self._layout or self._is_busy:
            return
        top, new_top = self._top, self._same_top(layout)
        if not same_in_sight(before, top, layout, new_top, self.size.height):
            return
        if self._went_to is not None and self._went_to[1] == top:
            self._went_to = self._went_to[0], new_top
        self._shelf.sight = room
        self._layout = layout
        self._top = self._told_top = new_top
        self._adopt()
        self._text_grew()
        self.forget_strips()

    # The source.

    def show_source(self) -> bool:
        """Show the markup of the entry in the place of its text; False where there is none."""
        if self._held is None or not self.size.width:
            return False
        self._under = self._layout, self._top, self._side
        self.end_find()
        self._lay_out_source(self._held, self._text_width)
        return True

    def leave_source(self) -> bool:
        """Show the text again where it was left; False where it is shown already."""
        if self._under is None:
            return False
        layout, top, side = self._under
        self._under = None
        self.end_find()
        self._swap(layout, top=top)
        if self._held is not None:
            self._arrange(self._held)
        if self._layout is layout:
            self._side = side
        return True

    @work(description=_LAYING_OUT, group="article", exclusive=True, exit_on_error=False)
    async def _lay_out_source(self, held: HeldEntry, width: int) -> None:
        await asyncio.to_thread(self._make_source, held, width)

    def _make_source(self, held: HeldEntry, width: int) -> None:
        from tui_reader.article.source import source_layout  # noqa: PLC0415 - the first paint needs no markup

        layout = source_layout(held.whole(), width)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._take_source, held, layout)

    def _take_source(self, held: HeldEntry, layout: Layout) -> None:
        if self._under is None or not self._is_wanted(held):
            return
        again = self._layout is not self._under[0]
        self._swap(layout, top=self._same_top(layout) if again else 0)

    def _turn_folds(self, folds: frozenset[int]) -> None:
        if self._held is not None:
            self._is_beginning = False  # what follows is laid out anew
            self._shelf.turn(self._held, folds)
            self._arrange(self._held)

    # Size.

    @property
    def _shown_feed(self) -> FeedId | None:
        shown = self._held or self._row
        return shown.feed_id if shown is not None else None

    def _fits(self, layout: Layout) -> bool:
        """Whether a layout is one for the size of the moment."""
        rooms = {None, self._shelf.room, self._shelf.sight}
        return layout.width == self._text_width and layout.picture_room in rooms

    @on(events.Resize)
    def _resized(self) -> None:
        self._shelf.room, self._shelf.sight = self._picture_room(), None
        if not self._fits(self._layout):
            self._wrap_anew()
        else:
            self._top = min(self._top, self._last_top)
            self.forget_strips()
            self._scrolled()

    def _wrap_anew(self) -> None:
        self._shelf.sight = None
        if self._under is not None and self._held is not None:
            self._lay_out_source(self._held, self._text_width)
        elif self._row is not None:
            self._swap(self._row_layout(self._row))
        elif self._held is not None:
            self._arrange(self._held)

    # Moving.

    @property
    def at_end(self) -> bool:
        """Whether the end of the text is in sight."""
        return not self._is_beginning and super().at_end

    def _scrolled(self) -> None:
        if self._held is None or self._held.shows_changes:
            return
        if self._ended or self._is_beginning or not self._layout.lines:
            return
        if self._under is not None:
            return  # the source is not read to its end
        self._tell_place(self._held.id)
        if not self.at_end:
            return
        self._ended = True
        self.post_message(self.ReachedEnd(self._held.id))
