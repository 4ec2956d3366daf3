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
_Part = dict[str, str]
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
        is_wordpress="wordpress" in told.channel.get("generator", "").lower(),
    )


def _older(channel: _Dict) -> str:
    """Give the address of the part before this one: of an archive, else of a paged feed.

    Source: RFC 5005 §3 and §4.
    """
    links: list[_Part] = channel.get("links", [])
    for rel in ("prev-archive", "next"):
        for link in links:
            if link.get("rel", "").strip().lower() == rel and (href := link.get("href", "")):
                return href
    return ""


def _info(channel: _Dict, url: str, body: bytes) -> FeedInfo:
    around = Surroundings(document_url=url, site_url="", language="")
    base = around.base(channel.get("xml_base", ""))
    site_url = assemble.web_url(base, channel.get("link", ""))
    image = channel.get("image", {})
    icon = channel.get("icon") or channel.get("webfeeds_icon", "")
    icon = icon or image.get("href") or image.get("url") or channel.get("logo", "")
    return FeedInfo(
        title=plain.line(
            channel.get("title", ""), limit=assemble.MAX_TITLE, is_html=_is_html(channel, "title")
        ),
        site_url=site_url,
        description=plain.line(channel.get("subtitle", ""), limit=1000, is_html=True),
        language=clean_line(channel.get("language", ""), limit=35).lower(),
        authors=_authors(channel),
        icon_url=assemble.web_url(site_url or url, icon),
        rhythm=rhythm(
            ttl=channel.get("ttl", ""),
            period=channel.get("sy_updateperiod", ""),
            frequency=channel.get("sy_updatefrequency", ""),
            body=body,
        ),
    )


def _draft(entry: _Dict, inherited: tuple[Author, ...]) -> Draft:
    contents = entry.get("content", [])
    links = entry.get("links", [])
    media = entry.get("media_content", [])
    attached = [link for link in links if link.get("rel", "") == "enclosure"]
    summary_detail = entry.get("summary_detail", {})
    texts, has_summary = _texts(entry, summary_detail, contents)
    return Draft(
        guid=entry.get("id", ""),
        url=_link(entry, links, contents),
        title=entry.get("title", ""),
        title_is_html=_is_html(entry, "title"),
        comments_url=entry.get("comments") or _linked(links, "replies"),
        authors=_authors(entry) or _authors(entry.get("source", {})) or inherited,
        categories=_categories(entry),
        published_at=_date(entry, "published") or _date(entry, "created"),
        updated_at=_date(entry, "updated"),
        texts=texts,
        has_summary=has_summary,
        base=_first(contents, "base") or summary_detail.get("base", ""),
        language=_language(entry, contents),
        image_url=_image(entry, media, attached),
        enclosures=_enclosures(attached, media, contents),
    )


def _texts(
    entry: _Dict, summary_detail: _Part, contents: list[_Part]
) -> tuple[tuple[str, ...], bool]:
    """Give every text as HTML; the summary first where the feed itself calls one so."""
    texts: list[str] = []
    summary = entry.get("summary", "")
    if summary and summary_detail:
        texts.append(_as_html(summary, summary_detail.get("type", "")))
    has_summary = bool(texts)
    for part in contents:
        value, media_type = part.get("value", ""), part.get("type", "")
        if value and (media_type.startswith("text/") or media_type in _HTML_TYPES):
            texts.append(_as_html(value, media_type))
    texts += [entry[name] for name in _FULL_TEXTS if entry.get(name)]
    if not texts and summary:
        texts.append(summary)
    return tuple(texts), has_summary


def _as_html(text: str, media_type: str) -> str:
    is_text = media_type == "text/plain" and not plain.has_markup(text)
    return plain.escaped(text) if is_text else text


def _link(entry: _Dict, links: list[_Part], contents: list[_Part]) -> str:
    """Give the permalink: the one before FeedBurner, the entry's own, its content's source."""
    original: str = entry.get("feedburner_origlink", "")
    if original and is_web(original):
        return original
    link: str = entry.get("link") or _linked(links, "alternate")
    # A guid counts as permalink unless it says otherwise; one that is no address is none.
    if link and (link != entry.get("id") or is_web(link) or "/" in link):
        return link
    return _first(contents, "src")


