"""A library damaged in many ways: what can be read is saved, and the old file stays."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from builders import NOON, entry, subscription, update

from tui_reader.errors import StoreDamaged, StoreTooNew, UsageError
from tui_reader.model.entry import EntryId
from tui_reader.model.query import EntryQuery
from tui_reader.store import (
    care,
    entries,
    feeds,
    findings,
    journal,
    opening,
    pagefile,
    pages,
    recovery,
    statuses,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tui_reader.store.recovery import Recovered

FEEDS, EACH = 6, 40
PAGE = opening.PAGE


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six feeds of sixty entries, some long; every third starred, every second read."""
    return _made(tmp_path_factory.mktemp("whole") / "library.db")


def _made(path: Path) -> Path:
    connection, _ = opening.open_writer(path, now=NOON, seed=None, patience=1)
    noise = random.Random(1)
    with closing(connection):
        for number in range(1, FEEDS + 1):
            with opening.transaction(connection):
                url = f"https://{number}.example/feed"
                feeds.subscribe(connection, [subscription(url, folders=(("Tech", "Ops"),))], NOON)
                new = [_long_entry(f"{number}-{n}", noise) for n in range(EACH)]
                feeds.apply(connection, update(number, *new), NOON)
        with opening.transaction(connection):
            ids = range(1, FEEDS * EACH + 1)
            statuses.star(connection, [EntryId(n) for n in ids if n % 3 == 0], True, "", NOON)
            statuses.mark(connection, [EntryId(n) for n in ids if n % 2 == 0], True, "", NOON)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def _long_entry(key: str, noise: random.Random) -> object:
    words = " ".join(str(noise.random()) for _ in range(noise.choice((5, 50, 900))))
    return entry(
        key,
        html=f"<p>{words}</p>",
        categories=("news",),
        aliases=(f"l:{key}",),
        excerpt=words[:200],
    )


@pytest.fixture
def hurt(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "library.db"))


@dataclass(frozen=True)
class Saved:
    """The new library, as it is read by everyone else."""

    report: Recovered
    titles: set[str]
    starred: int
    unread: int
    found: int


def save(path: Path) -> Saved:
    before = path.read_bytes()
    report = recovery.recover(path, NOON)
    assert report.kept.read_bytes() == before
    with closing(opening.open_reader(path, patience=1)) as connection:
        examined = care.examine(connection)
        assert (examined.malformed, examined.orphans, examined.miscounted) == ((), 0, 0)
        rows = connection.execute("SELECT id, title FROM entry").fetchall()
        for row in rows:
            entries.get(connection, EntryId(row[0]))
        return Saved(
            report=report,
            titles={row[1] for row in rows},
            starred=connection.execute("SELECT count(*) FROM starred").fetchone()[0],
            unread=connection.execute("SELECT count(*) FROM unread").fetchone()[0],
            found=pages.count(connection, EntryQuery(text="on")),
        )


def readable_by_sqlite(path: Path) -> set[str]:
    """The titles that SQLite itself can still read, whichever way it goes."""
    titles: set[str] = set()
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
        for number in range(1, FEEDS * EACH + 1):
            try:
                row = connection.execute(
                    "SELECT title FROM entry WHERE id = ?", (number,)
                ).fetchone()
            except sqlite3.DatabaseError:
                continue
            titles |= {row[0]} if row else set()
    return titles


ALL = FEEDS * EACH


def test_long_texts_stay_in_the_file_until_they_are_written(hurt: Path) -> None:
    with closing(sqlite3.connect(hurt)) as connection:
        stored = dict(connection.execute("SELECT entry_id, body FROM entry_body").fetchall())

    held = {key: row["body"] for key, row in findings.read(hurt).rows["entry_body"].items()}

    far = {key: body for key, body in held.items() if isinstance(body, pagefile.Far)}
    assert far
    assert all(len(body) <= 256 for key, body in held.items() if key not in far)
    assert {key: body.read() for key, body in far.items()} == {key: stored[key] for key in far}


