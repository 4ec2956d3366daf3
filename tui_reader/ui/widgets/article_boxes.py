"""Boxes of pictures that proved wrong: which may be corrected without moving what is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui_reader.article.pictures import Box

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tui_reader.article.lines import Layout, PicturePlace
    from tui_reader.article.pictures import Held, PictureRoom


class Wrong(NamedTuple):
    """A box that is not as it would be made now."""

    place: PicturePlace
    rows: int
    """Those that it is to have."""


class WrongBoxes:
    """Knows the wrong boxes of a layout; looks for them where it or what is known is new."""

    def __init__(self) -> None:
        self._layout: Layout | None = None
        self._room: PictureRoom | None = None
        self._found: tuple[Wrong, ...] = ()

    def of(self, layout: Layout, room: PictureRoom) -> tuple[Wrong, ...]:
        """Give them, by a room for pictures as it is by all that is known now."""
        if layout is not self._layout or room != self._room:
            self._layout, self._room = layout, room
            self._found = tuple(_wrong_boxes(layout, room))
        return self._found

    def forget(self) -> None:
        """Let the layout go."""
        self._layout = self._room = None
        self._found = ()


def _wrong_boxes(layout: Layout, room: PictureRoom) -> Iterator[Wrong]:
    for place in layout.pictures:
        if not place.rows:
            continue
        box = room.box(place.picture, layout.width - place.column)
        if box != (place.columns, place.rows):
            yield Wrong(place, box.rows if box is not None else 1)


def held_boxes(wrong: Collection[Wrong], top: int, height: int) -> Held | None:
    """Give the wrong boxes that must stay as they are, for they are in sight.

    Args:
        wrong: All wrong boxes of what is shown.
        top: The first line in sight.
        height: Lines in sight.

    Returns:
        None where no other box is wrong.
    """
    urls = {place.picture.url for place, _ in wrong}
    held = {
        (place.picture.url, Box(place.columns, place.rows))
        for place, rows in wrong
        if _shows_its_end(place, rows, top, top + height)
    }
    return frozenset(held) if urls > {url for url, _ in held} else None


def _shows_its_end(place: PicturePlace, rows: int, top: int, bottom: int) -> bool:
    """Whether lines in sight would move if a box had so many rows.

    What begins in sight and goes on below it, before and after, moves nothing.
    """
    end = place.line + place.rows
    if end <= top or place.line >= bottom:
        return False
    return place.line < top or min(end, place.line + rows) < bottom


def same_in_sight(before: Layout, top: int, after: Layout, new_top: int, height: int) -> bool:
    """Whether two layouts show the same, each from its own top line on."""
    if not 0 <= new_top <= max(0, len(after.lines) - height):
        return False
    seen, then = before.lines[top : top + height], after.lines[new_top : new_top + height]
    return [line[1:3] for line in seen] == [line[1:3] for line in then]
