"""Two states of an article as one document in which what was added and removed is marked.

Blocks are compared by their text, and within blocks that are alike the words: words added are
underlined, words removed struck through. The bar left of a block (``Changed``) tells as much
without weights and colours.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tui_reader.article.alignment import align, likeness
from tui_reader.article.blocks import (
    Callout,
    Change,
    Changed,
    Code,
    DefinitionList,
    Details,
    Embed,
    Figure,
    Footnotes,
    Formula,
    Heading,
    LineBreak,
    ListBlock,
    ListItem,
    NoteRef,
    Paragraph,
    Picture,
    Quote,
    Run,
    Table,
    Weight,
)
from tui_reader.article.flows import flatten, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tui_reader.article.blocks import Block, Blocks, Document, Inline, Inlines

_ALIKE = 0.4
"""Blocks with so much in common are one block that was edited."""
_AHEAD = 8
"""Blocks that are looked at for one that is alike."""
_UNSPACED = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
"""Characters that are words of their own, written without blanks between."""
_WORD = re.compile(f"\\s+|[{_UNSPACED}]\\s*|[^\\s{_UNSPACED}]+\\s*")
_ENDS_OPEN = re.compile(f"[^\\s{_UNSPACED}]$")

T = TypeVar("T", "Block", "ListItem")


def marked(old: Document, new: Document) -> Document:
    """Give the new document with the old one's differing passages beside its own."""
    return replace(new, blocks=_merged_blocks(old.blocks, new.blocks))


def _merged(
    old: Sequence[T],
    new: Sequence[T],
    edited: Callable[[T, T], Sequence[T] | None],
    alone: Callable[[T, Change], T],
) -> tuple[T, ...]:
    """Merge two rows of blocks, or of list items.

    Args:
        old: As they were.
        new: As they are.
        edited: Merges two of them; None where they are not the same one, edited.
        alone: Marks one that was added or removed.
    """
    old_texts, new_texts = ([(type(each), _text(each)) for each in row] for row in (old, new))
    out: list[T] = []
    for stretch in align(old_texts, new_texts):
        before, after = old[stretch.old], new[stretch.new]
        if stretch.same:
            out.extend(after)
            continue
        for one, other in _paired(before, after):
            merged = edited(one, other) if one is not None and other is not None else None
            if merged is not None:
                out.extend(merged)
                continue
            if one is not None:
                out.append(alone(one, Change.REMOVED))
            if other is not None:
                out.append(alone(other, Change.ADDED))
    return tuple(out)


def _paired(old: Sequence[T], new: Sequence[T]) -> Iterator[tuple[T | None, T | None]]:
    """Put what is alike side by side, in order; what is like nothing stands alone."""
    at = told = 0
    for number, other in enumerate(new):
        text = _text(other)
        ahead = range(at, min(len(old), at + _AHEAD))
        found = next((i for i in ahead if _are_alike(old[i], other, text)), None)
        if found is None:
            continue
        yield from ((one, None) for one in old[at:found])
        yield from ((None, each) for each in new[told:number])
        yield old[found], other
        at, told = found + 1, number + 1
    yield from ((one, None) for one in old[at:])
    yield from ((None, each) for each in new[told:])


def _are_alike(one: T, other: T, text: str) -> bool:
    if type(one) is not type(other):
        return False
    return likeness(_WORD.findall(_text(one)), _WORD.findall(text)) >= _ALIKE


def _edited(old: Block, new: Block) -> Blocks | None:
    match old, new:
        case Paragraph(before), Paragraph(after):
            edited: Block = Paragraph(_merged_inlines(before, after))
        case Heading(_, before), Heading(level, after):
            edited = Heading(level, _merged_inlines(before, after))
        case Code(old_text), Code(new_text):
            lines = _merged_lines(old_text.split("\n"), new_text.split("\n"))
            edited = Code("\n".join(lines), "diff")
        case ListBlock(_, olds), ListBlock(ordered, news, tight):
            items = _merged(olds, news, _edited_item, _item_alone)
            return (ListBlock(ordered, items, tight),)
        case _:
            return _edited_box(old, new)
    return (Changed(Change.EDITED, (edited,)),)


def _edited_box(old: Block, new: Block) -> Blocks | None:
    """Merge what holds blocks."""
    match old, new:
        case Quote(before), Quote(after):
            return (Quote(_merged_blocks(before, after)),)
        case Callout(before), Callout(after):
            return (Callout(_merged_blocks(before, after)),)
        case Footnotes(before), Footnotes(after):
            return (Footnotes(_merged_blocks(before, after)),)
        case Details(title, before), Details(new_title, after):
            summary = _merged_inlines(title, new_title)
            return (Details(summary, _merged_blocks(before, after), True),)
        case _:
            return None


def _merged_blocks(old: Blocks, new: Blocks) -> Blocks:
    return _merged(old, new, _edited, _alone)


def _edited_item(old: ListItem, new: ListItem) -> tuple[ListItem]:
    return (replace(new, blocks=_merged_blocks(old.blocks, new.blocks)),)


def _alone(block: Block, change: Change) -> Block:
    return Changed(change, (_struck(block) if change is Change.REMOVED else block,))


