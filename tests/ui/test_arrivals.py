"""What a sync writes comes to the screen between the keys, and only what it changed is painted."""

from __future__ import annotations

import asyncio
import gc
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from desk import at_desk, two_blogs

from tui_reader.ui import collecting
from tui_reader.ui.actions import arrivals

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import pytest
    from desk import Desk

    from tui_reader.reader import Reader


class Clock:
    """Seconds that pass when a test says so."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def read_elsewhere(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Desk, Clock]]:
    """Have the entry under the cursor marked read behind the screen's back."""
    await two_blogs(reader)
    clock = Clock()
    async with at_desk(reader) as desk:
        monkeypatch.setattr(arrivals, "monotonic", clock)
        row, coming = desk.screen.entries.row, desk.app.session.arrivals
        assert row is not None
        assert not row.read
        await reader.entries.mark([row.id], read=True)
        coming._taken_in_at = clock.now
        coming.note()
        yield desk, clock


async def shown_as_read(desk: Desk) -> bool:
    """Let the screen look for a time to paint; tell whether it has shown the mark."""
    desk.app.session.arrivals.tick()
    await desk.settle()
    row = desk.screen.entries.row
    return row is not None and row.read


async def test_keys_hold_off_what_a_sync_brings(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with read_elsewhere(reader, monkeypatch) as (desk, clock):
        clock.now += arrivals.APART
        desk.app.session.arrivals.keyed()
        assert not await shown_as_read(desk)

        clock.now += arrivals.STILL
        assert await shown_as_read(desk)


async def test_keys_do_not_hold_it_off_for_ever(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with read_elsewhere(reader, monkeypatch) as (desk, clock):
        clock.now += arrivals.AT_LATEST
        desk.app.session.arrivals.keyed()
        assert await shown_as_read(desk)


async def test_it_begins_behind_a_key_before_it_would_without(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with read_elsewhere(reader, monkeypatch) as (desk, clock):
        row = desk.screen.entries.row
        assert row is not None
        clock.now += arrivals.BEHIND_A_KEY
        desk.app.session.arrivals.keyed()
        assert not await shown_as_read(desk)

        await desk.press("k")
        await desk.settle()
        assert desk.screen.entries.row == replace(row, read=True)


async def test_only_lines_whose_count_changed_are_painted_anew(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    await two_blogs(reader)
    async with at_desk(reader) as desk:
        feeds, row = desk.screen.feeds, desk.screen.entries.row
        assert row is not None
        where = {region.y: index for index, (_, _, region) in feeds._drawn.items()}
        painted: set[int] = set()
        monkeypatch.setattr(
            feeds, "refresh", lambda *regions: painted.update(each.y for each in regions)
        )
        await desk.app.session.refresh_after_sync()
        assert not painted

        await reader.entries.mark([row.id], read=True)
        await desk.app.session.refresh_after_sync()

        titles = {feeds.views[where[y]].title for y in painted}
        assert titles == {"Unread", "Today", "All", "Port", "Harbour Log"}


async def test_a_feed_of_which_nothing_changed_keeps_its_line(reader: Reader) -> None:
    await two_blogs(reader)
    before = {view.id: view for view in await reader.feeds.views()}
    (row,) = (await reader.entries.page(before["feed:3"].query, limit=1)).rows
    await reader.entries.mark([row.id], read=True)

    after = {view.id: view for view in await reader.feeds.views()}

    assert after["feed:4"] is before["feed:4"]
    assert after["feed:3"].count == before["feed:3"].count - 1


async def test_a_whole_collection_waits_until_no_key_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    collections: list[int] = []
    keys_rest = False

    def collected(phase: str, info: dict[str, int]) -> None:
        if phase == "stop":
            collections.append(info["generation"])

    monkeypatch.setattr(collecting, "LOOK", 0)
    monkeypatch.setattr(collecting, "DUE", 0)
    before = gc.get_threshold()
    gc.callbacks.append(collected)
    try:
        with collecting.collected_between_keys(lambda: keys_rest):
            for _ in range(20):
                await asyncio.sleep(0)
            assert 2 not in collections
            keys_rest = True
            for _ in range(20):
                await asyncio.sleep(0)
            assert 2 in collections
    finally:
        gc.callbacks.remove(collected)
    assert gc.get_threshold() == before
