"""Boxes of pictures that proved wrong: which may be corrected without moving what is seen. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.article.pictures import Box

if TYPE_CHECKING:
    from tui_reader.article.lines import Layout, PicturePlace
    from tui_reader.article.pictures import Held, PictureRoom


def held_boxes(layout: Layout, room: PictureRoom, top: int, height: int) -> Held | None:
    """Give the wrong boxes that must stay as they are, for they are in sight.

    Args:
        layout: What is shown.
        room: The room for pictures by all that is known now.
        top: The first line in sight.
        height: Lines in sight.

    Returns:
        None where no other box is wrong.
    """
    wrong: set[str] = set()
    held: set[tuple[str, Box]] = set()
    for place in layout.pictures:
        if not place.rows:
            continue
        box = room.box(place.picture, layout.width - place.column)
        if box == (place.columns, place.rows):
            continue
        wrong.add(place.picture.url)
        if _shows_its_end(place, box.rows if box is not None else 1, top, top + height):
            held.add((place.picture.url, Box(place.columns, place.rows)))
    return frozenset(held) if wrong > {url for url, _ in held} else None


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
