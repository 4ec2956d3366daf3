"""A sync, an add or a fetch of one page as a child of the app: started, read, ended. No HTTP.

The child holds the other end of a pipe as its stdin. When the app is gone, however it went, the
pipe ends, and ``tied`` makes the child stop at its next safe point.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import PIPE
from typing import TYPE_CHECKING

from tui_reader.clean import clean_line
from tui_reader.errors import BlogreadError
from tui_reader.sync import wire
from tui_reader.sync.python import command, environment, not_started
from tui_reader.sync.yielding import give_way

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence

    from tui_reader.model.report import AddResult, SyncProgress

TIE = "BLOGREAD_TIED"
"""Set in the environment of a child that is to end with its stdin."""
PATIENCE = 2.0
"""Seconds between asking a child to end and ending it."""
_LONGEST_LINE = 1 << 20
_LAST_WORDS = 1 << 16


async def sync(arguments: Sequence[str]) -> AsyncGenerator[SyncProgress, None]:
    """Run ``blogread ARGUMENTS`` and yield the progress it tells; leaving ends it.

    Raises:
        BlogreadError: What the child said, in its words; ``SyncHeld`` among them.
    """
    async with _started(arguments) as (process, words):
        if process.stdout is not None:
            async for line in process.stdout:
                progress = wire.read_progress(line)
                if progress is not None:
                    yield progress
        status = await process.wait()
        if status not in {0, 1}:
            raise _failure(await words, status)


async def add(arguments: Sequence[str]) -> AddResult:
    """Run ``blogread ARGUMENTS`` and give its result; cancelling ends it.

    Raises:
        BlogreadError: What the child said, in its words.
    """
    async with _started(arguments) as (process, words):
        said = await process.stdout.read(_LONGEST_LINE) if process.stdout is not None else b""
        status = await process.wait()
        result = wire.read_add(said)
        if result is None:
            raise _failure(await words, status)
        return result


async def run(arguments: Sequence[str]) -> None:
    """Run ``blogread ARGUMENTS`` for what it does to the library; cancelling ends it.

    Raises:
        BlogreadError: What the child said, in its words.
    """
    async with _started(arguments) as (process, words):
        await _discard(process)
        status = await process.wait()
        if status not in {0, 1}:
            raise _failure(await words, status)


@contextlib.contextmanager
def tied() -> Iterator[bool]:
    """Let this process end with its stdin and yield to its parent, where that asked for it.

    Yields:
        Whether it did.
    """
    if os.environ.get(TIE) != "1" or sys.stdin is None:
        yield False
        return
    give_way()
    loop = asyncio.get_running_loop()
    descriptor = sys.stdin.fileno()

    def heard() -> None:
        if not os.read(descriptor, 4096):
            loop.remove_reader(descriptor)
            # The command knows how to end at a signal: at a safe point, the library closed.
            os.kill(os.getpid(), signal.SIGTERM)

    loop.add_reader(descriptor, heard)
    try:
        yield True
    finally:
        loop.remove_reader(descriptor)


@contextlib.asynccontextmanager
async def _started(
    arguments: Sequence[str],
) -> AsyncIterator[tuple[Process, asyncio.Task[bytes]]]:
    try:
        process = await asyncio.create_subprocess_exec(
            *command("tui_reader", *arguments),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            limit=_LONGEST_LINE,
            env=environment() | {TIE: "1"},
            # Ctrl-C and a hang-up of the terminal are the app's to answer.
            start_new_session=True,
        )
    except OSError as error:
        raise not_started(error) from error
    words = asyncio.create_task(_last_words(process))
    try:
        yield process, words
    finally:
        # A full pipe would keep the child from ending.
        rest = asyncio.create_task(_discard(process))
        await _end(process)
        for task in (rest, words):
            task.cancel()
        await asyncio.wait([rest, words])


async def _end(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await _ended(process)
    except asyncio.CancelledError:
        # The loop is about to close, and what it leaves open would say so on the terminal.
        await _ended(process)
        raise


async def _ended(process: Process) -> None:
    """Wait for the end of a child, and bring it about where it takes too long."""
    try:
        async with asyncio.timeout(PATIENCE):
            await process.wait()
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _discard(process: Process) -> None:
    while process.stdout is not None and await process.stdout.read(1 << 16):
        pass


async def _last_words(process: Process) -> bytes:
    """Keep the end of what it writes to stderr, and never let it wait for us."""
    kept = b""
    while process.stderr is not None and (data := await process.stderr.read(4096)):
        kept = (kept + data)[-_LAST_WORDS:]
    return kept


def _failure(words: bytes, status: int) -> BlogreadError:
    error = wire.read_error(words)
    if error is not None:
        return error
    lines = words.decode(errors="replace").strip().splitlines()
    said = clean_line(lines[-1], limit=200) if lines else f"status {status}"
    return BlogreadError(f"The background process ended: {said}", hint="The log tells more.")
