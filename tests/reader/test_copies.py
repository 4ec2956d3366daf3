"""Daily copies of subscriptions and marks, and what applying one brings back."""

from __future__ import annotations

import gzip
import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from builders import NOON, entry, subscription, update

from tui_reader.config import Config
from tui_reader.errors import UsageError
from tui_reader.model.query import EntryQuery
from tui_reader.model.settings import Settings
from tui_reader.reader import Reader
from tui_reader.reader.copies import outdated
from tui_reader.store import feeds, settings, upkeep

if TYPE_CHECKING:
    from conftest import Clock

URL = "https://a.example/feed"
WHERE = (("Tech", "Ops"),)


async def fill(reader: Reader, *keys: str) -> None:
    feed = await reader.feeds.find(URL)
    await reader._database.write(feeds.apply, update(feed.id, *map(entry, keys)), NOON)


async def titles(reader: Reader, **query: bool) -> set[str]:
    return {row.title for row in (await reader.entries.page(EntryQuery(**query))).rows}


async def a_copy(reader: Reader) -> Path:
    """Copy a library with a feed of three entries: one read, one starred, one neither."""
    await reader.feeds.subscribe([subscription(URL, title="Mine", folders=WHERE)])
    await fill(reader, "read", "starred", "plain")
    rows = {row.title: row.id for row in (await reader.entries.page(EntryQuery())).rows}
    await reader.entries.mark([rows["On read"]], read=True)
    await reader.entries.star([rows["On starred"]], starred=True)
    feed = await reader.feeds.find(URL)
    await reader._database.write(upkeep.set_feeds, [(feed.id, Settings(keep_days=90))], NOON)
    copy = await reader.copies.keep_daily()
    assert copy is not None
    return copy


async def test_a_copy_brings_subscriptions_and_marks_into_an_empty_library(
    reader: Reader, tmp_path: Path, clock: Clock
) -> None:
    copy = await a_copy(reader)
    async with await Reader.open(tmp_path / "new.db", Config(), now=clock) as other:
        done = await other.copies.apply(copy)
        feed = await other.feeds.find(URL)
        await fill(other, "read", "starred", "plain")

        assert (done.subscribed, done.awaited) == (1, 2)
        assert (feed.title, feed.folders) == ("Mine", WHERE)
        held = await other._database.read(settings.of_feed, feed.id)
        assert held.keep_days == 90
        assert await titles(other, unread_only=True) == {"On starred", "On plain"}
        assert await titles(other, starred_only=True) == {"On starred"}
        assert all(check.ok for check in await other.care.check())


async def test_marks_are_added_to_what_is_there_and_none_is_taken_away(
    reader: Reader, tmp_path: Path, clock: Clock
) -> None:
    copy = await a_copy(reader)
    async with await Reader.open(tmp_path / "new.db", Config(), now=clock) as other:
        await other.feeds.subscribe([subscription(URL, title="Yours")])
        await fill(other, "read", "starred", "plain")
        rows = {row.title: row.id for row in (await other.entries.page(EntryQuery())).rows}
        await other.entries.mark([rows["On plain"]], read=True)

        done = await other.copies.apply(copy)

        assert (done.subscribed, done.read, done.starred, done.awaited) == (0, 1, 1, 0)
        assert (await other.feeds.find(URL)).title == "Yours"
        assert await titles(other, unread_only=True) == {"On starred"}
        again = await other.copies.apply(copy)
        assert (again.read, again.starred) == (0, 0)


async def test_a_day_has_one_copy_only_for_its_owner(reader: Reader, clock: Clock) -> None:
    copy = await a_copy(reader)

    assert copy.stat().st_mode & 0o777 == 0o600
    assert copy.parent.stat().st_mode & 0o777 == 0o700
    assert await reader.copies.keep_daily() is None
    clock.advance(days=1)
    assert await reader.copies.keep_daily() is not None
    assert [each.kind for each in await reader.copies.listed()] == ["marks", "marks"]
    assert [path.suffix for path in copy.parent.iterdir()] == [".gz", ".gz"]


async def test_a_copy_holds_no_secret_of_an_address(reader: Reader) -> None:
    await reader.feeds.subscribe([subscription("https://me:hush@b.example/feed")])
    copy = await reader.copies.keep_daily()
    assert copy is not None
    assert b"hush" not in gzip.decompress(copy.read_bytes())


async def test_a_folder_that_cannot_be_written_does_no_harm(reader: Reader) -> None:
    (reader._database.path.parent / "backups").write_text("in the way")

    assert await reader.copies.keep_daily() is None


TOLD = b'{"kind": "blogread marks", "version": 1'


@pytest.mark.parametrize(
    ("packed", "cut"),
    [
        (b"", 0),
        (b"", 2),
        (b"{", None),
        (b"[]", None),
        (TOLD + b"}", None),
        (TOLD + b"}", 20),
        (TOLD + b', "feeds": [3], "folders": []}', None),
        (TOLD + b'9, "feeds": [], "folders": []}', None),
    ],
)
async def test_what_is_no_copy_is_refused_and_changes_nothing(
    reader: Reader, tmp_path: Path, packed: bytes, cut: int | None
) -> None:
    source = tmp_path / "copy.json.gz"
    source.write_bytes(gzip.compress(packed, mtime=0)[:cut])

    with pytest.raises(UsageError):
        await reader.copies.apply(source)
    assert len(await reader.feeds.all()) == 2


async def test_a_broken_part_of_a_copy_undoes_the_whole(reader: Reader, tmp_path: Path) -> None:
    copy = json.loads(gzip.decompress((await a_copy(reader)).read_bytes()))
    copy["feeds"].append(copy["feeds"][0] | {"url": "https://z.example/", "read": "*"})
    source = tmp_path / "copy.json.gz"
    source.write_bytes(gzip.compress(json.dumps(copy).encode()))

    with pytest.raises(UsageError):
        await reader.copies.apply(source)
    assert "https://z.example/" not in {feed.url for feed in await reader.feeds.all()}


def copies_of(first: date, days: int) -> list[Path]:
    return [Path(f"l-marks-{first + timedelta(days=n):%Y%m%d}.json.gz") for n in range(days)]


def test_seven_days_and_four_weeks_before_them_are_kept() -> None:
    kept: list[Path] = []
    for new in copies_of(date(2026, 1, 1), 120):
        gone = outdated(kept, new=new)
        kept = [path for path in (*kept, new) if path not in gone]

    assert len(kept) == 11
    assert kept[-7:] == copies_of(date(2026, 4, 24), 7)


def test_a_clock_that_went_back_removes_none_of_the_last_copies() -> None:
    later = copies_of(date(2030, 1, 1), 7)

    gone = outdated(later, new=Path("l-marks-20261124.json.gz"))

    assert gone == []
