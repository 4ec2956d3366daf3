"""Find in the article: all hits marked in the text, one of them the current one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from tui_reader.ui.widgets.article_hints import HintView
from tui_reader.ui.widgets.article_hits import Finder
from tui_reader.ui.widgets.layout_view import Overlay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_reader.article.lines import Layout
    from tui_reader.ui.widgets.article_hits import Hits
    from tui_reader.ui.widgets.article_inks import ArticleInks


_LONG = 1500
"""Lines that take long to be made ready."""


class FindView(HintView):
    """Shows a layout in which words can be found."""

    @dataclass
    class HitsChanged(Message):
        """Other hits are marked, or another one is the current one."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._finder: Finder | None = None
        self._sought = ""
        """What a person looks for in this article."""
        self._words = ""
        """The words of a search of the library, by which articles are shown."""
        self._hits: Hits | None = None
        self._start: int | None = None
        """The line from which the first hit is still to be looked for."""
        self._hit = -1
        """The current hit; -1 where there is none."""

    @property
    def finding(self) -> bool:
        """Whether a person looks for something in this article."""
        return bool(self._sought)

    @property
    def hit(self) -> tuple[int, int] | None:
        """The number of the current hit, from 1 (0 is none yet), and how many there are."""
        return None if self._hits is None else (self._hit + 1, len(self._hits))

    @property
    def chosen_line(self) -> int | None:
        """The line of the current hit, else of the chosen link, where it is in sight."""
        line = self._chosen.first if self._chosen is not None else None
        if self._hits is not None and self._hit >= 0:
            line = self._hits.line(self._hit)
        inside = line is not None and self._top <= line < self._top + self.size.height
        return line if inside else None

    @property
    def place(self) -> int:
        """The line at the top, to come back to."""
        return self._top

    def find(self, text: str, *, start: int) -> None:
        """Mark what is looked for, and go to the first hit from a line on; nothing ends it."""
        self._sought = text.strip()
        self._start = start
        self._hit = -1
        self._search()
        if not self._sought:
            self._go_to(start)
            self._start = None
        self._hits_changed()

    def end_find(self) -> None:
        """Look for nothing; the words of a search of the library are marked again."""
        if self._sought:
            self._sought = ""
            self._hit = -1
            self._search()
            self._hits_changed()

    def mark_words(self, words: str) -> None:
        """Mark the words of a search of the library in every article from now on."""
        if words != self._words:
            self._words = words
            if not self._sought:
                self._search()
                self._hits_changed()

    def step_hit(self, step: int) -> bool | None:
        """Go to the next hit, or the one before, round the ends.

        Returns:
            Whether an end was passed; None where there is no hit.
        """
        hits = self._hits
        if not hits:
            return None
        index = self._hit + step
        if self._hit < 0:
            index = hits.first_from(self._top) - (step < 0)
        self._hit = index % len(hits)
        self._go_to_hit(self._top)
        self._hits_changed()
        return index != self._hit

    def _go_to_hit(self, top: int) -> None:
        """Bring the current hit into sight from where ``top`` is the first line, if need be."""
        if self._hits is None:
            return
        line = self._hits.line(self._hit)
        height = self.size.height
        self._go_to(top if top <= line < top + height else line - height // 3)
        part = next(part for index, part in self._hits.on_line(line) if index == self._hit)
        self._show_cells(line, *self._cells_of(line, part.start, part.end)[0])

    def _search(self) -> None:
        """Find what is looked for; in a long text a thread makes it ready first."""
        layout = self._layout
        if not (self._sought or self._words) or not layout.lines:
            self._finder = self._hits = None
        elif self._finder is not None:
            self._search_in(self._finder)
        elif len(layout.lines) > _LONG:
            self._hits = None
            self._make_ready(layout)
        else:
            self._finder = Finder(layout)
            self._search_in(self._finder)

    def _search_in(self, finder: Finder) -> None:
        if not self._sought:
            found = finder.find_words(self._words)
            self._hits = found if len(found) else None
            return
        self._hits = finder.find(self._sought)
        start, self._start = self._start, None
        if start is None:
            return
        if self._hits:
            self._hit = self._hits.first_from(start)
            self._go_to_hit(start)
        else:
            self._go_to(start)

    # Without a description, Textual writes the whole layout into one.
    @work(
        description="making an article ready to be searched",
        group="find",
        exclusive=True,
        exit_on_error=False,
        thread=True,
    )
    def _make_ready(self, layout: Layout) -> None:
        finder = Finder(layout)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._take_finder, layout, finder)

    def _take_finder(self, layout: Layout, finder: Finder) -> None:
        if layout is self._layout:
            self._finder = finder
            self._find_again()

    def _hits_changed(self) -> None:
        self.forget_strips()
        self.post_message(self.HitsChanged())

    def _find_anew(self) -> None:
        """Find the same in another layout."""
        self._finder = None
        self._find_again()

    def _find_again(self) -> None:
        had = self._hits is not None
        self._search()
        if self._hits is not None:
            self._hit = min(self._hit, len(self._hits) - 1)
        if had or self._hits is not None:
            self._hits_changed()

    def _text_changed(self) -> None:
        super()._text_changed()
        self._find_anew()

    def _text_grew(self) -> None:
        super()._text_grew()
        self._find_anew()

    def _overlays(self, number: int, look: ArticleInks) -> Iterator[Overlay]:
        if self._hits is not None:
            for index, part in self._hits.on_line(number):
                style = look.current_hit if index == self._hit else look.hit
                for start, end in self._cells_of(number, part.start, part.end):
                    yield Overlay(start, end, style)
        yield from super()._overlays(number, look)
