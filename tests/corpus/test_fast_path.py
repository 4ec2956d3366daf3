"""The strict reader: what it accepts, it reads as feedparser does, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from effort import sample

from tui_reader.parse import assemble, bounds, fast, jsonfeed, lenient
from tui_reader.parse.feed import made_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.corpus

URL = "https://feeds.example.org/feed"
SHARE = 0.8


def documents(folder: Path) -> list[Path]:
    return [
        path for path in sample(folder.iterdir()) if not jsonfeed.looks_like_json(path.read_bytes())
    ]


def bounded(path: Path) -> bytes:
    return bounds.bounded(path.read_bytes(), max_entries=assemble.MAX_ENTRIES)[0]


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
        body = bounded(path)
        told = fast.read(body, content_type)
        if told is None:
            continue
        accepted += 1
        if made_of(told, body, url=URL) != made_of(lenient.read(body, content_type), body, url=URL):
            differing.append(path.name)
    assert differing == []
    assert accepted


def test_it_accepts_most_real_feeds(corpus: Path) -> None:
    paths = documents(corpus / "real")
    accepted = [path for path in paths if fast.read(bounded(path)) is not None]
    assert len(accepted) >= SHARE * len(paths)
