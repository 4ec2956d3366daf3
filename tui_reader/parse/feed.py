"""Bytes → ``ParsedFeed``. Makes sense of what a reader of XML found, and turns it into types.

There are two readers and one meaning: the strict one is tried first, feedparser reads whatever
that one declines, and both find the same values. Links are resolved here, not by them.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from tui_reader.clean import clean_line
from tui_reader.errors import NotAFeed
from tui_reader.model.entry import Enclosure
from tui_reader.model.feed import Author, FeedInfo
from tui_reader.model.update import ParsedFeed
from tui_reader.parse import (
    assemble,
    authors,
    bounds,
    dates,
    fast,
    jsonfeed,
    kind,
    plain,
)
from tui_reader.parse.assemble import Draft, Surroundings
from tui_reader.parse.rhythm import rhythm
from tui_reader.urls import display, is_web

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from tui_reader.parse.told import Told

_FORMATS: Final = {
    "rss090": "RSS 0.90",
    "rss091n": "RSS 0.91",
    "rss091u": "RSS 0.91",
    "rss092": "RSS 0.92",
    "rss093": "RSS 0.93",
    "rss094": "RSS 0.94",
    "rss20": "RSS 2.0",
    "rss10": "RSS 1.0",
    "rss": "RSS",
    "atom01": "Atom 0.1",
    "atom02": "Atom 0.2",
    "atom03": "Atom 0.3",
    "atom10": "Atom 1.0",
    "atom": "Atom",
}
_ROOTS: Final = frozenset({"rss", "rdf", "feed", "channel"})
_HTML_TYPES: Final = ("text/html", "application/xhtml+xml")
_FULL_TEXTS: Final = ("yandex_full-text", "full-text")
"""Elements that feeds for search engines carry the whole text in."""
_WRITERS: Final = frozenset({"author", "writer", "reporter", "journalist", "editor"})
_Dict = dict[str, Any]
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


def parse_feed(
    body: bytes, *, url: str, content_type: str = "", known: Mapping[str, str] = _NOTHING
) -> ParsedFeed:
    """Read a feed of any format.

    Args:
        body: The document as it was served, after content decoding.
        url: Its address, for relative links and messages.
        content_type: The header of that name, with its charset.
        known: Content hashes by key, of what the library has. An entry that is still the same
            is not read any further, and only its key is given.

    Raises:
        NotAFeed: It is something else; ``found`` says what.
    """
    if jsonfeed.looks_like_json(body):
        return jsonfeed.parse(body, url=url, known=known)
    told, bounded, cuts = _told(body, content_type)
    root = kind.root(body)
    if not told.entries and (kind.is_web_page(body) or not (told.version or root in _ROOTS)):
        raise NotAFeed(display(url), found=kind.name(body, content_type))
    made = made_of(told, bounded, url=url, is_cdf=root == "channel", known=known)
    return replace(made, complaints=(*cuts, *made.complaints)) if cuts else made


def _told(body: bytes, content_type: str) -> tuple[Told, bytes, tuple[str, ...]]:
    """Read a document; give what was found, the document as it was read, and what was cut.

    The strict reader goes first: it keeps within the bounds itself, all but two, so that an
    ordinary document need not be searched for what exceeds them.
    """
    if not bounds.has_long_parts(body) and (told := fast.read(body, content_type)):
        return told, body, ()
    bounded, cuts = bounds.bounded(body)
    told = fast.read(bounded, content_type) if cuts else None
    if told is None:
        from tui_reader.parse import lenient  # noqa: PLC0415 - feedparser is a fifth of a start

        told = lenient.read(bounded, content_type)
    return told, bounded, cuts


def made_of(
    told: Told,
    body: bytes,
    *,
    url: str,
    is_cdf: bool = False,
    known: Mapping[str, str] = _NOTHING,
) -> ParsedFeed:
    """Make a feed of what a reader found in a document.

    Args:
        told: What it found.
        body: The document.
        url: Its address.
        is_cdf: Its outermost element is that of Microsoft's channels.
        known: As for ``parse_feed``.
    """
    info = _info(told.channel, url, body if told.has_skips else b"")
    inherited = info.authors if told.version.startswith("atom") else ()
    around = Surroundings(document_url=url, site_url=info.site_url, language=info.language)
    drafts = [_draft(entry, inherited) for entry in told.entries]
    made = assemble.assembled(drafts, around, known)
    return ParsedFeed(
        info=info,
        entries=made.entries,
        unchanged=made.unchanged,
        format=_FORMATS.get(told.version) or ("CDF" if is_cdf else "RSS"),
        complaints=(*told.complaints, *made.complaints),
        older_url=assemble.web_url(url, _older(told.channel)),
        is_wordpress="wordpress" in _text(told.channel, "generator").lower(),
    )


def _older(channel: _Dict) -> str:
    """Give the address of the part before this one: of an archive, else of a paged feed.

    Source: RFC 5005 §3 and §4.
    """
    links = _mappings(channel, "links")
    for rel in ("prev-archive", "next"):
        for link in links:
            if _text(link, "rel").strip().lower() == rel and (href := _text(link, "href")):
                return href
    return ""


def _info(channel: _Dict, url: str, body: bytes) -> FeedInfo:
    around = Surroundings(document_url=url, site_url="", language="")
    base = around.base(_text(channel, "xml_base"))
    site_url = assemble.web_url(base, _text(channel, "link"))
    image = _mapping(channel, "image")
    icon = _text(channel, "icon") or _text(channel, "webfeeds_icon")
    icon = icon or _text(image, "href") or _text(image, "url") or _text(channel, "logo")
    return FeedInfo(
        title=plain.line(
            _text(channel, "title"), limit=assemble.MAX_TITLE, is_html=_is_html(channel, "title")
        ),
        site_url=site_url,
        description=plain.line(_text(channel, "subtitle"), limit=1000, is_html=True),
        language=clean_line(_text(channel, "language"), limit=35).lower(),
        authors=_authors(channel),
        icon_url=assemble.web_url(site_url or url, icon),
        rhythm=rhythm(
            ttl=_text(channel, "ttl"),
            period=_text(channel, "sy_updateperiod"),
            frequency=_text(channel, "sy_updatefrequency"),
            body=body,
        ),
    )


def _draft(entry: _Dict, inherited: tuple[Author, ...]) -> Draft:
    texts, has_summary = _texts(entry)
    contents = _mappings(entry, "content")
    told = _authors(entry) or _authors(_mapping(entry, "source")) or inherited
    return Draft(
        guid=_text(entry, "id"),
        url=_link(entry),
        title=_text(entry, "title"),
        title_is_html=_is_html(entry, "title"),
        comments_url=_text(entry, "comments") or _linked(entry, "replies"),
        authors=told,
        categories=tuple(_categories(entry)),
        published_at=_date(entry, "published") or _date(entry, "created"),
        updated_at=_date(entry, "updated"),
        texts=texts,
        has_summary=has_summary,
        base=next((_text(part, "base") for part in contents if _text(part, "base")), "")
        or _text(_mapping(entry, "summary_detail"), "base"),
        language=_language(entry, contents),
        image_url=_image(entry),
        enclosures=tuple(_enclosures(entry)),
    )


def _texts(entry: _Dict) -> tuple[tuple[str, ...], bool]:
    """Give every text as HTML; the summary first where the feed itself calls one so."""
    texts: list[str] = []
    detail = _mapping(entry, "summary_detail")
    summary = _text(entry, "summary")
    if summary and detail:
        texts.append(_as_html(summary, _text(detail, "type")))
    has_summary = bool(texts)
    for part in _mappings(entry, "content"):
        value, media_type = _text(part, "value"), _text(part, "type")
        if value and (media_type.startswith("text/") or media_type in _HTML_TYPES):
            texts.append(_as_html(value, media_type))
    texts += [text for name in _FULL_TEXTS if (text := _text(entry, name))]
    if not texts and summary:
        texts.append(summary)
    return tuple(texts), has_summary


def _as_html(text: str, media_type: str) -> str:
    is_text = media_type == "text/plain" and not plain.has_markup(text)
    return plain.escaped(text) if is_text else text


def _link(entry: _Dict) -> str:
    """Give the permalink: the one before FeedBurner, the entry's own, its content's source."""
    original = _text(entry, "feedburner_origlink")
    if is_web(original):
        return original
    link = _text(entry, "link") or _linked(entry, "alternate")
    # A guid counts as permalink unless it says otherwise; one that is no address is none.
    if link and (link != _text(entry, "id") or is_web(link) or "/" in link):
        return link
    return next((src for part in _mappings(entry, "content") if (src := _text(part, "src"))), "")


def _linked(entry: _Dict, rel: str) -> str:
    """Give the first link of a relation that leads to a page, not to another feed."""
    for link in _mappings(entry, "links"):
        if _text(link, "rel") == rel and "xml" not in _text(link, "type").replace("xhtml", ""):
            return _text(link, "href")
    return ""


def _authors(context: _Dict) -> tuple[Author, ...]:
    people: list[Author] = []
    for told in _mappings(context, "authors")[: authors.MAX_AUTHORS]:
        name = _text(told, "name") or _text(told, "email")
        people += authors.byline(
            plain.line(name, limit=authors.MAX_BYLINE),
            url=assemble.web_url("", _text(told, "href")),
        )
    if not people:
        name = plain.line(_text(context, "author"), limit=authors.MAX_BYLINE)
        people += authors.byline(name)
    if not people:
        for credit in _mappings(context, "media_credit"):
            if _text(credit, "role").lower() in _WRITERS:
                people += authors.byline(plain.line(_text(credit, "content"), limit=300))
    return authors.distinct(people)


def _categories(entry: _Dict) -> Iterator[str]:
    for tag in _mappings(entry, "tags"):
        # Blogger marks what is a post in this way; it says nothing of the subject.
        if not _text(tag, "scheme").endswith("#kind"):
            yield _text(tag, "label") or _text(tag, "term")


def _enclosures(entry: _Dict) -> Iterator[Enclosure]:
    for link in _mappings(entry, "links"):
        if _text(link, "rel") == "enclosure":
            yield _enclosure(_text(link, "href"), link)
    for media in _mappings(entry, "media_content"):
        # Pictures of the text in several sizes are no attachments; ``_image`` takes one.
        if not _is_image(media):
            yield _enclosure(_text(media, "url"), media)
    for part in _mappings(entry, "content"):
        if src := _text(part, "src"):
            yield _enclosure(src, part)


def _enclosure(url: str, told: _Dict) -> Enclosure:
    size = _text(told, "length") or _text(told, "filesize")
    return Enclosure(
        url=url,
        media_type=_text(told, "type"),
        size=int(size) if size.isascii() and size.isdigit() and len(size) < 16 else None,
        title=_text(told, "title"),
    )


def _image(entry: _Dict) -> str:
    for thumbnail in _mappings(entry, "media_thumbnail"):
        if url := _text(thumbnail, "url"):
            return url
    image = _mapping(entry, "image")
    if url := _text(image, "href") or _text(image, "url"):
        return url
    for media in _mappings(entry, "media_content"):
        url = _text(media, "url")
        # WordPress.com attaches the portrait of the author to every post.
        if _is_image(media) and "gravatar.com/avatar" not in url:
            return url
    for link in _mappings(entry, "links"):
        if _text(link, "rel") == "enclosure" and _text(link, "type").startswith("image/"):
            return _text(link, "href")
    return ""


def _is_image(media: _Dict) -> bool:
    return _text(media, "medium") == "image" or _text(media, "type").startswith("image/")


def _language(entry: _Dict, contents: list[_Dict]) -> str:
    told = _text(entry, "language") or next((_text(part, "language") for part in contents), "")
    return clean_line(told, limit=35).lower()


def _is_html(context: _Dict, name: str) -> bool:
    return _text(_mapping(context, f"{name}_detail"), "type") in _HTML_TYPES


def _date(entry: _Dict, name: str) -> datetime | None:
    """Give a date by its own name only: feedparser offers ``published`` for a missing update."""
    found = dates.from_parts(dict.get(entry, f"{name}_parsed"))
    if found is not None:
        return found
    value = dict.get(entry, name)
    return dates.from_text(value) if isinstance(value, str) else None


def _text(context: _Dict, name: str) -> str:
    """Give a text value; what is absent, or of another kind, is empty."""
    value = dict.get(context, name)
    return value if isinstance(value, str) else ""


def _mapping(context: _Dict, name: str) -> _Dict:
    value = dict.get(context, name)
    return value if isinstance(value, dict) else {}


def _mappings(context: _Dict, name: str) -> list[_Dict]:
    value = dict.get(context, name)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []
