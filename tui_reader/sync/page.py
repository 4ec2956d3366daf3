"""A web page → the article in it, inside a parse worker."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from tui_reader.article.charset import decode
from tui_reader.article.extract import extract
from tui_reader.model.update import ParsedPage
from tui_reader.parse import kind
from tui_reader.parse.excerpt import digest
from tui_reader.parse.markup import Markup

if TYPE_CHECKING:
    from tui_reader.article.extract import Extracted

_MOST_WRITTEN = 4_000_000
"""Characters of an article that are kept; the largest books on one page are shorter."""
_READABLE = {"a web page", "a login page", "an XML document of another kind", "plain text"}
"""Many a page has a login somewhere; whether it holds more is seen when it is read."""


def read_page(body: bytes, *, url: str, content_type: str) -> ParsedPage:
    """Find the article in a page; ``reason`` tells why there is none."""
    found_kind = kind.name(body, content_type)
    if found_kind not in _READABLE:
        return ParsedPage(reason=f"The link leads to {found_kind}, not to a web page.")
    found = _extract(decode(body, content_type), url)
    if len(found.html) > _MOST_WRITTEN:
        return ParsedPage(reason="The article on the page is too long to be kept.")
    return ParsedPage(
        html=found.html,
        authors=found.authors,
        published_at=found.published_at,
        image_url=found.image_url,
        language=found.language,
        excerpt=digest(content=Markup(found.html), summary=Markup("")).excerpt,
        words=found.words,
        reason=found.reason,
    )


def _extract(html: str, url: str) -> Extracted:
    """Extract with the collector of garbage off.

    A page is one tree that lives until its article is written: looking for garbage in it costs a
    sixth of the time.
    """
    gc.disable()
    try:
        return extract(html, url=url)
    finally:
        gc.enable()
