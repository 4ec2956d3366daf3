"""A stored entry as a document, and laid out: the one path of the pane, ``show`` and export."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from tui_reader.article.blocks import Block, Document, Embed, Figure, Link, Picture
from tui_reader.article.build import build
from tui_reader.article.changes import marked
from tui_reader.article.completeness import is_complete
from tui_reader.article.credit import without_credit
from tui_reader.article.galley import compose
from tui_reader.article.header import entry_header
from tui_reader.article.layout import set_lines
from tui_reader.article.media import file_name
from tui_reader.article.plain_text import with_paragraphs
from tui_reader.article.targets import resolve_target
from tui_reader.article.title import without_title
from tui_reader.clean import clean_line
from tui_reader.urls import host, is_web

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tui_reader.article.galley import Galley
    from tui_reader.article.lines import Layout
    from tui_reader.article.pictures import PictureRoom
    from tui_reader.model.entry import Enclosure, Entry, EntryContent, EntryPage

_KINDS = {"audio": "Audio", "video": "Video", "image": "Picture"}
_SUFFIXES = {
    "Audio": {"aac", "flac", "m4a", "mp3", "oga", "ogg", "opus", "wav"},
    "Video": {"m4v", "mkv", "mov", "mp4", "ogv", "webm"},
    "Picture": {"avif", "gif", "jpeg", "jpg", "png", "webp"},
}
"""What the end of a file's name tells where the feed tells nothing."""
_FLASH = "application/x-shockwave-flash"
"""As which YouTube's feeds still declare its videos."""
_LONG = 60_000
"""Characters of HTML that take long enough to show the beginning first."""
_BEGINNING = 60
"""Blocks, some screens of them."""


def entry_document(content: EntryContent, page: EntryPage | None = None) -> Document:
    """Build what an entry has to read.

    Args:
        content: What the feed has: its text, else its summary, then attached files.
        page: The article of the entry's own page, to be read in place of the feed's text.
    """
    html, base = _source(content, page)
    document = without_title(build(html, base=base), content.title)
    return _with_enclosures(document, content)


def entry_galley(entry: Entry, *, hint: str = "") -> Galley:
    """Write out the text of an entry that is read, to be laid out at any width.

    Where ``as_read`` is set, it is the feed's text with all that differs marked.

    Args:
        entry: Whose text.
        hint: How to get the full text, where the feed has only a part of it.
    """
    if entry.as_read is not None:
        return compose(marked(entry_document(entry.as_read), entry_document(entry.content)))
    document = entry_document(entry.content, entry.shown_page)
    return compose(document, foot=entry_foot(entry, hint=hint))


def entry_galleys(entry: Entry, *, hint: str = "") -> Iterator[Galley]:
    """Write the same out as the last of some galleys; those before are no more than its beginning.

    What takes long comes in the last: a long text's rest, and colours of code that is not among
    the first lines or whose lexer must be loaded.
    """
    if entry.as_read is not None:
        yield entry_galley(entry, hint=hint)
        return
    html, base = _source(entry.content, entry.shown_page)
    is_long = len(html) >= _LONG
    if is_long:
        document = without_title(build(html, base=base, most=_BEGINNING), entry.content.title)
        yield compose(document, beginning=True)
    document = entry_document(entry.content, entry.shown_page)
    foot = entry_foot(entry, hint=hint)
    galley = compose(document, foot=foot, hasty=not is_long)
    yield galley
    if not galley.is_whole:
        yield compose(document, foot=foot)


def entry_layout(
    entry: Entry,
    galley: Galley,
    width: int,
    *,
    folded: Collection[int] = (),
    pictures: PictureRoom | None = None,
) -> Layout:
    """Lay an entry out, its head included.

    Args:
        entry: Whose text it is.
        galley: As ``entry_galley`` wrote it.
        width: Cells.
        folded: Numbers of the folds of which only the summary is shown.
        pictures: The room for pictures; None shows the text of each.
    """
    head = entry_header(entry, width)
    return set_lines(galley, width, head=head, folded=folded, pictures=pictures)


def entry_foot(entry: Entry, *, hint: str = "") -> tuple[str, ...]:
    """Say under a text that it is not all, or why the rest of it is not here."""
    content, page = entry.content, entry.page
    if entry.shown_page is not None or not is_web(content.url):
        return ()
    hint = f"  {hint}" if hint else ""
    if page is not None and page.problem is not None:
        why = clean_line(page.problem.message)
        return (f"The full text could not be fetched. {why}{hint}",)
    if page is not None and page.html:
        return ()
    if is_complete(content):
        return ()
    what = "only a summary" if content.words else "no text of this entry"
    return (f"The feed carries {what}.{hint}",)


def _source(content: EntryContent, page: EntryPage | None) -> tuple[str, str]:
    """Choose the markup to read, and where its links start."""
    if page is None:
        html = without_credit(
            content.html or content.summary_html, url=content.url, title=content.title
        )
        return with_paragraphs(html), content.html_base or content.url
    if not page.image_url or "<img" in page.html:
        return page.html, page.url
    return f'<figure><img src="{escape(page.image_url)}"></figure>{page.html}', page.url


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
        kind = _kind(enclosure)
        if kind == "Picture":
            name = _name(enclosure) or file_name(enclosure.url)
            picture = Picture(_sized(name, enclosure), target.url, len(links))
            blocks.append(Figure((picture,)))
        else:
            blocks.append(_embed(kind, enclosure, len(links)))
        links.append(
            Link(url=target.url, shown=target.shown, number=numbered, repaired=target.repaired)
        )
    if not blocks:
        return document
    return replace(document, blocks=(*document.blocks, *blocks), links=tuple(links))


def _kind(enclosure: Enclosure) -> str:
    told = enclosure.media_type.lower()
    kind = "Video" if told == _FLASH else _KINDS.get(told.partition("/")[0])
    suffix = file_name(enclosure.url).rpartition(".")[2].lower()
    return kind or next((name for name, known in _SUFFIXES.items() if suffix in known), "File")


def _embed(kind: str, enclosure: Enclosure, link: int) -> Embed:
    """Make a line of an attached file; what has no name, such as a video, tells its place."""
    name = _name(enclosure)
    place = "" if name else host(enclosure.url).removeprefix("www.")
    return Embed(f"{kind} on {place}" if place else kind, _sized(name, enclosure), link)


def _name(enclosure: Enclosure) -> str:
    name = file_name(enclosure.url)
    return clean_line(enclosure.title, limit=200) or (name if "." in name else "")


def _sized(name: str, enclosure: Enclosure) -> str:
    return f"{name} ({_size(enclosure.size)})".strip() if enclosure.size else name


def _size(size: int) -> str:
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / 1_000_000:.0f} MB" if size >= 10_000_000 else f"{size / 1_000_000:.1f} MB"
