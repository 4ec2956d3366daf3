"""What a page tells in JSON-LD: headline, authors with their job, date, picture, site.

Source: schema.org ``Article``, ``Person``; JSON-LD 1.1 ``@graph`` and references by ``@id``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tui_reader.clean import clean_line
from tui_reader.model.feed import Author

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST = 2_000_000
_MOST_ITEMS = 2000
_MOST_AUTHORS = 20
_ARTICLE = re.compile(
    r"Article$|Posting$|^(?:Report|Review|Recipe|HowTo|Blog|ScholarlyArticle|Chapter|Essay)$"
)
_WRAPPER = re.compile(
    r"^\s*(?:<!--|<!\[CDATA\[|//\s*<!\[CDATA\[)|(?:-->|\]\]>|//\s*\]\]>)\s*;?\s*$"
)
_Item = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedData:
    """The first article that the page describes; empty where it describes none."""

    headline: str = ""
    name: str = ""
    authors: tuple[Author, ...] = ()
    published: str = ""
    image: str = ""
    site_name: str = ""
    language: str = ""


def read(scripts: Iterable[str]) -> LinkedData:
    """Read the texts of a page's ``application/ld+json`` scripts; what is broken is left out."""
    items = [item for script in scripts for item in _items(_parse(script))][:_MOST_ITEMS]
    known = {item["@id"]: item for item in items
             if isinstance(item.get("@id"), str) and len(item) > 1}  # fmt: skip
    article = next(filter(_is_article, items), None)
    if article is None:
        return LinkedData()
    page = next((item for item in items if "WebPage" in _types(item)), {})
    publisher = _resolved(article.get("publisher"), known)
    return LinkedData(
        headline=_text(article.get("headline")),
        name=_text(article.get("name")),
        authors=tuple(_authors(article.get("author") or article.get("creator"), known)),
        published=_text(article.get("datePublished")) or _text(page.get("datePublished")),
        image=_image(article.get("image"), known),
        site_name=_text(publisher.get("name")) if isinstance(publisher, dict) else "",
        language=_text(article.get("inLanguage")),
    )


def _parse(script: str) -> object:
    if len(script) > _LONGEST:
        return None
    text = script.strip()
    if not text.startswith(("{", "[")) or not text.endswith(("}", "]")):
        text = _WRAPPER.sub("", _WRAPPER.sub("", script)).strip()
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _items(data: object) -> Iterator[_Item]:
    """Give the objects at the top, in lists and in ``@graph``."""
    stack = [data]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
        elif isinstance(item, dict):
            yield item
            stack.append(item.get("@graph"))
            if _is_list_page(item):
                stack.append(item.get("mainEntity"))


def _is_list_page(item: _Item) -> bool:
    return "WebPage" in _types(item)


def _types(item: _Item) -> list[str]:
    kinds = item.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return [kind.rpartition("/")[2] for kind in kinds if isinstance(kind, str)]


def _is_article(item: _Item) -> bool:
    return any(_ARTICLE.search(kind) for kind in _types(item)) and (
        "headline" in item or "author" in item or "articleBody" in item or "datePublished" in item
    )


def _resolved(value: object, known: dict[str, _Item]) -> object:
    """Follow a reference to an item that is told elsewhere on the page."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict) and isinstance(value.get("@id"), str):
        return {**known.get(value["@id"], {}), **value}
    return value


def _authors(value: object, known: dict[str, _Item]) -> Iterator[Author]:
    people = value if isinstance(value, list) else [value]
    for person in people[:_MOST_AUTHORS]:
        found = _resolved(person, known)
        if isinstance(found, str):
            found = {"name": found}
        if isinstance(found, dict):
            name = _text(found.get("name"))
            if name and not re.match(r"https?:", name):
                url = found.get("url")
                yield Author(
                    name=name,
                    role=_text(found.get("jobTitle")),
                    url=url if isinstance(url, str) and re.match(r"https?://", url) else "",
                )


def _image(value: object, known: dict[str, _Item]) -> str:
    found = _resolved(value, known)
    if isinstance(found, dict):
        found = found.get("url") or found.get("contentUrl")
    return _text(found)


def _text(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value")
    return clean_line(value, limit=500) if isinstance(value, str) else ""