def test_a_whole_library_comes_out_as_it_went_in(hurt: Path) -> None:
    saved = save(hurt)

    assert (saved.report.feeds, saved.report.entries, saved.found) == (FEEDS, ALL, ALL)
    assert (saved.starred, saved.unread) == (ALL // 3, ALL // 2)
    assert (saved.report.lost, saved.report.without_text, saved.report.flaws) == (0, 0, 0)
    with closing(opening.open_reader(hurt, patience=1)) as connection:
        assert [feed.folders for feed in feeds.every(connection)] == [(("Tech", "Ops"),)] * FEEDS
        assert len(journal.history(connection, 9)) == 2


@pytest.mark.parametrize("seed", range(5))
def test_overwritten_pages_cost_no_more_than_what_was_on_them(hurt: Path, seed: int) -> None:
    noise = random.Random(seed)
    data = bytearray(hurt.read_bytes())
    for number in noise.sample(range(1, len(data) // PAGE), 3):
        data[number * PAGE : (number + 1) * PAGE] = noise.randbytes(PAGE)
    hurt.write_bytes(data)
    readable = readable_by_sqlite(hurt)

    saved = save(hurt)

    assert readable <= saved.titles
    assert len(saved.titles) >= ALL * 0.8
    assert saved.report.entries + saved.report.lost <= ALL + 1


@pytest.mark.parametrize("size", pagefile.PAGES)
@pytest.mark.parametrize("byte", [0, 255])
def test_a_wiped_first_page_costs_no_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, byte: int, size: int
) -> None:
    monkeypatch.setattr(opening, "PAGE", size)
    hurt = _made(tmp_path / "library.db")
    data = hurt.read_bytes()
    assert int.from_bytes(data[16:18], "big") == size
    hurt.write_bytes(bytes([byte]) * size + data[size:])

    saved = save(hurt)

    assert (saved.report.feeds, saved.report.entries) == (FEEDS, ALL)
    assert saved.unread >= ALL // 2


@pytest.mark.parametrize("share", [0.9, 0.5, 0.25])
def test_a_file_that_was_cut_off_keeps_what_is_before_the_cut(hurt: Path, share: float) -> None:
    data = hurt.read_bytes()
    hurt.write_bytes(data[: int(len(data) * share)])

    saved = save(hurt)

    assert saved.report.feeds >= 1
    assert len(saved.titles) >= ALL * share * 0.5


def test_what_is_in_a_whole_log_counts_and_a_torn_end_of_it_does_not(
    hurt: Path, tmp_path: Path
) -> None:
    connection, _ = opening.open_writer(hurt, now=NOON, seed=None, patience=1)
    copied = tmp_path / "copied.db"
    with closing(connection):
        for key in ("kept", "torn"):
            with opening.transaction(connection):
                feeds.apply(connection, update(1, entry(key)), NOON)
        shutil.copy(hurt, copied)
        log = hurt.with_name(f"{hurt.name}-wal").read_bytes()
    copied.with_name("copied.db-wal").write_bytes(log[:-100])
    lost = Path(shutil.copy(copied, tmp_path / "lost.db"))

    saved = save(copied)
    without_log = save(lost)

    assert "On kept" in saved.titles
    assert "On torn" not in saved.titles
    assert without_log.report.entries == ALL


def test_a_lost_list_of_feeds_leaves_the_entries_under_a_feed_that_is_made(hurt: Path) -> None:
    with closing(sqlite3.connect(hurt)) as connection:
        root = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'feed'"
        ).fetchone()[0]
    data = bytearray(hurt.read_bytes())
    data[(root - 1) * PAGE : root * PAGE] = bytes(PAGE)
    hurt.write_bytes(data)

    saved = save(hurt)

    assert saved.report.entries == ALL
    assert saved.report.feeds == FEEDS
    with closing(opening.open_reader(hurt, patience=1)) as connection:
        assert {feed.fetch.stopped for feed in feeds.every(connection)} == {True}


def test_a_page_of_text_that_is_lost_leaves_the_entry_to_be_fetched_again(hurt: Path) -> None:
    with closing(sqlite3.connect(hurt)) as connection:
        connection.execute("UPDATE entry_body SET body = x'00' WHERE entry_id = 7")
        connection.commit()

    saved = save(hurt)

    assert (saved.report.entries, saved.report.without_text) == (ALL, 1)
    with closing(opening.open_reader(hurt, patience=1)) as connection:
        assert entries.get(connection, EntryId(7)).content.content_hash == ""


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: b"x" * 10_000,
        lambda data: bytes(len(data)),
        lambda data: data[:PAGE],
        lambda data: random.Random(3).randbytes(len(data)),
    ],
)
def test_where_nothing_can_be_read_the_file_stays_where_it_is(
    hurt: Path, spoil: Callable[[bytes], bytes]
) -> None:
    spoilt = spoil(hurt.read_bytes())
    hurt.write_bytes(spoilt)

    with pytest.raises(StoreDamaged):
        recovery.recover(hurt, NOON)

    assert hurt.read_bytes() == spoilt
    assert [path.name for path in hurt.parent.glob("library*")] == ["library.db"]


def test_a_newer_library_and_none_at_all_are_refused(hurt: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(hurt)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreTooNew):
        recovery.recover(hurt, NOON)
    with pytest.raises(UsageError):
        recovery.recover(tmp_path / "none.db", NOON)
