"""Boxes that themes put into the article's own column: related posts, authors, tags, sign-ups.

A box is told by its names, or by the heading or label that it begins with. It never holds a
large part of the article: what does is the article, whatever it is called.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_reader.article.extraction import hints
from tui_reader.article.extraction.tree import HEADINGS, Node, is_blank

if TYPE_CHECKING:
    from collections.abc import Callable

_OF_POSTS = "|".join(
    rf"{word}(?:s?[-_]?related|[-_]?(?:tags|categories|nav|navigation|footer|meta|share|sharing)\b)"
    for word in ("post", "article", "entry")
)
_NAMES = re.compile(  # each begins with a letter, for the reason that ``hints`` gives
    rf"{_OF_POSTS}|p(?<!\wp)ost-author\b|posted-on\b|"
    r"related[-_ ]?(?:posts?|articles?|content|stor(?:y|ies)|links?|items?|entries)|"
    r"r(?<!\wr)espond\b|recommend(?:ed|ation)s?[-_]|"
    r"read(?:-?(?:more|next|also)\b|(?:ing)?[-_]time)|rating(?:s|-stars|-form)\b|"
    r"you-?may|more-(?:posts|stories|articles|from)|"
    r"author[-_]?(?:bio|box|card|content|desc|info|profile)|about[-_](?:the[-_])?author|"
    r"tag(?:s?-links|-?list\b)|time-to-read|cat-links|comment-?(?:form|list|respond)|cookie|consent|"
    r"newsletter|mailchimp|mc4wp|gdpr|breadcrumb|pagination|wp-polls|donat(?:e|ion)-|"
    r"s(?:ubscri(?:be|ption)|ign-?up|hare-?(?:bar|buttons?|links)|ocial-(?:share|links|icons|media)|"
    r"kip-link|creen-reader-(?:text|response))|print-(?:button|link)"
)
_LABEL = re.compile(
    r"(?:(?:related|recommended|popular|similar|latest|recent|more)\s+"
    r"(?:posts?|articles?|stor(?:y|ies)|reading|content|links|news|topics|roundups?|forums)\b|"
    r"you (?:may|might) (?:also )?(?:like|enjoy|be interested)|read (?:next|more|also)|"
    r"more (?:from|like this|on this)|keep reading|what to read next|don.t miss|"
    r"share (?:this|on|via)|follow us|subscribe (?:to|now|via)|sign up for|"
    r"leave a (?:reply|comment)|"
    r"(?:tags?|tagged|filed under|categories|category|posted in|labels|topics|schlagw(?:ort|örter)|"
    r"stichworte|kategorien?|mots[- ]clés|étiquettes|etiquetas|categor[ií]as?|теги|метки)\s*:|"
    r"articles? (?:liés?|similaires?|connexes?)|à lire aussi|lire aussi|sur le même sujet|"
    r"das könnte (?:sie|dich) auch|(?:ähnliche|verwandte|weitere) (?:beiträge|artikel)|"
    r"mehr zum thema|lesen sie auch|"
    r"(?:artículos|entradas|noticias) relacionad[oa]s|también te puede|lee también|"
    r"(?:artigos|posts|notícias) relacionad[oa]s|leia (?:também|mais)|veja também|"
    r"(?:articoli|post) correlati|leggi anche|potrebbe interessarti|"
    r"gerelateerde|lees ook|zobacz (?:też|także)|podobne|"
    r"похожие|читайте также|по теме|関連(?:記事|リンク)|相关(?:文章|阅读)|延伸閱讀)",
    re.IGNORECASE,
)
LABELLED = frozenset({"aside", "div", "ol", "p", "section", "ul", *HEADINGS})
"""What may be a box by the label that it begins with; all else by its names only."""
_NEVER_NAMED = frozenset({"a", "body", *HEADINGS})
_LARGE = 0.3
_MOST_CHARACTERS = 4000
_MOST_NODES = 40
_LONGEST_HEADING = 200
_LONGEST_LABEL = 80
_MOST_CUTS = 20


def finder(article: Node) -> Callable[[Node], bool]:
    """Give a test for boxes in this article, which has been measured."""
    most = min(article.size * _LARGE, _MOST_CHARACTERS)
    named = hints.Memory(_NAMES.search)

    def is_box(node: Node) -> bool:
        if node.size > most or node.kept or node.holds_kept:
            return False
        tag = node.tag
        if named[node.names] is not None and tag not in _NEVER_NAMED:
            return True
        return tag in LABELLED and _is_labelled(node)

    return is_box


def _is_labelled(node: Node) -> bool:
    """Tell a few links under a label that says so."""
    if node.link_density < 0.3 or not node.size:
        return False
    first = next((child for child in node.children if not is_blank(child)), "")
    text = first if isinstance(first, str) else first.content(most=_MOST_NODES)
    return len(text) < _LONGEST_LABEL and _LABEL.match(text.strip()) is not None


def cut_labelled(article: Node) -> None:
    """Take out what stands below headings such as “Related posts”, with the heading.

    Only in the second half of the text, or where it is mostly links, and never a large part.
    """
    passed = cuts = 0
    stack = [article]
    while stack and cuts < _MOST_CUTS:
        node = stack.pop()
        if node.gone:
            continue
        if not node.headed:
            passed += node.size
        elif node.tag not in HEADINGS:
            passed += node.own_size
            stack.extend(reversed(node.elements()))
        else:
            if node.size < _LONGEST_LABEL and _LABEL.match(node.content(most=_MOST_NODES)):
                _cut(node, article, late=passed > article.size / 2)
                cuts += 1
            passed += node.size


def _cut(heading: Node, article: Node, *, late: bool) -> None:
    first = heading
    while first.parent is not None and first.parent is not article and _is_only(first):
        first = first.parent
    parts = [first]
    siblings = first.parent.elements() if first.parent is not None else []
    for node in siblings[siblings.index(first) + 1 :]:
        if node.tag in HEADINGS and node.tag <= heading.tag:
            break
        parts.append(node)
    size = sum(part.size for part in parts)
    linked = sum(part.linked for part in parts) / size
    is_small = size < article.size * _LARGE and linked > (0.1 if late else 0.5)
    if is_small or _are_other_posts(parts):
        for part in parts:
            part.gone = True


def _are_other_posts(parts: list[Node]) -> bool:
    """Tell a list of posts: several headings that lead elsewhere."""
    headings = [
        node
        for part in parts
        for node in part.walk()
        if isinstance(node, Node) and node.tag in HEADINGS and node.size
    ]
    leading = [node for node in headings if node.link_density > 0.8]
    return len(leading) >= 3 and len(leading) >= len(headings) - 1


def _is_only(node: Node) -> bool:
    """Tell whether there is nothing else in what is around it."""
    return node.parent is not None and node.parent.size <= node.size + 1


def trim_end(article: Node) -> None:
    """Take headings off the end: nothing stands below them any more."""
    node = article
    while True:
        last = next((child for child in reversed(node.children) if _shows(child)), "")
        if isinstance(last, str):
            return
        is_heading = last.tag in HEADINGS or (last.headed and last.size <= last.headed)
        if is_heading and not last.shows and last.size < _LONGEST_HEADING:
            last.gone = True
            node = article
        else:
            node = last


def _shows(child: Node | str) -> bool:
    if isinstance(child, str):
        return not is_blank(child)
    return not child.gone and (child.size > 0 or child.shows)
