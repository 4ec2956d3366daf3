"""Flowing text at a width: inlines become one string with marked stretches, then lines."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from tui_reader.article.blocks import LineBreak, NoteRef, Picture, Run, Weight
from tui_reader.article.lines import Role, Span
from tui_reader.article.scripts import raised
from tui_reader.bidi import is_rtl
from tui_reader.cells import break_lines, cell_len

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui_reader.article.blocks import Inline, Inlines, Link

PICTURE_SIGN = "▨"


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


class _Writer:
    """Writes inlines out, one after the other."""

    def __init__(
        self, links: Sequence[Link], role: Role, weight: Weight, *, numbered: bool
    ) -> None:
        self.parts: list[str] = []
        self.stretches: list[Stretch] = []
        self._links = links
        self._role = role
        self._weight = weight
        self._numbered = numbered
        self._length = 0

    def write(self, item: Inline, following: int | None) -> None:
        """Write one; ``following`` is the link of what comes after it."""
        role, weight = self._role, self._weight
        match item:
            case Run(text, own, link):
                self._put(text, Role.LINK if link is not None else role, weight | own, link)
            case Picture(alt, _, link):
                self._put(f"{PICTURE_SIGN}\xa0{alt}", Role.PICTURE, weight, link)
            case NoteRef(label, link):
                self._put(note_sign(label), Role.NOTE, weight, link)
            case LineBreak():
                self._put("\n", role, weight, None)
                return
        if link is not None and link != following:
            self._number(link)

    def _number(self, link: int) -> None:
        """Write the number of the link that ends here."""
        number = self._links[link].number if self._numbered else 0
        if number:
            self._put(f"[{number}]", Role.LINK_NUMBER, Weight.PLAIN, link)

    def _put(self, text: str, role: Role, weight: Weight, link: int | None) -> None:
        if text:
            self.stretches.append(Stretch(self._length, role, weight, link))
            self.parts.append(text)
            self._length += len(text)


def flowing(
    inlines: Inlines,
    links: Sequence[Link],
    *,
    role: Role = Role.TEXT,
    weight: Weight = Weight.PLAIN,
    numbered: bool = True,
) -> Flowing:
    """Write inlines out as text: pictures as their sign and text, links with their number."""
    if len(inlines) == 1 and isinstance(inlines[0], Run) and inlines[0].link is None:
        run = inlines[0]
        return Flowing(run.text, (Stretch(0, role, weight | run.weight, None),))
    writer = _Writer(links, role, weight, numbered=numbered)
    following: list[int | None] = []
    after: int | None = None
    for item in reversed(inlines):
        following.append(after)
        if not isinstance(item, LineBreak):
            after = item.link
    for item, link in zip(inlines, reversed(following), strict=True):
        writer.write(item, link)
    stretches = tuple(writer.stretches) or (Stretch(0, role, weight, None),)
    return Flowing("".join(writer.parts), stretches)


def note_sign(label: str) -> str:
    """Write a footnote's sign: digits small and raised, others as the author wrote them."""
    return raised(label) if label.isdigit() else label


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
