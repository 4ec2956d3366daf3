"""Entries made ready for the library: the text that only an article needs, and words to index.

A parse worker does it to what it has just read, so that the process that writes never looks at
HTML: it takes the packed text as it comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.model.entry import PackedEntry
from tui_reader.model.update import PackedFeed
from tui_reader.store import codec, search

if TYPE_CHECKING:
    from tui_reader.model.entry import EntryContent, EntryPage, Stripped
    from tui_reader.model.update import ParsedFeed


def packed_feed(parsed: ParsedFeed) -> PackedFeed:
    """Make all entries of a document ready."""
    return PackedFeed(
        info=parsed.info,
        format=parsed.format,
        unchanged=parsed.unchanged,
        complaints=parsed.complaints,
        older_url=parsed.older_url,
        is_wordpress=parsed.is_wordpress,
        entries=tuple(map(packed, parsed.entries)),
    )


def packed(content: EntryContent) -> PackedEntry:
    """Make an entry ready."""
    return PackedEntry(
        key=content.key,
        aliases=content.aliases,
        title=content.title,
        url=content.url,
        authors=content.authors,
        categories=content.categories,
        published_at=content.published_at,
        updated_at=content.updated_at,
        has_enclosure=bool(content.enclosures),
        excerpt=content.excerpt,
        words=content.words,
        content_hash=content.content_hash,
        body=_body(content),
        text=_text(content),
    )


def _text(content: EntryContent) -> bytes:
    """Give the words of the HTML; its text as it was found already, where that is the same."""
    found = _found(content)
    if found is None:
        return search.text_words(content.html, content.summary_html).encode()
    text = search.spaced_utf8(found.text, found.beyond)
    if content.html and content.summary_html:
        text += b" "
    return text + search.text_words(content.summary_html).encode()


def _found(content: EntryContent) -> Stripped | None:
    """Give what the parser has made of the HTML, where it is of this."""
    found = content.stripped
    return found if found is not None and found.html is content.html else None


def _body(content: EntryContent) -> bytes:
    found = _found(content)
    return codec.pack_body(
        {
            "html": content.html if found is None else found.utf8,
            "base": content.html_base,
            "summary": content.summary_html,
            "language": content.language,
            "image": content.image_url,
            "comments": content.comments_url,
            "enclosures": codec.pack_enclosures(content.enclosures),
            "aliases": content.aliases,
        }
    )


def words_in(entry: PackedEntry) -> search.Words:
    """Give what of an entry can be found, as ``words_of`` gives it of what it was made of."""
    title, authors, _ = search.words_of(entry.title, (author.name for author in entry.authors))
    return title, authors, entry.text.decode("utf-8", "replace")


def words_of(content: EntryContent, page: EntryPage | None) -> search.Words:
    """Give what of a stored entry can be found: the words of its page among them."""
    words = search.words_of(
        content.title,
        (author.name for author in content.authors),
        content.html,
        content.summary_html,
    )
    return with_page(words, page)


def with_page(words: search.Words, page: EntryPage | None) -> search.Words:
    """Add what can be found of an entry's own page."""
    if page is None or not page.html:
        return words
    more = search.words_of("", (author.name for author in page.authors), page.html)
    return words[0], f"{words[1]} {more[1]}", f"{words[2]} {more[2]}"
