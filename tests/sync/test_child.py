"""The same command as a child process: its progress, its errors, and its end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from server import Answer, rss

from tui_reader.config import Config
from tui_reader.errors import BlogreadError, FeedError, SyncHeld
from tui_reader.fetch.client import Limits
from tui_reader.reader.net import Net
from tui_reader.store import lease
from tui_reader.sync import child, engine, python
from tui_reader.sync.yielding import YIELDING

if TYPE_CHECKING:
    from conftest import Shelf
    from server import Request, Server

pytestmark = pytest.mark.asyncio(loop_scope="session")

ENDS_WITHIN = 5.0
"""Seconds in which a process ends that was told to; generous, for busy machines."""


@pytest_asyncio.fixture(loop_scope="session")
async def net(shelf: Shelf, tmp_path: Path) -> Net:
    """The door that the app uses; the clock is real, as the child's is."""
    shelf.clock.now = real_now()
    return Net(
        shelf.database,
        Config(),
        now=shelf.clock,
        library=shelf.database.path,
        config_path=tmp_path / "no-config.toml",
    )


def real_now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


async def test_a_child_tells_its_progress_and_its_results_are_in_the_library(
    server: Server, shelf: Shelf, net: Net
) -> None:
    server.feed("/a", rss(2, title="Blög"))
    server.answer("/b", status=500)
    await shelf.subscribe(server.url("/a"), server.url("/b"))

    seen = [progress async for progress in net.sync_in_child(by_hand=True)]

    assert [(step.done, step.total) for step in seen] == [(1, 2), (2, 2)]
    assert (seen[-1].failed, seen[-1].new) == (1, 2)
    assert {step.outcome.title for step in seen if step.outcome} >= {"Blög"}
    assert len(await shelf.titles()) == 2


async def test_a_child_leaves_the_processor_to_whom_the_screen_belongs(
    server: Server, shelf: Shelf, net: Net
) -> None:
    seen: set[int] = set()
    sessions: list[str] = []

    def answer(_: Request) -> Answer:
        with closing(sqlite3.connect(shelf.database.path)) as connection:
            (pid,) = connection.execute("SELECT pid FROM lease").fetchone()
        seen.add(os.getpriority(os.PRIO_PROCESS, pid))
        with contextlib.suppress(OSError):
            sessions.append(Path(f"/proc/{pid}/autogroup").read_text())
        with contextlib.suppress(OSError):
            for thread in Path(f"/proc/{pid}/task").iterdir():
                seen.add(os.getpriority(os.PRIO_PROCESS, int(thread.name)))
        return Answer(status=404)

    server.route("/a", answer)
    await shelf.subscribe(server.url("/a"))

    async for _ in net.sync_in_child():
        pass

    nice = min(os.getpriority(os.PRIO_PROCESS, 0) + YIELDING, 19)
    assert seen == {nice}
    # Linux, where sessions are scheduled as groups; elsewhere there is nothing to read.
    assert all(session.endswith(f" nice {nice}\n") for session in sessions)


async def test_only_the_feeds_that_were_named_are_fetched(
    server: Server, shelf: Shelf, net: Net
) -> None:
    server.feed("/a", rss(1))
    server.feed("/b", rss(1))
    ids = await shelf.subscribe(server.url("/a"), server.url("/b"))

    assert len([step async for step in net.sync_in_child(ids[1:])]) == 1

    assert [request.path for request in server.requests] == ["/b"]


async def test_leaving_the_progress_ends_the_child_and_keeps_what_it_has(
    server: Server, shelf: Shelf, net: Net
) -> None:
    server.feed("/a", rss(2))
    server.raw("/b", then="hang")
    await shelf.subscribe(server.url("/a"), server.url("/b"))
    steps = net.sync_in_child()
    await anext(steps)

    began = time.monotonic()
    await steps.aclose()

    assert time.monotonic() - began < ENDS_WITHIN
    assert len(await shelf.titles()) == 2
    assert await shelf.database.read(lease.current, real_now()) is None


async def test_a_child_that_finds_the_lease_taken_says_by_whom(
    server: Server, shelf: Shelf, net: Net
) -> None:
    await shelf.database.write(lease.acquire, lease.owner_name(), real_now())

    with pytest.raises(SyncHeld) as caught:
        async for _ in net.sync_in_child():
            pass

    assert f"process {os.getpid()}" in caught.value.owner


async def test_a_library_that_is_none_comes_back_as_the_childs_sentence(
    shelf: Shelf, tmp_path: Path
) -> None:
    rubbish = tmp_path / "rubbish.db"
    rubbish.write_bytes(os.urandom(10_000))
    net = Net(shelf.database, Config(), now=shelf.clock, library=rubbish, config_path=None)

    with pytest.raises(BlogreadError, match=r"rubbish\.db is not a blogread library"):
        async for _ in net.sync_in_child():
            pass


async def test_adding_in_a_child_gives_the_result(server: Server, shelf: Shelf, net: Net) -> None:
    server.feed("/feed", rss(2, title="Blog"))

    result = await net.add_in_child(server.url("/feed"), folder=("Tech", "Ops"))

    assert result.title == "Blog"
    assert result.outcome is not None
    assert result.outcome.new == 2
    assert (await shelf.feed(server.url("/feed"))).folders == (("Tech", "Ops"),)


