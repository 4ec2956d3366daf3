"""Whether the text that a feed carries is the whole article, or only its beginning. Pure."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from tui_reader import urls

if TYPE_CHECKING:
    from tui_reader.model.entry import EntryContent

_TAIL = 6000
"""Characters of markup at the end that are looked at."""
_FEW_WORDS = 60
"""A text of one paragraph that is no longer than this is a summary, as far as one can tell."""
_SHORT_TEXT = 200
"""Words below which dots at the end, or the invitation to read on, say that it was cut."""

_TAG = re.compile(r"<[^<>]*>")
_SPACE = re.compile(r"\s+")
_BLOCK = re.compile(r"<(?:p|div|section|h[1-6]|br\s*/?)\b", re.IGNORECASE)
_SHOWN = re.compile(
    r"<(?:img|picture|video|audio|iframe|embed|object|table|ul|ol|dl|pre|blockquote|math|svg)\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"<a\b[^<>]*\bhref\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))[^<>]*>", re.IGNORECASE
)
_FOOT = re.compile(
    r"(?:the post|der beitrag|l[’']article|la entrada|l[’']articolo|o post|het bericht) .{1,400} "
    r"(?:appeared first on|first appeared on|erschien zuerst auf|est apparu en premier sur|"
    r"(?:se publicó primero|apareció primero) en|proviene da|apareceu primeiro em|"
    r"verscheen eerst op) .{1,200}$",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"(?:\[\s*(?:…|\.{3}|&hellip;)\s*\]|\(\s*(?:…|\.{3})\s*\)|\[\+?\d+ chars\])\s*\W*$"
)
_DOTS = re.compile(r"(?:…|\.{3})\W*$")
_CUT_ADDRESS = re.compile(r"[/?&=]\S*(?:…|\.{3})\W*$")
_READ_ON = re.compile(
    r"(?:continue|keep) reading|read (?:more|on\b|the (?:rest|full|whole|entire|complete))|"
    r"(?:view|see|read|get) (?:the )?(?:full|whole|entire|complete)? ?(?:post|article|story)|"
    r"full (?:post|article|story)|(?:click|tap) (?:here )?(?:to|for) (?:read|more|continue)|"
    r"\(more\W*\)|\bmore\s*[»›→]|weiterlesen|mehr lesen|zum (?:ganzen )?artikel|"
    r"lire (?:la suite|plus|l[’']article)|(?:seguir|continuar) leyendo|leer (?:más|el resto)|"
    r"leggi (?:tutto|di più|il resto)|continua a leggere|(?:ler|leia|continue a ler) mais|"
    r"continue lendo|lees (?:verder|meer)|läs (?:mer|vidare)|les (?:mer|videre)|læs mere|"
    r"lue lisää|czytaj (?:dalej|więcej)|číst dál|читать (?:далее|дальше|полностью)|devamını oku|"
    r"続きを読む|続きは|阅读(?:全文|更多|原文)|继续阅读|閱讀(?:全文|更多)|繼續閱讀|"
    r"계속 읽기|더 ?보기|اقرأ المزيد|המשך קריאה",
    re.IGNORECASE,
)
_NEAR_THE_END = 100


def is_complete(content: EntryContent) -> bool:
    """Whether there is no reason to think that the entry's page says more than its feed.

    A feed says that it cuts by its ending: dots in brackets, or a link to the entry's page that
    invites to read on. Without that, only a very short text counts as a summary.
    """
    html = content.html or content.summary_html
    if not content.words:
        return _SHOWN.search(html) is not None
    markup = html[-_TAIL:]
    text = _text(markup)
    ending = _FOOT.sub("", text).rstrip()
    if _CUT.search(ending):
        return False
    invites = _READ_ON.search(ending, max(0, len(ending) - _NEAR_THE_END)) is not None
    if invites and (content.words < _SHORT_TEXT or _ends_in_permalink(markup, content)):
        return False
    dotted = _DOTS.search(ending) is not None and _CUT_ADDRESS.search(ending) is None
    if dotted and content.words < _SHORT_TEXT:
        return False
    return not _is_summary(html, text, content)


def _ends_in_permalink(markup: str, content: EntryContent) -> bool:
    """Whether the last link goes to the entry's own page."""
    links = [next(filter(None, found), "") for found in _LINK.findall(markup)]
    own = urls.canonical(content.url)
    base = content.html_base or content.url
    # The foot that some programs add names the blog after the entry.
    return any(
        urls.canonical(urls.resolve(base, unescape(link)) or "") == own for link in links[-3:]
    )


def _is_summary(html: str, text: str, content: EntryContent) -> bool:
    """Whether this is a bare paragraph or two that stand for a text with a title of its own."""
    if content.words > _FEW_WORDS or content.enclosures or _SHOWN.search(html):
        return False
    # A summary points nowhere; what does is a note on something elsewhere.
    if _LINK.search(html) or len(_BLOCK.findall(html)) > 2:
        return False
    # A note without a title, whose first words stand in for it, is short because it is a note.
    title = content.title.rstrip("…. ").casefold()
    return not text.casefold().startswith(title[:60])


def _text(markup: str) -> str:
    return _SPACE.sub(" ", unescape(_TAG.sub(" ", markup))).strip()
