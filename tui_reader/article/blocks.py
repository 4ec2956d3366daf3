"""What an article is made of, without a width: closed unions of blocks and inlines.

A ``Document`` holds only clean text: every string passed ``clean`` when it was built. Inlines
are flat runs, not a tree, so that nothing here nests deeper than the blocks do, and those are
bounded by ``MAX_DEPTH``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Flag, StrEnum, auto
from typing import NamedTuple

MAX_DEPTH = 40
"""How deep blocks nest; what lies deeper is shown at this depth."""


class Weight(Flag):
    """How a run of text stands out; combinable."""

    PLAIN = 0
    STRONG = auto()
    EMPHASIS = auto()
    UNDERLINE = auto()
    STRIKE = auto()
    CODE = auto()
    KEY = auto()
    """A key to press (``kbd``)."""
    MARK = auto()
    SMALL = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where a link leads. Links with one target are one ``Link``."""

    url: str
    """An absolute http(s) or mailto address that may be opened; empty where there is none."""
    shown: str
    """The address for people, also where it is refused."""
    fragment: str = ""
    """The anchor inside this article, where the link stays in it."""
    number: int = 0
    """What is written after it and in the list of links; 0 for links inside the article."""
    fold: int = -1
    """Number of the ``details`` that it folds and unfolds; -1 where it leads elsewhere."""
    repaired: bool = False
    """The address held what no address may, and was encoded."""

    @property
    def hyperlink(self) -> str:
        """The address that the terminal may make a link of, past our own rules for opening."""
        return "" if self.repaired else self.url


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one weight; white space is collapsed."""

    text: str
    weight: Weight = Weight.PLAIN
    link: int | None = None
    """Index into ``Document.links``."""


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A forced end of line (``br``)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image in its place; ``alt`` is the file's name where the author gave no text."""

    alt: str
    url: str
    link: int | None = None
    """What it links to: the enclosing link, else its own file."""
    width: int = 0
    """Pixels, as the markup tells them; 0 where it does not."""
    height: int = 0


@dataclass(frozen=True, slots=True)
class NoteRef:
    """The sign of a footnote."""

    label: str
    link: int


Inline = Run | LineBreak | Picture | NoteRef
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place that links inside the article may name."""

    name: str
    offset: int = 0
    """Characters of the block's text before it; in a table, rows before it."""


Anchors = tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Flowing text."""

    inlines: Inlines
    anchors: Anchors = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    inlines: Inlines
    anchors: Anchors = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation in blocks of its own."""

    blocks: Blocks


class Task(StrEnum):
    """The state of a task list's item."""

    OPEN = "open"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item; ``marker`` is ``•`` or the ordinal with its dot."""

    marker: str
    blocks: Blocks
    task: Task | None = None


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; ``tight`` where no item has more than one paragraph."""

    ordered: bool
    items: tuple[ListItem, ...]
    tight: bool


@dataclass(frozen=True, slots=True)
class Definition:
    """Terms and what they mean."""

    terms: tuple[Paragraph, ...]
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """A ``dl``."""

    items: tuple[Definition, ...]


class CodeLink(NamedTuple):
    """Characters of preformatted text that lead somewhere."""

    start: int
    end: int
    link: int
    """Index of the link."""


@dataclass(frozen=True, slots=True)
class Code:
    """Preformatted text, exactly as written but for tabs and a line-number gutter."""

    text: str
    language: str = ""
    """As declared, lower case; empty where the author said nothing."""
    anchors: Anchors = ()
    links: tuple[CodeLink, ...] = ()
    """In their order; none reaches into the next."""


@dataclass(frozen=True, slots=True)
class Formula:
    """Mathematics on lines of its own, as readable Unicode."""

    text: str
    anchors: Anchors = ()


class Align(StrEnum):
    """Where a column's cells stand."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; its blocks were joined to one flow with line breaks between."""

    inlines: Inlines
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    header: bool = False
    align: Align | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data; layout tables are unrolled when the document is built."""

    cells: tuple[Cell, ...]
    """By row, then column; they cover each place at most once."""
    rows: int
    columns: int
    head_rows: int
    """Leading rows that are the header."""
    caption: Inlines = ()
    anchors: Anchors = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """Pictures on lines of their own, and their caption."""

    pictures: tuple[Picture, ...]
    caption: Inlines = ()
    anchors: Anchors = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""


@dataclass(frozen=True, slots=True)
class Embed:
    """A frame, video, sound or object: what it is, and where."""

    kind: str
    """“Video”, “Audio”, “Frame” …, with the place: “Video on youtube.com”."""
    title: str
    link: int | None
    anchors: Anchors = ()


@dataclass(frozen=True, slots=True)
class Details:
    """A summary that opens to more."""

    summary: Inlines
    blocks: Blocks
    is_open: bool = False
    """The author wants it shown open."""
    anchors: Anchors = ()
    """Of itself and its summary."""


@dataclass(frozen=True, slots=True)
class Callout:
    """A note, tip or warning set apart; its title, where it has one, is its first block."""

    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Footnotes:
    """The notes of the article, usually one list."""

    blocks: Blocks


class Change(StrEnum):
    """What became of a passage; the value is its bar."""

    ADDED = "+"
    REMOVED = "-"
    EDITED = "~"


@dataclass(frozen=True, slots=True)
class Changed:
    """A passage that another state of the article has not, or has otherwise."""

    change: Change
    blocks: Blocks


Block = (
    Paragraph
    | Heading
    | Quote
    | ListBlock
    | DefinitionList
    | Code
    | Formula
    | Table
    | Figure
    | Rule
    | Embed
    | Details
    | Callout
    | Footnotes
    | Changed
)
Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article."""

    blocks: Blocks
    links: tuple[Link, ...] = ()
    words: int = 0
    """Words of the text; CJK characters count as half a word each."""
    language: str = field(default="")
    """A BCP 47 tag where the markup tells."""
