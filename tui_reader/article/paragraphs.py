"""Flowing text at a width: inlines become one string with marked stretches, then lines."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from tui_reader.article.blocks import LineBreak, NoteRef, Picture, Run, Weight
from tui_reader.article.inlines import raised
from tui_reader.article.lines import Role, Span
from tui_reader.cells import break_lines, cell_len

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.article.blocks import Inlines, Link

PICTURE_SIGN = "▨"
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


class Stretch(NamedTuple):
    """Characters of one look."""

    start: int
    role: Role
    weight: Weight
    link: int | None


class Flowing(NamedTuple):
    """A paragraph's text and how its stretches look; they begin where the one before ends."""

    text: str
    stretches: tuple[Stretch, ...]

    def spans(self, start: int, end: int) -> list[Span]:
        """Give the spans of the characters from ``start`` to ``end``."""
        stretches = self.stretches
        if len(stretches) == 1:
            _, role, weight, link = stretches[0]
            return [Span(self.text[start:end], role, weight, link)]
        spans: list[Span] = []
        index = bisect_right(stretches, start, key=_start_of) - 1
        while start < end:
            _, role, weight, link = stretches[index]
            index += 1
            until = min(end, stretches[index].start) if index < len(stretches) else end
            spans.append(Span(self.text[start:until], role, weight, link))
            start = until
        return spans


def _start_of(stretch: Stretch) -> int:
    return stretch.start


def flowing(
    inlines: Inlines,
    links: Sequence[Link],
    *,
    role: Role = Role.TEXT,
    weight: Weight = Weight.PLAIN,
    numbered: bool = True,
) -> Flowing:
    """Write inlines out as text: pictures as their sign and text, links with their number."""
    parts: list[str] = []
    stretches: list[Stretch] = []
    length = 0
    open_link: int | None = None

    def put(text: str, look: Role, heavy: Weight, link: int | None) -> None:
        nonlocal length
        if text:
            stretches.append(Stretch(length, look, heavy, link))
            parts.append(text)
            length += len(text)

    def close() -> None:
        """Write the number of the link that ends here."""
        if numbered and open_link is not None and links[open_link].number:
            put(f"[{links[open_link].number}]", Role.LINK_NUMBER, Weight.PLAIN, open_link)

    for item in inlines:
        link = None if isinstance(item, LineBreak) else item.link
        if open_link is not None and link != open_link and not isinstance(item, LineBreak):
            close()
            open_link = None
        match item:
            case Run(text, own, _):
                put(text, Role.LINK if link is not None else role, weight | own, link)
            case LineBreak():
                put("\n", role, weight, None)
                continue
            case Picture(alt, _, _):
                put(f"{PICTURE_SIGN}\xa0{alt}", Role.PICTURE, weight, link)
            case NoteRef(label, _):
                put(note_sign(label), Role.NOTE, weight, link)
                continue
        open_link = link
    close()
    return Flowing("".join(parts), tuple(stretches) or (Stretch(0, role, weight, None),))


def note_sign(label: str) -> str:
    """Write a footnote's sign: digits small and raised, others as the author wrote them."""
    return raised(label) if label.isdigit() else label


def is_rtl(text: str) -> bool:
    """Tell whether the first strong character is written from right to left.

    Source: UAX #9, rules P2 and P3.
    """
    if text.isascii() or not _RTL.search(text):
        return False
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in {"R", "AL"}:
            return True
        if direction == "L":
            return False
    return False


def lines_of(flow: Flowing, width: int) -> list[tuple[list[Span], int]]:
    """Break into lines of at most ``width`` cells, each with the characters before it.

    A paragraph written from right to left stands at the right edge.
    """
    text = flow.text
    right = is_rtl(text)
    out: list[tuple[list[Span], int]] = []
    for start, end in break_lines(text, width):
        spans = flow.spans(start, end) if end > start else []
        if right and spans:
            gap = width - cell_len(text[start:end])
            if gap > 0:
                spans.insert(0, Span(" " * gap))
        out.append((spans, start))
    return out
