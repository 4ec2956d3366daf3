"""Broken and transcoded documents: entries or a plain sentence, and never less than feedparser."""

from __future__ import annotations

import re
import warnings
from functools import cache
from typing import TYPE_CHECKING

import feedparser
import pytest
from effort import sample

from tui_reader.errors import NotAFeed
from tui_reader.parse.feed import parse_feed

if TYPE_CHECKING:
    from pathlib import Path

    from tui_reader.model.update import ParsedFeed

pytestmark = pytest.mark.corpus

URL = "https://feeds.example.org/feed"
BROKEN = 137


def documents(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix != ".tsv")


@cache
def read(path: Path) -> ParsedFeed | NotAFeed:
    try:
        return parse_feed(path.read_bytes(), url=URL)
    except NotAFeed as refusal:
        return refusal


def reference(path: Path) -> int:
    """Count what feedparser finds; a guid that is repeated counts once."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = feedparser.parse(
            path.read_bytes(),
            response_headers={"content-location": URL, "content-type": "application/xml"},
        )
    told = [dict.get(entry, "id") or "" for entry in parsed.entries]
    return len(set(told) - {""}) + told.count("")


def test_every_broken_document_ends_in_entries_or_a_plain_sentence(corpus: Path) -> None:
    paths = documents(corpus / "broken")
    assert len(paths) == BROKEN
    for path in paths:
        found = read(path)
        if isinstance(found, NotAFeed):
            assert re.fullmatch(r"This is [\w ]+, not a feed\.", found.message)


@pytest.mark.parametrize("folder", ["broken", "derived"])
def test_whatever_feedparser_can_read_is_kept(corpus: Path, folder: str) -> None:
    fewer = []
    for path in sample((corpus / folder).iterdir()):
        found = read(path)
        count = 0 if isinstance(found, NotAFeed) else len(found.entries)
        expected = reference(path)
        if count < expected:
            fewer.append((path.name, count, expected))
    assert fewer == []


def test_only_documents_of_another_kind_are_refused(corpus: Path) -> None:
    refused = {
        path.name: found.found
        for path in documents(corpus / "broken")
        if isinstance(found := read(path), NotAFeed)
    }
    assert set(refused.values()) <= {
        "a web page",
        "a JSON document",
        "an empty document",
        "plain text",
        "an XML document of another kind",
    }
    assert all(name.endswith((".html", ".json", ".xml")) for name in refused)


def test_transcoded_feeds_read_like_the_originals(corpus: Path) -> None:
    compared = 0
    for path in documents(corpus / "derived"):
        found = read(path)
        assert not isinstance(found, NotAFeed)
        host = re.sub(r"\.[\w\-]+\.\w+$", "", path.name)
        originals = [
            original_feed
            for original in documents(corpus / "real")
            if original.name.startswith(f"{host}.")
            and original.suffix == path.suffix
            and not isinstance(original_feed := read(original), NotAFeed)
        ]
        keys = {entry.key for original in originals for entry in original.entries}
        if keys:
            compared += 1
            assert {entry.key for entry in found.entries[:-1]} <= keys, path.name
    assert compared >= 20
