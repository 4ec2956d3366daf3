"""Real feeds: what feedparser finds with its default settings, we find.

Every difference is named in ``_allowed`` with the rule that demands it; any other one fails.
"""

from __future__ import annotations

import html
import re
import warnings
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import feedparser
import justhtml
import pytest
from effort import sample

from tui_reader.parse.feed import parse_feed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tui_reader.model.entry import EntryContent
    from tui_reader.model.update import ParsedFeed

pytestmark = pytest.mark.corpus

URL = "https://feeds.example.org/feed"
TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)\b[^<>]*>")
ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]\w*);")
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u206f\ufeff]")
PAIR = re.compile(r"<(\w+)\b[^<>]*>.*?</\1\s*>", re.DOTALL)


@dataclass(frozen=True)
class Reference:
    """One entry, as feedparser with its default settings has it."""

    guid: str
    title: str
    link: str
    published: tuple[int, ...] | None
    updated: tuple[int, ...] | None
    tags: tuple[tuple[str, str], ...]


def files(corpus: Path) -> list[Path]:
    return sample((corpus / "real").iterdir())


@cache
def ours(path: Path) -> ParsedFeed:
    return parse_feed(path.read_bytes(), url=URL)


@cache
def theirs(path: Path) -> tuple[Reference, ...]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = feedparser.parse(
            path.read_bytes(),
            response_headers={"content-location": URL, "content-type": "application/xml"},
        )
    found: dict[str, Reference] = {}
    for number, entry in enumerate(parsed.entries):
        reference = _reference(entry)
        found.setdefault(reference.guid or f"no guid, {number}", reference)
    return tuple(found.values())


def _reference(entry: Any) -> Reference:
    def told(name: str) -> str:
        return dict.get(entry, name) or ""

    def date(name: str) -> tuple[int, ...] | None:
        value = dict.get(entry, f"{name}_parsed")
        return tuple(value[:6]) if value else None

    return Reference(
        guid=told("id"),
        title=told("title"),
        link=told("feedburner_origlink") or told("link"),
        published=date("published"),
        updated=date("updated"),
        tags=tuple(
            (tag.get("label") or tag.get("term") or "", tag.get("scheme") or "")
            for tag in entry.get("tags", [])
        ),
    )


def plain(text: str) -> str:
    """Clean a field, independently of the parser under test."""
    if PAIR.search(text):
        text = re.sub(r"<[^<>]*>", "", text)
    for _ in range(4):
        text = ENTITY.sub(lambda match: html.unescape(match[0]), text)
    text = re.sub(r"\s+", " ", INVISIBLE.sub("", text)).strip()
    text = CONTROL.sub("\ufffd", text)
    return text if len(text) <= 500 else text[:499].rstrip() + "…"


def pairs(corpus: Path) -> Iterator[tuple[str, EntryContent, Reference]]:
    for path in files(corpus):
        if path.suffix != ".json":
            for entry, reference in zip(ours(path).entries, theirs(path), strict=True):
                yield path.name, entry, reference


def test_all_feeds_are_read(corpus: Path) -> None:
    assert all(ours(path).format for path in files(corpus))


def test_the_same_entries_come_out(corpus: Path) -> None:
    differing = [
        (path.name, len(ours(path).entries), len(theirs(path)))
        for path in files(corpus)
        if path.suffix != ".json" and len(ours(path).entries) != len(theirs(path))
    ]
    assert differing == []


def test_the_same_titles_come_out(corpus: Path) -> None:
    differing = [
        (name, entry.title, reference.title)
        for name, entry, reference in pairs(corpus)
        if plain(reference.title)
        and entry.title != plain(reference.title)
        # feedparser's sanitizer takes “Atomic<T>” for markup and loses the word.
        and TAG.sub("", entry.title) != plain(reference.title)
    ]
    assert differing == []


def test_every_entry_has_a_title(corpus: Path) -> None:
    assert all(entry.title for path in files(corpus) for entry in ours(path).entries)


def test_the_same_links_come_out(corpus: Path) -> None:
    differing = [
        (name, entry.url, reference.link)
        for name, entry, reference in pairs(corpus)
        if entry.url != reference.link and not _link_may_differ(entry, reference)
    ]
    assert differing == []


def _link_may_differ(entry: EntryContent, reference: Reference) -> bool:
    """Whether one of three rules makes the link another one.

    A guid that is no address is no permalink; only http(s) is a permalink at all; a relative link
    of a feed that another host serves is meant from the site, not from that host.
    """
    if not entry.url:
        is_guid = reference.link.rpartition("/")[2] == entry.key
        return is_guid or not reference.link.startswith("http")
    prefix = "https://feeds.example.org/"
    return reference.link.startswith(prefix) and entry.url.endswith(
        reference.link.removeprefix(prefix)
    )


def test_the_same_dates_come_out(corpus: Path) -> None:
    differing = [
        (name, field, ours_at, theirs_at)
        for name, entry, reference in pairs(corpus)
        for field, ours_at, theirs_at in (
            ("published", entry.published_at, reference.published),
            ("updated", entry.updated_at, reference.updated),
        )
        # Where feedparser cannot read a date, ours may.
        if theirs_at and (ours_at is None or tuple(ours_at.timetuple()[:6]) != theirs_at)
    ]
    assert differing == []


def test_the_same_categories_come_out(corpus: Path) -> None:
    differing = []
    for name, entry, reference in pairs(corpus):
        # Blogger marks the kind of an entry as a category; it names no subject.
        told = [plain(label) for label, scheme in reference.tags if not scheme.endswith("#kind")]
        once = {label.casefold(): label for label in reversed(told) if label}
        expected = tuple(dict.fromkeys(once[label.casefold()] for label in told if label))
        if entry.categories != expected:
            differing.append((name, entry.categories, expected))
    assert differing == []


def shown(entry: EntryContent) -> Iterator[str]:
    yield entry.title
    yield entry.excerpt
    yield from entry.categories
    for author in entry.authors:
        yield author.name
        yield author.role


def test_nothing_shown_holds_an_entity_or_a_control(corpus: Path) -> None:
    bad = [
        (path.name, text)
        for path in files(corpus)
        for entry in ours(path).entries
        for text in shown(entry)
        if ENTITY.search(text) or CONTROL.search(text)
    ]
    assert bad == []


def test_nothing_shown_holds_markup(corpus: Path) -> None:
    """A tag that is shown must be text that the author wrote as text (“the <code> element”)."""
    bad = []
    for path in files(corpus):
        for entry in ours(path).entries:
            tags = {tag[0] for text in shown(entry) for tag in TAG.finditer(text)}
            if tags and not _written_as_text(tags, entry, path):
                bad.append((path.name, entry.title, sorted(tags)))
    assert bad == []


def _written_as_text(tags: set[str], entry: EntryContent, path: Path) -> bool:
    """Whether a browser, too, would show these tags as text: in the HTML, or in a plain title."""
    told = [reference.title for reference in theirs(path)] if path.suffix != ".json" else []
    texts = [
        justhtml.JustHTML(markup).to_text() for markup in (entry.html, entry.summary_html) if markup
    ]
    there = re.sub(
        r"\s+", "", html.unescape(" ".join([*told, *texts, path.read_text("utf-8", "replace")]))
    )
    return all(re.sub(r"\s+", "", tag) in there for tag in tags)


def test_excerpts_are_short_and_whole(corpus: Path) -> None:
    for path in files(corpus):
        for entry in ours(path).entries:
            assert len(entry.excerpt) <= 1500
            if entry.words > 5:
                assert entry.excerpt
