"""What layout makes: lines of spans with a role and a weight, never a colour.

``Role`` and ``Weight`` are the contract with whoever draws: the pane's theme, or the terminal
colours of ``blogread render``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TYPE_CHECKING, NamedTuple

from tui_reader.article.blocks import Weight
from tui_reader.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tui_reader.article.blocks import Link

__all__ = ["HeadingPlace", "Layout", "Line", "LinkPlace", "Role", "Span", "Weight"]


class Role(StrEnum):
    """What a span is for."""

    TEXT = auto()
    MUTED = auto()
    TITLE = auto()
    BYLINE = auto()
    HEADING = auto()
    """Level 1 and 2."""
    SUBHEADING = auto()
    """Level 3 and below."""
    QUOTE = auto()
    QUOTE_BAR = auto()
    CALLOUT_BAR = auto()
    MARKER = auto()
    TERM = auto()
    RULE = auto()
    LINK = auto()
    LINK_NUMBER = auto()
    NOTE = auto()
    """The sign of a footnote."""
    PICTURE = auto()
    CAPTION = auto()
    EMBED = auto()
    FORMULA = auto()
    TABLE_RULE = auto()
    TABLE_HEAD = auto()
    TABLE_KEY = auto()
    CODE = auto()
    CODE_KEYWORD = auto()
    CODE_NAME = auto()
    CODE_TYPE = auto()
    CODE_STRING = auto()
    CODE_NUMBER = auto()
    CODE_COMMENT = auto()
    CODE_OPERATOR = auto()
    CODE_INSERTED = auto()
    CODE_DELETED = auto()


class Span(NamedTuple):
    """A piece of a line. A tuple, since an article has them by the ten thousand."""

    text: str
    role: Role = Role.TEXT
    weight: Weight = Weight.PLAIN
    link: int | None = None
    """Index into ``Layout.links``."""


class Line(NamedTuple):
    """One line. ``block`` and ``offset`` name the same place at any width."""

    spans: tuple[Span, ...]
    block: int = 0
    """Number of the leaf block, in document order."""
    offset: int = 0
    """Characters of the block's text before this line."""
    scrolls: bool = False
    """Wider than the layout: shown from a column on, never wrapped."""
    fixed: int = 0
    """Leading spans that stay when the line scrolls."""
    fill: Role | None = None
    """The ground that the line has up to the layout's edge."""

    @property
    def text(self) -> str:
        """The characters of the line."""
        return "".join([span.text for span in self.spans])


@dataclass(frozen=True, slots=True)
class LinkPlace:
    """One stretch of text that is a link, to step to; it may go on over several lines."""

    link: int
    line: int
    column: int
    """Cells from the left, on its first line."""


@dataclass(frozen=True, slots=True)
class HeadingPlace:
    """A heading, for the outline."""

    level: int
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A document at one width."""

    width: int
    lines: tuple[Line, ...]
    links: tuple[Link, ...] = ()
    headings: tuple[HeadingPlace, ...] = ()
    anchors: Mapping[str, int]
    """Line of each anchor."""

    def places(self) -> tuple[LinkPlace, ...]:
        """Find where links stand, top down; one that goes on over lines counts once."""
        return tuple(_places(self.lines))


def _places(lines: Sequence[Line]) -> Iterator[LinkPlace]:
    before: int | None = None
    block = -1
    for number, line in enumerate(lines):
        if line.block != block:
            before, block = None, line.block
        column = 0
        for span in line.spans:
            link = span.link
            if link is not None and link != before:
                yield LinkPlace(link, number, column)
            if link is not None or span.text.strip():
                before = link
            column += cell_len(span.text)
