"""What answered feeds bring, stored behind the lanes' backs and several feeds at a time.

Each transaction makes the search index begin a part of its own, which is sorted into the others
later: ten feeds in one cost a third less than ten in turn. Nobody waits for that alone: what
has come is written as soon as nothing else is on its way. Only what is committed is told.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tui_reader.errors import FeedNotFound
from tui_reader.store import feeds, opening, search
from tui_reader.sync.plan import CHUNK, weight

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Coroutine, Iterator, Sequence
    from datetime import datetime

    from tui_reader.model.update import Applied, FeedUpdate
    from tui_reader.store.database import Database

PAUSE = 0.25
"""Seconds that an update waits for others at most."""
BEHIND = 8
"""Feeds that may be unfinished while all lanes go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    """An update, and who waits for it."""

    update: FeedUpdate
    now: datetime
    done: asyncio.Future[Applied]

    def succeed(self, applied: Applied) -> None:
        """Say that it is committed, unless nobody waits any more."""
        if not self.done.done():
            self.done.set_result(applied)

    def fail(self, error: BaseException) -> None:
        """Say that it is not."""
        if not self.done.done():
            self.done.set_exception(error)


class Pool:
    """Updates on their way into the library."""

    def __init__(self, database: Database, *, most: int = CHUNK) -> None:
        self.database = database
        self.most = most
        """What one transaction holds at most, by ``plan.weight``."""
        self._waiting: list[_Waiting] = []
        self._expected = 0
        self._timer: asyncio.TimerHandle | None = None
        self._writing: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        """Make the library ready for much that comes."""
        await self.database.write_soon(_make_ready)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Drop what nobody waits for any more; what is being written has to end."""
        self._waiting.clear()
        self._stop_timer()
        if self._writing:
            await asyncio.wait(self._writing)

    @contextlib.contextmanager
    def expecting(self) -> Iterator[None]:
        """Tell that an update may come from within: others wait a moment for it."""
        self._expected += 1
        try:
            yield
        finally:
            self._expected -= 1
            self._consider()

    async def write(self, update: FeedUpdate, now: datetime) -> Applied:
        """Store an update as ``store.feeds.apply`` does; it is committed when this returns.

        Raises:
            StoreError: The file cannot serve; nothing of it is kept.
        """
        done: asyncio.Future[Applied] = asyncio.get_running_loop().create_future()
        one = _Waiting(update=update, now=now, done=done)
        if self._gathered() + weight(update) > self.most:
            self._go()
        self._waiting.append(one)
        self._consider()
        return await done

    def _gathered(self) -> int:
        return sum(weight(one.update) for one in self._waiting)

    def _consider(self) -> None:
        """Write now, unless more may come; while one transaction runs, the next one gathers."""
        if not self._waiting:
            return
        is_all = len(self._waiting) >= self._expected and not self._writing
        if is_all or self._gathered() >= self.most:
            self._go()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(PAUSE, self._go)

    def _go(self) -> None:
        self._stop_timer()
        some, self._waiting = self._waiting, []
        if some:
            task = asyncio.create_task(self._write(some))
            self._writing.add(task)
            task.add_done_callback(self._written)

    def _written(self, task: asyncio.Task[None]) -> None:
        self._writing.discard(task)
        self._consider()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    async def _write(self, some: Sequence[_Waiting]) -> None:
        """Write some; a feed that is gone is no reason to lose what comes with it."""
        updates = [(one.update, one.now) for one in some]
        (told,) = await asyncio.gather(
            self.database.write_soon(feeds.apply_all, updates), return_exceptions=True
        )
        if isinstance(told, FeedNotFound) and len(some) > 1:
            for one in some:
                await self._write([one])
        elif isinstance(told, BaseException):
            for one in some:
                one.fail(told)
        else:
            for one, applied in zip(some, told, strict=True):
                one.succeed(applied)


def _make_ready(connection: sqlite3.Connection) -> None:
    search.tune(connection)
    opening.keep_more(connection)


class Behind:
    """Feeds that have answered and are not stored yet, while their lanes go on."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(BEHIND)
        self._tasks: set[asyncio.Task[None]] = set()
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Raises what the first of them has raised that failed; else never ends."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: object, *_: object) -> None:
        """Wait for all of them; after an error, end them.

        Raises:
            Exception: What one of them has raised.
        """
        try:
            if self._tasks and kind is None:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_EXCEPTION)
        finally:
            rest = tuple(self._tasks)
            for task in rest:
                task.cancel()
            await asyncio.gather(*rest, return_exceptions=True)
        if self.failed.done() and kind is None:
            self.failed.result()
        self.failed.cancel()

    async def put(self, work: Coroutine[object, object, None]) -> None:
        """Begin work; come back when it is one of few."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        await self._places.acquire()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._places.release()
        error = None if task.cancelled() else task.exception()
        if error is not None and not self.failed.done():
            self.failed.set_exception(error)
            self.failed.exception()  # Somebody may look at it; nobody has to.
