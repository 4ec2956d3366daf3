"""What one entry looks like in the list: mark, title, byline, excerpt. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tui_reader.cells import cell_len, truncate, wrap
from tui_reader.clean import clean_line
from tui_reader.ui.themes import Ink
from tui_reader.ui.widgets.cursor_list import Item
from tui_reader.ui.widgets.glyphs import UNICODE, Glyphs
from tui_reader.ui.widgets.lines import Line, Span, fit, line_width, spread
from tui_reader.wording.ages import age
from tui_reader.wording.phrases import same_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tui_reader.model.entry import EntryRow

Density = Literal["excerpt", "two", "one"]
DENSITIES: tuple[Density, ...] = ("excerpt", "two", "one")

_INDENT = 3
"""Cells before the text: gutter, mark, blank."""
_MARGIN = 1
"""Cells between the age and the scrollbar."""
_TITLE_LINES = 2
_EXCERPT_LINES = 2
_LINE_FEED_WIDTH = 18
"""Cells of the blog's name in the one-line density."""
_LEAST_FOR_FEED = 56
"""A one-line list narrower than this has no column for the blog's name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How rows are drawn at the moment."""

    now: datetime
    density: Density = "excerpt"
    with_feed: bool = False
    """The view is over several blogs, so the byline begins with the blog's name."""
    words: tuple[str, ...] = ()
    """Words that were searched for, to be marked."""
    glyphs: Glyphs = UNICODE


def lay_out(row: EntryRow, width: int, look: Look) -> Item:
    """Lay an entry out in ``width`` cells."""
    room = max(1, width - _MARGIN)
    if look.density == "one":
        return Item(lines=(_single_line(row, room, look),))
    lines = [*_title_lines(row, room, look), _byline(row, room, look)]
    if look.density == "two":
        return Item(lines=tuple(lines))
    return Item(lines=(*lines, *_excerpt_lines(row, room, look)), after=1)


def _mark(row: EntryRow, glyphs: Glyphs) -> Span:
    if row.starred:
        return glyphs.starred, Ink.STAR
    if row.progress:
        return glyphs.begun, Ink.MUTED if row.read else Ink.UNREAD
    if not row.read:
        return glyphs.unread, Ink.UNREAD
    return " ", Ink.MUTED


def _title_ink(row: EntryRow) -> Ink:
    return Ink.QUIET if row.read else Ink.STRONG


def _wrapped(text: str, width: int, lines: int, glyphs: Glyphs) -> list[str]:
    """Wrap to at most so many lines; the last one is cut after a word, with the sign for it."""
    width = max(1, width)
    whole = wrap(text, width, lines + 1)
    if len(whole) <= lines:
        return whole
    last = whole[lines - 1]
    room = width - cell_len(glyphs.cut)
    if cell_len(last) > room:
        shorter = last.rpartition(" ")[0]
        # A line of one long word, or of a script without blanks, is cut at a cell.
        last = shorter if cell_len(shorter) > width // 2 else truncate(last, room, "")
    return [*whole[: lines - 1], last.rstrip(" .,;:–—-") + glyphs.cut]


def _title_lines(row: EntryRow, width: int, look: Look) -> list[Line]:
    ink = _title_ink(row)
    title = clean_line(row.title)
    wanted = _TITLE_LINES if look.density == "excerpt" else 1
    texts = _wrapped(title, width - _INDENT, wanted, look.glyphs) or [""]
    first: Line = (
        (" ", Ink.TEXT),
        _mark(row, look.glyphs),
        (" ", Ink.TEXT),
        *_marked(texts[0], ink, look.words),
    )
    return [first, *(_indented(_marked(text, ink, look.words)) for text in texts[1:])]


def _excerpt_lines(row: EntryRow, width: int, look: Look) -> list[Line]:
    paragraphs = row.excerpt.split("\n")
    if len(paragraphs) > 1 and same_words(paragraphs[0], row.title):
        del paragraphs[0]
    text = "  ".join(map(clean_line, paragraphs))
    if look.glyphs.image != UNICODE.image:
        text = text.replace(UNICODE.image, look.glyphs.image)
    text = _around_hit(text, look.words, width)
    if not text:
        return []
    texts = _wrapped(text, width - _INDENT, _EXCERPT_LINES, look.glyphs)
    return [_indented(_marked(line, Ink.MUTED, look.words)) for line in texts]


