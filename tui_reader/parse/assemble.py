"""From what a document says of its entries, in any format, to entries as the library keeps them.

Stand-ins, each defined once, here:

* **key**: the guid; without one the permalink if no other entry of the document has it; else a
  hash of link, title, date and text (``parse.identity``).
* **title**: the first words of the text; else the name of the first enclosure; else the words of
  the link's last part; else “Untitled”, with the date where there is one.
* **link**: the guid where it is an address and does not say that it is none; else the source of
  content that is kept elsewhere; else the entry has no permalink, and none is guessed.
* **date**: none is made up. ``published_at`` and ``updated_at`` stay as told, and the library
  sorts by first sight where both are missing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from tui_reader.clean import clean_line
from tui_reader.model.entry import Enclosure, EntryContent, Stripped
from tui_reader.model.record import record
from tui_reader.parse import excerpt, identity, plain
from tui_reader.parse.bounds import MAX_ENTRIES
from tui_reader.parse.markup import NOTHING, Markup, repaired
from tui_reader.urls import host, is_broken, is_web, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from tui_reader.model.feed import Author

MAX_CATEGORIES = 100
MAX_ENCLOSURES = 50
MAX_TITLE = 500
MAX_CATEGORY = 120
MAX_URL = 4_000
"""A longer address is no address that anybody can open."""
STAND_IN_TITLE = 80
_NO_DIGEST = excerpt.Digest(excerpt="", words=0)
"""Of what is not looked at: the library has it."""


@record
class Draft:
    """One entry as the document has it: links unresolved, text uncleaned, HTML as it came."""

    guid: str
    url: str
    title: str
    title_is_html: bool
    comments_url: str
    authors: tuple[Author, ...]
    categories: tuple[str, ...]
    published_at: datetime | None
    updated_at: datetime | None
    texts: tuple[str, ...]
    """Every text of the entry as HTML, the summary first, then contents in document order."""
    has_summary: bool
    """The first of ``texts`` is a summary by its own name."""
    base: str
    """What the document declares as base of its HTML (``xml:base``); mostly empty."""
    language: str
    image_url: str
    enclosures: tuple[Enclosure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the entries of one document have in common."""

    document_url: str
    site_url: str
    language: str

    def base(self, declared: str) -> str:
        """Give the base for addresses: a declared one, else the site's, else the document's.

        The document's address comes first where it lies on the site itself; a feed that is
        served by another host (FeedBurner, a CDN, a mirror) has its relative links on the site.
        Source: RFC 3986 §5.1.
        """
        base = self.document_url
        if is_web(self.site_url) and host(self.site_url) != host(base):
            base = self.site_url
        return resolve(base, declared) if declared else base


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """The entries of a document, each key once, in document order."""

    entries: tuple[EntryContent, ...]
    unchanged: tuple[str, ...] = ()
    """Keys of the others, which the library has."""
    complaints: tuple[str, ...] = ()


def assembled(
    drafts: Sequence[Draft], surroundings: Surroundings, known: Mapping[str, str]
) -> Assembled:
    """Make entries.

    Args:
        drafts: What the document says of them.
        surroundings: What they have in common.
        known: What the library has: content hashes by key. Of an entry with the same hash only
            the key is given, and what would have to be worked out for it is not.
    """
    complaints: list[str] = []
    if len(drafts) > MAX_ENTRIES:
        complaints.append(
            f"The document has {len(drafts):,} entries; the first {MAX_ENTRIES:,} were kept."
        )
        drafts = drafts[:MAX_ENTRIES]
    links = Counter(draft.url for draft in drafts if draft.url)
    made = [_entry(draft, surroundings, links, known) for draft in drafts]
    kept = identity.each_key_once(made, has_guid=[bool(draft.guid.strip()) for draft in drafts])
    if len(kept) < len(made):
        repeated = len(made) - len(kept)
        complaints.append(
            f"{repeated:,} {'entry repeats' if repeated == 1 else 'entries repeat'} "
            "the identity of an earlier one."
        )
    entries = [entry for entry in kept if known.get(entry.key) != entry.content_hash]
    others = [entry for entry in kept if known.get(entry.key) == entry.content_hash]
    return Assembled(
        entries=identity.without_shared_aliases(entries, _aliases_beside(entries, others)),
        unchanged=tuple(entry.key for entry in others),
        complaints=tuple(complaints),
    )


def _aliases_beside(
    entries: Sequence[EntryContent], others: Sequence[EntryContent]
) -> Iterator[str]:
    """Give what the other entries are called, as far as one of the entries may be called so."""
    if not entries:
        return
    # A stand-in is no title of the entry's own, which is empty then.
    titles = {plain.folded(entry.title) for entry in entries} | {""}
    for other in others:
        yield from other.aliases
        if not other.excerpt and plain.folded(other.title) in titles:
            yield from identity.content_alias(
                title=other.title,
                text=Markup(other.html).prose,
                published_at=other.published_at,
            )


def web_url(base: str, url: str) -> str:
    """Give an absolute http(s) address, or nothing; one with a control inside is none."""
    url = url.strip()
    if not url or len(url) > MAX_URL or is_broken(url):
        return ""
    found = resolve(base, url)
    return found if is_web(found) else ""


def category_names(names: Iterable[str]) -> tuple[str, ...]:
    """Clean names, in order, each once without regard to case; a comma belongs to its name."""
    found: dict[str, str] = {}
    for raw in names:
        name = plain.line(raw, limit=MAX_CATEGORY)
        if name and len(found) < MAX_CATEGORIES:
            found.setdefault(name.casefold(), name)
    return tuple(found.values())


