"""Flows: sequences of inlines, and how blocks become one where no blocks may stand."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tui_reader.article.blocks import (
    Anchor,
    Block,
    Callout,
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
    NoteRef,
    Paragraph,
    Picture,
    Quote,
    Rule,
    Run,
    Table,
    Weight,
)
from tui_reader.clean import beyond_ascii

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tui_reader.article.blocks import Anchors, Blocks, Inline, Inlines

_LARGE = 64
"""Pixels of both sides from which on a picture is none of the letters around it."""
_SMALL = 32
"""Pixels up to which one may stand for a letter."""
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def trim(runs: list[Inline]) -> Inlines:
    """Drop line breaks and blanks at both ends, blanks before line breaks, breaks by the dozen."""
    start, end = 0, len(runs)
    while end and _is_blank(runs[end - 1]):
        end -= 1
    while start < end and _is_blank(runs[start]):
        start += 1
    inlines = runs[start:end]
    for index, item in enumerate(inlines):
        if (
            isinstance(item, Run)
            and item.text.endswith(" ")
            and (index == len(inlines) - 1 or isinstance(inlines[index + 1], LineBreak))
        ):
            inlines[index] = Run(item.text[:-1], item.weight, item.link)
    return tuple(_few_breaks(inlines))


def _few_breaks(inlines: list[Inline]) -> Iterator[Inline]:
    """Give the inlines with at most one blank line at a place, whatever was meant to move it."""
    breaks = 0
    for item in inlines:
        if isinstance(item, LineBreak):
            breaks += 1
            if breaks <= 2:
                yield item
        elif not breaks or not _is_blank(item):
            breaks = 0
            yield item


def _is_blank(item: Inline) -> bool:
    return isinstance(item, LineBreak) or (isinstance(item, Run) and not item.text.strip())


def parted(inlines: Inlines, anchors: Anchors) -> Iterator[tuple[Inlines, Anchors]]:
    """Part a paragraph and its anchors at the pictures that want lines of their own.

    Such is one alone on its line, and one that its author made large, wherever it stands: that
    floats beside the text or parts it in a browser. Small ones are part of the text: signs,
    icons, and letters drawn as pictures.
    """
    if not any(isinstance(item, Picture) for item in inlines):
        yield inlines, anchors
        return
    parts: list[tuple[int, list[Inline]]] = [(0, [])]
    was_apart = False
    at = 0
    for line in _lines(inlines):
        alone = bool(only_pictures(trim(line))) and not all(map(_is_small, line))
        for item in (*line, LineBreak()):
            is_apart = isinstance(item, Picture) and (alone or _is_large(item))
            if is_apart is not was_apart and not _is_blank(item):
                parts.append((at, []))
                was_apart = is_apart
            parts[-1][1].append(item)
            at += len(item.text) if isinstance(item, Run) else 1
    parts = [_unindented(*part) for part in parts if not all(map(_is_blank, part[1]))]
    for (start, part), (end, _) in zip(parts, (*parts[1:], (at, [])), strict=True):
        first, last = start == parts[0][0], end == at
        named = tuple(
            [
                replace(anchor, offset=max(0, anchor.offset - start))
                for anchor in anchors
                if (first or anchor.offset >= start) and (last or anchor.offset < end)
            ]
        )
        yield trim(part), named


def _unindented(start: int, part: list[Inline]) -> tuple[int, list[Inline]]:
    """Leave out the blank before a part: one between two parts is in neither."""
    first = part[0]
    if isinstance(first, Run) and first.text.startswith(" "):
        return start + 1, [Run(first.text[1:], first.weight, first.link), *part[1:]]
    return start, part


def _lines(inlines: Inlines) -> Iterator[list[Inline]]:
    line: list[Inline] = []
    for item in inlines:
        if isinstance(item, LineBreak):
            yield line
            line = []
        else:
            line.append(item)
    yield line


def _is_large(item: Picture) -> bool:
    return item.width >= _LARGE and item.height >= _LARGE


def _is_small(item: Inline) -> bool:
    return not isinstance(item, Picture) or 0 < max(item.width, item.height) <= _SMALL


def only_pictures(inlines: Inlines) -> tuple[Picture, ...]:
    """Give the pictures where there is nothing else."""
    if not inlines or not isinstance(inlines[0], Picture):
        return ()
    pictures = tuple(item for item in inlines if isinstance(item, Picture))
    rest = (item for item in inlines if not isinstance(item, Picture))
    return pictures if all(map(_is_blank, rest)) else ()


def count_words(inlines: Inlines) -> int:
    """Count words; an ideograph counts as half of one."""
    text = "".join([item.text if isinstance(item, Run) else " " for item in inlines])
    if text.isascii():
        return len(text.split())
    ideographs = len(_CJK.findall(beyond_ascii(text)))
    if not ideographs:
        return len(text.split())
    return len(_CJK.sub(" ", text).split()) + (ideographs + 1) // 2


def plain(inlines: Inlines) -> str:
    """Give the characters of a flow on one line."""
    parts: list[str] = []
    for item in inlines:
        match item:
            case Run(text):
                parts.append(text)
            case Picture(alt):
                parts.append(alt)
            case NoteRef(label):
                parts.append(label)
            case LineBreak():
                parts.append(" ")
    return "".join(parts).strip()


def flatten(blocks: Blocks, *, lines: bool = False) -> Inlines:
    """Make one flow of blocks, for places that hold no blocks: headings, cells, captions.

    Args:
        blocks: Blocks of any kind.
        lines: Part them by line breaks; else by blanks.
    """
    return _joined((_flow_of(block, lines=lines) for block in blocks), lines=lines)


def anchors_of(blocks: Iterable[Block]) -> Anchors:
    """Give the anchors in blocks that become one flow, all at its beginning."""
    return tuple(Anchor(anchor.name) for block in blocks for anchor in _anchors_in(block))


def _anchors_in(block: Block) -> Iterator[Anchor]:
    match block:
        case Quote(blocks) | Callout(blocks) | Footnotes(blocks):
            yield from anchors_of(blocks)
        case Details(_, blocks, _, anchors):
            yield from (*anchors, *anchors_of(blocks))
        case ListBlock(_, items):
            yield from anchors_of(each for item in items for each in item.blocks)
        case DefinitionList(items):
            for item in items:
                yield from anchors_of((*item.terms, *item.blocks))
        case Rule() | Changed():
            pass
        case _:
            yield from block.anchors


def _joined(parts: Iterable[Inlines], *, lines: bool) -> Inlines:
    between: Inline = LineBreak() if lines else Run(" ")
    out: list[Inline] = []
    for part in parts:
        if part:
            if out:
                out.append(between)
            out.extend(part)
    return tuple(out)


def _flow_of(block: Block, *, lines: bool) -> Inlines:
    match block:
        case Paragraph(inlines) | Heading(_, inlines):
            return inlines
        case Figure(pictures, caption):
            return (*pictures, Run(" "), *caption) if caption else pictures
        case _:
            return _joined(_parts_of(block, lines=lines), lines=lines)


def _parts_of(block: Block, *, lines: bool) -> Iterator[Inlines]:
    match block:
        case Quote(blocks) | Callout(blocks) | Footnotes(blocks):
            yield flatten(blocks, lines=lines)
        case Details(summary, blocks):
            yield summary
            yield flatten(blocks, lines=lines)
        case ListBlock(_, items):
            yield from (
                (Run(f"{item.marker} "), *flatten(item.blocks, lines=lines)) for item in items
            )
        case DefinitionList(definitions):
            for definition in definitions:
                yield from (term.inlines for term in definition.terms)
                yield flatten(definition.blocks, lines=lines)
        case _:
            yield from _parts_of_leaf(block)


def _parts_of_leaf(block: Block) -> Iterator[Inlines]:
    match block:
        case Code(text):
            yield from ((Run(line, Weight.CODE),) for line in text.split("\n"))
        case Formula(text):
            yield (Run(text),)
        case Table(cells):
            yield from (cell.inlines for cell in cells)
        case Embed(kind, title, link):
            yield (Run(f"{kind}: {title}" if title else kind, Weight.PLAIN, link),)
