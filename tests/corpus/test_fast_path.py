"""The strict reader: what it accepts, it reads as feedparser does, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from effort import sample

from tui_reader.parse import bounds, fast, jsonfeed, lenient
from tui_reader.parse.feed import made_of

if TYPE_CHECKING:
    from pathlib import Path

    from tui_reader.parse.told import Told

pytestmark = pytest.mark.corpus

URL = "https://feeds.example.org/feed"
SHARE = 0.8


def documents(folder: Path) -> list[Path]:
    return [
        path for path in sample(folder.iterdir()) if not jsonfeed.looks_like_json(path.read_bytes())
    ]


def read(document: bytes, content_type: str = "") -> Told | None:
    """Read a document as it came, as ``parse_feed`` has it read at first."""
    return None if bounds.has_long_parts(document) else fast.read(document, content_type)


@pytest.mark.parametrize(
    ("folder", "content_type"),
    [
        ("real", ""),
        ("broken", ""),
        ("broken", "text/xml"),
        ("broken", "text/html; charset=utf-8"),
        ("derived", "application/rss+xml"),
    ],
)
def test_whatever_it_accepts_it_reads_as_feedparser_does(
    corpus: Path, folder: str, content_type: str
) -> None:
    differing = []
    accepted = 0
    for path in documents(corpus / folder):
        document = path.read_bytes()
        told = read(document, content_type)
        if told is None:
            continue
        accepted += 1
        body, cuts = bounds.bounded(document)
        expected = made_of(lenient.read(body, content_type), body, url=URL)
        if cuts or made_of(told, document, url=URL) != expected:
            differing.append(path.name)
    assert differing == []
    assert accepted


def test_it_accepts_most_real_feeds(corpus: Path) -> None:
    paths = documents(corpus / "real")
    accepted = [path for path in paths if read(path.read_bytes()) is not None]
    assert len(accepted) >= SHARE * len(paths)
