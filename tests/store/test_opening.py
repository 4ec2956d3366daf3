"""A file that is not ours, or not of our time, is refused, and nothing in its folder changes."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from builders import NOON

from tui_reader.errors import StoreDamaged, StoreError, StoreForeign, StoreReadOnly, StoreTooNew
from tui_reader.store import opening, schema
from tui_reader.store.database import Database

NOW = schema.VERSION
"""The version that this program makes."""


async def make(path, seed=None):
    database = await Database.open(path, now=NOON, seed=seed)
    await database.close()


def look(folder):
    """Everything that a careless open would change."""
    return {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.iterdir())
    }


async def refused(path, error):
    before = look(path.parent)
    with pytest.raises(error) as caught:
        await make(path)
    assert look(path.parent) == before
    return caught.value


@pytest.fixture
def file(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    return folder / "library.db"


async def test_a_new_library_is_private_and_carries_our_mark(file):
    await make(file)

    header = file.read_bytes()[:100]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert int.from_bytes(header[68:72]) == schema.APPLICATION_ID
    assert int.from_bytes(header[60:64]) == schema.VERSION


async def test_a_missing_folder_is_made(tmp_path):
    await make(tmp_path / "a" / "b" / "library.db")

    assert (tmp_path / "a" / "b" / "library.db").exists()


async def test_an_empty_file_is_taken_as_new(file):
    file.touch()
    database = await Database.open(file, now=NOON)
    await database.close()

    assert database.fresh


async def test_a_second_opening_is_not_fresh_and_does_not_seed(file):
    await make(file)

    def seed(connection):
        raise AssertionError("seeded twice")

    database = await Database.open(file, now=NOON, seed=seed)
    await database.close()

    assert not database.fresh


async def test_a_name_with_signs_of_a_uri_is_a_name(tmp_path):
    file = tmp_path / "what? 100% #1&mode=memory.db"
    await make(file)

    assert file.stat().st_size > 0


@pytest.mark.parametrize(
    "content",
    [b"hello", b"just some text\n" * 999, random.Random(1).randbytes(50_000), b"SQLite format 2\0"],
    ids=["short", "text", "random", "almost"],
)
async def test_a_file_that_is_no_database_is_refused(file, content):
    file.write_bytes(content)

    assert "is not a blogread library" in (await refused(file, StoreForeign)).message


async def test_the_database_of_another_program_is_refused(file):
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("CREATE TABLE bookmarks (url)")

    assert "another program" in (await refused(file, StoreForeign)).message


async def test_a_newer_library_is_refused(file):
    await make(file)
    with closing(sqlite3.connect(file)) as newer:
        newer.execute(f"PRAGMA user_version = {schema.VERSION + 1}")

    error = await refused(file, StoreTooNew)
    assert (error.found, error.known) == (schema.VERSION + 1, schema.VERSION)


async def test_a_library_that_was_cut_off_is_refused(file):
    await make(file)
    with file.open("r+b") as half:
        half.truncate(file.stat().st_size // 2)

    await refused(file, StoreDamaged)


async def test_a_header_without_a_library_is_refused(file):
    await make(file)
    with file.open("r+b") as stump:
        stump.truncate(70)

    await refused(file, StoreDamaged)


async def test_a_library_with_rubbish_in_its_first_page_is_refused(file):
    await make(file)
    with file.open("r+b") as damaged:
        damaged.seek(100)
        damaged.write(random.Random(2).randbytes(3000))

    await refused(file, StoreDamaged)


async def test_a_library_of_smaller_pages_is_read_and_written_as_ever(file):
    await make(file)
    with closing(sqlite3.connect(file)) as older:
        older.execute("PRAGMA journal_mode = DELETE")
        older.execute("PRAGMA page_size = 4096")
        older.execute("VACUUM")

    database = await Database.open(file, now=NOON)
    try:
        size = await database.write(lambda link: link.execute("PRAGMA page_size").fetchone()[0])
    finally:
        await database.close()

    assert size == 4096


async def test_damage_further_in_is_told_when_it_is_met(file):
    await make(file)
    with file.open("r+b") as damaged:
        damaged.seek(opening.PAGE)
        damaged.write(b"\xff" * (file.stat().st_size - opening.PAGE))

    async def meet_it():
        database = await Database.open(file, now=NOON)
        try:
            await database.read(lambda link: link.execute("SELECT * FROM feed").fetchall())
        finally:
            await database.close()

    with pytest.raises(StoreDamaged):
        await meet_it()


async def test_a_folder_in_place_of_the_file_is_refused(file):
    file.mkdir()

    with pytest.raises(StoreForeign, match="folder"):
        await make(file)


async def test_a_pipe_in_place_of_the_file_is_refused_at_once(file):
    os.mkfifo(file)

    with pytest.raises(StoreForeign):
        await make(file)


async def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StoreReadOnly):
        await make(tmp_path / "file" / "library.db")


@pytest.fixture
def unprivileged():
    """Act as nobody where the tests run as root, whom no permission stops."""
    root = os.geteuid() == 0
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    file = folder / "library.db"
    yield file, lambda: os.seteuid(65534) if root else None
    if root:
        os.seteuid(0)
    folder.chmod(0o755)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


async def test_a_file_that_may_not_be_written_is_told_and_untouched(unprivileged):
    file, drop_rights = unprivileged
    await make(file)
    file.chmod(0o444)
    drop_rights()

    assert "permission denied" in (await refused(file, StoreReadOnly)).message


async def test_a_folder_that_may_not_be_written_is_told_and_untouched(unprivileged):
    file, drop_rights = unprivileged
    await make(file)
    file.chmod(0o666)
    file.parent.chmod(0o555)
    drop_rights()

    assert "its folder" in (await refused(file, StoreReadOnly)).message


async def test_a_failed_seed_leaves_no_library_behind(file):
    def seed(connection):
        connection.execute("INSERT INTO meta VALUES ('a', 'b')")
        raise StoreError("no", path=file)

    with pytest.raises(StoreError):
        await make(file, seed)
    await make(file)

    with closing(opening.open_reader(file, patience=1)) as connection:
        assert connection.execute("SELECT count(*) FROM meta").fetchone() == (0,)


@pytest.fixture
def next_version(monkeypatch):
    """A program of the future, with one more step."""

    def grow(connection):
        schema.run_script(
            connection, "CREATE TABLE later (a);\nINSERT INTO later\nSELECT key FROM meta;"
        )

    def set_step(step=grow):
        monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
        monkeypatch.setattr(schema, "VERSION", NOW + 1)

    return set_step


async def test_an_older_library_is_copied_then_migrated(file, next_version):
    await make(file, lambda link: link.execute("INSERT INTO meta VALUES ('old', '1')"))
    next_version()

    await make(file)

    (copy,) = file.parent.glob(f"library.db.before-{NOW}-*")
    with closing(opening.open_reader(file, patience=1)) as connection:
        assert connection.execute("SELECT a FROM later").fetchall() == [("old",)]
    with closing(sqlite3.connect(copy)) as old:
        assert opening.user_version(old) == NOW
        assert old.execute("SELECT key FROM meta").fetchall() == [("old",)]
    assert int.from_bytes(file.read_bytes()[60:64]) == NOW + 1


async def test_a_migration_that_fails_changes_nothing(file, next_version):
    await make(file, lambda link: link.execute("INSERT INTO meta VALUES ('old', '1')"))

    def fail(connection):
        connection.execute("DELETE FROM meta")
        connection.execute("SELECT no_such_column FROM meta")

    next_version(fail)
    with pytest.raises(sqlite3.OperationalError, match="no_such_column"):
        await make(file)

    with closing(opening.open_reader(file, patience=1)) as connection:
        assert opening.user_version(connection) == NOW
        assert connection.execute("SELECT key FROM meta").fetchall() == [("old",)]


def shape(connection):
    """Every table's columns, and every index."""
    names = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    columns = {name: connection.execute(f"PRAGMA table_info({name})").fetchall() for name in names}
    indexes = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'").fetchall()
    return columns, sorted(indexes)


