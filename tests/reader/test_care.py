"""The library as a file that must never be lost."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from builders import NOON, entry, update

from tui_reader.config import Config
from tui_reader.errors import StoreDamaged, StoreForeign, StoreLocked, StoreTooNew, UsageError
from tui_reader.model.feed import FetchState, Problem
from tui_reader.model.query import EntryQuery
from tui_reader.reader import Reader
from tui_reader.reader.care import restore
from tui_reader.store import feeds, lease, schema

OPML = b'<opml version="2.0"><body><outline xmlUrl="https://a.example/"/></body></opml>'


async def fill(reader, *contents):
    await reader._database.write(feeds.apply, update(1, *contents), NOON)


async def test_the_status_counts_and_tells_the_last_sync(reader, library, clock):
    await fill(reader, entry(), entry())
    await reader.entries.mark([1], read=True)
    await reader.entries.star([1], starred=True)
    await reader._database.write(lease.finished, NOON, True)

    status = await reader.care.status()

    assert (status.path, status.feeds, status.failing) == (library, 2, 0)
    assert (status.entries, status.unread, status.starred) == (2, 1, 1)
    assert (status.synced_at, status.offline, status.syncing) == (NOON, True, False)


async def test_the_status_of_a_fresh_library_tells_no_sync(reader):
    status = await reader.care.status()

    assert (status.synced_at, status.offline, status.syncing) == (None, False, False)


async def test_before_the_first_sync_the_last_fetch_of_a_feed_is_told(reader):
    await reader._database.write(
        feeds.apply, update(2, entry(), fetch=FetchState(good_at=NOON)), NOON
    )

    assert (await reader.care.status()).synced_at == NOON


@pytest.mark.parametrize(("failures", "failing"), [(1, 0), (3, 1)])
async def test_a_failure_that_may_pass_makes_no_failing_feed(reader, failures, failing):
    problem = Problem(kind="timeout", message="Late.", since=NOON)
    fetch = FetchState(failures=failures, problem=problem)
    await reader._database.write(feeds.apply, update(2, fetch=fetch), NOON)

    assert (await reader.care.status()).failing == failing


async def test_a_living_lease_is_a_running_sync(reader, clock):
    await reader._database.write(lease.acquire, lease.owner_name(), clock())

    assert (await reader.care.status()).syncing
    clock.advance(minutes=10)
    assert not (await reader.care.status()).syncing


async def test_what_another_program_writes_is_noticed_once(reader, library):
    await fill(reader, entry())
    assert not await reader.care.changed_elsewhere()

    with closing(sqlite3.connect(library)) as other:
        other.execute("INSERT INTO meta VALUES ('a', 'b')")
        other.commit()

    assert await reader.care.changed_elsewhere()
    assert not await reader.care.changed_elsewhere()


async def test_what_is_remembered_is_recalled_after_a_restart(library, clock):
    async with await Reader.open(library, Config(), now=clock) as reader:
        assert await reader.care.recall("ui.theme") == ""
        await reader.care.remember("ui.theme", "ink")
        await reader.care.remember("ui.theme", "paper")

    async with await Reader.open(library, Config(), now=clock) as reader:
        assert await reader.care.recall("ui.theme") == "paper"


async def test_a_sound_library_passes_every_check(reader):
    await fill(reader, entry(categories=("a",)))

    checks = await reader.care.check()

    assert [check.name for check in checks if not check.ok] == []
    assert {"integrity", "references", "counts", "library", "free space"} == {
        check.name for check in checks
    }


async def test_a_count_that_is_wrong_is_found(reader, library):
    with closing(sqlite3.connect(library)) as other:
        other.execute("UPDATE feed_count SET unread = 7 WHERE feed_id = 1")
        other.commit()

    assert [check.name for check in await reader.care.check() if not check.ok] == ["counts"]


async def test_a_backup_is_a_library_for_its_owner_alone(reader, tmp_path, clock):
    await fill(reader, entry())

    copy = await reader.care.backup(tmp_path / "copy.db")

    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    async with await Reader.open(copy, Config(), now=clock) as other:
        assert not other.fresh
        assert await other.entries.count(EntryQuery()) == 1


async def test_a_backup_never_overwrites(reader, tmp_path):
    target = tmp_path / "there"
    target.write_text("precious")

    with pytest.raises(UsageError, match="exists already"):
        await reader.care.backup(target)
    assert target.read_text() == "precious"


async def test_a_backup_into_a_folder_that_is_not_there_is_told(reader, tmp_path):
    with pytest.raises(UsageError, match="cannot be written"):
        await reader.care.backup(tmp_path / "nowhere" / "copy.db")


async def test_a_restored_backup_is_the_library_and_the_old_one_is_kept(library, tmp_path, clock):
    async with await Reader.open(library, Config(), now=clock) as reader:
        await fill(reader, entry())
        backup = await reader.care.backup(tmp_path / "copy.db")
        await fill(reader, entry())

    aside = await restore(library, backup)

    assert aside.parent == library.parent
    assert aside.name.startswith("library.db.replaced-")
    for file, expected in ((library, 1), (aside, 2)):
        async with await Reader.open(file, Config(), now=clock) as reader:
            assert await reader.entries.count(EntryQuery()) == expected
    assert backup.exists()


async def test_what_a_crash_left_in_the_log_goes_aside_with_its_library(library, tmp_path, clock):
    async with await Reader.open(library, Config(), now=clock) as reader:
        backup = await reader.care.backup(tmp_path / "copy.db")
        await fill(reader, entry())
        aside = await restore(library, backup)
        assert aside.with_name(aside.name + "-wal").exists()

    async with await Reader.open(aside, Config(), now=clock) as reader:
        assert await reader.entries.count(EntryQuery()) == 1


async def test_two_restores_in_one_second_keep_both_old_libraries(library, tmp_path, clock):
    async with await Reader.open(library, Config(), now=clock) as reader:
        backup = await reader.care.backup(tmp_path / "copy.db")

    first = await restore(library, backup)
    first_time = first.stat().st_mtime
    os.utime(library, (first_time, first_time))
    second = await restore(library, backup)

    assert first != second
    assert first.exists()
    assert second.exists()


async def test_a_restore_where_no_library_is_keeps_nothing_aside(reader, tmp_path):
    backup = await reader.care.backup(tmp_path / "copy.db")

    assert await restore(tmp_path / "new" / "library.db", backup) is None
    assert (tmp_path / "new" / "library.db").exists()


def _truncated(path):
    path.write_bytes(path.read_bytes()[:20_000])


def _newer(path):
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {schema.VERSION + 1}")


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda path: path.write_bytes(b"rubbish"), StoreForeign),
        (lambda path: path.write_bytes(b""), StoreForeign),
        (_truncated, StoreDamaged),
        (_newer, StoreTooNew),
        (Path.unlink, UsageError),
    ],
)
async def test_a_backup_that_cannot_serve_leaves_the_library_alone(
    library, tmp_path, clock, spoil, error
):
    async with await Reader.open(library, Config(), now=clock) as reader:
        backup = await reader.care.backup(tmp_path / "copy.db")
    spoil(backup)
    before = {path.name: path.read_bytes() for path in library.parent.iterdir()}

    with pytest.raises(error):
        await restore(library, backup)

    assert {path.name: path.read_bytes() for path in library.parent.iterdir()} == before


async def test_the_library_is_no_backup_of_itself(reader, library):
    with pytest.raises(UsageError, match="itself"):
        await restore(library, library)


async def test_lists_of_other_readers_are_found(reader):
    home = Path.home()
    (home / ".newsboat").mkdir()
    (home / ".newsboat" / "urls").write_text("https://a.example/\n# no\nhttps://b.example/ x\n")
    downloads = home / "Downloads"
    downloads.mkdir()
    (downloads / "b.opml").write_bytes(OPML)
    (downloads / "a.xml").write_bytes(b"<?xml version='1.0'?>" + OPML)
    (downloads / "feed.xml").write_bytes(b"<rss/>")
    (downloads / "empty.opml").write_bytes(b"<opml/>")
    (downloads / "notes.txt").write_bytes(OPML)

    found = await reader.care.importable()

    assert [(item.path.name, item.kind, item.feeds) for item in found] == [
        ("urls", "newsboat", 2),
        ("a.xml", "OPML", 1),
        ("b.opml", "OPML", 1),
    ]


async def test_a_huge_or_odd_download_is_left_alone(reader):
    downloads = Path.home() / "Downloads"
    downloads.mkdir()
    with (downloads / "huge.opml").open("wb") as huge:
        huge.write(OPML)
        huge.truncate(1 << 30)
    (downloads / "folder.opml").mkdir()
    (downloads / "broken.opml").symlink_to(downloads / "nowhere")

    assert await reader.care.importable() == ()


async def test_a_home_with_nothing_offers_nothing(reader):
    assert await reader.care.importable() == ()


def test_a_library_that_another_program_has_open_is_not_replaced(library, tmp_path, clock):
    async def a_backup():
        async with await Reader.open(library, Config(), now=clock) as reader:
            return await reader.care.backup(tmp_path / "copy.db")

    backup = asyncio.run(a_backup())
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
        "c.execute('SELECT count(*) FROM feed').fetchone(); print('open', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(library)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(StoreLocked):
            asyncio.run(restore(library, backup))
        other.communicate(b"\n")

    assert asyncio.run(restore(library, backup)) is not None
