"""The head of an article: title and byline as lines, the same in the pane and in print."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.article.lines import Line, Role, Span, Weight
from tui_reader.cells import cell_len, wrap
from tui_reader.clean import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tui_reader.model.entry import Entry, EntryRow
    from tui_reader.model.feed import Author

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_TITLE_LINES = 3
_BYLINE_LINES = 3
_WORDS_A_MINUTE = 230


def row_header(row: EntryRow, width: int) -> tuple[Line, ...]:
    """Give the head of an entry of which only the row is at hand."""
    return header(
        title=row.title,
        authors=row.authors,
        when=row.sort_at,
        categories=row.categories,
        minutes=row.minutes,
        width=width,
    )


def entry_header(entry: Entry, width: int) -> tuple[Line, ...]:
    """Give the head of an entry; what its feed does not tell, its page may."""
    page = entry.shown_page
    return header(
        title=entry.content.title,
        authors=_authors(entry),
        when=_date(entry),
        categories=entry.content.categories,
        minutes=reading_minutes(page.words if page else entry.content.words),
        source=f"full text from {clean_line(urls.host(page.url))}" if page else "",
        width=width,
    )


def _authors(entry: Entry) -> tuple[Author, ...]:
    told, page = entry.content.authors, entry.page
    if page is None or not told:
        return told or (page.authors if page else ())
    roles = {author.name.casefold(): author.role for author in page.authors}
    return tuple(
        replace(author, role=author.role or roles.get(author.name.casefold(), ""))
        for author in told
    )


def _date(entry: Entry) -> datetime:
    """Give the date to show: the page's where the feed has none and it makes sense."""
    content, page = entry.content, entry.page
    if page is None or page.published_at is None or content.published_at or content.updated_at:
        return entry.sort_at
    return min(page.published_at, entry.sort_at)


def reading_minutes(words: int) -> int:
    """Give the reading time as rows do: at least 1, and 0 where there is no text."""
    return max(1, round(words / _WORDS_A_MINUTE)) if words else 0


def header(
    *,
    title: str,
    authors: Sequence[Author],
    when: datetime,
    categories: Sequence[str],
    minutes: int,
    source: str = "",
    width: int,
) -> tuple[Line, ...]:
    """Set the head: a blank line, the title, the byline, a blank line."""
    lines = [Line(())]
    lines.extend(
        Line((Span(text, Role.TITLE, Weight.STRONG),))
        for text in wrap(clean_line(title), width, _TITLE_LINES)
    )
    local = when.astimezone()
    parts = [
        "; ".join(filter(None, map(_named, authors))),
        f"{local.day} {_MONTHS[local.month - 1]} {local.year}",
        ", ".join(filter(None, map(clean_line, categories))),
        f"{minutes} min" if minutes else "",
        source,
    ]
    lines.extend(Line((Span(text, Role.BYLINE),)) for text in _byline(parts, width))
    lines.append(Line(()))
    return tuple(lines)


def _byline(parts: Sequence[str], width: int) -> list[str]:
    """Set the parts in lines, broken between them wherever each fits a line of its own."""
    lines: list[str] = []
    for part in filter(None, parts):
        joined = f"{lines[-1]} · {part}" if lines else part
        if cell_len(joined) <= width:
            lines[-1:] = [joined]
        else:
            lines.extend(wrap(part, width, _BYLINE_LINES))
    return lines[:_BYLINE_LINES]


def _named(author: Author) -> str:
    name, role = clean_line(author.name), clean_line(author.role)
    return f"{name}, {role}" if name and role else name or role
