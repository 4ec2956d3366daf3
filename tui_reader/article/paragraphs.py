"""Flowing text: inlines become one string with marked stretches."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_reader.article.blocks import LineBreak, NoteRef, Picture, Run, Weight
from tui_reader.article.lines import Role, Span
from tui_reader.article.scripts import raised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_reader.article.blocks import CodeLink, Inlines, Link

PICTURE_SIGN = "▨"
_DOT = "\xa0· "


_ROLES = tuple(Role)
_SHIFT = len(Weight)
_ROLE_BITS = {role: number << _SHIFT for number, role in enumerate(_ROLES)}
_WEIGHT_BITS = (1 << _SHIFT) - 1


class _Weights(dict[int, Weight]):
    """Weights by their bits, each looked up once."""

    def __missing__(self, bits: int) -> Weight:
        weight = self[bits] = Weight(bits)
        return weight


_WEIGHTS = _Weights()


def mark(start: int, role: Role, weight: int = 0, link: int | None = None) -> tuple[int, int, int]:
    """Write down how a stretch of text looks, in three numbers.

    Args:
        start: Its first character.
        role: Its role.
        weight: The bits of its weight.
        link: Index of the link that it is.
    """
    return start, _ROLE_BITS[role] | weight, -1 if link is None else link


def linked_all(marks: array[int], link: int) -> array[int]:
    """Make a link of all stretches that are none."""
    return array("i", (link if n % 3 == 2 and mark < 0 else mark for n, mark in enumerate(marks)))


def code_marks(colours: Iterable[tuple[int, Role]], links: Iterable[CodeLink]) -> array[int]:
    """Write down how code looks.

    Args:
        colours: Where the role changes, and to which.
        links: What leads somewhere.
    """
    roles = {0: Role.CODE, **dict(colours)}
    leads: dict[int, int | None] = {}
    for start, end, link in links:
        leads[start] = link
        leads[end] = None
    marks = array("i")
    role, now = Role.CODE, None
    for at in sorted(roles.keys() | leads.keys()):
        role, now = roles.get(at, role), leads.get(at, now)
        marks.extend(mark(at, role, link=now))
    return marks


@dataclass(frozen=True, slots=True)
class Flowing:
    """Text and how its stretches look; each begins where the one before ends.

    An article has stretches by the ten thousand: as numbers they take a tenth of the memory
    that objects would.
    """

    text: str
    marks: array[int]
    """Three numbers for each stretch, as ``mark`` gives them; there is one at least."""

    def spans(self, start: int, end: int) -> list[Span]:
        """Give the spans of the characters from ``start`` to ``end``."""
        marks = self.marks
        count = len(marks) // 3
        at = 3 * (bisect_right(marks[::3], start) - 1) if count > 1 else 0
        spans: list[Span] = []
        while start < end:
            _, look, link = marks[at : at + 3]
            at += 3
            until = min(end, marks[at]) if at < len(marks) else end
            role, weight = _ROLES[look >> _SHIFT], _WEIGHTS[look & _WEIGHT_BITS]
            spans.append(Span(self.text[start:until], role, weight, link if link >= 0 else None))
            start = until
        return spans

    def starts_of(self, role: Role) -> tuple[int, ...]:
        """Give where the stretches of a role begin."""
        stretches = zip(self.marks[::3], self.marks[1::3], strict=True)
        return tuple(start for start, look in stretches if _ROLES[look >> _SHIFT] is role)

    @property
    def leads_on(self) -> bool:
        """Whether any of it is a link."""
        return max(self.marks[2::3]) >= 0


def joined(flows: Sequence[Flowing]) -> Flowing:
    """Write short texts on one line, with dots between them."""
    if len(flows) == 1:
        return flows[0]
    marks = array("i")
    at = 0
    for flow in flows:
        if at:
            marks.extend(mark(at, Role.MUTED))
            at += len(_DOT)
        marks.extend(each if n % 3 else each + at for n, each in enumerate(flow.marks))
        at += len(flow.text)
    return Flowing(_DOT.join([flow.text for flow in flows]), marks)


class Writer:
    """Writes inlines out as text: pictures as their sign and text, links with their number."""

    def __init__(self, links: Sequence[Link]) -> None:
        self._links = links
        self._alone: dict[tuple[Role, int], array[int]] = {}
        """Marks of texts in one look; most have the same."""
        self._parts: list[str] = []
        self._marks = array("i")
        self._length = 0

    def flowing(
        self,
        inlines: Inlines,
        *,
        role: Role = Role.TEXT,
        weight: Weight = Weight.PLAIN,
        numbered: bool = True,
    ) -> tuple[str, array[int]]:
        """Write inlines out; returns what a ``Flowing`` is made of.

        Args:
            inlines: What to write.
            role: Of text that is no link, picture or sign.
            weight: Of all of it, its own weight added.
            numbered: Write the number after each link.
        """
        bits = weight._value_
        if len(inlines) == 1 and isinstance(inlines[0], Run) and inlines[0].link is None:
            run = inlines[0]
            return run.text, self._alone_marks(role, run.weight._value_ | bits)
        self._parts, self._marks, self._length = [], array("i"), 0
        for index, item in enumerate(inlines):
            if isinstance(item, LineBreak):
                self._put("\n", role, bits, None)
                continue
            self._write(item, role, bits)
            if item.link is not None and numbered and item.link != _link_after(inlines, index):
                self._number(item.link)
        return "".join(self._parts), self._marks or self._alone_marks(role, bits)

    def _alone_marks(self, role: Role, bits: int) -> array[int]:
        marks = self._alone.get((role, bits))
        if marks is None:
            marks = self._alone[role, bits] = array("i", mark(0, role, bits))
        return marks

    def _write(self, item: Run | Picture | NoteRef, role: Role, bits: int) -> None:
        match item:
            case Run(text, own, link):
                role = Role.LINK if link is not None else role
                self._put(text, role, own._value_ | bits, link)
            case Picture(alt, _, link):
                self._put(f"{PICTURE_SIGN}\xa0{alt}", Role.PICTURE, bits, link)
            case NoteRef(label, link):
                self._put(note_sign(label), Role.NOTE, bits, link)

    def _number(self, link: int) -> None:
        """Write the number of the link that ends here."""
        number = self._links[link].number
        if number:
            self._put(f"[{number}]", Role.LINK_NUMBER, 0, link)

    def _put(self, text: str, role: Role, bits: int, link: int | None) -> None:
        if text:
            self._marks.extend(mark(self._length, role, bits, link))
            self._parts.append(text)
            self._length += len(text)


def _link_after(inlines: Inlines, index: int) -> int | None:
    """Give the link of what follows an inline, line breaks left out."""
    while (index := index + 1) < len(inlines):
        item = inlines[index]
        if not isinstance(item, LineBreak):
            return item.link
    return None


def note_sign(label: str) -> str:
    """Write a footnote's sign: digits small and raised, others as written, but on one line."""
    return raised(label) if label.isdigit() else label.replace(" ", "\xa0")
