"""The line at the end by which blog engines tell copies where a post first appeared.

“The post X appeared first on Y”, in any language: its reader has X open and chose Y.
"""

from __future__ import annotations

import re
from html import unescape

_TAIL = 3_000
"""Characters of the end that are looked at."""
_LAST = re.compile(
    r"<p\b[^>]*>((?:(?!</?p\b).)*)</p>(?:\s|&nbsp;|<img\b[^>]*>|</div>)*$",
    re.IGNORECASE | re.DOTALL,
)
_LINK = re.compile(
    r"<a\b[^>]*?\bhref\s*=\s*[\"']([^\"']+)[\"'][^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<[^>]*>")
_SCHEME = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)
_MOST_WORDS = 24
"""Words beside the title; more are no credit but a sentence of the author's."""


def without_credit(html: str, *, url: str, title: str) -> str:
    """Leave out a last paragraph that links to the entry by its title, and once elsewhere.

    Args:
        html: The text of an entry.
        url: The entry's own address.
        title: Its title, plain.
    """
    tail = max(0, len(html) - _TAIL)
    last = _LAST.search(html, tail) if url and title else None
    if last is None:
        return html
    links = _LINK.findall(last[1])
    names_it = any(_place(href) == _place(url) and _words(text) == _words(title)
                   for href, text in links)  # fmt: skip
    others = len(_words(last[1])) - len(_words(title))
    if names_it and len(links) == 2 and others <= _MOST_WORDS:
        return html[: last.start()]
    return html


def _place(address: str) -> str:
    """Give what two addresses of one page have in common."""
    path = unescape(address).strip().partition("#")[0].partition("?")[0]
    return _SCHEME.sub("", path).rstrip("/")


def _words(markup: str) -> list[str]:
    return unescape(_TAG.sub(" ", markup)).split()
