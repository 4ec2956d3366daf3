"""What the proxies of tests share: a place to listen at, and handing on what comes."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable


@asynccontextmanager
async def listening(
    talk: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[int]:
    """Talk to whoever connects; gives the port."""
    async with await asyncio.start_server(talk, "127.0.0.1", 0) as running:
        yield running.sockets[0].getsockname()[1]


async def pour(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    """Hand on all that comes, then close."""
    try:
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
    finally:
        sink.close()
