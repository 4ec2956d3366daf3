"""Documents as plain text: one flow of what holds blocks, and whole articles as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.article.blocks import (
    Block,
    Callout,
    Code,
    DefinitionList,
    Details,
    Embed,
    Footnotes,
    Formula,
    LineBreak,
    ListBlock,
    Quote,
    Run,
    Table,
    Weight,
)
from tui_reader.article.flow import flatten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_reader.article.blocks import Inline, Inlines


def flow_of(block: Block, *, lines: bool) -> Inlines:
    """Write a block that is no paragraph as one flow."""
    between: Inline = LineBreak() if lines else Run(" ")
    return _joined(list(_parts_of(block, lines=lines)), between)


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


def _joined(parts: list[Inlines], between: Inline) -> Inlines:
    out: list[Inline] = []
    for part in parts:
        if part:
            if out:
                out.append(between)
            out.extend(part)
    return tuple(out)
