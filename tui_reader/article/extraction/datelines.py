"""The byline and date at the start of an article, where its names did not give them away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.article.extraction.tree import is_blank

if TYPE_CHECKING:
    from tui_reader.article.extraction.tree import Node
    from tui_reader.model.feed import Author

_LONGEST = 120
_WORD = re.compile(r"[^\W\d_]+")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{4}")
_AROUND_NAMES = re.compile(
    r"by|von|par|por|di|door|av|af|and|und|et|y|e|en|og|och|at|on|in|um|le|el|il|"
    r"[ap]|m|am|pm|[ecmp][ds]?t|utc|gmt|cest|cet|bst|"
    r"published|posted|updated|written|last|first|date|"
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
)
"""Words that stand beside names and dates, lower case."""


def trim_start(article: Node, authors: tuple[Author, ...]) -> None:
    """Take off what only names the authors or the date: the head of the article tells both.

    Args:
        article: A measured tree.
        authors: Who wrote it, as far as known.
    """
    names = [author.name.casefold() for author in authors if author.name]
    node = article
    while True:
        first = next((child for child in node.children if _tells(child)), "")
        if isinstance(first, str) or first.inline:
            return
        if first.size <= _LONGEST and not first.shows and _is_dateline(first, names):
            first.gone = True
            node = article
        else:
            node = first


def _tells(child: Node | str) -> bool:
    if isinstance(child, str):
        return not is_blank(child)
    return not child.gone and (child.size > 0 or child.shows)


def _is_dateline(node: Node, names: list[str]) -> bool:
    text = node.content().casefold()
    rest = text
    for name in names:
        rest = rest.replace(name, " ")
    if rest == text and not _DATE.search(text):
        return False
    return all(map(_AROUND_NAMES.fullmatch, _WORD.findall(rest)))