async def test_candidates_come_through_and_one_can_be_picked(
    server: Server, shelf: Shelf, net: Net
) -> None:
    links = "".join(
        f'<link rel=alternate type=application/rss+xml href="/{name}">' for name in "ab"
    )
    server.answer("/", body=f"<!doctype html>{links}", content_type="text/html")
    server.feed("/a", rss(1))
    server.feed("/b", rss(2, start=5))

    offered = await net.add_in_child(server.url("/"))
    picked = await net.add_in_child(server.url("/"), pick=2)

    assert [candidate.entries for candidate in offered.candidates] == [1, 2]
    assert picked.url == server.url("/b")


async def test_a_failure_to_add_comes_back_in_the_childs_words(
    server: Server, shelf: Shelf, net: Net
) -> None:
    server.answer("/feed", status=410)

    with pytest.raises(FeedError, match="gone for good") as caught:
        await net.add_in_child(server.url("/feed"))

    assert caught.value.kind == "http"


async def test_an_address_that_looks_like_an_option_is_an_address(shelf: Shelf, net: Net) -> None:
    with pytest.raises(BlogreadError) as caught:
        await net.add_in_child("--help me://x")

    assert "--help" in caught.value.message


STUBBORN = """
import signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
line = '{"done": 1, "total": 9, "failed": 0, "new": 0}'
sys.stderr.write("x" * 1_000_000)
while True:
    print(line, flush=True)
"""


async def test_a_child_that_will_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "command", lambda *_: (sys.executable, "-c", STUBBORN))
    monkeypatch.setattr(child, "PATIENCE", 0.1)
    steps = child.sync(["sync"])
    await anext(steps)

    async with asyncio.timeout(ENDS_WITHIN):
        await steps.aclose()


async def test_a_child_is_waited_for_although_the_app_is_in_a_hurry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def use() -> None:
        async with child._started(["sync"]) as (process, _):
            processes.append(process)
            started.set()
            await process.wait()

    monkeypatch.setattr(child, "command", lambda *_: (sys.executable, "-c", "input()"))
    processes: list[asyncio.subprocess.Process] = []
    started = asyncio.Event()
    task = asyncio.create_task(use())
    await started.wait()
    for _ in range(2):
        task.cancel()
        await asyncio.sleep(0)

    with pytest.raises(asyncio.CancelledError):
        await task
    assert processes[0].returncode is not None


async def test_a_child_that_ends_without_a_word_is_said_by_its_status(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(child, "command", lambda *_: (sys.executable, "-c", "exit(9)"))

    with pytest.raises(BlogreadError, match="status 9"):
        await child.add(["add", "x"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
async def test_a_signal_ends_a_sync_soon_and_everything_committed_is_kept(
    server: Server, shelf: Shelf, number: signal.Signals
) -> None:
    server.feed("/a", rss(2))
    server.raw("/b", then="hang")
    await shelf.subscribe(server.url("/a"), server.url("/b"))
    process = await started(shelf)
    assert process.stdout is not None
    await process.stdout.readline()

    began = time.monotonic()
    process.send_signal(number)
    _, words = await process.communicate()

    assert time.monotonic() - began < ENDS_WITHIN
    assert process.returncode == 128 + number
    assert b"Traceback" not in words
    assert len(await shelf.titles()) == 2
    assert await shelf.database.read(lease.current, real_now()) is None


async def test_a_child_ends_when_its_parent_is_gone(server: Server, shelf: Shelf) -> None:
    server.raw("/b", then="hang")
    await shelf.subscribe(server.url("/b"))
    process = await started(shelf, tied=True)
    await server.asked()

    assert process.stdin is not None
    process.stdin.close()

    async with asyncio.timeout(ENDS_WITHIN):
        assert await process.wait() == 128 + signal.SIGTERM
    assert await shelf.database.read(lease.current, real_now()) is None


async def test_a_sync_of_cron_does_not_end_with_its_empty_stdin(
    server: Server, shelf: Shelf
) -> None:
    server.feed("/a", rss(2))
    await shelf.subscribe(server.url("/a"))
    process = await started(shelf)

    assert process.stdin is not None
    process.stdin.close()

    assert await process.wait() == 0


@pytest.mark.parametrize("tied", [False, True])
async def test_a_sync_that_the_app_did_not_start_is_alone(
    net: Net, monkeypatch: pytest.MonkeyPatch, tied: bool
) -> None:
    told: list[object] = []

    async def sync(*_: object, is_alone: bool, **_others: object) -> None:
        told.append(is_alone)

    monkeypatch.setattr(child, "tied", lambda: contextlib.nullcontext(tied))
    monkeypatch.setattr(engine, "sync", sync)

    await net.sync()

    assert told == [not tied]


async def test_a_killed_sync_leaves_nothing_that_stays_locked(server: Server, shelf: Shelf) -> None:
    server.raw("/b", then="hang")
    await shelf.subscribe(server.url("/b"))
    process = await started(shelf)
    await server.asked()
    process.kill()
    await process.wait()

    shelf.clock.now = real_now()
    shelf.limits = Limits(idle=0.3)
    assert (await shelf.sync()).failed == 1


async def started(shelf: Shelf, *, tied: bool = False) -> asyncio.subprocess.Process:
    """Start a real ``blogread sync``."""
    return await asyncio.create_subprocess_exec(
        *python.command(
            "tui_reader", "--library", str(shelf.database.path), "sync", "--json", "--force"
        ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=python.environment() | ({child.TIE: "1"} if tied else {}),
    )


async def test_the_app_side_loads_neither_http_nor_parsers() -> None:
    code = (
        "import sys, tui_reader.reader, tui_reader.sync.child\n"
        "print(sorted({'httpx', 'h11', 'feedparser', 'turbohtml'} & set(sys.modules)))"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdout=subprocess.PIPE, env=python.environment()
    )
    said, _ = await process.communicate()

    assert said.decode().strip() == "[]"
