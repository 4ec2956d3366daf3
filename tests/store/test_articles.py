"""The full text of entries beside the feed's own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from builders import NOON, entry, subscription, update
from rooms import library_in_memory

from tui_reader.model.entry import EntryId, EntryPage
from tui_reader.model.feed import Author, FeedId, Problem
from tui_reader.model.query import EntryQuery
from tui_reader.store import articles, entries, feeds, pages, statuses

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

FEED, FIRST = FeedId(1), EntryId(1)
FAILURE = Problem(kind="timeout", message="The site took too long.", since=NOON)


@pytest.fixture
def library() -> Iterator[sqlite3.Connection]:
    with library_in_memory() as connection:
        feeds.subscribe(connection, [subscription()], NOON)
        yield connection


def arrive(library: sqlite3.Connection, *keys: str, **fields: object) -> None:
    feeds.apply(library, update(FEED, *(entry(key, **fields) for key in keys)), NOON)


def page(html: str = "<p>The whole lighthouse</p>", **fields: object) -> EntryPage:
    return EntryPage(
        **{"url": "https://e.example/p", "html": html, "words": 300, "fetched_at": NOON, **fields}
    )


def found(library: sqlite3.Connection, text: str) -> list[int]:
    return [row.id for row in pages.page(library, EntryQuery(text=text)).rows]


def test_an_entry_carries_its_page_as_it_was_kept(library: sqlite3.Connection) -> None:
    arrive(library, "a")
    kept = page(
        authors=(Author(name="Ada", role="Pilot"),),
        published_at=NOON - timedelta(days=2),
        image_url="https://e.example/i.png",
        language="de",
        excerpt="The whole",
    )
    assert articles.put(library, FIRST, kept)
    assert entries.get(library, FIRST).page == kept
    assert entries.get(library, FIRST).shown_page == kept


def test_the_choice_of_text_is_remembered(library: sqlite3.Connection) -> None:
    arrive(library, "a")
    articles.put(library, FIRST, page())
    articles.choose(library, FIRST, False)
    assert entries.get(library, FIRST).shown_page is None
    assert articles.count_chosen(library, FEED) == 0
    articles.choose(library, FIRST, True)
    assert entries.get(library, FIRST).shown_page is not None
    assert articles.count_chosen(library, FEED) == 1


def test_a_page_of_an_entry_that_is_gone_is_not_kept(library: sqlite3.Connection) -> None:
    assert not articles.put(library, FIRST, page())


def test_a_later_failure_keeps_the_article(library: sqlite3.Connection) -> None:
    arrive(library, "a")
    articles.put(library, FIRST, page())
    articles.put(library, FIRST, EntryPage(problem=FAILURE, fetched_at=NOON + timedelta(hours=1)))
    kept = entries.get(library, FIRST).page
    assert kept is not None
    assert (kept.html, kept.problem) == ("<p>The whole lighthouse</p>", FAILURE)
    assert found(library, "lighthouse") == [1]


def test_a_row_of_failures_keeps_the_time_of_the_first(library: sqlite3.Connection) -> None:
    arrive(library, "a")
    later = Problem(kind="http", message="No.", status=404, since=NOON + timedelta(days=1))
    articles.put(library, FIRST, EntryPage(problem=FAILURE, fetched_at=NOON))
    articles.put(library, FIRST, EntryPage(problem=later, fetched_at=NOON + timedelta(days=1)))
    kept = entries.get(library, FIRST).page
    assert kept is not None
    assert kept.problem is not None
    assert (kept.problem.kind, kept.problem.since) == ("http", NOON)


def test_search_finds_the_words_of_the_page_until_it_says_others(
    library: sqlite3.Connection,
) -> None:
    arrive(library, "a")
    articles.put(library, FIRST, page())
    assert found(library, "whole lighthouse") == [1]
    articles.put(library, FIRST, page("<p>A pier</p>"))
    assert (found(library, "lighthouse"), found(library, "pier")) == ([], [1])


def test_an_entry_that_changes_stays_findable_by_its_page(library: sqlite3.Connection) -> None:
    arrive(library, "a")
    articles.put(library, FIRST, page())
    changed = entry("a", html="<p>Other words</p>", published_at=NOON - timedelta(days=9))
    feeds.apply(library, update(FEED, changed=((FIRST, changed),)), NOON)
    assert found(library, "other lighthouse") == [1]
    articles.put(library, FIRST, page("<p>A pier</p>"))
    assert (found(library, "lighthouse"), found(library, "other pier")) == ([], [1])


def test_a_row_takes_from_the_page_what_the_feed_lacks(library: sqlite3.Connection) -> None:
    arrive(library, "bare", html="", excerpt="", words=0)
    arrive(library, "told", authors=(Author(name="Bo"),), published_at=NOON - timedelta(days=1))
    for entry_id in (1, 2):
        articles.put(
            library,
            EntryId(entry_id),
            page(excerpt="From the page.", authors=(Author(name="Ada"),), words=2300),
        )
    bare, told = pages.page(library, EntryQuery()).rows
    assert (bare.excerpt, bare.authors[0].name, bare.minutes) == ("From the page.", "Ada", 10)
    assert (told.excerpt, told.authors[0].name) == ("The text of told.", "Bo")
    articles.choose(library, EntryId(2), False)
    assert pages.rows(library, [EntryId(2)])[0].minutes == 1


def test_candidates_are_unread_without_a_page_and_among_the_newest(
    library: sqlite3.Connection,
) -> None:
    for number in range(60):
        arrive(library, f"k{number}", published_at=NOON - timedelta(days=60 - number))
    statuses.mark(library, [EntryId(60)], True, "", NOON)
    articles.put(library, EntryId(59), page())
    articles.put(library, EntryId(58), EntryPage(problem=FAILURE, fetched_at=NOON))
    articles.note_complete(library, [EntryId(57)], NOON)
    wanted = articles.candidates(library, FEED)
    assert [each.entry_id for each in wanted] == [58, *range(56, 10, -1)]
    assert wanted[0].page is not None
    assert wanted[0].page.problem == FAILURE
    assert wanted[0].first_seen_at == NOON


def test_what_was_found_complete_may_still_be_fetched_by_hand(library: sqlite3.Connection) -> None:
    arrive(library, "a")
    articles.note_complete(library, [FIRST], NOON)
    articles.put(library, FIRST, page())
    assert entries.get(library, FIRST).shown_page == page()


def test_the_newest_entries_come_with_their_pages(library: sqlite3.Connection) -> None:
    arrive(library, "old", published_at=NOON - timedelta(days=1))
    arrive(library, "new")
    articles.put(library, FIRST, page())
    told = articles.newest(library, FEED, 5)
    assert [(content.key, kept and kept.words) for content, kept in told] == [
        ("new", None),
        ("old", 300),
    ]
