"""What a page tells of itself: title, authors, date, picture, language, site."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from tui_reader import urls
from tui_reader.article.elements import text_of
from tui_reader.article.extraction import linked_data
from tui_reader.clean import clean_line
from tui_reader.dom import Element, attr
from tui_reader.model.feed import Author

if TYPE_CHECKING:
    from collections.abc import Iterator

_TITLE_LENGTH = 500
_MOST_ELEMENTS = 5000
_SEPARATOR = re.compile(r"\s+(?:[|\-–—/>»·•]|::)\s+|\s*\|\s*|(?<=\w):\s+")
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "title")
_AUTHORS = ("author", "dc.creator", "dcterm.creator", "dcterms.creator", "parsely-author",
            "sailthru.author", "article:author", "og:article:author")  # fmt: skip
_DATES = ("article:published_time", "og:article:published_time", "article:published",
          "parsely-pub-date", "datepublished", "date", "pubdate", "publishdate", "dc.date",
          "dc.date.issued", "dcterms.created", "dcterms.date", "sailthru.date", "citation_date",
          )  # fmt: skip
_IMAGES = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image",
           "twitter:image:src")  # fmt: skip
_SITES = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_ASKED = frozenset(
    {*_TITLES, *_AUTHORS, *_DATES, *_IMAGES, *_SITES, "og:locale", "language"}
)  # fmt: skip
_DATE_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)[/-](\d\d)(?:/|-|$)")
_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T\s]+(\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What was found; empty or None where the page does not tell."""

    title: str = ""
    authors: tuple[Author, ...] = ()
    published_at: datetime | None = None
    image_url: str = ""
    language: str = ""
    site_name: str = ""
    headings: tuple[str, ...] = ()
    """Other forms of the title, by which its repetition in the text is told."""


def read(root: Element, *, base: str) -> Metadata:
    """Read a page's metadata.

    Args:
        root: The parsed page.
        base: What relative addresses are resolved against.
    """
    told = _meta(root)
    linked = linked_data.read(_scripts(root))
    site = _first(told, _SITES) or linked.site_name
    title_element = root.find("title")
    document_title = _line(title_element)
    heads = [_line(h1) for h1 in _some(root, "h1")]
    title = _title([linked.headline, linked.name, *(told.get(name, "") for name in _TITLES)],
                   document_title, heads, site)  # fmt: skip
    image = _first(told, _IMAGES) or linked.image
    return Metadata(
        title=title,
        authors=linked.authors or tuple(_named_authors(told)),
        published_at=_published(root, told, linked.published, base),
        image_url=_web_address(base, image),
        language=_language(root, told, linked.language),
        site_name=site,
        headings=tuple(filter(None, (document_title, linked.headline, _first(told, _TITLES)))),
    )


def _meta(root: Element) -> dict[str, str]:
    """Give what ``meta`` elements tell that is asked for, the first of each that tells it."""
    told: dict[str, str] = {}
    for element in _some(root, "meta"):
        names = f"{attr(element, 'property')} {attr(element, 'name')} {attr(element, 'itemprop')}"
        asked = _ASKED.intersection(names.lower().split()).difference(told)
        if asked:
            content = clean_line(html.unescape(attr(element, "content")), limit=2000)
            if content:
                told.update(dict.fromkeys(asked, content))
    return told


def _some(root: Element, tag: str) -> Iterator[Element]:
    for number, element in enumerate(root.iter_elements(tag)):
        if number >= _MOST_ELEMENTS:
            return
        yield element


def _scripts(root: Element) -> Iterator[str]:
    for element in _some(root, "script"):
        if attr(element, "type").strip().lower() == "application/ld+json":
            yield text_of(element, 2_000_001)


def _line(element: Element | None) -> str:
    return clean_line(text_of(element, 5000), limit=_TITLE_LENGTH) if element is not None else ""


def _first(told: dict[str, str], names: tuple[str, ...]) -> str:
    return next((told[name] for name in names if name in told), "")


def _title(told: list[str], document: str, heads: list[str], site: str) -> str:
    """Choose the title: what the page tells and shows alike, without the site's name."""
    titles = [title for title in told if title and title.casefold() != site.casefold()]
    shown = document.casefold()
    heads = [head for head in heads if len(head) > len(document) // 2]
    for title in (*titles, *heads):
        if title.casefold() in shown:
            return _without_site(title, site)
    if titles:
        return _without_site(titles[0], site)
    if not document and len(heads) == 1:
        return heads[0]
    return _without_site(document, site, guess=True)


def _without_site(title: str, site: str, *, guess: bool = False) -> str:
    """Take off the site's name, or what looks like it: the last part of several."""
    parts = list(_SEPARATOR.finditer(title))
    if not parts:
        return title
    head, tail = title[: parts[-1].start()], title[parts[-1].end() :]
    if site and tail.casefold() == site.casefold():
        return head
    if site and title[: parts[0].start()].casefold() == site.casefold():
        return title[parts[0].end() :]
    short = len(tail.split()) <= 4 and len(head.split()) >= 3
    return head if guess and short and ":" not in parts[-1][0] else title


def _named_authors(told: dict[str, str]) -> Iterator[Author]:
    for name in _AUTHORS:
        value = told.get(name, "")
        if value and not re.match(r"https?:|www\.|@|//", value) and len(value) < 120:
            yield Author(name=value)
            return


def _published(root: Element, told: dict[str, str], linked: str, base: str) -> datetime | None:
    dates = [linked, *(told[name] for name in _DATES if name in told)]
    times = list(_some(root, "time"))
    dates += [attr(time, "datetime") for time in times if _is_publication(time)]
    dates += [attr(time, "datetime") for time in times[:1]]
    in_address = _DATE_IN_ADDRESS.search(base)
    if in_address:
        dates.append("-".join(in_address.groups()))
    return next((when for when in map(instant, dates) if when is not None), None)


def _is_publication(time: Element) -> bool:
    return "pubdate" in time.attrs or "datePublished" in attr(time, "itemprop")


def instant(text: str) -> datetime | None:
    """Read a date of ISO 8601 or RFC 5322, years 1970 to 2100; without a zone it is UTC."""
    text = text.strip()[:60]
    match = _ISO.match(text)
    try:
        if match:
            year, month, day, clock, zone = match.groups()
            zone = (zone or "Z").replace("Z", "+00:00")
            when = datetime.fromisoformat(
                f"{year}-{month:0>2}-{day:0>2}T{(clock or '00:00'):0>5}{zone}"
            )
        else:
            when = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if not 1970 <= when.year <= 2100:
        return None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def _web_address(base: str, address: str) -> str:
    absolute = urls.resolve(base, address) if address else ""
    return absolute if urls.is_web(absolute) else ""


def _language(root: Element, told: dict[str, str], linked: str) -> str:
    tag = attr(root, "lang") or told.get("og:locale", "") or told.get("language", "") or linked
    tag = clean_line(tag, limit=35).replace("_", "-").lower()
    return tag if re.fullmatch(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*", tag) else ""
