"""What class names and ids tell about a part of a page, as people write them.

Names are matched as pieces of words: themes write ``post-content``, ``postContent`` and
``entry__content`` for one thing. They are hints; text decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_Told = TypeVar("_Told")


def _any(words: str) -> re.Pattern[str]:
    """Find any of the words.

    Where each alternative begins with a letter, and not with what must stand before it, the
    search passes over all places where none begins; that halves its time. So these are written
    ``h(?<!subh)eader``, as are the patterns below.
    """
    return re.compile("|".join(words.split()))


FURNITURE = _any(
    r"-ad- ad-break agegate ai2html banner breadcrumb combx comment community consent cookie "
    r"cover-wrap disqus extra footer gdpr legends menu newsletter-signup pager pagination popup "
    r"related remark replies rss shoutbox sidebar skyscraper social sponsor supplemental "
    r"yom-remote h(?<!section-h)(?<!section__h)(?<!subh)(?<!block-h)(?<!code-h)eader(?!-image)"
)
"""Probably around the article."""
PERHAPS_ARTICLE = _any(r"and article body column content main mathjax shadow")
"""Overrules ``FURNITURE``: themes name the article's column ``main-with-sidebar``."""
REPLIES = re.compile(
    r"(?:^|\s)(?:comments?|respond|disqus|replies|cookie|consent)"
    r"(?:[_-](?:list|area|section|wrap(?:per)?|form|thread|banner|bar|box|notice|container))*"
    r"(?:\s|$)|commentlist|commentform"
)
"""Certainly around the article, and often longer."""
GOOD = _any(r"article body content entry hentry main page pagination post text blog story")
BAD = re.compile(
    r"-ad-|banner|com(?:bx|ment|-)|contact|footer|gdpr|outbrain|promo|related|tags|"
    r"h(?:(?<!overflow-h)(?<!:h)idden(?!\s+\w+:(?:block|flex|grid|inline))|(?<!\Sh)id(?!\S))|"
    r"m(?:asthead|edia|eta)|w(?<!elementor-w)idget|"
    r"s(?:(?<!overflow-[xy]-s)(?<!table-s)croll(?!-[mp]|-smooth|able|-wrap)|hare|houtbox|idebar|"
    r"kyscraper|ponsor|hopping)"
)
ROLES = frozenset(
    {"menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog"}
)
"""ARIA roles of what is beside the article."""
BYLINE = _any(r"byline author dateline writtenby p-author")
SHARE = re.compile(r"(?:\b|_)(?:share|sharedaddy|sharing|social-links)(?:\b|_)")
NOTES = re.compile(
    r"foot-?notes?\b|endnotes?\b|admonition|callout|\b(?:note|tip|hint|info|important|warning|"
    r"caution|danger)s?\b|pull-?quote|markdown-alert"
)
"""An ``aside`` or ``footer`` that belongs to the text."""
PLAYERS = re.compile(
    r"//(?:www\.)?(?:(?:dailymotion|youtube|youtube-nocookie|player\.vimeo|v\.qq|bilibili|"
    r"live\.bilibili)\.com|(?:archive|upload\.wikimedia)\.org|player\.twitch\.tv|"
    r"(?:w\.|)soundcloud\.com|open\.spotify\.com|bandcamp\.com|codepen\.io|gist\.github\.com|"
    r"speakerdeck\.com|embed\.ted\.com|fast\.wistia\.net)",
    re.IGNORECASE,
)
"""Frames that show something to the reader, not to an advertiser."""
AD_LABEL = re.compile(
    r"(?:ad(?:vertising|vertisement)?|pub(?:licité)?|werb(?:ung)?|广告|реклама|anuncio|publicidad|"
    r"loading|正在加载|загрузка|chargement|cargando)(?:…|\.\.\.)?",
    re.IGNORECASE,
)
"""The whole text of an empty place for an advertisement, or for what a script would load."""


class Memory(dict[str, _Told]):
    """What a function tells of names; pages repeat them, so that each is looked at once.

    Args:
        tell: The function.
    """

    def __init__(self, tell: Callable[[str], _Told]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, names: str) -> _Told:
        told = self[names] = self._tell(names)
        return told


def is_furniture(names: str) -> bool:
    """Tell whether names are those of what is probably around the article."""
    return FURNITURE.search(names) is not None and PERHAPS_ARTICLE.search(names) is None


def is_of_replies(names: str) -> bool:
    """Tell whether names are those of what readers wrote below."""
    return REPLIES.search(names) is not None


def no_weight(_names: str) -> int:
    """Give what names weigh where they do not count."""
    return 0


def weight(names: str) -> int:
    """Give what the names speak for or against being text: -50 to 50.

    Args:
        names: Class names and id, lower case, with a blank between.
    """
    if names == " ":
        return 0
    classes, _, name = names.rpartition(" ")
    total = 0
    for part in (classes, name):
        if part:
            total += 25 * (GOOD.search(part) is not None) - 25 * (BAD.search(part) is not None)
    return total
