"""The one place that knows threads: a writer, two readers, and two doors to them.

A write is one transaction on the writer thread; a read is one snapshot on a reader thread.
What goes through the doors are plain functions that take a connection.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Self, TypeVar

from tui_reader.store import opening
from tui_reader.store.opening import PATIENCE
from tui_reader.store.trouble import as_store_error

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

P = ParamSpec("P")
R = TypeVar("R")

_READERS = 2


class Database:
    """One open library."""

    def __init__(self, path: Path, patience: float) -> None:
        self.path = path
        self.fresh = False
        """The file was made by this object."""
        self._patience = patience
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="db-write")
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="db-read")
        self._connection: sqlite3.Connection | None = None
        self._local = threading.local()
        self._read_connections: list[sqlite3.Connection] = []
        self._durable = True
        self._closed = False

    @classmethod
    async def open(
        cls,
        path: Path,
        *,
        now: datetime,
        seed: Callable[[sqlite3.Connection], None] | None = None,
        patience: float = PATIENCE,
    ) -> Self:
        """Open the library, make it where there is none, bring an older one up to date.

        Args:
            path: The file; its folder is made where it is missing.
            now: For the name of the copy that is made before a migration.
            seed: Fills a new library, in the transaction that makes it.
            patience: Seconds to wait for another process that writes.

        Raises:
            StoreError: Foreign, newer, damaged, read-only, locked or full: not touched.
        """
        database = cls(path, patience)
        async with AsyncExitStack() as on_failure:
            on_failure.push_async_callback(database.close)
            await database._on(database._writer, lambda: database._open(now, seed))
            on_failure.pop_all()
        return database

    async def read(
        self,
        function: Callable[Concatenate[sqlite3.Connection, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Call ``function(connection, …)`` on one snapshot, on a reader thread.

        Raises:
            StoreError: The file cannot serve.
        """
        return await self._on(
            self._readers, lambda: self._run_read(lambda link: function(link, *args, **kwargs))
        )

    async def write(
        self,
        function: Callable[Concatenate[sqlite3.Connection, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Call it in one transaction that is on the disk when this returns; for the user's acts.

        Raises:
            StoreError: The file cannot serve; nothing of the transaction is kept.
        """
        return await self._on(
            self._writer,
            lambda: self._run_write(lambda link: function(link, *args, **kwargs), durable=True),
        )

    async def write_soon(
        self,
        function: Callable[Concatenate[sqlite3.Connection, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Do the same without waiting for the disk: a power cut may lose it, and only it.

        For what a later sync brings again.

        Raises:
            StoreError: The file cannot serve; nothing of the transaction is kept.
        """
        return await self._on(
            self._writer,
            lambda: self._run_write(lambda link: function(link, *args, **kwargs), durable=False),
        )

    async def data_version(self) -> int:
        """Give a number that changes when another process has written."""
        return await self._on(self._writer, self._data_version)

    async def close(self) -> None:
        """Finish what was begun, tidy the planner's statistics, let go of the file."""
        if self._closed:
            return
        self._closed = True
        await asyncio.to_thread(self._let_go)

    async def _on(self, threads: ThreadPoolExecutor, act: Callable[[], R]) -> R:
        def call() -> R:
            with as_store_error(self.path):
                return act()

        return await asyncio.get_running_loop().run_in_executor(threads, call)

    def _open(self, now: datetime, seed: Callable[[sqlite3.Connection], None] | None) -> None:
        self._connection, self.fresh = opening.open_writer(
            self.path, now=now, seed=seed, patience=self._patience
        )

    def _run_read(self, act: Callable[[sqlite3.Connection], R]) -> R:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = opening.open_reader(self.path, patience=self._patience)
            self._local.connection = connection
            self._read_connections.append(connection)
        connection.execute("BEGIN")
        try:
            return act(connection)
        finally:
            connection.execute("ROLLBACK")

    def _run_write(self, act: Callable[[sqlite3.Connection], R], *, durable: bool) -> R:
        connection = self._open_connection()
        if durable != self._durable:
            connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._durable = durable
        with opening.transaction(connection):
            return act(connection)

    def _data_version(self) -> int:
        row = self._open_connection().execute("PRAGMA data_version").fetchone()
        return int(row[0])

    def _open_connection(self) -> sqlite3.Connection:
        if self._connection is None:
            raise RuntimeError("the library is closed")
        return self._connection

    def _let_go(self) -> None:
        """Wait behind what both kinds of threads still do, then close."""
        self._readers.shutdown(wait=True)
        for connection in self._read_connections:
            connection.close()
        self._writer.shutdown(wait=True)
        if self._connection is not None:
            opening.close_writer(self._connection)
            self._connection = None
