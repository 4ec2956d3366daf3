"""Parse workers: what they answer, and what happens to one that hangs, swells or dies."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from server import item, rss

from tui_reader.errors import NotAFeed, Unparsable
from tui_reader.sync import workers as workers_module
from tui_reader.sync.frames import LARGE, RETIRE_AT, frame
from tui_reader.sync.python import command, environment
from tui_reader.sync.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Sequence

URL = "https://example.org/feed"

WORKER = """
import sys
def take():
    return sys.stdin.buffer.read(int.from_bytes(sys.stdin.buffer.read(4), "big"))
def give(told, beside=b""):
    for data in (told, beside):
        sys.stdout.buffer.write(len(data).to_bytes(4, "big") + data)
    sys.stdout.buffer.flush()
take(), take()
"""


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> _Play:
    """Let the next workers run another program instead."""
    return _Play(monkeypatch)


class _Play:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._real = workers_module.command

    def acts(self, code: str) -> None:
        real = self._real("x")
        self._monkeypatch.setattr(
            workers_module, "command", lambda _: (*real[:-2], "-c", WORKER + code)
        )

    def is_all_of(self, code: str) -> None:
        real = self._real("x")
        self._monkeypatch.setattr(workers_module, "command", lambda _: (*real[:-2], "-c", code))

    def is_itself(self) -> None:
        self._monkeypatch.setattr(workers_module, "command", self._real)


async def read(workers: Workers, body: str = "") -> Sequence[str]:
    parsed = await workers.feed((body or rss(2)).encode(), url=URL, content_type="text/xml")
    return [entry.title for entry in parsed.entries]


async def test_a_feed_comes_back_parsed() -> None:
    async with Workers(1) as workers:
        parsed = await workers.feed(rss(2, title="Blög").encode(), url=URL, content_type="")

    assert parsed.info.title == "Blög"
    assert parsed.format == "RSS 2.0"
    assert len(parsed.entries) == 2


async def test_the_feeds_of_a_page_come_back() -> None:
    page = b'<link rel=alternate type=application/rss+xml title=Main href="/feed">'

    async with Workers(1) as workers:
        links = await workers.links(page, url="https://example.org/post/")

    assert [(link.url, link.title) for link in links] == [("https://example.org/feed", "Main")]


async def test_what_is_no_feed_is_said_and_the_worker_lives_on() -> None:
    async with Workers(1) as workers:
        with pytest.raises(NotAFeed, match="a web page"):
            await read(workers, "<!doctype html><title>x</title>")
        alive = _only(workers).pid

        assert await read(workers) == ["Post 2", "Post 1"]
        assert _only(workers).pid == alive


async def test_a_worker_that_dies_is_that_feeds_failure_and_is_replaced(
    worker: _Play, caplog: pytest.LogCaptureFixture
) -> None:
    worker.acts("raise ValueError('a fault of the parser')")

    async with Workers(1) as workers:
        with caplog.at_level(logging.ERROR), pytest.raises(Unparsable, match="the parser failed"):
            await read(workers)
        worker.is_itself()

        assert await read(workers) == ["Post 2", "Post 1"]

    assert "a fault of the parser" in caplog.text


async def test_a_worker_that_is_killed_in_between_is_replaced() -> None:
    async with Workers(1) as workers:
        await read(workers)
        process = _only(workers)
        process.kill()
        await process.wait()

        assert await read(workers) == ["Post 2", "Post 1"]


async def test_a_worker_that_hangs_is_killed(
    worker: _Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker.acts("import time; time.sleep(60)")
    monkeypatch.setattr(workers_module, "_WALL", 0.1)

    async with Workers(1) as workers:
        with pytest.raises(Unparsable, match="takes too long"):
            await read(workers)

        assert workers._running == set()


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "takes too long"),
        ("import os; os._exit(77)", "too much memory"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "too much memory"),
        ("give(b'no json')", "without sense"),
        ("give(b'[]')", "without sense"),
        ("give(b'{}')", "without sense"),
        ('give(b\'{"feed": {"entries": 7}}\')', "without sense"),
        ('give(b\'{"feed": {"bytes": 3}}\', b"12")', "without sense"),
        ('give(b\'{"feed": {"bytes": -1}}\', b"12")', "without sense"),
        ('give(b\'{"feed": {"bytes": "2"}}\', b"12")', "without sense"),
        ("give(b'[' * 100_000)", "without sense"),
        ("sys.stdout.buffer.write(bytes([255] * 4))", "more than a feed may"),
        ("sys.stdout.buffer.write(bytes([0, 0, 0, 2]) + b'{}' + bytes([255] * 4))", "more than"),
        ("sys.stdout.buffer.write(bytes(2))", "the parser failed"),
    ],
)
async def test_every_end_of_a_worker_has_its_sentence(worker: _Play, code: str, why: str) -> None:
    worker.acts(code)

    async with Workers(1) as workers:
        with pytest.raises(Unparsable, match=why):
            await read(workers)


async def test_a_document_that_eats_memory_ends_its_worker_only(worker: _Play) -> None:
    worker.acts(
        "from tui_reader.sync import serving; import resource\n"
        "serving.limit(resource.RLIMIT_AS, serving.MEMORY)\n"
        "try:\n    x = bytearray(serving.MEMORY)\n"
        "except MemoryError:\n    import os; os._exit(serving.OUT_OF_MEMORY)\n"
    )

    async with Workers(1) as workers:
        with pytest.raises(Unparsable, match="memory"):
            await read(workers)


async def test_a_document_that_eats_time_is_ended_by_its_processor_seconds(
    worker: _Play,
) -> None:
    worker.acts(
        "from tui_reader.sync import serving; import resource\n"
        "serving.limit(resource.RLIMIT_CPU, 1)\nwhile True: pass\n"
    )

    async with Workers(1) as workers:
        with pytest.raises(Unparsable, match="takes too long"):
            await read(workers)


async def test_a_worker_that_has_grown_large_is_replaced(worker: _Play) -> None:
    worker.acts('give(b\'{"not_a_feed": "x", "last": true}\')')

    async with Workers(1) as workers:
        with pytest.raises(NotAFeed):
            await read(workers)
        assert workers._running == set()
        worker.is_itself()

        assert await read(workers) == ["Post 2", "Post 1"]


async def test_cancelling_ends_the_worker_that_was_at_it(worker: _Play) -> None:
    worker.acts("import time; time.sleep(60)")

    async with Workers(1) as workers:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await read(workers)

        assert workers._running == set()


async def test_two_documents_are_read_at_once() -> None:
    async with Workers(2) as workers:
        await asyncio.gather(read(workers), read(workers), read(workers))

        assert len(workers._running) == 2


async def test_no_worker_starts_before_it_is_needed_and_none_stays() -> None:
    async with Workers(2) as workers:
        assert workers._running == set()
        await read(workers)
        process = _only(workers)

    assert process.returncode == -signal.SIGKILL


async def test_a_large_document_is_read_while_no_other_worker_runs() -> None:
    large = rss([item(1, body="Words. " * (LARGE // 7 + 1))])
    async with Workers(2) as workers:
        await asyncio.gather(read(workers), read(workers))
        assert len(workers._running) == 2

        assert await read(workers, large) == ["Post 1"]

        assert len(workers._running) <= 1
        await asyncio.gather(read(workers), read(workers, large), read(workers, large))


async def test_a_worker_that_grows_while_it_answers_says_so_before_it_leaves(
    worker: _Play,
) -> None:
    worker.is_all_of(
        "from tui_reader.sync import serving\n"
        "marks = iter([0, 0, serving.RETIRE_AT + 1, 0])\n"
        "serving._high_water = lambda: next(marks, serving.RETIRE_AT + 1)\n"
        "serving.serve(lambda task, body: {'not_a_feed': 'x'})\n"
    )
    async with Workers(1) as workers:
        for _ in range(3):
            with pytest.raises(NotAFeed):
                await read(workers)


async def test_a_large_parent_does_not_make_a_worker_look_old() -> None:
    ballast = b"x" * (2 * RETIRE_AT)
    async with Workers(1) as workers:
        await read(workers)
        process = _only(workers)
        await read(workers)

        assert _only(workers) is process
    assert len(ballast) == 2 * RETIRE_AT


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="the machine has no /proc/self/io")
def test_an_answer_is_written_at_once() -> None:
    document = rss([item(number, body="Words. " * 1000) for number in range(20)]).encode()
    task = json.dumps({"task": "feed", "url": URL, "content_type": "", "known": {}}).encode()
    with subprocess.Popen(
        command("tui_reader.sync.worker"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    ) as process:
        counts = [_writes_of_an_answer(process, task, document) for _ in range(2)]
        process.communicate()

    # The first one has it load modules, whose bytecode it may write. Another write may be needed
    # where a pipe holds less than all of the answer.
    assert counts[1] - counts[0] <= 3


def _writes_of_an_answer(process: subprocess.Popen[bytes], task: bytes, document: bytes) -> int:
    """Have a document read; give how often the worker has written, in all."""
    stdin, stdout = process.stdin, process.stdout
    assert stdin is not None
    assert stdout is not None
    stdin.write(b"".join((*frame(task), *frame(document))))
    stdin.flush()
    for _ in range(2):
        stdout.read(int.from_bytes(stdout.read(4), "big"))
    counts = Path(f"/proc/{process.pid}/io").read_text().split()
    return int(counts[counts.index("syscw:") + 1])


async def test_a_file_in_the_current_folder_is_never_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "feedparser.py").write_text("raise SystemExit('trapped')")

    async with Workers(1) as workers:
        document = rss(2).replace("?>", "?><!DOCTYPE rss>", 1)  # Only feedparser reads it.
        assert await read(workers, document) == ["Post 2", "Post 1"]


def _only(workers: Workers) -> asyncio.subprocess.Process:
    (process,) = workers._running
    assert process.pid != os.getpid()
    return process
