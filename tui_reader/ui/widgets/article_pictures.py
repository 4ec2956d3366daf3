"""The pictures of a layout, drawn in the boxes that are kept free for them."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual import on
from textual.events import Mount, Unmount
from textual.strip import Strip

from tui_reader.article.lines import Role, Weight
from tui_reader.cells import cell_len
from tui_reader.ui.widgets.article_links import LinkView

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui_reader.article.lines import Layout, Line, PicturePlace
    from tui_reader.article.pictures import PictureRoom
    from tui_reader.model.feed import FeedId
    from tui_reader.ui.themes import Inks
    from tui_reader.ui.widgets.article_inks import ArticleInks
    from tui_reader.ui.widgets.picture_painter import Painter

AT_ONCE = 4
"""Pictures that are waited for at once."""
MOST_NEAR = 20
"""Pictures in sight and around it that are made ready; a painter keeps some more."""
_PAUSE = 0.1
"""Seconds that the text rests before its pictures are asked for."""
_CHOSEN = "▌"


class InSight(NamedTuple):
    """A picture that can be seen, and how many there are."""

    url: str
    number: int
    """From 1."""
    of: int


class IllustratedView(LinkView):
    """Shows a layout with its pictures. Nothing is asked for where there is no painter."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._painter: Painter | None = None
        self._feed_id: FeedId | None = None
        """Of the entry that is shown."""
        self._asked: set[tuple[str, int, int]] = set()
        """Pictures that are waited for."""
        self._rest: Timer | None = None
        self._seen: tuple[Layout, int, int, str] | None = None
        """What was in sight when pictures were last looked for."""
        self._told: InSight | None = None

    def draw_pictures(self, painter: Painter) -> None:
        """Show pictures from now on."""
        self._painter = painter

    def _picture_room(self) -> PictureRoom | None:
        """Give the room for pictures at the size of the moment."""
        return self._painter.room(self.size.height) if self._painter is not None else None

    def _text_changed(self) -> None:
        super()._text_changed()
        self._told = None
        if self._painter is not None:
            self.workers.cancel_group(self, "pictures")
            self._asked.clear()

    def _try_lost_pictures(self) -> None:
        """Ask again for what could not be had: an article was opened."""
        if self._painter is not None:
            self._painter.forgive()

    def _correct_boxes(self) -> None:
        """Learn that boxes may be wrong by what is known now."""

    def _adopt(self, url: str = "") -> None:
        """Draw what was painted for other boxes of a picture, or of all, where it fills these."""
        if self._painter is not None:
            for place in self._layout.pictures:
                if place.rows and url in {"", place.picture.url}:
                    self._painter.adopt(place)

    @on(Mount)
    def _follow_suspension(self) -> None:
        # At once: the process stops before a message would be handled.
        self.app.app_suspend_signal.subscribe(self, self._suspended, immediate=True)

    def _suspended(self, _: object) -> None:
        """Take the pictures off the terminal for the shell; they are sent anew afterwards."""
        if self._painter is not None:
            self._painter.clear()
            self._seen = None
            self.forget_strips()

    @on(Unmount)
    def _let_pictures_go(self) -> None:
        if self._painter is not None:
            self._painter.clear()

    # Which.

    def picture_to_open(self) -> InSight | None:
        """Give the chosen picture, else the next in sight after the one that was given last."""
        bottom = self._top + self.size.height
        places = [
            place
            for place in self._layout.pictures
            if place.picture.url and place.line < bottom
            and place.line + max(1, place.rows) > self._top
        ]  # fmt: skip
        if not places:
            return None
        chosen = [number for number, place in enumerate(places) if self._is_chosen(place)]
        index = 0
        if chosen:
            index = chosen[0]
        elif self._told is not None and self._told.of == len(places):
            index = self._told.number % len(places)
        self._told = InSight(places[index].picture.url, index + 1, len(places))
        return self._told

    def _place_at(self, number: int) -> PicturePlace | None:
        """Give the box that a line is part of."""
        places = self._layout.pictures
        at = bisect_right(places, number, key=_line_of) - 1
        if at < 0 or number >= places[at].line + places[at].rows:
            return None
        return places[at]

    # Asking.

    def draw_lines(self, width: int, height: int, inks: Inks) -> list[Strip]:
        """Draw what is in sight, and look for its pictures soon."""
        frame = super().draw_lines(width, height, inks)
        if self._painter is not None and self._layout.picture_room is not None:
            seen = self._layout, self._top, height, self._ground
            if self._seen != seen:
                self._seen = seen
                self._look_soon()
        return frame

    @property
    def _ground(self) -> str:
        colour = self._look.plain.bgcolor if self._look is not None else None
        return bytes(colour.get_truecolor()).hex() if colour is not None else ""

    def _look_soon(self) -> None:
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(_PAUSE, self._look_for_pictures)

    def _look_for_pictures(self) -> None:
        """Ask for the pictures in sight, then for those of the screens around."""
        self._rest = None
        painter, feed_id, ground = self._painter, self._feed_id, self._ground
        if painter is None or feed_id is None:
            return
        self._correct_boxes()
        for place in self._near():
            if len(self._asked) >= AT_ONCE:
                return
            key = place.picture.url, place.columns, place.rows
            if key not in self._asked and painter.is_wanted(place, ground):
                self._asked.add(key)
                self.run_worker(
                    self._paint(painter, place, feed_id, ground),
                    group="pictures",
                    exit_on_error=False,
                )

    def _near(self) -> list[PicturePlace]:
        """Give the boxes in sight and a screen around, those in sight and below first."""
        height = self.size.height
        top, bottom = self._top, self._top + height
        near = [
            place
            for place in self._layout.pictures
            if place.rows
            and place.line < bottom + height
            and place.line + place.rows > top - height
        ]
        near.sort(key=lambda place: (place.line + place.rows <= top, place.line))
        return near[:MOST_NEAR]

    async def _paint(
        self, painter: Painter, place: PicturePlace, feed_id: FeedId, ground: str
    ) -> None:
        key = place.picture.url, place.columns, place.rows
        painted = await painter.paint(place, feed_id, ground)
        self._asked.discard(key)
        if painted:
            self._adopt(place.picture.url)
            for each in self._layout.pictures:
                if each.picture.url == place.picture.url:
                    for number in range(each.line, each.line + each.rows):
                        for on_thumb in (False, True):
                            self._strips.pop((number, on_thumb), None)
            self.redraw()
        self._look_for_pictures()

    # Drawing.

    def _strip(self, line: Line, number: int, width: int, look: ArticleInks) -> Strip:
        found = self._picture_row(number, look)
        if found is None:
            return super()._strip(line, number, width, look)
        place, drawn = found
        left = " " * self._left
        if self._is_chosen(place):
            left = f"{_CHOSEN} ".rjust(self._left)
        edges = line.spans[: line.fixed]
        head = [
            Segment(left, look.style(Role.CALLOUT_BAR, Weight.PLAIN)),
            *(Segment(span.text, look.style(span.role, span.weight)) for span in edges),
        ]
        segments = [*head, *drawn]
        used = sum(cell_len(span.text) for span in edges)
        used += self._left + drawn.cell_length
        if used < width:
            segments.append(Segment(" " * (width - used), look.plain))
        strip = Strip(segments, max(used, width))
        strip = strip if used <= width else strip.crop(0, width)
        for overlay in self._overlays(number, look):
            if overlay.text:
                strip = self._laid_over(strip, overlay, number)
        return strip

    def _picture_row(self, number: int, look: ArticleInks) -> tuple[PicturePlace, Strip] | None:
        """Give what a line has of a picture, and its box; None where it is drawn as text."""
        place = self._place_at(number) if self._painter is not None else None
        if place is None or self._painter is None:
            return None
        drawn = self._painter.row(place, number - place.line, look.plain)
        return None if drawn is None else (place, drawn)

    def _selectable(self, number: int) -> int:
        """Leave pictures out: there is no text in them."""
        look = self._look
        if look is None or self._picture_row(number, look) is None:
            return super()._selectable(number)
        line = self._layout.lines[number]
        return self._left + sum(cell_len(span.text) for span in line.spans[: line.fixed])

    def _is_chosen(self, place: PicturePlace) -> bool:
        chosen = self._chosen
        return (
            chosen is not None
            and chosen.link == place.picture.link
            and chosen.first <= place.line <= chosen.last
        )


def _line_of(place: PicturePlace) -> int:
    return place.line
