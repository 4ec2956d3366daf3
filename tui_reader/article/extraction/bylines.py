"""Who wrote it, as the page shows it: names and roles in the byline's markup."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tui_reader.article.extraction import hints
from tui_reader.article.extraction.tree import Node
from tui_reader.clean import clean_line
from tui_reader.model.feed import Author

if TYPE_CHECKING:
    from collections.abc import Iterator

_BYLINE = re.compile(r"byline|author|p-author|writtenby|written-by|posted-by|vcard")
_NAME = re.compile(
    r"author[-_]{0,2}name|byline[-_]{0,2}name|\bfn\b|p-name|url fn|author[-_]{0,2}link"
)
_ROLE = re.compile(
    r"(?:author|byline|staff|person|user)[-_]{0,2}(?:title|role|position|job)|job-?title|"
    r"\brole\b|\bposition\b|p-job-title"
)
_BESIDE = re.compile(
    r"comment|related|recommend|popular|recent|widget|more-|(?:^|\s)(?:sidebar|footer)"
)
_LEAD = re.compile(
    r"^(?:(?:written|posted|published|words?|story|text|article)\s+)?"
    r"(?:by|von|par|por|di|door|av|af|от|автор|autor|autore|auteur|author)\b[:\s]+",
    re.IGNORECASE,
)
_END = re.compile(
    r"\s*(?:[|•·–—/@]|\s-\s|\b(?:on|updated|published)\s|"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d|\d).*$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|&|\band\b|\bund\b|\bet\b|\by\b)\s+")
_NO_NAMES = frozenset(
    {"by", "von", "par", "por", "sign in", "log in", "follow", "share", "last", "last updated"}
)
_Named = hints.Memory[re.Match[str] | None]
_LONGEST = 60
_MOST = 8
_MOST_BYLINES = 100
_MOST_NODES = 200


def find(nodes: list[Node]) -> tuple[Author, ...]:
    """Give the authors that the first byline of a page names.

    Args:
        nodes: The page's nodes in document order, measured.
    """
    for node in _bylines(nodes):
        if any(_BESIDE.search(around.names) for around in node.ancestors(6)):
            continue
        authors = tuple(_authors(node))
        if authors:
            return authors[:_MOST]
    return ()


def with_roles(nodes: list[Node], authors: tuple[Author, ...]) -> tuple[Author, ...]:
    """Give the authors with the roles that bylines with their names tell."""
    bylines = [(node, node.content(most=_MOST_NODES)) for node in _bylines(nodes)]
    named = hints.Memory(_ROLE.search)
    return tuple(
        replace(author, role=_role_beside(bylines, author.name, named)) for author in authors
    )


def _role_beside(bylines: list[tuple[Node, str]], name: str, named: _Named) -> str:
    for node, text in bylines:
        if name in text:
            role = _role(node, named)
            if not role and node.parent is not None:
                role = _role(node.parent, named)
            if role and role != name:
                return role
    return ""


def _bylines(nodes: list[Node]) -> Iterator[Node]:
    """Give the first of the short elements that names or attributes call a byline."""
    named = hints.Memory(_BYLINE.search)
    left = _MOST_BYLINES
    for node in nodes:
        attrs = node.attrs
        if (
            attrs
            and 0 < node.size < 300
            and (
                named[node.names] is not None
                or ("rel" in attrs and "author" in attrs["rel"].split())
                or ("itemprop" in attrs and "author" in attrs["itemprop"].split())
            )
        ):
            yield node
            left -= 1
            if not left:
                return


def _authors(byline: Node) -> Iterator[Author]:
    named_as_role = hints.Memory(_ROLE.search)
    role = _role(byline, named_as_role)
    if not role and byline.parent is not None and byline.parent.size < 300:
        role = _role(byline.parent, named_as_role)
    named = [node for node in _elements(byline) if _is_name(node)]
    seen: set[str] = set()
    texts = [node.content(most=_MOST_NODES) for node in named] or [
        byline.content(most=_MOST_NODES).replace(role, "")
    ]
    for text in texts:
        for name in _names(text):
            if name.casefold() not in seen and name != role:
                seen.add(name.casefold())
                yield Author(name=name, role=role)


def _elements(node: Node) -> Iterator[Node]:
    return (part for part in node.walk(most=_MOST_NODES) if isinstance(part, Node))


def _is_name(node: Node) -> bool:
    attrs = node.attrs
    return (
        "author" in attrs.get("rel", "").split()
        or "name" in attrs.get("itemprop", "").split()
        or (bool(node.names.strip()) and _NAME.search(node.names) is not None)
    ) and node.size > 0


def _role(node: Node, named: _Named) -> str:
    for part in _elements(node):
        if 0 < part.size < 100 and (
            named[part.names] is not None or "jobTitle" in part.attrs.get("itemprop", "").split()
        ):
            return clean_line(part.content(most=_MOST_NODES), limit=100).strip(" ,|·•–—-")
    return ""


def _names(text: str) -> Iterator[str]:
    text = _END.sub("", _LEAD.sub("", clean_line(text)))
    for part in _AND.split(text):
        name = part.strip(" ,;:|")
        if name.casefold() in _NO_NAMES:
            continue
        if name and len(name) <= _LONGEST and len(name.split()) <= 5:
            yield name
