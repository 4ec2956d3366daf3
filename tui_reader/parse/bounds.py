"""Bounds for a document before feedparser sees it: it takes quadratic time over some of them.

What is cut is said. A document that is within the bounds, as every honest one is, comes out as
it went in. Works on bytes, so only for encodings that contain ASCII; others are left to the
limits of the parse worker.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_ENTRIES = 5_000
"""Entries kept of one document, the first ones: feeds put the newest on top."""
MAX_ATTRIBUTES = 500
MAX_TAG = 16_384
MAX_AUTHOR = 1_000
MAX_NAMES_IN_A_ROW = 200
MAX_EXPANSION = 4 * 1024 * 1024
"""Bytes that the entities of a document may become."""

_ENTRY = re.compile(rb"<(?:[A-Za-z][\w.\-]*:)?(item|entry)[\s>/]", re.IGNORECASE)
_LONG_TAG = re.compile(rb"<([A-Za-z][\w:.\-]*)([^<>]{%d,})>" % MAX_TAG)
_LONG_AUTHOR = re.compile(
    rb"(<(?:[A-Za-z][\w.\-]*:)?(?:author|creator|name|email|publisher|webmaster|managingeditor|"
    rb"contributor)\b[^<>]*>\s*(?:<!\[CDATA\[)?)([^<\]]{%d})[^<\]]+" % MAX_AUTHOR,
    re.IGNORECASE,
)
_CATEGORY = re.compile(
    rb"<((?:[A-Za-z][\w.\-]*+:)?(?:category|subject|keywords))\b[^<>]*+>"
    rb"(?:(?:<!\[CDATA\[[^\]]*+\]\]>|[^<]++)*+</\1\s*+>)?+\s*+",
    re.IGNORECASE,
)
CATEGORY_NAMES = ("category", "subject", "keywords")
"""Local names of elements that hold a category, and may come in long rows."""
_DECLARES = re.compile(rb"<![Ee][Nn][Tt][Ii][Tt][Yy]")
_ENTITY = re.compile(rb"<!ENTITY\s+(\w+)\s+(?:\"([^\"]*)\"|'([^']*)')\s*>", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*\[.*?\]\s*>", re.IGNORECASE | re.DOTALL)


def bounded(body: bytes, *, max_entries: int = MAX_ENTRIES) -> tuple[bytes, tuple[str, ...]]:
    """Cut what exceeds the bounds; give the document and what was done to it."""
    complaints: list[str] = []
    body = _entities(body, complaints)
    body = _attributes(body, complaints)
    body = _authors(body, complaints)
    body = _categories(body, complaints)
    return _entries(body, max_entries, complaints), tuple(complaints)


def has_long_parts(body: bytes) -> bool:
    """Whether a tag or a byline would be cut, which the strict reader does not see itself."""
    complaints: list[str] = []
    _authors(_attributes(body, complaints), complaints)
    return bool(complaints)


def _entities(body: bytes, complaints: list[str]) -> bytes:
    """Take away a document type whose entities would grow beyond all measure."""
    head = body[:1_000_000]
    if _DECLARES.search(head) is None:
        return body
    expansion = sum(
        max(len(double), len(single)) * body.count(b"&" + name + b";")
        for name, double, single in _ENTITY.findall(head)[:1000]
    )
    if expansion <= MAX_EXPANSION:
        return body
    complaints.append("The document's own entities were left out: they would fill the memory.")
    return _DOCTYPE.sub(b"", body, count=1)


def _attributes(body: bytes, complaints: list[str]) -> bytes:
    """Take the attributes off a tag that has hundreds of them."""
    if next(_long_runs(body, MAX_TAG), None) is None:
        return body

    def shorter(match: re.Match[bytes]) -> bytes:
        if match[2].count(b"=") <= MAX_ATTRIBUTES:
            return match[0]
        complaints.append("A tag has more attributes than any tag can need; they were left out.")
        return b"<" + match[1] + (b"/>" if match[2].endswith(b"/") else b">")

    return _LONG_TAG.sub(shorter, body)


def _authors(body: bytes, complaints: list[str]) -> bytes:
    """Cut a byline that is longer than any; where one can be shows in a run without a tag."""
    if not any(_may_be_author(body, start) for start in _long_runs(body, MAX_AUTHOR)):
        return body
    body, cut = _LONG_AUTHOR.subn(rb"\1\2", body)
    if cut:
        complaints.append("A byline was longer than a byline can be; it was cut.")
    return body


def _may_be_author(body: bytes, start: int) -> bool:
    """Whether the tag before a run opens an author, or the tag before a CDATA section does."""
    tag = start - 1
    if tag < 0:
        return False
    if body.startswith(b"<![CDATA[", tag):
        tag = body.rfind(b"<", 0, tag)
    return tag >= 0 and _LONG_AUTHOR.match(body, tag) is not None


def _long_runs(body: bytes, length: int) -> Iterator[int]:
    """Give where runs of so many bytes without a “<” begin, each at a start or behind one."""
    start = 0
    while start + length <= len(body):
        tag = body.rfind(b"<", start, start + length)
        if tag >= 0:
            start = tag + 1
            continue
        yield start
        tag = body.find(b"<", start + length)
        if tag < 0:
            return
        start = tag + 1


def _categories(body: bytes, complaints: list[str]) -> bytes:
    """Keep the first ones of a long row of categories; feedparser compares each with each."""
    folded = body.lower()
    if sum(folded.count(name.encode()) for name in CATEGORY_NAMES) <= MAX_NAMES_IN_A_ROW:
        return body
    kept: list[bytes] = []
    place = row = end = 0
    for match in _CATEGORY.finditer(body):
        row = row + 1 if match.start() == end else 1
        end = match.end()
        if row > MAX_NAMES_IN_A_ROW:
            kept.append(body[place : match.start()])
            place = end
    if not place:
        return body
    complaints.append(
        f"An entry has more than {MAX_NAMES_IN_A_ROW} categories; the rest was left out."
    )
    kept.append(body[place:])
    return b"".join(kept)


def _entries(body: bytes, limit: int, complaints: list[str]) -> bytes:
    """Take the entries beyond the limit out of the middle, so that the document stays whole."""
    # A single byte is counted in a fraction of the time.
    if body.count(b"<") <= limit or body.count(b"<item") + body.count(b"<entry") <= limit:
        return body
    starts = [match for match in _ENTRY.finditer(body) if match[1].lower() in {b"item", b"entry"}]
    if len(starts) <= limit:
        return body
    first = starts[limit]
    end_tag = re.compile(rb"</(?:[A-Za-z][\w.\-]*:)?" + first[1] + rb"\s*>", re.IGNORECASE)
    last_end = 0
    for match in end_tag.finditer(body, starts[-1].start()):
        last_end = match.end()
    complaints.append(f"The document has {len(starts):,} entries; the first {limit:,} were kept.")
    return body[: first.start()] + body[max(last_end, first.start()) :]
