"""Opening and closing, and the doors that everything goes through."""

from __future__ import annotations

import inspect
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from builders import NOON, entry, subscription, update

from tui_reader.config import Config
from tui_reader.errors import EntryNotFound, StoreLocked
from tui_reader.model.query import Cursor, EntryQuery
from tui_reader.reader import Reader
from tui_reader.reader.entries import Entries
from tui_reader.reader.feeds import Feeds
from tui_reader.store import feeds

URLS = b"https://urls.example/feed\n"

WRITES = {
    "entries.mark": lambda reader: reader.entries.mark([1], read=True),
    "entries.mark_all": lambda reader: reader.entries.mark_all(EntryQuery()),
    "entries.star": lambda reader: reader.entries.star([1], starred=True),
    "entries.undo": lambda reader: reader.entries.undo(),
    "entries.redo": lambda reader: reader.entries.redo(),
    "feeds.subscribe": lambda reader: reader.feeds.subscribe([subscription()]),
    "feeds.unsubscribe": lambda reader: reader.feeds.unsubscribe([1]),
    "feeds.rename": lambda reader: reader.feeds.rename(1, "x"),
    "feeds.move": lambda reader: reader.feeds.move(1, [("x",)]),
    "feeds.import_file": lambda reader: reader.feeds.import_file(URLS, "urls"),
}
READS = {
    "entries.page": lambda reader: reader.entries.page(EntryQuery()),
    "entries.last_page": lambda reader: reader.entries.last_page(EntryQuery()),
    "entries.count": lambda reader: reader.entries.count(EntryQuery()),
    "entries.rows": lambda reader: reader.entries.rows([1]),
    "entries.get": lambda reader: reader.entries.get(1),
    "entries.next_unread": lambda reader: reader.entries.next_unread(EntryQuery(), at=None),
    "entries.history": lambda reader: reader.entries.history(),
    "entries.newest": lambda reader: reader.entries.newest(),
    "entries.last_change": lambda reader: reader.entries.last_change(),
    "feeds.views": lambda reader: reader.feeds.views(),
    "feeds.all": lambda reader: reader.feeds.all(),
    "feeds.get": lambda reader: reader.feeds.get(1),
    "feeds.find": lambda reader: reader.feeds.find("1"),
    "feeds.folders": lambda reader: reader.feeds.folders(),
    "feeds.export_opml": lambda reader: reader.feeds.export_opml(),
}


def test_every_door_is_tried_against_a_locked_library():
    doors = {
        f"{room}.{name}"
        for room, owner in (("entries", Entries), ("feeds", Feeds))
        for name, door in inspect.getmembers(owner, inspect.iscoroutinefunction)
        if not name.startswith("_")
    }

    assert doors == {*WRITES, *READS}


@pytest.fixture
async def locked(library, clock):
    async with await Reader.open(library, Config(), now=clock, patience=0.02) as reader:
        await reader._database.write(feeds.apply, update(1, entry("k")), NOON)
        with closing(sqlite3.connect(library, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield reader


@pytest.mark.parametrize("write", list(WRITES.values()), ids=list(WRITES))
async def test_a_locked_library_is_told_in_words(locked, write):
    with pytest.raises(StoreLocked, match="in use by another program"):
        await write(locked)


@pytest.mark.parametrize("read", list(READS.values()), ids=list(READS))
async def test_a_locked_library_can_be_read(locked, read):
    await read(locked)


async def test_a_library_is_seeded_only_when_it_is_made(library, clock):
    async with await Reader.open(library, Config(), now=clock) as reader:
        assert reader.fresh
        await reader.feeds.unsubscribe([1, 2])

    async with await Reader.open(library, Config(), now=clock) as reader:
        assert not reader.fresh
        assert await reader.feeds.all() == ()


async def test_undo_survives_a_restart(library, clock):
    async with await Reader.open(library, Config(), now=clock) as reader:
        await reader._database.write(feeds.apply, update(1, entry()), NOON)
        await reader.entries.mark_all(EntryQuery(), scope="All")

    async with await Reader.open(library, Config(), now=clock) as reader:
        undone = await reader.entries.undo()
        assert (undone.scope, undone.undone) == ("All", True)
        assert await reader.entries.count(EntryQuery(unread_only=True)) == 1
        assert await reader.entries.redo() is not None


async def test_old_changes_are_forgotten_on_opening(library, clock):
    async with await Reader.open(library, Config(), now=clock) as reader:
        await reader.feeds.unsubscribe([1])
    clock.advance(days=31)

    async with await Reader.open(library, Config(), now=clock) as reader:
        assert await reader.entries.history() == ()
        assert len(await reader.feeds.all()) == 1


async def test_a_library_that_is_busy_opens_and_forgets_another_time(library, clock):
    async with await Reader.open(library, Config(), now=clock) as reader:
        await reader.feeds.unsubscribe([1])
    clock.advance(days=31)

    with closing(sqlite3.connect(library, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with await Reader.open(library, Config(), now=clock, patience=0.02) as reader:
            assert len(await reader.entries.history()) == 1


async def test_observers_hear_of_each_change_once(reader):
    await reader._database.write(feeds.apply, update(1, entry()), NOON)
    seen = []
    reader.entries.observe(lambda change: seen.append((change.field, change.value, change.undone)))

    await reader.entries.star([1], starred=True)
    await reader.entries.star([1], starred=True)
    await reader.entries.undo()

    assert seen == [("starred", True, False), ("starred", True, True)]


async def test_pages_go_both_ways_from_a_cursor(reader):
    await reader._database.write(feeds.apply, update(1, *[entry() for _ in range(5)]), NOON)
    first = await reader.entries.page(EntryQuery(), limit=2)
    middle = Cursor(sort_at=first.rows[-1].sort_at, entry_id=first.rows[-1].id)

    after = await reader.entries.page(EntryQuery(), after=middle, limit=2)
    before = await reader.entries.page(EntryQuery(), before=middle, limit=2)

    assert [row.id for row in first.rows] == [5, 4]
    assert ([row.id for row in after.rows], after.more) == ([3, 2], True)
    assert ([row.id for row in before.rows], before.more) == ([5], False)


async def test_a_row_tells_what_a_list_shows(reader):
    content = entry(title="T", words=1000, excerpt="E", url="https://example.org/t")
    await reader._database.write(feeds.apply, update(2, content, entry(words=0)), NOON)

    row, empty = await reader.entries.rows([1, 2])

    assert (row.feed_title, row.title, row.minutes, row.excerpt) == ("Heroku Blog", "T", 4, "E")
    assert empty.minutes == 0


async def test_the_newest_entry_is_the_one_that_arrived_last(reader):
    assert await reader.entries.newest() is None
    old = entry(published_at=NOON.replace(year=2001))
    await reader._database.write(feeds.apply, update(1, entry(), old), NOON)

    assert await reader.entries.newest() == 2


async def test_an_entry_that_is_gone_is_told(reader):
    with pytest.raises(EntryNotFound):
        await reader.entries.get(99)


def test_importing_the_reader_loads_nothing_that_is_slow():
    code = (
        "import sys, tui_reader.reader\n"
        "slow = {'textual', 'rich', 'httpx', 'feedparser', 'turbohtml', 'justhtml', 'pygments'}\n"
        "print(sorted(slow & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )

    assert answer.stdout.strip() == "[]"
