"""What several feeds bring is written together, waits for nothing else, and fails alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from builders import NOON, entry, update
from server import rss

from tui_reader.errors import FeedNotFound, StoreFull
from tui_reader.model.update import Applied
from tui_reader.store import feeds, search
from tui_reader.sync import pool as pools
from tui_reader.sync.plan import CHUNK
from tui_reader.sync.pool import Behind, Pool

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from conftest import Shelf
    from server import Server

    from tui_reader.model.feed import FeedId


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many updates each transaction held."""
    found: list[int] = []
    apply_all = feeds.apply_all

    def counted(connection: sqlite3.Connection, updates: list[object]) -> list[Applied]:
        found.append(len(updates))
        return apply_all(connection, updates)

    monkeypatch.setattr(feeds, "apply_all", counted)
    return found


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be written because of the time that has passed."""
    monkeypatch.setattr(pools, "PAUSE", 3600)


async def three(shelf: Shelf) -> list[FeedId]:
    return await shelf.subscribe(*[f"https://{name}.example.org/feed" for name in "abc"])


@pytest.mark.usefixtures("patient")
async def test_a_lone_update_waits_for_nobody(shelf: Shelf, written: list[int]) -> None:
    (feed_id, *_) = await three(shelf)
    async with Pool(shelf.database) as pool:
        with pool.expecting():
            assert await pool.write(update(feed_id, entry()), NOON) == Applied(new=1)

    assert written == [1]


async def expected(pool: Pool, feed_id: FeedId, size: int = 1) -> Applied:
    with pool.expecting():
        await asyncio.sleep(0)
        return await pool.write(update(feed_id, *[entry() for _ in range(size)]), NOON)


@pytest.mark.usefixtures("patient")
async def test_updates_that_are_on_their_way_are_written_together(
    shelf: Shelf, written: list[int]
) -> None:
    async with Pool(shelf.database) as pool:
        found = await asyncio.gather(*[expected(pool, feed_id) for feed_id in await three(shelf)])

    assert found == [Applied(new=1)] * 3
    assert written == [3]
    assert len(await shelf.titles()) == 3


@pytest.mark.usefixtures("patient")
async def test_one_transaction_takes_no_more_than_a_key_may_wait_for(
    shelf: Shelf, written: list[int]
) -> None:
    async with Pool(shelf.database) as pool:
        size = CHUNK * 3 // 5
        works = [expected(pool, feed_id, size) for feed_id in await three(shelf)]
        assert await asyncio.gather(*works) == [Applied(new=size)] * 3

    assert max(written) == 1


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(("is_alone", "transactions"), [(False, 2), (True, 1)])
async def test_a_sync_beside_the_app_writes_less_at_once(
    server: Server, shelf: Shelf, written: list[int], is_alone: bool, transactions: int
) -> None:
    server.feed("/feed", rss(2 * CHUNK))
    await shelf.subscribe(server.url("/feed"))

    await shelf.sync(is_alone=is_alone)

    assert len(written) == transactions
    assert len(await shelf.titles()) == 2 * CHUNK


async def test_what_is_ready_does_not_wait_long_for_what_is_not(
    shelf: Shelf, written: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "PAUSE", 0.01)
    (feed_id, *_) = await three(shelf)
    async with Pool(shelf.database) as pool:
        with pool.expecting():
            assert await expected(pool, feed_id) == Applied(new=1)

    assert written == [1]


@pytest.mark.usefixtures("patient")
async def test_a_feed_that_is_gone_takes_no_other_with_it(shelf: Shelf) -> None:
    one, other, _ = await three(shelf)
    async with Pool(shelf.database) as pool:
        found = await asyncio.gather(
            *[expected(pool, feed_id) for feed_id in (one, 99, other)], return_exceptions=True
        )

    assert found[::2] == [Applied(new=1)] * 2
    assert isinstance(found[1], FeedNotFound)


@pytest.mark.usefixtures("patient")
async def test_a_library_that_fails_tells_everyone(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreFull(shelf.database.path)

    ids = await three(shelf)
    monkeypatch.setattr(feeds, "apply", full)
    async with Pool(shelf.database) as pool:
        works = [expected(pool, feed_id) for feed_id in ids]
        found = await asyncio.gather(*works, return_exceptions=True)

    assert [type(error) for error in found] == [StoreFull] * 3


async def test_a_pool_that_is_left_early_writes_no_more(shelf: Shelf, written: list[int]) -> None:
    (feed_id, *_) = await three(shelf)
    async with Pool(shelf.database) as pool:
        with pool.expecting():
            works = [asyncio.create_task(expected(pool, feed_id)) for _ in range(2)]
            await asyncio.sleep(0)
            for work in works:
                work.cancel()
            await asyncio.wait(works)

    assert written == []


async def test_updates_written_together_are_found_like_those_written_in_turn(shelf: Shelf) -> None:
    one, other, third = await three(shelf)
    old, edited = entry("a", html="<p>before</p>"), entry("a", html="<p>after</p>")
    await shelf.database.write(feeds.apply, update(one, old), NOON)
    updates = [
        (update(other, entry(html="<p>beside</p>")), NOON),
        (update(one, entry(html="<p>new</p>"), changed=[(1, edited)]), NOON),
        (update(third, entry(html="<p>beside</p>")), NOON),
    ]

    done = await shelf.database.write(feeds.apply_all, updates)

    assert done == [Applied(new=1), Applied(new=1, changed=1), Applied(new=1)]
    hits = {word: await shelf.database.read(_hits, word) for word in ("before", "after", "beside")}
    assert hits == {"before": 0, "after": 1, "beside": 2}


def _hits(connection: sqlite3.Connection, word: str) -> int:
    wanted = search.expression(word)
    row = connection.execute("SELECT count(*) FROM search WHERE search MATCH ?", (wanted,))
    return int(row.fetchone()[0])


async def _quiet(at: list[int], number: int, until: asyncio.Event) -> None:
    await until.wait()
    at.append(number)


async def test_lanes_go_on_but_not_far_ahead() -> None:
    ended: list[int] = []
    event = asyncio.Event()
    async with Behind() as behind:
        for number in range(pools.BEHIND):
            await behind.put(_quiet(ended, number, event))
        assert ended == []

        waiting = asyncio.create_task(behind.put(_quiet(ended, pools.BEHIND, event)))
        await asyncio.sleep(0)
        assert not waiting.done()

        event.set()
        await waiting

    assert sorted(ended) == list(range(pools.BEHIND + 1))


@pytest.mark.parametrize("fault", [StoreFull, asyncio.CancelledError])
async def test_an_error_ends_what_is_behind(fault: Callable[..., BaseException]) -> None:
    ended: list[int] = []
    with pytest.raises(fault):
        await _broken_off(ended, fault("x"))

    assert ended == []


async def _broken_off(ended: list[int], error: BaseException) -> None:
    async with Behind() as behind:
        await behind.put(_quiet(ended, 1, asyncio.Event()))
        await asyncio.sleep(0)
        raise error


async def _fails() -> None:
    raise StoreFull("library.db")


async def test_what_fails_behind_is_told_at_once() -> None:
    with pytest.raises(StoreFull):
        await _failing()


async def _failing() -> None:
    async with Behind() as behind:
        await behind.put(_fails())
        with pytest.raises(StoreFull):
            await behind.failed
