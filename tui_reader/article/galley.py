"""``Document`` → ``Galley``: leaf blocks in a row, each ready to be set at any width.

All that does not depend on the width is done here, once for an article, so that wrapping it
anew is only the breaking of lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, assert_never

from tui_reader.article.blocks import (
    Block,
    Blocks,
    Callout,
    Changed,
    Code,
    DefinitionList,
    Details,
    Document,
    Embed,
    Figure,
    Footnotes,
    Formula,
    Heading,
    Link,
    ListBlock,
    ListItem,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Table,
    Task,
    Weight,
)
from tui_reader.article.first_colours import FirstColours
from tui_reader.article.flows import plain
from tui_reader.article.grid import Grid
from tui_reader.article.highlight import highlighted
from tui_reader.article.leaves import Display, Divider, LinkList, Text, Verbatim
from tui_reader.article.lines import Fold, Role, Span, blank
from tui_reader.article.paragraphs import Writer, code_marks, linked_all
from tui_reader.article.pictures import Pictures
from tui_reader.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_reader.article.blocks import Anchors, Inlines
    from tui_reader.article.leaves import Leaf

OPEN_SIGN = "▾ "
FOLDED_SIGN = "▸ "
_TASKS = {Task.OPEN: "☐", Task.DONE: "☑"}


class Frame(NamedTuple):
    """What stands left of everything in a container: a bar, a marker, an indent."""

    outer: Frame | None
    """Of the container around; None for the article itself, whose frame is empty."""
    first: Span
    """On the container's first line."""
    rest: Span
    cells: int
    fold: int = -1
    """Number of the ``details`` that it is; its sign tells whether it is folded."""