def _around_hit(text: str, words: Sequence[str], width: int) -> str:
    """Begin the excerpt shortly before the first hit where that would not be seen."""
    if not words:
        return text
    found = _hits(words).search(text)
    if found is None or found.start() < width:
        return text
    start = text.rfind(" ", 0, max(0, found.start() - width // 2)) + 1
    return f"… {text[start:]}"


def _indented(line: Sequence[Span]) -> Line:
    return ((" " * _INDENT, Ink.TEXT), *line)


def _byline(row: EntryRow, width: int, look: Look) -> Line:
    when = age(row.sort_at, look.now)
    room = width - _INDENT - cell_len(when) - 1
    parts = _byline_parts(row, room, look)
    text = f" {look.glyphs.dot} ".join(parts)
    left = fit(((text, Ink.MUTED),), room, look.glyphs.cut)
    return spread(_indented(left), ((when, Ink.MUTED),), width, look.glyphs.cut)


def _byline_parts(row: EntryRow, room: int, look: Look) -> list[str]:
    """Choose the parts of the byline: whole ones, the least telling dropped first."""
    feed = clean_line(row.feed_title) if look.with_feed else ""
    category = clean_line(row.categories[0]) if row.categories else ""
    author = clean_line(row.authors[0].name) if row.authors else ""
    if len(row.authors) > 1:
        author += f" +{len(row.authors) - 1}"
    role = clean_line(row.authors[0].role) if len(row.authors) == 1 else ""
    minutes, percent = _times(row)
    changed = f"{look.glyphs.changed} changed" if row.changed else ""
    with_role = f"{author}, {role}" if author and role else author
    short = _initialled(author)
    attempts = (
        (feed, category, with_role, minutes),
        (feed, category, author, minutes),
        (feed, category, short, minutes),
        (feed, category, short, percent),
        (feed, category, minutes),
        (feed, category, percent),
        (feed, percent or category),
        (feed or category or short or minutes,),
    )
    for attempt in attempts:
        parts = [part for part in (changed, *attempt) if part]
        if sum(map(cell_len, parts)) + 3 * (len(parts) - 1) <= room:
            break
    return parts


def _times(row: EntryRow) -> tuple[str, str]:
    """Give the reading time, and what is told of it where there is less room.

    Of an entry in progress both tell how far it was read.
    """
    if not row.progress:
        return f"{row.minutes} min" if row.minutes else "", ""
    left = max(1, round(row.minutes * (100 - row.progress) / 100))
    return f"{row.progress} %, {left} min left", f"{row.progress} %"


def _initialled(name: str) -> str:
    """Shorten a given name: “R. Schneeman”; other scripts and single names stay."""
    given, blank, family = name.partition(" ")
    return f"{given[0]}. {family}" if blank and given.isalpha() and name.isascii() else name


def _single_line(row: EntryRow, width: int, look: Look) -> Line:
    when = age(row.sort_at, look.now).rjust(4)
    right: tuple[Span, ...] = ((when, Ink.MUTED),)
    if look.with_feed and width >= _LEAST_FOR_FEED:
        name = fit(((clean_line(row.feed_title), Ink.MUTED),), _LINE_FEED_WIDTH, look.glyphs.cut)
        blanks = " " * (_LINE_FEED_WIDTH - line_width(name) + 1)
        right = (*name, (blanks, Ink.MUTED), *right)
    left = (
        (" ", Ink.TEXT),
        _mark(row, look.glyphs),
        (" ", Ink.TEXT),
        *_marked(clean_line(row.title), _title_ink(row), look.words),
    )
    return spread(left, right, width, look.glyphs.cut)


def _hits(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in longest_first), re.IGNORECASE)


def _marked(text: str, ink: Ink, words: Sequence[str]) -> list[Span]:
    """Part a text into spans, what was searched for in an ink of its own."""
    if not words:
        return [(text, ink)]
    spans: list[Span] = []
    at = 0
    for found in _hits(words).finditer(text):
        if found.start() > at:
            spans.append((text[at : found.start()], ink))
        spans.append((found.group(), Ink.HIT))
        at = found.end()
    if at < len(text):
        spans.append((text[at:], ink))
    return spans


def search_words(text: str) -> tuple[str, ...]:
    """Give the words of a search that are worth marking."""
    return tuple(word for word in re.findall(r"\w+", text) if len(word) > 1)
