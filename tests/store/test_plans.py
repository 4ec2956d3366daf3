"""No page of a plain view scans a table or sorts one, with the planner's statistics or without."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import NOON, entry, subscription, update
from rooms import library_in_memory

from tui_reader.model.entry import EntryId
from tui_reader.model.feed import FeedId
from tui_reader.model.query import Cursor, EntryQuery, InCategory, InFeed, InFolder, Sort
from tui_reader.model.reading import Stop
from tui_reader.store import feeds, pages, reading

FEED = InFeed(feed_id=FeedId(1))
CATEGORY = InCategory(feed_id=FeedId(1), category="c0")
FOLDER = InFolder(path=("Tech",))

QUERIES = {
    "all": EntryQuery(),
    "unread": EntryQuery(unread_only=True),
    "unread, kept": EntryQuery(unread_only=True, kept_since=0),
    "starred": EntryQuery(starred_only=True),
    "today": EntryQuery(since=NOON - timedelta(days=1)),
    "feed, year": EntryQuery(source=FEED, since=NOON - timedelta(days=730), until=NOON),
    "in progress": EntryQuery(in_progress_only=True),
    "feed": EntryQuery(source=FEED),
    "feed, unread": EntryQuery(source=FEED, unread_only=True),
    "feed, unread, kept": EntryQuery(source=FEED, unread_only=True, kept_since=0),
    "feed, starred": EntryQuery(source=FEED, starred_only=True),
    "feed, in progress": EntryQuery(source=FEED, in_progress_only=True),
    "category": EntryQuery(source=CATEGORY),
    "category, unread": EntryQuery(source=CATEGORY, unread_only=True),
    "folder": EntryQuery(source=FOLDER),
    "folder, unread": EntryQuery(source=FOLDER, unread_only=True),
    "folder, starred": EntryQuery(source=FOLDER, starred_only=True),
    "folder, in progress": EntryQuery(source=FOLDER, in_progress_only=True),
    "in progress, unread": EntryQuery(unread_only=True, kept_since=0, in_progress_only=True),
    "search": EntryQuery(text="text"),
    "search in a feed": EntryQuery(text="text", source=FEED),
    "search in a category": EntryQuery(text="text", source=CATEGORY),
}


class Watched:
    """A connection that asks for the plan of each statement before it runs it."""

    def __init__(self, connection):
        self.connection = connection
        self.plans = []

    def execute(self, sql, parameters=()):
        plan = self.connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        self.plans += [row[3] for row in plan]
        return self.connection.execute(sql, parameters)


@pytest.fixture(scope="module", params=["without statistics", "with statistics"])
def connection(request):
    with library_in_memory() as opened:
        for number in range(8):
            wanted = subscription(
                f"https://{number}.example/", folders=(("Tech",) if number < 4 else (),)
            )
            feed_id = feeds.subscribe(opened, [wanted], NOON).added[0]
            contents = [
                entry(published_at=NOON - timedelta(hours=n), categories=(f"c{n % 3}",))
                for n in range(60)
            ]
            feeds.apply(opened, update(feed_id, *contents), NOON)
        begun = Stop(block=1, offset=0, quote="", percent=50)
        for number in range(1, 8 * 60, 3):
            reading.stop_at(opened, EntryId(number), begun, NOON)
        if request.param == "with statistics":
            opened.execute("ANALYZE")
        yield opened


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("query", list(QUERIES.values()), ids=list(QUERIES))
def test_a_page_is_a_walk_along_an_order(connection, query, sort):
    watched = Watched(connection)
    wanted = replace(query, sort=sort)

    first = pages.page(watched, wanted, limit=5)
    if first.rows:
        pages.page(watched, wanted, after=_cursor(first.rows[-1]), limit=5)
        pages.page(watched, wanted, before=_cursor(first.rows[-1]), limit=5)

    assert [plan for plan in watched.plans if _is_bad(plan)] == []


@pytest.mark.parametrize("name", ["folder", "folder, unread"])
@pytest.mark.parametrize("sort", list(Sort))
def test_a_folder_is_the_same_merged_from_its_feeds_or_picked_from_all(
    connection, monkeypatch, name, sort
):
    query = replace(QUERIES[name], sort=sort)
    merged = pages.page(connection, query, limit=50)
    monkeypatch.setattr(pages, "_MERGED_FEEDS", 0)
    watched = Watched(connection)

    assert pages.page(watched, query, limit=50) == merged
    assert [plan for plan in watched.plans if _is_bad(plan)] == []


@pytest.mark.parametrize("query", [QUERIES["all"], QUERIES["unread"], QUERIES["feed"]])
def test_a_plain_count_reads_the_kept_counts_only(connection, query):
    watched = Watched(connection)

    pages.count(watched, query)

    assert not any("entry" in plan or "unread" in plan for plan in watched.plans)


def _cursor(row):
    return Cursor(sort_at=row.sort_at, entry_id=row.id)


def _is_bad(plan):
    """Whether a step sorts, or scans one of the tables that grow with the entries unbounded."""
    if "TEMP B-TREE" in plan:
        return True
    return plan in {"SCAN entry", "SCAN e", "SCAN entry_category", "SCAN ec"}
