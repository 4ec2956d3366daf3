"""Bytes → ``ParsedFeed``. Makes sense of what a reader of XML found, and turns it into types.

There are two readers and one meaning: the strict one is tried first, feedparser reads whatever
that one declines, and both find the same values. Links are resolved here, not by them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
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
    from collections.abc import Mapping

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
    said = _texts_by_name(entry)
    contents = _mappings(entry, "content")
    links = _mappings(entry, "links")
    media = _mappings(entry, "media_content")
    attached = [link for link in links if _text(link, "rel") == "enclosure"]
    summary_detail = _mapping(entry, "summary_detail")
    texts, has_summary = _texts(said, summary_detail, contents)
    return Draft(
        guid=said.get("id", ""),
        url=_link(said, links, contents),
        title=said.get("title", ""),
        title_is_html=_is_html(entry, "title"),
        comments_url=said.get("comments") or _linked(links, "replies"),
        authors=_authors(entry) or _authors(_mapping(entry, "source")) or inherited,
        categories=_categories(entry),
        published_at=_date(entry, "published") or _date(entry, "created"),
        updated_at=_date(entry, "updated"),
        texts=texts,
        has_summary=has_summary,
        base=_first(contents, "base") or _text(summary_detail, "base"),
        language=_language(said, contents),
        image_url=_image(entry, media, attached),
        enclosures=_enclosures(attached, media, contents),
    )


def _texts(
    said: dict[str, str], summary_detail: _Dict, contents: list[_Dict]
) -> tuple[tuple[str, ...], bool]:
    """Give every text as HTML; the summary first where the feed itself calls one so."""
    texts: list[str] = []
    summary = said.get("summary", "")
    if summary and summary_detail:
        texts.append(_as_html(summary, _text(summary_detail, "type")))
    has_summary = bool(texts)
    for part in contents:
        value, media_type = _text(part, "value"), _text(part, "type")
        if value and (media_type.startswith("text/") or media_type in _HTML_TYPES):
            texts.append(_as_html(value, media_type))
    texts += [said[name] for name in _FULL_TEXTS if said.get(name)]
    if not texts and summary:
        texts.append(summary)
    return tuple(texts), has_summary


def _as_html(text: str, media_type: str) -> str:
    is_text = media_type == "text/plain" and not plain.has_markup(text)
    return plain.escaped(text) if is_text else text


def _link(said: dict[str, str], links: list[_Dict], contents: list[_Dict]) -> str:
    """Give the permalink: the one before FeedBurner, the entry's own, its content's source."""
    original = said.get("feedburner_origlink", "")
    if original and is_web(original):
        return original
    link = said.get("link") or _linked(links, "alternate")
    # A guid counts as permalink unless it says otherwise; one that is no address is none.
    if link and (link != said.get("id") or is_web(link) or "/" in link):
        return link
    return _first(contents, "src")


def _linked(links: list[_Dict], rel: str) -> str:
    """Give the first link of a relation that leads to a page, not to another feed."""
    for link in links:
        if _text(link, "rel") == rel and "xml" not in _text(link, "type").replace("xhtml", ""):
            return _text(link, "href")
    return ""


def _authors(context: _Dict) -> tuple[Author, ...]:
    people: list[Author] = []
    for told in _mappings(context, "authors")[: authors.MAX_AUTHORS]:
        name = _text(told, "name") or _text(told, "email")
        page = _text(told, "href")
        people += _byline(name[: plain.MAX_FIELD], assemble.web_url("", page) if page else "")
    if not people and (name := _text(context, "author")):
        people += _byline(name[: plain.MAX_FIELD])
    if not people:
        for credit in _mappings(context, "media_credit"):
            if _text(credit, "role").lower() in _WRITERS:
                people += _byline(_text(credit, "content")[: plain.MAX_FIELD])
    return authors.distinct(people)


@lru_cache(maxsize=64)
def _byline(name: str, page: str = "") -> tuple[Author, ...]:
    """Read a byline; mostly it is one of those before. Few are kept: each may be long."""
    return authors.byline(plain.line(name, limit=authors.MAX_BYLINE), url=page)


def _categories(entry: _Dict) -> tuple[str, ...]:
    # Blogger marks what is a post in this way; it says nothing of the subject.
    return tuple(
        [
            _text(tag, "label") or _text(tag, "term")
            for tag in _mappings(entry, "tags")
            if not _text(tag, "scheme").endswith("#kind")
        ]
    )


def _enclosures(
    attached: list[_Dict], media: list[_Dict], contents: list[_Dict]
) -> tuple[Enclosure, ...]:
    found = [_enclosure(_text(link, "href"), link) for link in attached]
    # Pictures of the text in several sizes are no attachments; ``_image`` takes one.
    found += [_enclosure(_text(part, "url"), part) for part in media if not _is_image(part)]
    found += [_enclosure(src, part) for part in contents if (src := _text(part, "src"))]
    return tuple(found)


def _enclosure(url: str, told: _Dict) -> Enclosure:
    size = _text(told, "length") or _text(told, "filesize")
    return Enclosure(
        url=url,
        media_type=_text(told, "type"),
        size=int(size) if size.isascii() and size.isdigit() and len(size) < 16 else None,
        title=_text(told, "title"),
    )


def _image(entry: _Dict, media: list[_Dict], attached: list[_Dict]) -> str:
    if url := _first(_mappings(entry, "media_thumbnail"), "url"):
        return url
    image = _mapping(entry, "image")
    if url := _text(image, "href") or _text(image, "url"):
        return url
    for part in media:
        url = _text(part, "url")
        # WordPress.com attaches the portrait of the author to every post.
        if _is_image(part) and "gravatar.com/avatar" not in url:
            return url
    for link in attached:
        if _text(link, "type").startswith("image/"):
            return _text(link, "href")
    return ""


def _is_image(media: _Dict) -> bool:
    return _text(media, "medium") == "image" or _text(media, "type").startswith("image/")


def _language(said: dict[str, str], contents: list[_Dict]) -> str:
    told = said.get("language") or (_text(contents[0], "language") if contents else "")
    return clean_line(told, limit=35).lower() if told else ""


def _is_html(context: _Dict, name: str) -> bool:
    return _text(_mapping(context, f"{name}_detail"), "type") in _HTML_TYPES


def _date(entry: _Dict, name: str) -> datetime | None:
    """Give a date by its own name only: feedparser offers ``published`` for a missing update."""
    parsed = dict.get(entry, f"{name}_parsed")
    if isinstance(parsed, datetime):
        return parsed
    found = dates.from_parts(parsed)
    if found is not None:
        return found
    value = dict.get(entry, name)
    return dates.from_text(value) if isinstance(value, str) else None


def _text(context: _Dict, name: str) -> str:
    """Give a text value; what is absent, or of another kind, is empty."""
    value = dict.get(context, name)
    return value if isinstance(value, str) else ""


def _texts_by_name(context: _Dict) -> dict[str, str]:
    """Give all text values at once, where many are asked for."""
    return {name: value for name, value in dict.items(context) if isinstance(value, str)}


def _first(contexts: list[_Dict], name: str) -> str:
    """Give the first text of this name."""
    for context in contexts:
        if text := _text(context, name):
            return text
    return ""


def _mapping(context: _Dict, name: str) -> _Dict:
    value = dict.get(context, name)
    return value if isinstance(value, dict) else {}


def _mappings(context: _Dict, name: str) -> list[_Dict]:
    value = dict.get(context, name)
    if not isinstance(value, list):
        return []
    return [part for part in value if isinstance(part, dict)]