class Item(NamedTuple):
    """A leaf block in its place."""

    leaf: Leaf
    frame: Frame
    gap: Frame | None
    """The frame in which a blank line stands above; None where there is none."""
    anchors: Anchors
    heading: tuple[int, str] | None
    """Level and text of a heading."""
    fold: int
    """Number of the ``details`` whose summary this is; -1 for all else."""
    pictures: Pictures | None
    """Those in its text."""
    change: bool
    """A passage that changed begins here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Galley:
    """An article to be set at any width."""

    items: tuple[Item, ...]
    """Leaf blocks in order; the number of a block is its place here, counted from 1."""
    links: tuple[Link, ...]
    """Those of the document, and after them one for each fold."""
    folds: tuple[Fold, ...]
    text: int
    """Leaf blocks of the text; what follows is its foot, and the list of its links."""
    is_whole: bool
    """Nothing is left out, and no code has to wait for its colours."""

    @property
    def folded(self) -> frozenset[int]:
        """Numbers of the folds that are not open by themselves.

        Source: HTML Standard, “The details element”: closed but for its ``open`` attribute.
        """
        return frozenset(number for number, fold in enumerate(self.folds) if not fold.is_open)


def compose(
    document: Document,
    *,
    foot: Iterable[str] = (),
    beginning: bool = False,
    hasty: bool = False,
) -> Galley:
    """Write a document out.

    Args:
        document: What to show.
        foot: Sentences about the text, to put under it.
        beginning: More of the article follows: leave out the list of links and the links that
            fold and unfold, and be hasty. Lines are the same.
        hasty: Leave code plain below the first screens, or where a lexer is to be loaded: its
            colours take longest.
    """
    composer = _Composer(document.links, whole=not beginning, hasty=hasty or beginning)
    composer.blocks(document.blocks)
    first, text = composer.first_colours, len(composer.items)
    composer.foot(foot)
    if not beginning:
        composer.link_list()
    return Galley(
        items=tuple(composer.items),
        links=(*document.links, *composer.fold_links()),
        folds=tuple(composer.folds),
        text=text,
        is_whole=not beginning and not (first and first.has_more),
    )


_NOTHING = Span("")
_ARTICLE = Frame(None, _NOTHING, _NOTHING, 0)


class _Composer:
    """Puts leaf blocks one after the other."""

    def __init__(self, links: tuple[Link, ...], *, whole: bool, hasty: bool) -> None:
        self.links = links
        self.whole = whole
        self.first_colours = FirstColours() if hasty else None
        self.items: list[Item] = []
        self.folds: list[Fold] = []
        self._writer = Writer(links)
        self._frame = _ARTICLE
        self._role = Role.TEXT
        self._is_change_due = False
        self._gap_due = False
        self._gap: Frame | None = None
        """Where the blank line stands that was due when a container was entered."""

    def _add(
        self,
        leaf: Leaf,
        anchors: Anchors = (),
        *,
        heading: tuple[int, str] | None = None,
        fold: int = -1,
        pictures: Pictures | None = None,
    ) -> None:
        gap = self._gap
        if gap is None and self._gap_due:
            gap = self._frame
        self._gap, self._gap_due = None, False
        change, self._is_change_due = self._is_change_due, False
        self.items.append(Item(leaf, self._frame, gap, anchors, heading, fold, pictures, change))

    def _enter(self, first: Span, rest: Span, fold: int = -1) -> Frame:
        """Indent what follows; returns what to give to ``_leave``."""
        if self._gap is None and self._gap_due:
            self._gap = self._frame
        outer = self._frame
        self._frame = Frame(outer, first, rest, cell_len(first.text), fold)
        return outer

    def _leave(self, outer: Frame) -> None:
        self._frame = outer

    # Blocks

    def blocks(self, blocks: Blocks, *, tight: bool = False) -> None:
        """Put blocks with a blank line between, or without."""
        for index, block in enumerate(blocks):
            if index and not tight:
                self._gap_due = True
            self._block(block)

    def _block(self, block: Block) -> None:  # noqa: C901, PLR0912 - a match over the closed union of blocks, which mypy checks
        match block:
            case Paragraph():
                self._text(block.inlines, block.anchors, role=self._role)
            case Heading():
                self._heading(block)
            case Quote():
                self._within(Span("▎ ", Role.QUOTE_BAR), block.blocks, role=Role.QUOTE)
            case ListBlock():
                self._list(block)
            case DefinitionList():
                self._definitions(block)
            case Code():
                self._code(block)
            case Formula():
                self._add(Display(block.text), block.anchors)
            case Table():
                self._table(block)
            case Figure():
                self._figure(block)
            case Rule():
                self._add(Divider())
            case Embed():
                self._embed(block)
            case Details():
                self._details(block)
            case Callout():
                self._within(Span("▎ ", Role.CALLOUT_BAR), block.blocks, role=self._role)
            case Footnotes():
                self._add(Divider())
                self._gap_due = True
                self.blocks(block.blocks)
            case Changed():
                self._is_change_due = True
                edge = Span(f"{block.change} ", Role.CHANGE_BAR, Weight.STRONG)
                self._within(edge, block.blocks, role=self._role)
            case _:
                assert_never(block)

    def _text(
        self,
        inlines: Inlines,
        anchors: Anchors = (),
        *,
        role: Role,
        weight: Weight = Weight.PLAIN,
        fold: int = -1,
    ) -> None:
        leaf = Text.of(*self._writer.flowing(inlines, role=role, weight=weight))
        self._add(leaf, anchors, fold=fold, pictures=_pictures(inlines, leaf))

    def _heading(self, block: Heading) -> None:
        role = Role.HEADING if block.level <= 2 else Role.SUBHEADING
        leaf = Text.of(*self._writer.flowing(block.inlines, role=role, weight=Weight.STRONG))
        text = "".join([item.text for item in block.inlines if isinstance(item, Run)])
        heading = (block.level, text.strip() or plain(block.inlines))
        self._add(leaf, block.anchors, heading=heading, pictures=_pictures(block.inlines, leaf))

    def _within(self, edge: Span, blocks: Blocks, *, role: Role) -> None:
        """Put blocks right of a bar."""
        before, self._role = self._role, role
        outer = self._enter(edge, edge)
        self.blocks(blocks)
        self._leave(outer)
        self._role = before

    def _list(self, block: ListBlock) -> None:
        markers = [_marker(item) for item in block.items]
        widest = max(map(cell_len, markers))
        rest = blank(widest + 1)
        for index, (item, marker) in enumerate(zip(block.items, markers, strict=True)):
            if index and not block.tight:
                self._gap_due = True
            outer = self._enter(_marker_span(marker, widest), rest)
            if item.blocks:
                self.blocks(item.blocks, tight=block.tight)
            else:
                self._text((), role=self._role)
            self._leave(outer)

    def _definitions(self, block: DefinitionList) -> None:
        for index, item in enumerate(block.items):
            if index and item.terms:
                self._gap_due = True
            for term in item.terms:
                self._text(term.inlines, term.anchors, role=Role.TERM, weight=Weight.STRONG)
            outer = self._enter(blank(2), blank(2))
            self.blocks(item.blocks)
            self._leave(outer)

    def _code(self, block: Code) -> None:
        if self.first_colours is not None:
            colours = self.first_colours.of(block, self.items)
        else:
            colours = highlighted(block.text, block.language)
        marks = code_marks(colours, block.links)
        self._add(Verbatim(block.text, marks), block.anchors)

    def _table(self, block: Table) -> None:
        anchors = block.anchors
        if block.caption:
            above = tuple([anchor for anchor in anchors if not anchor.offset])
            self._text(block.caption, above, role=Role.CAPTION, weight=Weight.STRONG)
            anchors = tuple([anchor for anchor in anchors if anchor.offset])
        self._add(Grid.of(block, self._writer), anchors)

    def _figure(self, block: Figure) -> None:
        anchors = block.anchors
        for picture in block.pictures:
            self._text((picture,), anchors, role=Role.PICTURE)
            anchors = ()
        if block.caption:
            self._text(block.caption, anchors, role=Role.CAPTION)

    def _embed(self, block: Embed) -> None:
        text = f"▸ {block.kind}" + (f": {block.title}" if block.title else "")
        self._text((Run(text, Weight.PLAIN, block.link),), block.anchors, role=Role.EMBED)

    def _details(self, block: Details) -> None:
        fold = len(self.folds)
        self.folds.append(Fold(0, 0, block.is_open))
        # In the whole article there are more links, and this one has another index.
        link = len(self.links) + fold if self.whole else None
        sign = Span(OPEN_SIGN, Role.MARKER, Weight.PLAIN, link)
        outer = self._enter(sign, blank(2), fold)
        summary = block.summary or (Run("Details"),)
        text, marks = self._writer.flowing(summary, role=self._role, weight=Weight.STRONG)
        if link is not None:
            marks = linked_all(marks, link)
        self._add(Text.of(text, marks), block.anchors, fold=fold)
        first = len(self.items) + 1
        self._gap_due = True
        self.blocks(block.blocks)
        self._leave(outer)
        self.folds[fold] = Fold(first, len(self.items), block.is_open)

    def foot(self, sentences: Iterable[str]) -> None:
        """Put what is said about the text under it."""
        for sentence in sentences:
            self._gap_due = True
            self._text((Run(sentence),), role=Role.MUTED)

    def fold_links(self) -> Iterable[Link]:
        """Give the links that fold and unfold."""
        return (Link(url="", shown="", fold=fold) for fold in range(len(self.folds)))

    def link_list(self) -> None:
        """Close the article with the list of its numbered links."""
        listed = [(index, link) for index, link in enumerate(self.links) if link.number]
        if not listed:
            return
        self._gap_due = True
        self._text((Run("Links"),), role=Role.SUBHEADING, weight=Weight.STRONG)
        self._gap_due = True
        self._add(LinkList(listed))


def _pictures(inlines: Inlines, leaf: Text) -> Pictures | None:
    found = tuple([item for item in inlines if isinstance(item, Picture)])
    return Pictures(found, leaf.starts_of(Role.PICTURE), len(inlines) == 1) if found else None


def _marker(item: ListItem) -> str:
    return _TASKS[item.task] if item.task else item.marker


@lru_cache(maxsize=256)
def _marker_span(marker: str, cells: int) -> Span:
    """Give a marker at the right edge of its cells, and a blank; most items have the same."""
    text = " " * (cells - cell_len(marker)) + marker + " "
    return Span(text, Role.MARKER if marker else Role.TEXT)
