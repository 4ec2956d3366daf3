"""The passage with the hit, where title and excerpt do not show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import NOON, entry, subscription, update
from rooms import library_in_memory

from tui_reader.model.entry import EntryId
from tui_reader.store import feeds
from tui_reader.store.snippets import LENGTH, snippets

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

HTML = f"<p>{'Before it. ' * 90}The <b>Zeb</b>ra <i>crosses</i> the road.{' After it.' * 90}</p>"


@pytest.fixture
def library() -> Iterator[sqlite3.Connection]:
    with library_in_memory() as connection:
        feeds.subscribe(connection, [subscription()], NOON)
        post = entry("a", title="Traffic", excerpt="Of lights.", html=HTML)
        feeds.apply(connection, update(1, post), NOON)
        yield connection


def test_a_word_of_the_text_is_shown_in_its_passage(library: sqlite3.Connection) -> None:
    passage = snippets(library, [EntryId(1)], "cross")[EntryId(1)]

    assert "ra crosses the road." in passage
    assert len(passage) <= LENGTH + len("… ")
    assert passage.startswith("… ")
    assert passage.index("crosses") < 80


@pytest.mark.parametrize("text", ["traffic", "lights traf", "x", "", "nowhere"])
def test_what_title_and_excerpt_show_needs_none(library: sqlite3.Connection, text: str) -> None:
    assert snippets(library, [EntryId(1)], text) == {}


def test_the_word_that_they_do_not_show_is_looked_for(library: sqlite3.Connection) -> None:
    assert "road" in snippets(library, [EntryId(1)], "lights road")[EntryId(1)]


def test_a_passage_from_the_beginning_has_no_sign_of_more_before_it(
    library: sqlite3.Connection,
) -> None:
    assert snippets(library, [EntryId(1)], "before")[EntryId(1)].startswith("Before it.")


def test_an_entry_that_is_gone_has_none(library: sqlite3.Connection) -> None:
    assert snippets(library, [EntryId(77)], "road") == {}
