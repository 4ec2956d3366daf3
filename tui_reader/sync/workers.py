"""The parse workers seen from the sync: started when needed, limited, killed, replaced."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import signal
from asyncio.subprocess import PIPE
from typing import TYPE_CHECKING, Any, Self

from tui_reader.clean import clean_line
from tui_reader.errors import NoArticle, NotAFeed, Unparsable
from tui_reader.model.update import PackedFeed, ParsedPage
from tui_reader.sync.frames import (
    LARGE,
    MOST_ANSWER,
    OUT_OF_MEMORY,
    cpu_seconds,
    frame,
    read_answer,
)
from tui_reader.sync.plain import from_plain
from tui_reader.sync.python import command, environment, not_started

if TYPE_CHECKING:
    from asyncio import StreamReader
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Iterable, Mapping

    from tui_reader.parse.discover import FeedLink

_log = logging.getLogger(__name__)

_WALL = 4
"""A document may take so many times its processor seconds: the machine may be busy."""
_LAST_WORDS = 8192
_AHEAD = 1 << 20
"""Bytes of an answer that are read ahead."""
_NONSENSE = "the parser gave an answer without sense"


class Workers:
    """Up to ``count`` parse workers; each reads one document at a time."""

    module = "tui_reader.sync.worker"
    """What a worker runs."""

    def __init__(self, count: int = 2) -> None:
        self._free: asyncio.LifoQueue[Process | None] = asyncio.LifoQueue()
        for _ in range(count):
            self._free.put_nowait(None)
        self._count = count
        self._running: set[Process] = set()
        self._alone = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for process in tuple(self._running):
            await self._end(process)

    async def feed(
        self, body: bytes, *, url: str, content_type: str, known: Mapping[str, str] | None = None
    ) -> PackedFeed:
        """Read a document as a feed.

        Args:
            body: The document.
            url: Its address.
            content_type: The header of that name.
            known: As for ``parse.feed.parse_feed``.

        Raises:
            ParseError: It is no feed, or the worker gave up on it.
        """
        task = {
            "task": "feed",
            "url": url,
            "content_type": content_type,
            "known": dict(known or {}),
        }
        answer = await self._ask(task, body, url)
        try:
            return from_plain(PackedFeed, answer["feed"])
        except (KeyError, ValueError):
            raise Unparsable(url, reason=_NONSENSE) from None

    async def links(self, body: bytes, *, url: str) -> tuple[FeedLink, ...]:
        """Give the feeds that a web page names, the likeliest first.

        Raises:
            ParseError: The worker gave up on it.
        """
        from tui_reader.parse.discover import FeedLink  # noqa: PLC0415 - only adding needs it

        answer = await self._ask({"task": "links", "url": url}, body, url)
        try:
            found = answer["links"]
            return tuple(from_plain(FeedLink, link) for link in found)
        except (KeyError, TypeError, ValueError):
            raise Unparsable(url, reason=_NONSENSE) from None

    async def article(self, body: bytes, *, url: str, content_type: str) -> ParsedPage:
        """Find the article in a web page.

        Raises:
            NoArticle: There is none.
            ParseError: The worker gave up on it.
        """
        task = {"task": "article", "url": url, "content_type": content_type}
        answer = await self._ask(task, body, url)
        try:
            found = from_plain(ParsedPage, answer["article"])
        except (KeyError, ValueError):
            raise Unparsable(url, reason=_NONSENSE) from None
        if not found.html:
            raise NoArticle(url, reason=clean_line(found.reason, limit=200))
        return found

    async def _ask(self, task: dict[str, Any], body: bytes, url: str) -> dict[str, Any]:
        """Have a worker do a task with a document; ``url`` is for the errors."""
        async with self._room(len(body)):
            return await self._answered(task, body, url)

    @contextlib.asynccontextmanager
    async def _room(self, size: int) -> AsyncIterator[None]:
        """Send the other workers home while a large document is read."""
        if size <= LARGE:
            yield
            return
        async with self._alone:
            others = 0
            try:
                while others < self._count - 1:
                    process = await self._free.get()
                    others += 1
                    if process is not None:
                        await self._end(process)
                yield
            finally:
                for _ in range(others):
                    self._free.put_nowait(None)

    async def _answered(self, task: dict[str, Any], body: bytes, url: str) -> dict[str, Any]:
        process = await self._free.get()
        keep = False
        try:
            if process is None or process.returncode is not None:
                process = await self._start()
            # Each write wakes the worker: so it gets all that is small at once.
            size, _ = frame(body)
            question = (b"".join((*frame(json.dumps(task).encode()), size)), body)
            answer = await self._exchange(process, question, url, len(body))
            keep = not answer.get("last")
        finally:
            # Whatever else it is doing now, it is not to go on with it.
            if not keep and process is not None:
                await self._end(process)
            self._free.put_nowait(process if keep else None)
        if "not_a_feed" in answer:
            raise NotAFeed(url, found=clean_line(str(answer["not_a_feed"]), limit=80))
        if "unparsable" in answer:
            raise Unparsable(url, reason=clean_line(str(answer["unparsable"]), limit=200))
        return answer

    async def _exchange(
        self, process: Process, question: Iterable[bytes], url: str, size: int
    ) -> dict[str, Any]:
        reader, writer = process.stdout, process.stdin
        if reader is None or writer is None:
            raise RuntimeError("a worker without pipes")
        try:
            async with asyncio.timeout(_WALL * cpu_seconds(size)):
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    for part in question:
                        writer.write(part)
                    await writer.drain()
                told = await _frame(reader, url)
                return read_answer(told, await _frame(reader, url))
        except TimeoutError:
            raise Unparsable(url, reason="it takes too long") from None
        except asyncio.IncompleteReadError:
            raise Unparsable(url, reason=await self._cause(process)) from None
        except (TypeError, ValueError, RecursionError):
            raise Unparsable(url, reason=_NONSENSE) from None

    async def _start(self) -> Process:
        try:
            process = await asyncio.create_subprocess_exec(
                *command(self.module),
                stdin=PIPE,
                stdout=PIPE,
                stderr=PIPE,
                limit=_AHEAD,
                env=environment(),
            )
        except OSError as error:
            raise not_started(error) from error
        self._running.add(process)
        return process

    async def _cause(self, process: Process) -> str:
        """Tell why a worker died; what it said goes to the log."""
        words = await process.stderr.read(_LAST_WORDS) if process.stderr else b""
        status = await process.wait()
        if status == -signal.SIGXCPU:
            return "it takes too long"
        if status in {OUT_OF_MEMORY, -signal.SIGKILL}:
            return "it takes too much memory"
        # As one quoted line: what it says may hold a stranger's words.
        _log.error("parse worker ended status=%s said=%r", status, words.decode(errors="replace"))
        return "the parser failed on it; the log tells more"

    async def _end(self, process: Process) -> None:
        self._running.discard(process)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        # Not read any further, the pipes would keep wait() from returning.
        await process.communicate()


async def _frame(reader: StreamReader, url: str) -> bytes:
    length = int.from_bytes(await reader.readexactly(4), "big")
    if length > MOST_ANSWER:
        raise Unparsable(url, reason="it holds more than a feed may")
    return await reader.readexactly(length)
