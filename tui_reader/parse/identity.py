"""The stable key of an entry, its other names, and the hash of what a reader sees. Pure.

Decided once and for good: another rule would bring everything back unread. A key never leaves
its feed. Aliases only serve where a key is unknown, and an alias that two entries of one
document share names neither of them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tui_reader.clean import clean_line
from tui_reader.parse import plain
from tui_reader.parse.markup import Markup
from tui_reader.urls import canonical, is_web

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tui_reader.model.entry import EntryContent
    from tui_reader.parse.markup import Prose

MAX_KEY = 500
"""Characters of a guid that is kept as given; a longer one is hashed."""
DISTINCTIVE = 200
"""Characters of folded text from which on equal texts mean one entry."""

_UNSEEN = re.compile(r"<!--.*?-->|<script\b.*?</script\s*>", re.IGNORECASE | re.DOTALL)
_PIXEL = re.compile(
    r"<img\b(?=[^<>]*\b(?:width|height)\s*=\s*[\"']?1(?:px)?[\"'\s/>])[^<>]*>", re.IGNORECASE
)
_OF_ONE = re.compile(r"=\s*[\"']?1(?:px)?[\"'\s/>]", re.IGNORECASE)
"""Is in every such picture, and in few texts."""
_DATED_PATH = re.compile(r"(?:/\d{1,4})+$")
_NOT_WORD = re.compile(r"[\W_]+")
_FILE_ENDING = re.compile(r"\.[a-z]{2,5}$")


def own_key(guid: str) -> str:
    """Give the key of an entry that has a guid: the guid as given, trimmed."""
    guid = clean_line(guid)
    return guid if len(guid) <= MAX_KEY else f"h:{_digest(guid)}"


def stand_in_key(
    *,
    url: str,
    url_is_unique: bool,
    title: str,
    text: Prose,
    published_at: datetime | None,
    media: tuple[str, ...],
) -> str:
    """Give the key of an entry without a guid: its permalink, else a hash of what it holds."""
    if url and url_is_unique:
        return own_key(url)
    date = published_at.isoformat() if published_at else ""
    return f"h:{_digest(url, title, date, text.utf8, *media)}"


def aliases(
    *, guid: str, url: str, title: str, text: Prose, published_at: datetime | None = None
) -> tuple[str, ...]:
    """Give the other names of an entry: those of its link, and the one of its content.

    Args:
        guid: As given; it serves as a link where it is one.
        url: The permalink.
        title: The feed's own, empty where it has none.
        text: The whole text, without markup.
        published_at: As the feed says.
    """
    by_link = link_aliases(guid=guid, url=url, title=title)
    return by_link + content_alias(title=title, text=text, published_at=published_at)


def link_aliases(*, guid: str, url: str, title: str) -> tuple[str, ...]:
    """Give the names that come from an entry's link.

    ``l:`` is a canonical link, ``s:`` the slug in it together with the title (a blog that moves
    keeps both, whatever its new addresses look like).
    """
    names: list[str] = []
    for link in dict.fromkeys((url, guid)):
        if is_web(link):
            place = canonical(link)
            if "/" in place or "?" in place:
                names.append(f"l:{place}")
    folded_title = plain.folded(title)
    slug = slug_of(url)
    if slug and folded_title:
        names.append(f"s:{slug}:{_digest(folded_title)[:16]}")
    return tuple(dict.fromkeys(names))


def content_alias(*, title: str, text: Prose, published_at: datetime | None) -> tuple[str, ...]:
    """Give the name that comes from an entry's content; two of one name have one folded title.

    ``c:`` is the content; ``d:`` is a short content together with its date, for links that
    change with every visit.
    """
    folded_title = plain.folded(title)
    folded = text.folded
    if _has_characters(folded, DISTINCTIVE):
        return (f"c:{_digest(folded_title, folded)}",)
    if folded_title and published_at is not None:
        return (f"d:{_digest(folded_title, folded, published_at.isoformat())}",)
    return ()


def _has_characters(text: bytes, least: int) -> bool:
    """Whether there are so many; of UTF-8, where one is four bytes at most."""
    if text.isascii() or len(text) >= 4 * least:
        return len(text) >= least
    return len(text.decode("utf-8", "surrogatepass")) >= least


def slug_of(url: str) -> str:
    """Give the words of an address that tell what the page is about; empty where it has none."""
    if not is_web(url):
        return ""
    path = _DATED_PATH.sub("", canonical(url).partition("?")[0].rstrip("/"))
    _, slash, last = path.rpartition("/")
    words = _NOT_WORD.sub("-", _FILE_ENDING.sub("", unquote(last).lower())).strip("-")
    return words if slash and len(words) >= 8 and not words.isdigit() else ""


def without_shared_aliases(
    entries: Iterable[EntryContent], others: Iterable[str] = ()
) -> tuple[EntryContent, ...]:
    """Take every alias away that more than one entry of the document carries.

    Args:
        entries: Those that are given back.
        others: The aliases of the document's other entries.
    """
    found = tuple(entries)
    uses = Counter(alias for entry in found for alias in entry.aliases)
    uses.update(others)
    if not uses or max(uses.values()) == 1:
        return found
    return tuple(
        replace(entry, aliases=tuple(alias for alias in entry.aliases if uses[alias] == 1))
        for entry in found
    )


def content_hash(
    entry: EntryContent, content: Markup | None = None, summary: Markup | None = None
) -> str:
    """Hash all that a reader sees.

    What feeds change without a change of theirs is left out: the date of the last update,
    comments in the HTML, counting pixels, the query of media addresses.

    Args:
        entry: All of it.
        content: Its HTML, where that has been looked at already.
        summary: The same of its summary.
    """
    return _digest(
        entry.title,
        entry.url,
        entry.comments_url,
        *(f"{author.name}\n{author.role}\n{author.url}" for author in entry.authors),
        "",
        *entry.categories,
        "",
        entry.published_at.isoformat() if entry.published_at else "",
        _settled(content or Markup(entry.html)),
        entry.html_base,
        _settled(summary or Markup(entry.summary_html)),
        entry.language,
        _without_query(entry.image_url),
        *(_without_query(enclosure.url) for enclosure in entry.enclosures),
    )


def each_key_once(
    entries: Sequence[EntryContent], *, has_guid: Sequence[bool]
) -> tuple[EntryContent, ...]:
    """Give entries of different keys, in document order.

    A guid that is repeated counts once: the first entry stays. Entries that have no guid and are
    alike in everything stay all, told apart by their number.
    """
    found: dict[str, EntryContent] = {}
    repeats: Counter[str] = Counter()
    for entry, is_told in zip(entries, has_guid, strict=True):
        if entry.key not in found:
            found[entry.key] = entry
        elif not is_told:
            repeats[entry.key] += 1
            key = f"{entry.key}:{repeats[entry.key] + 1}"
            found.setdefault(key, replace(entry, key=key))
    return tuple(found.values())


def _settled(markup: Markup) -> bytes:
    if b"!--" in markup.has or (b"script" in markup.has and "<script" in markup.html):
        markup = Markup(_UNSEEN.sub("", markup.html))
    if b"img" in markup.has and _OF_ONE.search(markup.html):
        return plain.utf8(_PIXEL.sub("", markup.html))
    return markup.utf8


def _without_query(url: str) -> str:
    return url.partition("?")[0]


def _digest(*parts: str | bytes) -> str:
    told: list[bytes] = []
    for part in parts:
        if part:
            data = part if isinstance(part, bytes) else plain.utf8(part)
            told.append(b"%d:%b" % (len(data), data))
        else:
            # More than half of all that is asked for has nothing in it.
            told.append(b"0:")
    return blake2b(b"".join(told), digest_size=16).hexdigest()
