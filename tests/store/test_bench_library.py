"""The library that the benches measure is a sound one, and the same each time."""

from __future__ import annotations

from contextlib import closing

from bench.generate import generate
from builders import NOON

from tui_reader.model.query import EntryQuery, InFolder
from tui_reader.store import care, feeds, opening, pages


async def test_a_bench_library_is_sound_and_has_what_was_asked_for(tmp_path):
    file = tmp_path / "bench.db"
    await generate(file, 230, 12)

    with closing(opening.open_reader(file, patience=1)) as connection:
        assert care.examine(connection) == care.Examination(malformed=(), orphans=0, miscounted=0)
        assert pages.count(connection, EntryQuery()) == 230
        assert 0 < pages.count(connection, EntryQuery(unread_only=True)) < 115
        assert len(feeds.every(connection)) == 12
        assert feeds.due(connection, NOON, None, False) == ()
        assert pages.count(connection, EntryQuery(source=InFolder(path=("Both",)))) > 0


async def test_the_same_numbers_make_the_same_library(tmp_path):
    rows = []
    for name in ("one.db", "two.db"):
        await generate(tmp_path / name, 40, 3)
        with closing(opening.open_reader(tmp_path / name, patience=1)) as connection:
            rows.append(connection.execute("SELECT * FROM entry ORDER BY id").fetchall())

    assert rows[0] == rows[1]
    assert len(rows[0]) == 40
