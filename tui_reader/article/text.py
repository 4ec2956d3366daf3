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
    from tui_reader.article.blocks import Inline, Inlines


def flow_of(block: Block, *, lines: bool) -> Inlines:
    """Write a block that is no paragraph as one flow."""
    between: Inline = LineBreak() if lines else Run(" ")
    match block:
        case Quote(blocks) | Callout(blocks) | Footnotes(blocks):
            return flatten(blocks, lines=lines)
        case Details(summary, blocks):
            return _joined([summary, flatten(blocks, lines=lines)], between)
        case ListBlock(_, items):
            return _joined(
                [(Run(f"{item.marker} "), *flatten(item.blocks, lines=lines)) for item in items],
                between,
            )
        case DefinitionList(items):
            parts: list[Inlines] = []
            for item in items:
                parts.extend(term.inlines for term in item.terms)
                parts.append(flatten(item.blocks, lines=lines))
            return _joined(parts, between)
        case Code(text):
            return _joined([(Run(line, Weight.CODE),) for line in text.split("\n")], between)
        case Formula(text):
            return (Run(text),)
        case Table(cells):
            return _joined([cell.inlines for cell in cells], between)
        case Embed(kind, title, link):
            return (Run(f"{kind}: {title}" if title else kind, Weight.PLAIN, link),)
        case _:
            return ()


def _joined(parts: list[Inlines], between: Inline) -> Inlines:
    out: list[Inline] = []
    for part in parts:
        if part:
            if out:
                out.append(between)
            out.extend(part)
    return tuple(out)