def _linked(links: list[_Part], rel: str) -> str:
    """Give the first link of a relation that leads to a page, not to another feed."""
    for link in links:
        if link.get("rel", "") == rel and "xml" not in link.get("type", "").replace("xhtml", ""):
            return link.get("href", "")
    return ""


def _authors(context: _Dict) -> tuple[Author, ...]:
    people: list[Author] = []
    for told in context.get("authors", [])[: authors.MAX_AUTHORS]:
        name = told.get("name") or told.get("email", "")
        page = told.get("href", "")
        people += _byline(name[: plain.MAX_FIELD], assemble.web_url("", page) if page else "")
    if not people and (name := context.get("author", "")):
        people += _byline(name[: plain.MAX_FIELD])
    if not people:
        for credit in context.get("media_credit", []):
            if credit.get("role", "").lower() in _WRITERS:
                people += _byline(credit.get("content", "")[: plain.MAX_FIELD])
    return authors.distinct(people)


@lru_cache(maxsize=64)
def _byline(name: str, page: str = "") -> tuple[Author, ...]:
    """Read a byline; mostly it is one of those before. Few are kept: each may be long."""
    return authors.byline(plain.line(name, limit=authors.MAX_BYLINE), url=page)


def _categories(entry: _Dict) -> tuple[str, ...]:
    # Blogger marks what is a post in this way; it says nothing of the subject.
    return tuple(
        [
            tag.get("label") or tag.get("term") or ""
            for tag in entry.get("tags", [])
            if not (tag.get("scheme") or "").endswith("#kind")
        ]
    )


def _enclosures(
    attached: list[_Part], media: list[_Part], contents: list[_Part]
) -> tuple[Enclosure, ...]:
    found = [_enclosure(link.get("href", ""), link) for link in attached]
    # Pictures of the text in several sizes are no attachments; ``_image`` takes one.
    found += [_enclosure(part.get("url", ""), part) for part in media if not _is_image(part)]
    found += [_enclosure(src, part) for part in contents if (src := part.get("src", ""))]
    return tuple(found)


def _enclosure(url: str, told: _Part) -> Enclosure:
    size = told.get("length") or told.get("filesize", "")
    return Enclosure(
        url=url,
        media_type=told.get("type", ""),
        size=int(size) if size.isascii() and size.isdigit() and len(size) < 16 else None,
        title=told.get("title", ""),
    )


def _image(entry: _Dict, media: list[_Part], attached: list[_Part]) -> str:
    if url := _first(entry.get("media_thumbnail", []), "url"):
        return url
    image: _Part = entry.get("image", {})
    if url := image.get("href") or image.get("url", ""):
        return url
    for part in media:
        url = part.get("url", "")
        # WordPress.com attaches the portrait of the author to every post.
        if _is_image(part) and "gravatar.com/avatar" not in url:
            return url
    for link in attached:
        if link.get("type", "").startswith("image/"):
            return link.get("href", "")
    return ""


def _is_image(media: _Part) -> bool:
    return media.get("medium", "") == "image" or media.get("type", "").startswith("image/")


def _language(entry: _Dict, contents: list[_Part]) -> str:
    told = entry.get("language") or (contents[0].get("language") if contents else "")
    return clean_line(told, limit=35).lower() if told else ""


def _is_html(context: _Dict, name: str) -> bool:
    detail: _Part = context.get(f"{name}_detail", {})
    return detail.get("type") in _HTML_TYPES


def _date(entry: _Dict, name: str) -> datetime | None:
    parsed = entry.get(f"{name}_parsed")
    if isinstance(parsed, datetime):
        return parsed
    found = dates.from_parts(parsed)
    if found is not None:
        return found
    return dates.from_text(entry.get(name, ""))


def _first(parts: list[_Part], name: str) -> str:
    """Give the first text of this name."""
    for part in parts:
        if text := part.get(name, ""):
            return text
    return ""