def _item_alone(item: ListItem, change: Change) -> ListItem:
    return replace(item, blocks=tuple(_alone(block, change) for block in item.blocks))


# Words and lines.


def _merged_inlines(old: Inlines, new: Inlines) -> Inlines:
    olds, news = _words(old), _words(new)
    out: list[Inline] = []
    for stretch in align([word.text for word in olds], [word.text for word in news]):
        added = [item for word in news[stretch.new] for item in word.items]
        if stretch.same:
            out.extend(added)
            continue
        removed = [item for word in olds[stretch.old] for item in word.items]
        for items in (_struck_inlines(removed), _underlined(added)):
            if items and out and _touches(out[-1]):
                out.append(Run(" "))
            out.extend(items)
    return tuple(_joined(out))


class _Word(NamedTuple):
    """A word as it is compared, and the inlines that it is: itself, and blanks after it."""

    text: str
    items: list[Inline]


def _words(inlines: Inlines) -> list[_Word]:
    words: list[_Word] = []
    for item in inlines:
        if not isinstance(item, Run):
            words.append(_Word(plain((item,)), [item]))
            continue
        for piece in _WORD.findall(item.text):
            run = Run(piece, item.weight, item.link)
            if words and piece.isspace():
                words[-1].items.append(run)
            else:
                words.append(_Word(piece.strip(), [run]))
    return words


def _touches(item: Inline) -> bool:
    """Whether a word that is put after this one would grow together with it."""
    return isinstance(item, Run) and _ENDS_OPEN.search(item.text) is not None


def _joined(items: Sequence[Inline]) -> Iterator[Inline]:
    """Join neighbouring runs that look the same."""
    for look, group in groupby(items, key=_look):
        if look is None:
            yield from group
        else:
            yield Run("".join([item.text for item in group if isinstance(item, Run)]), *look)


def _look(item: Inline) -> tuple[Weight, int | None] | None:
    return (item.weight, item.link) if isinstance(item, Run) else None


def _underlined(inlines: Sequence[Inline]) -> Inlines:
    return tuple(
        replace(item, weight=item.weight | Weight.UNDERLINE) if isinstance(item, Run) else item
        for item in inlines
    )


def _struck_inlines(inlines: Sequence[Inline]) -> Inlines:
    """Strike words through; nothing of what was removed leads anywhere."""
    out: list[Inline] = []
    for item in inlines:
        match item:
            case Run(text, weight):
                out.append(Run(text, weight | Weight.STRIKE))
            case NoteRef(label):
                out.append(Run(label, Weight.STRIKE))
            case Picture():
                out.append(Run(f"▨ {item.alt}", Weight.STRIKE))
            case LineBreak():
                out.append(item)
    return tuple(out)


def _merged_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Give the lines of code as a difference is written everywhere."""
    for stretch in align(old, new):
        if stretch.same:
            yield from (f"  {line}" for line in new[stretch.new])
        else:
            yield from (f"- {line}" for line in old[stretch.old])
            yield from (f"+ {line}" for line in new[stretch.new])


# Whole blocks.


def _struck(block: Block) -> Block:
    """Strike out what a block says; a container's blocks, else its own text."""
    match block:
        case Quote() | Callout() | Footnotes():
            return replace(block, blocks=_all_struck(block.blocks))
        case Details(summary, blocks):
            return replace(
                block,
                summary=_struck_inlines(summary),
                blocks=_all_struck(blocks),
                is_open=True,
                anchors=(),
            )
        case ListBlock(_, items):
            items = tuple(replace(item, blocks=_all_struck(item.blocks)) for item in items)
            return replace(block, items=items)
        case DefinitionList(items=definitions):
            return DefinitionList(
                tuple(
                    replace(
                        each,
                        terms=tuple(
                            Paragraph(_struck_inlines(term.inlines)) for term in each.terms
                        ),
                        blocks=_all_struck(each.blocks),
                    )
                    for each in definitions
                )
            )
        case _:
            return _struck_leaf(block)


def _struck_leaf(block: Block) -> Block:
    """Strike out the text of a block that holds no others; code and formulas have no weights."""
    match block:
        case Paragraph() | Heading():
            return replace(block, inlines=_struck_inlines(block.inlines), anchors=())
        case Table():
            cells = tuple(
                replace(cell, inlines=_struck_inlines(cell.inlines)) for cell in block.cells
            )
            caption = _struck_inlines(block.caption)
            return replace(block, cells=cells, caption=caption, anchors=())
        case Figure(pictures, caption):
            return Paragraph(_struck_inlines((*pictures, Run(" "), *caption)))
        case Embed():
            return replace(block, link=None, anchors=())
        case Code() | Formula():
            bare = replace(block, links=()) if isinstance(block, Code) else block
            return replace(bare, anchors=())
        case _:
            return block


def _all_struck(blocks: Blocks) -> Blocks:
    return tuple(map(_struck, blocks))


def _text(block: Block | ListItem) -> str:
    """Give what a block says."""
    return plain(flatten(block.blocks if isinstance(block, ListItem) else (block,)))
