"""Link hints: letters over the links in sight, to follow or to copy one without stepping."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from tui_reader.cells import cell_len
from tui_reader.ui.widgets.article_headings import HeadingView
from tui_reader.ui.widgets.hints import labels
from tui_reader.ui.widgets.layout_view import Overlay

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import events

    from tui_reader.article.lines import LinkPlace
    from tui_reader.ui.widgets.article_inks import ArticleInks


class HintView(HeadingView):
    """Shows a layout whose links can be named by letters."""

    @dataclass
    class HintsChanged(Message):
        """The letters came, or went."""

        shown: bool

    @dataclass
    class LinkPicked(Message):
        """A link was named by its letters in upper case: it is to be copied."""

        url: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._hints: dict[str, int] = {}
        """Labels, and the indices of the places that they name; empty while none are shown."""
        self._typed = ""

    @property
    def hinting(self) -> bool:
        """Whether letters are shown: then every key is for them."""
        return bool(self._hints)

    def show_hints(self) -> bool:
        """Put letters over the links in sight; False where there are none."""
        bottom = self._top + self.size.height
        inside = [
            index
            for index, place in enumerate(self._link_places)
            if self._top <= place.line < bottom
            and self._shown_column(place.line, self._drawn_column(place)) >= 0
        ]
        if not inside:
            return False
        self._hints = dict(zip(labels(len(inside)), inside, strict=True))
        self._typed = ""
        self.forget_strips()
        self.post_message(self.HintsChanged(shown=True))
        return True

    def end_hints(self) -> None:
        """Take the letters away."""
        if self._hints:
            self._hints = {}
            self.forget_strips()
            self.post_message(self.HintsChanged(shown=False))

    def type_hint(self, event: events.Key) -> None:
        """Take a key while letters are shown: narrow, complete, go back a letter, or leave."""
        if event.key == "escape":
            self.end_hints()
        elif event.key == "backspace":
            self._typed = self._typed[:-1]
            self.forget_strips()
        elif event.character is not None:
            self._narrow(event.character)

    def _narrow(self, letter: str) -> None:
        typed = self._typed + letter.lower()
        if typed in self._hints:
            index = self._hints[typed]
            self.end_hints()
            self._choose(index)
            if letter.isupper() and self.focused_link:
                self.post_message(self.LinkPicked(self.focused_link))
            else:
                self._follow()
        elif any(label.startswith(typed) for label in self._hints):
            self._typed = typed
            self.forget_strips()

    def _left_behind(self) -> None:
        super()._left_behind()
        self.end_hints()

    def _text_changed(self) -> None:
        super()._text_changed()
        self.end_hints()

    def _drawn_column(self, place: LinkPlace) -> int:
        """Give the cell in which a link's first character is drawn."""
        characters = cells = 0
        for span in self._layout.lines[place.line].spans:
            if cells == place.column:
                break
            characters, cells = characters + len(span.text), cells + cell_len(span.text)
        drawn = self._cells_of(place.line, characters, characters + 1)
        return drawn[0][0] if drawn else place.column

    def _overlays(self, number: int, look: ArticleInks) -> Iterator[Overlay]:
        yield from super()._overlays(number, look)
        for label, index in self._hints.items():
            place = self._link_places[index]
            if place.line != number or not label.startswith(self._typed):
                continue
            done = len(self._typed)
            start = self._drawn_column(place)
            if done:
                yield Overlay(start, start + done, look.hint_typed, label[:done])
            yield Overlay(start + done, start + len(label), look.hint, label[done:])
