"""The doors: one transaction each, never “database is locked”, nothing lost by a kill."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from builders import NOON, entry, subscription, update

from tui_reader.errors import StoreError, StoreFull, StoreLocked
from tui_reader.model.query import EntryQuery
from tui_reader.store import care, feeds, journal, meta, opening, pages, statuses
from tui_reader.store.database import Database


@pytest.fixture
async def database(library):
    opened = await Database.open(library, now=NOON, patience=0.05)
    yield opened
    await opened.close()


async def test_what_was_written_is_read(database):
    await database.write(meta.put, "a", "1")

    assert await database.read(meta.get, "a") == "1"


async def test_a_write_that_fails_leaves_nothing(database):
    def fail(connection):
        meta.put(connection, "a", "1")
        raise ValueError("on second thoughts")

    with pytest.raises(ValueError, match="second thoughts"):
        await database.write(fail)

    assert await database.read(meta.get, "a") == ""


async def test_a_mistake_in_sql_stays_loud(database):
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await database.read(lambda link: link.execute("SELECT * FROM nowhere"))


async def test_readers_cannot_write(database):
    with pytest.raises(StoreError):
        await database.read(meta.put, "a", "1")


async def test_a_read_is_one_snapshot(database):
    def twice(connection):
        first = meta.get(connection, "a")
        with closing(sqlite3.connect(database.path)) as other:
            other.execute("INSERT INTO meta VALUES ('a', 'new')")
            other.commit()
        return first, meta.get(connection, "a")

    assert await database.read(twice) == ("", "")


async def test_only_the_users_acts_wait_for_the_disk(database):
    def level(connection):
        return connection.execute("PRAGMA synchronous").fetchone()[0]

    assert await database.write(level) == 2
    assert await database.write_soon(level) == 1
    assert await database.write(level) == 2


async def test_another_writer_that_does_not_let_go_is_told(database):
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLocked):
            await database.write(meta.put, "a", "1")
        assert await database.read(meta.get, "a") == ""

    await database.write(meta.put, "a", "1")


async def test_a_full_disk_is_told_and_nothing_is_half_written(database):
    def fill(connection):
        connection.execute(
            f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0] + 3}"
        )

    opened = database._open_connection()
    await database._on(database._writer, lambda: fill(opened))
    with pytest.raises(StoreFull):
        await database.write(
            lambda link: [meta.put(link, str(number), "x" * 9000) for number in range(20)]
        )

    assert await database.read(
        lambda link: link.execute("SELECT count(*) FROM meta").fetchone()
    ) == (0,)
    await database.write(meta.put, "small", "1")


async def test_a_cancelled_write_is_finished_all_the_same(database):
    started = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(connection):
        loop.call_soon_threadsafe(started.set)
        meta.put(connection, "a", "1")

    task = asyncio.create_task(database.write(slow))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    await database.write(meta.put, "b", "1")
    assert await database.read(meta.get, "a") == "1"


async def test_closing_twice_is_closing(database):
    await database.close()
    await database.close()


async def test_two_programs_on_one_file_lose_nothing(library):
    one = await Database.open(library, now=NOON)
    two = await Database.open(library, now=NOON)
    feed_id = (await one.write(feeds.subscribe, [subscription()], NOON)).added[0]
    before = await two.data_version()

    async def sync(database, name):
        for number in range(15):
            await database.write_soon(feeds.apply, update(feed_id, entry(f"{name}{number}")), NOON)

    async def read(database):
        for entry_id in range(1, 16):
            await database.write(statuses.mark, [entry_id], True, "", NOON)

    await asyncio.gather(sync(one, "a"), sync(two, "b"))
    await asyncio.gather(read(one), read(two))

    assert await two.read(pages.count, EntryQuery()) == 30
    assert await one.read(pages.count, EntryQuery(unread_only=True)) == 15
    assert len(await one.read(journal.history, 99)) == 15
    assert await two.data_version() != before
    await one.close()
    await two.close()


async def test_many_programs_that_make_the_same_library_make_one(library):
    made = await asyncio.gather(*(Database.open(library, now=NOON) for _ in range(6)))

    assert sum(database.fresh for database in made) == 1
    for database in made:
        await database.close()


WRITER = """
import asyncio, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from builders import NOON, entry, subscription, update
from tui_reader.store import feeds, statuses
from tui_reader.store.database import Database

async def main():
    database = await Database.open(Path(sys.argv[1]), now=NOON)
    done = await database.write(feeds.subscribe, [subscription()], NOON)
    feed_id = (done.added or done.already)[0]
    for number in range(100_000):
        contents = [entry(f"{sys.argv[3]}-{number}-{n}", html="<p>x</p>" * 99) for n in range(20)]
        await database.write(feeds.apply, update(feed_id, *contents), NOON)
        change = await database.write(statuses.mark_all, QUERY, None, "", NOON)
        print(change.count, flush=True)

from tui_reader.model.query import EntryQuery
QUERY = EntryQuery()
asyncio.run(main())
"""


@pytest.mark.parametrize("lines", [1, 2, 7])
def test_a_killed_writer_loses_nothing_it_promised(library, lines):
    promised = 0
    for round_ in range(2):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, library, Path(__file__).parents[1], str(round_)],
            stdout=subprocess.PIPE,
            text=True,
        ) as writer:
            for _ in range(lines):
                promised += int(writer.stdout.readline())
            writer.send_signal(signal.SIGKILL)

    with closing(opening.open_reader(library, patience=5)) as connection:
        found = care.examine(connection)
        read = pages.count(connection, EntryQuery()) - pages.count(
            connection, EntryQuery(unread_only=True)
        )
    assert found == care.Examination(malformed=(), orphans=0, miscounted=0)
    assert read >= promised
