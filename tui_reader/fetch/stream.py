"""A socket as httpcore wants one: asyncio's streams, and a count of what came."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import httpcore

if TYPE_CHECKING:
    import ssl


_END_OF_HEAD = b"\r\n\r\n"


class Stream(httpcore.AsyncNetworkStream):
    """An open connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._head = b""
        self.heard = 0
        """Bytes that came since ``begin``."""
        self.head_size = 0
        """How many of them are the first head; 0 before its end."""
        self.ended = False
        """The other side has hung up."""

    def begin(self) -> None:
        """Count from here: a new exchange begins."""
        self._head = b""
        self.heard = self.head_size = 0

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's form
        """Read what has come, or wait for it; empty at the end.

        Raises:
            httpcore.ReadTimeout: Nothing came in time.
            httpcore.ReadError: The connection broke.
        """
        try:
            async with asyncio.timeout(timeout):
                data = await self._reader.read(max_bytes)
        except TimeoutError:
            raise httpcore.ReadTimeout from None
        except OSError as error:
            self.ended = True
            raise httpcore.ReadError from error
        self.heard += len(data)
        self.ended = not data
        if not self.head_size:
            self._head += data
            end = self._head.find(_END_OF_HEAD)
            if end >= 0:
                self.head_size = end + len(_END_OF_HEAD)
                self._head = b""
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's form
        """Send bytes.

        Raises:
            httpcore.WriteTimeout: The other side does not take them.
            httpcore.WriteError: The connection broke.
        """
        try:
            async with asyncio.timeout(timeout):
                self._writer.write(buffer)
                await self._writer.drain()
        except TimeoutError:
            raise httpcore.WriteTimeout from None
        except OSError as error:
            raise httpcore.WriteError from error

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's form
    ) -> Stream:
        """Speak TLS from here on."""
        async with asyncio.timeout(timeout):
            await self._writer.start_tls(ssl_context, server_hostname=server_hostname)
        return self

    async def quiet(self) -> bool:
        """Whether it is open and nothing waits to be read."""
        try:
            async with asyncio.timeout(0):
                await self._reader.read(1)
        except TimeoutError:
            return True
        except OSError:
            return False
        return False

    async def aclose(self) -> None:
        """Hang up at once; what is on its way is dropped."""
        self._writer.transport.abort()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()
