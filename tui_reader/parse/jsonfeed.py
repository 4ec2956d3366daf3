"""JSON Feed, to the same result type.

Tolerant as the format's readers have to be: wrong types count as absent, a missing version is
no reason to refuse a document that has items.
Source: JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tui_reader.clean import clean_line
from tui_reader.errors import NotAFeed
from tui_reader.model.entry import Enclosure
from tui_reader.model.feed import Author, FeedInfo, Rhythm
from tui_reader.model.update import ParsedFeed
from tui_reader.parse import assemble, authors, bounds, dates, kind, plain
from tui_reader.parse.assemble import Draft, Surroundings
from tui_reader.urls import display

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_Object = dict[str, Any]

_START = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*[{\[]")
_VERSION = re.compile(r"jsonfeed\.org/version/(\d+(?:\.\d+)?)")


def looks_like_json(body: bytes) -> bool:
    """Whether the document begins as JSON does, in any Unicode encoding."""
    return _START.match(body[:1024]) is not None


def parse(body: bytes, *, url: str, known: Mapping[str, str]) -> ParsedFeed:
    """Read a JSON Feed.

    Args:
        body: The document; UTF-8, UTF-16 or UTF-32, with or without a byte order mark.
        url: Its address, for relative links and messages.
        known: As for ``parse.feed.parse_feed``.

    Raises:
        NotAFeed: It is no JSON, or has neither a version nor items.
    """
    document, complaints = _load(body, url)
    version = _VERSION.search(_text(document, "version"))
    items = document.get("items")
    if version is None and not (isinstance(items, list) and _has_entries(items)):
        raise NotAFeed(display(url), found="a JSON document")
    if not isinstance(items, list):
        items = []
        complaints = (*complaints, "The feed has no list of items.")
    info = _info(document, url)
    around = Surroundings(document_url=url, site_url=info.site_url, language=info.language)
    whole = [item for item in items if isinstance(item, dict)]
    if len(whole) < len(items):
        complaints = (*complaints, "An item that is no object was left out.")
    made = assemble.assembled([_draft(item, info.authors) for item in whole], around, known)
    return ParsedFeed(
        info=info,
        entries=made.entries,
        unchanged=made.unchanged,
        format=f"JSON Feed {_in_full(version[1])}" if version else "JSON Feed",
        complaints=(*complaints, *made.complaints),
        older_url=assemble.web_url(url, _text(document, "next_url")),
    )


def _load(body: bytes, url: str) -> tuple[_Object, tuple[str, ...]]:
    """Read the JSON; control characters inside strings are let pass."""
    complaints: tuple[str, ...] = ()
    try:
        text = body.decode(json.detect_encoding(body))
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        complaints = ("The document is not in the encoding it claims; odd characters are marked.",)
    try:
        document = json.loads(text.lstrip("\ufeff"), strict=False, parse_int=_whole)
    except (ValueError, RecursionError):
        document = _rescued(text)
        complaints = (*complaints, "The document breaks off; the items before that were kept.")
    if not isinstance(document, dict):
        raise NotAFeed(display(url), found=kind.name(body))
    return document, complaints


def _whole(digits: str) -> int:
    """Read an integer; one of thousands of digits is no number that means anything."""
    return int(digits) if len(digits) <= 40 else 0


def _rescued(text: str) -> _Object | None:
    """Read the items of a document that was cut off, one by one, up to the break."""
    start = re.search(r'"items"\s*:\s*\[', text)
    if start is None or "jsonfeed" not in text:
        return None
    decoder = json.JSONDecoder(strict=False, parse_int=_whole)
    items: list[Any] = []
    place = start.end()
    while len(items) <= bounds.MAX_ENTRIES:
        while place < len(text) and text[place] in " \t\r\n,":
            place += 1
        try:
            item, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            break
        items.append(item)
    try:
        head = json.loads(text[: start.end()].lstrip("\ufeff") + "]}", strict=False)
    except (ValueError, RecursionError):
        head = {}
    rescued: _Object = head if isinstance(head, dict) else {}
    return {**rescued, "items": items} if items or rescued else None


def _in_full(version: str) -> str:
    return version if "." in version else f"{version}.0"


def _has_entries(items: list[Any]) -> bool:
    known = {"id", "url", "title", "content_html", "content_text"}
    return any(isinstance(item, dict) and len(known & item.keys()) >= 2 for item in items)


def _info(document: _Object, url: str) -> FeedInfo:
    site_url = assemble.web_url(url, _text(document, "home_page_url"))
    return FeedInfo(
        title=plain.line(_text(document, "title"), limit=assemble.MAX_TITLE),
        site_url=site_url,
        description=plain.line(_text(document, "description"), limit=1000),
        language=clean_line(_text(document, "language"), limit=35).lower(),
        authors=_authors(document),
        icon_url=assemble.web_url(
            site_url or url, _text(document, "icon") or _text(document, "favicon")
        ),
        rhythm=Rhythm(),
    )


def _draft(item: _Object, inherited: tuple[Author, ...]) -> Draft:
    summary = _text(item, "summary")
    texts = [plain.escaped(summary)] if summary else []
    html, text = _text(item, "content_html"), _text(item, "content_text")
    if html or text:
        texts.append(html or plain.escaped(text))
    tags = item.get("tags")
    return Draft(
        guid=_identity(item.get("id")),
        url=_text(item, "url") or _text(item, "external_url"),
        title=_text(item, "title"),
        title_is_html=False,
        comments_url="",
        authors=_authors(item) or inherited,
        categories=tuple(tag for tag in tags if isinstance(tag, str))
        if isinstance(tags, list)
        else (),
        published_at=dates.from_text(_text(item, "date_published")),
        updated_at=dates.from_text(_text(item, "date_modified")),
        texts=tuple(texts),
        has_summary=bool(summary),
        base="",
        language=clean_line(_text(item, "language"), limit=35).lower(),
        image_url=_text(item, "image") or _text(item, "banner_image"),
        enclosures=tuple(_attachments(item)),
    )


def _identity(value: object) -> str:
    """Give an id as text; version 1.1 asks readers to accept numbers."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)


def _authors(context: _Object) -> tuple[Author, ...]:
    told = context.get("authors")
    people = told if isinstance(told, list) else []
    if not people:
        people = [context.get("author")]
    found: list[Author] = []
    for person in people[: authors.MAX_AUTHORS]:
        if isinstance(person, str):
            person = {"name": person}  # noqa: PLW2901 - a bare name is what the object would hold
        if isinstance(person, dict):
            found += authors.byline(
                plain.line(_text(person, "name"), limit=authors.MAX_BYLINE),
                url=assemble.web_url("", _text(person, "url")),
            )
    return authors.distinct(found)


def _attachments(item: _Object) -> Iterator[Enclosure]:
    told = item.get("attachments")
    for part in told if isinstance(told, list) else ():
        if isinstance(part, dict):
            yield Enclosure(
                url=_text(part, "url"),
                media_type=_text(part, "mime_type"),
                size=_size(part.get("size_in_bytes")),
                title=_text(part, "title"),
            )


def _size(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and 0 <= value < 2**53 else None


def _text(context: _Object, name: str) -> str:
    value = context.get(name)
    return value if isinstance(value, str) else ""
