"""The links of a layout: steps through them, chooses, follows, jumps inside the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events, on
from textual.message import Message

from tui_reader.article.lines import Role
from tui_reader.cells import cell_len
from tui_reader.ui.widgets.article_select import SelectView
from tui_reader.ui.widgets.layout_view import Chosen

if TYPE_CHECKING:
    from tui_reader.article.lines import LinkPlace


class LinkView(SelectView):
    """Shows a layout whose links can be chosen and followed."""

    @dataclass
    class LinkFocused(Message):
        """A link was stepped to; empty where none is chosen any more."""

        url: str

    @dataclass
    class LinkChosen(Message):
        """A link was followed that leads out of the article."""

        url: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._places: tuple[LinkPlace, ...] | None = None
        self._place = -1
        """Index of the chosen link in ``_link_places``."""

    def move(self, command_id: str) -> bool:
        """Carry out a ``move.*`` or ``link.*`` command; False where nothing came of it."""
        if command_id == "link.next":
            return self._step_link(1)
        if command_id == "link.previous":
            return self._step_link(-1)
        if command_id == "link.open":
            return self._follow()
        return self._move(command_id)

    def _text_grew(self) -> None:
        super()._text_grew()
        self._places = None
        if self._chosen is not None:
            self._chosen = self._lines_of(self._place)

    def _text_changed(self) -> None:
        super()._text_changed()
        had_link = self._chosen is not None
        self._place, self._places, self._chosen = -1, None, None
        if had_link:
            self.post_message(self.LinkFocused(""))

    @property
    def _link_places(self) -> tuple[LinkPlace, ...]:
        """Where links stand; looked for when the first is wanted."""
        if self._places is None:
            self._places = self._layout.places()
        return self._places

    @property
    def focused_link(self) -> str:
        """The address of the chosen link; empty where none is."""
        if self._chosen is None:
            return ""
        link = self._layout.links[self._chosen.link]
        return link.url or link.shown

    @property
    def focused_text(self) -> str:
        """The text of the chosen link; empty where none is."""
        if self._chosen is None:
            return ""
        numbers = range(self._chosen.first, self._chosen.last + 1)
        spans = (span for number in numbers for span in self._layout.lines[number].spans)
        texts = (
            span.text
            for span in spans
            if span.link == self._chosen.link and span.role is not Role.LINK_NUMBER
        )
        return " ".join(" ".join(texts).split())

    def _step_link(self, step: int) -> bool:
        """Choose the next link from the one chosen, else from what is in sight."""
        places = self._link_places
        bottom = self._top + self.size.height
        if self._place >= 0 and self._top <= places[self._place].line < bottom:
            index = self._place + step
        elif step > 0:
            index = next((i for i, at in enumerate(places) if at.line >= self._top), len(places))
        else:
            index = max((i for i, at in enumerate(places) if at.line < bottom), default=-1)
        if not 0 <= index < len(places):
            return False
        self._choose(index)
        return True

    def _choose(self, index: int) -> None:
        self._place = index
        place = self._link_places[index]
        self._chosen = self._lines_of(index)
        if not self._top <= place.line < self._top + self.size.height:
            self._top = max(0, min(place.line - self.size.height // 3, self._last_top))
            self._left_behind()
        self.forget_strips()
        self._scrolled()
        self.post_message(self.LinkFocused(self.focused_link))

    def _lines_of(self, index: int) -> Chosen:
        """Give a link with the lines on which it is."""
        place = self._link_places[index]
        last = place.line
        lines = self._layout.lines
        while last + 1 < len(lines) and any(s.link == place.link for s in lines[last + 1].spans):
            last += 1
        again = [at.line for at in self._link_places[index + 1 :] if at.line <= last]
        return Chosen(place.link, place.line, max(place.line, min([last, *again])))

    def _follow(self) -> bool:
        if self._chosen is None:
            return False
        self._follow_link(self._chosen.link)
        return True

    def _follow_link(self, index: int) -> None:
        """Jump inside the article, or ask for the link to be opened."""
        link = self._layout.links[index]
        line = self._layout.anchors.get(link.fragment) if link.fragment else None
        if line is not None:
            self._go_to(line)
        else:
            self.post_message(self.LinkChosen(link.url or link.shown))

    @on(events.Click)
    def _clicked(self, event: events.Click) -> None:
        """Choose the link that was clicked; a second click follows it, and the first a fold's."""
        line = self._top + event.y
        link = self._link_at(event.x, line)
        if link is None:
            return
        event.stop()
        places = self._link_places
        index = max(i for i, at in enumerate(places) if at.link == link and at.line <= line)
        chosen_before = index == self._place
        if not chosen_before:
            self._choose(index)
        if chosen_before or self._layout.links[link].fold >= 0:
            self._follow_link(link)

    def _link_at(self, x: int, number: int) -> int | None:
        if number >= len(self._layout.lines) or x < self._left:
            return None
        at = self._left
        for span in self._shown(number):
            at += cell_len(span.text)
            if x < at:
                return span.link
        return None
