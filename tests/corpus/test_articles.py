"""Every page and entry of the sample, laid out: at a width each, or at all: BLOGREAD_WIDTHS=all.

The whole cross product takes hours of CPU; the widths of a run differ from article to article,
so that each is met many times.
"""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING

import pytest
from effort import sample
from sound import assert_sound

from tui_reader.article.build import build
from tui_reader.article.charset import decode
from tui_reader.article.entry import entry_document
from tui_reader.errors import NotAFeed
from tui_reader.parse.feed import parse_feed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.corpus

EVERY = range(20, 201)
ALL = os.environ.get("BLOGREAD_WIDTHS") == "all"
PARTS = 4


def some_widths(number: int, many: int) -> list[int]:
    return [20 + (number * 37 + step * 61) % len(EVERY) for step in range(many)]


def feeds(corpus: Path, part: int) -> Iterator[Path]:
    yield from sample((corpus / "real").iterdir())[part::PARTS]


def test_every_page_is_sound_at_any_width(corpus: Path):
    for number, page in enumerate(sorted((corpus / "pages").iterdir())):
        document = build(decode(page.read_bytes()), base="https://e.example/")
        assert_sound(document, EVERY if ALL else some_widths(number, 2))


@pytest.mark.parametrize("part", range(PARTS))
def test_every_entry_is_sound_at_any_width(corpus: Path, part: int):
    numbers = count(part)
    for path in feeds(corpus, part):
        try:
            feed = parse_feed(path.read_bytes(), url="https://feeds.example.org/feed")
        except NotAFeed:
            continue  # what is no feed is the matter of other tests
        for entry in feed.entries:
            widths = EVERY if ALL else some_widths(next(numbers), 1)
            assert_sound(entry_document(entry), widths)
