"""The markup of an entry as it came, laid out to be read: wrapped, its parts told apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.article.lines import Layout, Line, Role, Span
from tui_reader.cells import graphemes
from tui_reader.clean import clean_block

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui_reader.model.entry import Entry

_MOST_COLOURED = 400_000
"""Characters of markup beyond which its parts are not told apart."""
_TAB = 4
_PAD = Span(" ", Role.CODE)
_PARTS = re.compile(
    r"(?P<comment><!--.*?(?:-->|\Z)|<![^>]*>)"
    r"|(?P<tag></?[A-Za-z][^\s/>]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*+)>?"
    r"|(?P<reference>&\#?\w+;)",
    re.DOTALL,
)
_ATTRIBUTES = re.compile(r"(?P<value>\"[^\"]*\"|'[^']*'|(?<==)[^\s\"']+)|(?P<name>[^\s=/\"']+)")


def source_layout(entry: Entry, width: int) -> Layout:
    """Lay out the markup that an entry is read from, from the feed or from its page."""
    page = entry.shown_page
    html = page.html if page else entry.content.html or entry.content.summary_html
    text = clean_block(html).expandtabs(_TAB)
    whence = "page" if page else "feed"
    said = f"Source: {len(html):,} characters of HTML from the {whence}"
    head = (Line(()), Line((Span(said, Role.MUTED),)), Line(()))
    return Layout(width=width, lines=(*head, *_lines(text, max(1, width - 2))), anchors={})


def _lines(text: str, room: int) -> Iterator[Line]:
    stretches = list(_stretches(text))
    index = at = 0
    for written in text.split("\n"):
        for start, end in _breaks(written, room):
            spans = [_PAD]
            done, until = at + start, at + end
            while done < until:
                while index + 1 < len(stretches) and stretches[index + 1][0] <= done:
                    index += 1
                following = stretches[index + 1][0] if index + 1 < len(stretches) else until
                stop = min(until, following)
                spans.append(Span(text[done:stop], stretches[index][1]))
                done = stop
            yield Line(tuple(spans), 1, at + start, fill=Role.CODE)
        at += len(written) + 1


def _breaks(text: str, room: int) -> Iterator[tuple[int, int]]:
    """Cut a line where it is full, after a blank or a tag if there is one near; drops nothing."""
    start = 0
    while True:
        end = _full(text, start, room)
        if end < len(text):
            after = 1 + max(text.rfind(" ", start, end), text.rfind(">", start, end))
            end = after if after - start > room // 2 else end
        yield start, end
        start = end
        if start >= len(text):
            return


def _full(text: str, start: int, room: int) -> int:
    """Find where ``room`` cells from a character on are full."""
    ahead = text[start : start + room + 1]
    if ahead.isascii():
        return start + min(len(ahead), room)
    used, at = 0, start
    for piece, cells in graphemes(text[start : start + room * 6]):
        if used + cells > room and at > start:
            break
        used, at = used + cells, at + len(piece)
    return at


def _stretches(text: str) -> Iterator[tuple[int, Role]]:
    """Give where the role changes, and to which."""
    yield 0, Role.CODE
    if len(text) > _MOST_COLOURED:
        return
    for part in _PARTS.finditer(text):
        if part["tag"]:
            yield part.start(), Role.CODE_KEYWORD
            first = part.start("attributes")
            yield first, Role.CODE
            for attribute in _ATTRIBUTES.finditer(part["attributes"]):
                role = Role.CODE_STRING if attribute["value"] else Role.CODE_NAME
                yield first + attribute.start(), role
                yield first + attribute.end(), Role.CODE
            yield part.end("attributes"), Role.CODE_KEYWORD
        else:
            yield part.start(), Role.CODE_COMMENT if part["comment"] else Role.CODE_NUMBER
        yield part.end(), Role.CODE
