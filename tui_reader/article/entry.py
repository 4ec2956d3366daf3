"""A stored entry as a document, and laid out: the one path of the pane, ``show`` and export."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui_reader.article.blocks import Block, Document, Embed, Link
from tui_reader.article.build import build
from tui_reader.article.galley import compose
from tui_reader.article.header import entry_header
from tui_reader.article.highlight import is_loaded
from tui_reader.article.layout import lay_out, set_lines
from tui_reader.article.media import file_name
from tui_reader.article.targets import resolve_target
from tui_reader.clean import clean_line

if TYPE_CHECKING:
    from tui_reader.article.galley import Galley
    from tui_reader.article.lines import Layout
    from tui_reader.model.entry import Enclosure, Entry, EntryContent

_LONG = 60_000
"""Characters of HTML that take long enough to show the beginning first."""
_BEGINNING = 60
"""Blocks, some screens of them."""


def entry_document(content: EntryContent) -> Document:
    """Build what an entry has to read: its text, else its summary, then attached files."""
    document = build(content.html or content.summary_html, base=content.html_base or content.url)
    return _with_enclosures(document, content)


def entry_galley(entry: Entry) -> Galley:
    """Write an entry's text out, to be laid out at any width."""
    return compose(entry_document(entry.content))


def entry_layout(entry: Entry, galley: Galley, width: int) -> Layout:
    """Lay an entry out, its head included."""
    return set_lines(galley, width, head=entry_header(entry, width))


def entry_beginning(entry: Entry, width: int) -> Layout | None:
    """Lay out only the beginning, where the whole takes long; None where it does not."""
    content = entry.content
    html = content.html or content.summary_html
    if len(html) < _LONG and (is_loaded() or "<pre" not in html):
        return None
    document = build(html, base=content.html_base or content.url, most=_BEGINNING)
    return lay_out(document, width, head=entry_header(entry, width), beginning=True)


def _with_enclosures(document: Document, content: EntryContent) -> Document:
    """Add the attached files that the text does not link to."""
    links = list(document.links)
    known = {link.url for link in links}
    numbered = max((link.number for link in links), default=0)
    blocks: list[Block] = []
    for enclosure in content.enclosures:
        target = resolve_target(content.html_base, enclosure.url)
        if target is None or not target.url or target.url in known:
            continue
        known.add(target.url)
        numbered += 1
        blocks.append(Embed(_kind(enclosure), _label(enclosure), len(links)))
        links.append(Link(url=target.url, shown=target.shown, number=numbered))
    if not blocks:
        return document
    return replace(document, blocks=(*document.blocks, *blocks), links=tuple(links))


def _kind(enclosure: Enclosure) -> str:
    kinds = {"audio": "Audio", "video": "Video", "image": "Picture"}
    return kinds.get(enclosure.media_type.partition("/")[0].lower(), "File")


def _label(enclosure: Enclosure) -> str:
    name = clean_line(enclosure.title, limit=200) or file_name(enclosure.url)
    return f"{name} ({_size(enclosure.size)})" if enclosure.size else name


def _size(size: int) -> str:
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.0f} MB" if size >= 10_000_000 else f"{size / 1_000_000:.1f} MB"