@pytest.mark.parametrize("version", range(1, NOW))
async def test_a_library_of_each_older_version_comes_to_the_shape_of_a_new_one(
    file, tmp_path, monkeypatch, version
):
    with monkeypatch.context() as past:
        past.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:version])
        past.setattr(schema, "VERSION", version)
        await make(
            file,
            lambda link: link.execute(
                "INSERT INTO feed (id, url, url_key, added_at, user_title) "
                "VALUES (7, 'https://a.example/', 'a.example/', 1, 'Mine')"
            ),
        )
    await make(file)
    await make(tmp_path / "new.db")

    with (
        closing(opening.open_reader(file, patience=1)) as old,
        closing(opening.open_reader(tmp_path / "new.db", patience=1)) as new,
    ):
        assert shape(old) == shape(new)
        assert old.execute("SELECT id, user_title FROM feed").fetchall() == [(7, "Mine")]


async def test_a_connection_that_writes_for_long_keeps_more_of_the_file(tmp_path):
    def cache(connection):
        return connection.execute("PRAGMA cache_size").fetchone()[0]

    database = await Database.open(tmp_path / "library.db", now=NOON)
    before = await database.write(cache)
    await database.write_soon(opening.keep_more)
    assert await database.write(cache) < before < 0
    await database.close()
