"""Documents as Markdown, to copy and to export."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from tui_reader.article.blocks import (
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
    Task,
    Weight,
)
from tui_reader.article.flows import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui_reader.article.blocks import Blocks, Document, Inline, Inlines, Link


def markdown(document: Document) -> str:
    """Write an article as Markdown (CommonMark, with tables and tasks as GitHub has them)."""
    return "\n\n".join(_blocks(document.blocks, document.links)) + "\n"


def _blocks(blocks: Blocks, links: Sequence[Link]) -> Iterator[str]:
    for block in blocks:
        text = _block(block, links)
        if text:
            yield text


def _block(block: Block, links: Sequence[Link]) -> str:  # noqa: C901, PLR0911, PLR0912 - a match over the closed union of blocks, which mypy checks
    match block:
        case Paragraph(inlines):
            return _protected(_inline(inlines, links))
        case Heading(level, inlines):
            return f"{'#' * level} {_inline(inlines, links).replace(chr(10), ' ')}"
        case Quote(blocks) | Callout(blocks):
            return _prefixed("\n\n".join(_blocks(blocks, links)), "> ", "> ")
        case ListBlock():
            return _list(block, links)
        case DefinitionList():
            return "\n\n".join(_definitions(block, links))
        case Code(text, language):
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
            return f"{fence}{language}\n{text}\n{fence}"
        case Formula(text):
            return escaped(text)
        case Table():
            return _table(block, links)
        case Figure(pictures, caption):
            parts = [_inline((picture,), links) for picture in pictures]
            return "\n\n".join(filter(None, (*parts, _inline(caption, links))))
        case Rule():
            return "---"
        case Embed(kind, title, link):
            label = f"{kind}: {title}" if title else kind
            return _inline((Run(label, Weight.PLAIN, link),), links)
        case Details(summary, blocks):
            title = f"**{plain(summary)}**" if summary else ""
            return "\n\n".join(filter(None, (title, *_blocks(blocks, links))))
        case Footnotes(blocks):
            return "\n\n".join(("---", *_blocks(blocks, links)))
        case Changed(_, blocks):
            return "\n\n".join(_blocks(blocks, links))
        case _:
            assert_never(block)


def _list(block: ListBlock, links: Sequence[Link]) -> str:
    items: list[str] = []
    for number, item in enumerate(block.items, 1):
        digits = item.marker.rstrip(".")
        sign = f"{digits if digits.isdigit() else number}. " if block.ordered else "- "
        if item.task is not None:
            sign += "[x] " if item.task is Task.DONE else "[ ] "
        body = ("\n" if block.tight else "\n\n").join(_blocks(item.blocks, links))
        items.append(_prefixed(body, sign, " " * (len(sign.rstrip()) + 1)))
    return ("\n" if block.tight else "\n\n").join(items)


def _definitions(block: DefinitionList, links: Sequence[Link]) -> Iterator[str]:
    for item in block.items:
        yield from (f"**{_inline(term.inlines, links)}**" for term in item.terms)
        yield from _blocks(item.blocks, links)


def _table(block: Table, links: Sequence[Link]) -> str:
    grid = [[""] * block.columns for _ in range(block.rows)]
    for cell in block.cells:
        text = _inline(cell.inlines, links).replace("\\\n", "<br>").replace("|", "\\|")
        grid[cell.row][cell.column] = text
    head = grid[0] if block.head_rows else [""] * block.columns
    rows = [head, ["---"] * block.columns, *(grid[1:] if block.head_rows else grid)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return f"{_inline(block.caption, links)}\n\n{table}" if block.caption else table


def _prefixed(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        (first if index == 0 else rest if line else rest.rstrip()) + line
        for index, line in enumerate(lines)
    )


_SIGNS = (
    (Weight.STRONG, "**"),
    (Weight.EMPHASIS, "*"),
    (Weight.STRIKE, "~~"),
)
_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_LINE_START = re.compile(r"^(\s*)([#+-]|\d+[.)])(?=\s)", re.MULTILINE)


def escaped(text: str) -> str:
    """Give text of one line in which nothing is markup any more."""
    return _SPECIAL.sub(r"\\\1", text)


def _protected(text: str) -> str:
    """Keep a paragraph that begins like a heading or a list from becoming one."""
    return _LINE_START.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", text)


def _inline(inlines: Inlines, links: Sequence[Link]) -> str:
    return "".join(_linked(inlines, links))


def _linked(inlines: Iterable[Inline], links: Sequence[Link]) -> Iterator[str]:
    """Write runs, neighbours of one link in one pair of brackets."""
    items = list(inlines)
    index = 0
    while index < len(items):
        item = items[index]
        if isinstance(item, LineBreak):
            yield "\\\n"
            index += 1
            continue
        end = index + 1
        while end < len(items) and _link_of(items[end]) == item.link is not None:
            end += 1
        text = "".join(map(_item, items[index:end]))
        url = links[item.link].url if item.link is not None else ""
        if isinstance(item, Picture) and end == index + 1 and item.url == url:
            url = ""  # it leads to its own file, which it names already
        yield f"[{text}](<{url}>)" if url and text.strip() else text
        index = end


def _link_of(item: Inline) -> int | None:
    return None if isinstance(item, LineBreak) else item.link


def _item(item: Inline) -> str:
    match item:
        case Run(text, weight):
            return _weighted(text, weight)
        case Picture(alt, url):
            return f"![{escaped(alt)}](<{url}>)" if url else escaped(alt)
        case NoteRef(label):
            return escaped(label if label.startswith(("[", "(")) else f"[{label}]")
        case LineBreak():
            return ""


def _weighted(text: str, weight: Weight) -> str:
    body = text.strip(" ")
    if not body:
        return text
    before = text[: len(text) - len(text.lstrip(" "))]
    after = text[len(text.rstrip(" ")) :]
    if weight & (Weight.CODE | Weight.KEY):
        fence = "`" * (1 + max(map(len, re.findall("`+", body)), default=0))
        body = f"{fence} {body} {fence}" if "`" in body else f"`{body}`"
    else:
        body = escaped(body)
    for flag, sign in _SIGNS:
        if flag in weight:
            body = f"{sign}{body}{sign}"
    return f"{before}{body}{after}"