def _entry(
    draft: Draft, around: Surroundings, links: Counter[str], known: Mapping[str, str]
) -> EntryContent:
    """Make an entry; where it is known, without what its text would have to be read for."""
    content, summary = _texts(draft)
    told = _as_told(draft, around, content, summary)
    guid = clean_line(draft.guid)
    if guid and told.title:
        key = identity.own_key(guid)
        known_hash = known.get(key)
        if known_hash and identity.content_hash(told, content, summary) == known_hash:
            names = identity.link_aliases(guid=guid, url=told.url, title=told.title)
            return _derived(told, key=key, aliases=names, content_hash=known_hash)
    digest = excerpt.digest(content=content, summary=summary)
    key = identity.own_key(guid) if guid else _stand_in_key(draft, told, content, links)
    names = identity.aliases(
        guid=guid,
        url=told.url,
        title=told.title,
        text=content.prose,
        published_at=told.published_at,
    )
    if not told.title:
        title = _stand_in_title(draft, digest.excerpt, told.enclosures, told.url)
        told = replace(told, title=title)
    return _derived(
        told,
        key=key,
        aliases=names,
        digest=digest,
        content_hash=identity.content_hash(told, content, summary),
        stripped=_stripped(content),
    )


def _stand_in_key(draft: Draft, told: EntryContent, content: Markup, links: Counter[str]) -> str:
    return identity.stand_in_key(
        url=draft.url,
        url_is_unique=links[draft.url] == 1,
        title=told.title,
        text=content.prose,
        published_at=told.published_at,
        media=tuple(enclosure.url for enclosure in told.enclosures),
    )


def _derived(
    told: EntryContent,
    *,
    key: str,
    aliases: tuple[str, ...],
    content_hash: str,
    digest: excerpt.Digest = _NO_DIGEST,
    stripped: Stripped | None = None,
) -> EntryContent:
    """Add what is derived; as ``dataclasses.replace`` would, in a third of its time."""
    return EntryContent(
        key=key,
        aliases=aliases,
        title=told.title,
        url=told.url,
        comments_url=told.comments_url,
        authors=told.authors,
        categories=told.categories,
        published_at=told.published_at,
        updated_at=told.updated_at,
        html=told.html,
        html_base=told.html_base,
        summary_html=told.summary_html,
        language=told.language,
        image_url=told.image_url,
        enclosures=told.enclosures,
        excerpt=digest.excerpt,
        words=digest.words,
        content_hash=content_hash,
        stripped=stripped,
    )


def _stripped(content: Markup) -> Stripped | None:
    prose = content.prose
    if not prose.is_all:
        return None
    return Stripped(html=content.html, utf8=content.utf8, text=prose.utf8, beyond=prose.beyond)


def _as_told(draft: Draft, around: Surroundings, content: Markup, summary: Markup) -> EntryContent:
    """Give what the document says itself: nothing stands in for what is missing."""
    base = around.base(draft.base)
    url = web_url(base, draft.url)
    return EntryContent(
        key="",
        title=plain.line(draft.title, limit=MAX_TITLE, is_html=draft.title_is_html),
        url=url,
        comments_url=web_url(base, draft.comments_url),
        authors=draft.authors,
        categories=category_names(draft.categories),
        published_at=draft.published_at,
        updated_at=draft.updated_at,
        html=content.html,
        html_base=_html_base(draft, around, base, url),
        summary_html=summary.html,
        language=draft.language or around.language,
        image_url=web_url(base, draft.image_url),
        enclosures=_enclosures(draft.enclosures, base),
        excerpt="",
    )


def _texts(draft: Draft) -> tuple[Markup, Markup]:
    """Choose the fullest text as content, and the summary that differs from it."""
    texts = [repaired(text) for text in draft.texts]
    content = max(texts, key=lambda text: len(text.html), default=NOTHING)
    summary = texts[0] if draft.has_summary else NOTHING
    if summary.html == content.html:
        shorter = [text for text in texts[1:] if text.html != content.html]
        summary = shorter[0] if shorter else NOTHING
    return content, summary if summary.html.strip() != content.html.strip() else NOTHING


def _html_base(draft: Draft, around: Surroundings, base: str, url: str) -> str:
    """Relative addresses in the HTML are meant from the post's own page, where it is the site's."""
    if draft.base or not url:
        return base
    return url if host(url) in {host(around.site_url), host(around.document_url)} else base


def _enclosures(found: tuple[Enclosure, ...], base: str) -> tuple[Enclosure, ...]:
    kept: dict[str, Enclosure] = {}
    for enclosure in found:
        url = web_url(base, enclosure.url)
        if url and len(kept) < MAX_ENCLOSURES:
            kept.setdefault(
                url,
                Enclosure(
                    url=url,
                    media_type=clean_line(enclosure.media_type, limit=100).lower(),
                    size=enclosure.size,
                    title=plain.line(enclosure.title, limit=MAX_TITLE),
                ),
            )
    return tuple(kept.values())


def _stand_in_title(draft: Draft, words: str, enclosures: tuple[Enclosure, ...], url: str) -> str:
    title = excerpt.first_words(words, limit=STAND_IN_TITLE)
    if not title and enclosures:
        title = enclosures[0].title or _last_part(enclosures[0].url)
    title = title or _last_part(url)
    if title:
        return excerpt.cut(clean_line(title), STAND_IN_TITLE)
    when = draft.published_at or draft.updated_at
    return f"Untitled, {when.date().isoformat()}" if when else "Untitled"


def _last_part(url: str) -> str:
    """Give the words of an address's last part: “/2024/my-first-post/” is “my first post”."""
    if not url:
        return ""
    last = unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2])
    return plain.line(last.replace("-", " ").replace("_", " "), limit=MAX_TITLE)
