"""One HTTP/1.1 connection, spoken with h11, used for one exchange after another.

h11 is the protocol alone, without sockets: so the limits, the checked address and the end of an
answer are ours to see. Source: RFC 9112.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import h11

from tui_reader.errors import TooLarge, Unreachable

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Sequence

_READ = 1 << 16
_MOST_INFORMATIONAL = 8
_CUT_OFF = "its answer was cut off"


class Stale(Exception):
    """A kept connection turned out to be closed before any answer: ask again on a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Status and headers of an answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    """Names in lower case; values byte for byte, as Latin-1."""

    def get(self, name: str) -> str:
        """Give a header's value, several joined by a comma, or empty."""
        return ", ".join(value for key, value in self.headers if key == name)

    @property
    def delimited(self) -> bool:
        """Whether a cut shows: the body's length is told, or it comes in chunks."""
        return bool(self.get("content-length") or self.get("transfer-encoding"))


class Connection:
    """A stream and the protocol's state on it."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        idle: float,
        header_limit: int,
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._idle = idle
        self._header_limit = header_limit
        self._used = False
        self._heard = False
        self._state = h11.Connection(h11.CLIENT, max_incomplete_event_size=header_limit)

    async def ask(self, url: str, target: str, headers: Sequence[tuple[str, str]]) -> Head:
        """Send a GET and read the head of its answer.

        Raises:
            Stale: The server closed this kept connection; nothing was answered.
            TooLarge: The headers exceed their limit.
            Unreachable: The exchange broke off, or is no HTTP.
            TimeoutError: Nothing came for too long.
        """
        self._heard = False
        if self._used:
            self._state.start_next_cycle()
        return await self._ask(url, "GET", target, headers)

    async def tunnel(
        self, url: str, context: ssl.SSLContext, host: str, port: int, secret: str
    ) -> None:
        """Ask a proxy for a way to a host, and speak TLS with that host through it.

        Raises:
            Unreachable: The proxy refuses.
        """
        target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        headers = [("Host", target), ("Proxy-Authorization", secret)]
        head = await self._ask(url, "CONNECT", target, headers[: 2 if secret else 1])
        if not 200 <= head.status < 300:
            raise Unreachable(url, reason=f"the proxy refuses (status {head.status})")
        await self._writer.start_tls(context, server_hostname=host)
        self._state = h11.Connection(h11.CLIENT, max_incomplete_event_size=self._header_limit)

    async def _ask(
        self, url: str, method: str, target: str, headers: Sequence[tuple[str, str]]
    ) -> Head:
        # Validators go back as the bytes that came, which were read as Latin-1.
        coded = [(name.encode(), value.encode("latin-1")) for name, value in headers]
        request = h11.Request(method=method, target=target, headers=coded)
        try:
            self._writer.write(self._state.send(request) or b"")
            self._writer.write(self._state.send(h11.EndOfMessage()) or b"")
            await self._writer.drain()
        except OSError:
            raise self._broken(url) from None
        for _ in range(_MOST_INFORMATIONAL):
            event = await self._next(url)
            if isinstance(event, h11.Response):
                return self._head(url, event)
        raise Unreachable(url, reason="it does not speak HTTP as it should")

    async def body(self, url: str) -> AsyncIterator[bytes]:
        """Yield the body as it comes.

        Raises:
            Unreachable: It was cut off or garbled.
            TimeoutError: Nothing came for too long.
        """
        while True:
            event = await self._next(url)
            if isinstance(event, h11.Data):
                yield bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                self._used = True
                return

    async def reusable(self) -> bool:
        """Whether the next exchange may use it: answered, open, and not a byte left over.

        Bytes behind an answer would be taken for the next one.
        """
        if self._state.our_state is not h11.DONE or self._state.their_state is not h11.DONE:
            return False
        if self._state.trailing_data[0]:
            return False
        try:
            async with asyncio.timeout(0):
                await self._reader.read(1)
        except TimeoutError:
            return True
        except OSError:
            return False
        return False

    async def close(self) -> None:
        """Hang up at once; what is on its way is dropped."""
        self._writer.transport.abort()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()

    async def _next(self, url: str) -> h11.Event | type[h11.PAUSED]:
        while True:
            try:
                event = self._state.next_event()
            except h11.RemoteProtocolError as error:
                raise self._garbled(url, error) from None
            if event is not h11.NEED_DATA:
                return event  # type: ignore[return-value]  # h11 types its sentinels as classes
            try:
                async with asyncio.timeout(self._idle):
                    data = await self._reader.read(_READ)
            except OSError as error:
                if isinstance(error, TimeoutError):
                    raise
                raise self._broken(url) from None
            if data:
                self._heard = True
            elif not self._heard:
                raise self._broken(url)
            self._state.receive_data(data)

    def _head(self, url: str, event: h11.Response) -> Head:
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in event.headers
        )
        if sum(len(name) + len(value) + 4 for name, value in headers) > self._header_limit:
            raise TooLarge(url, what="header", limit=self._header_limit)
        return Head(status=event.status_code, headers=headers)

    def _garbled(self, url: str, error: h11.RemoteProtocolError) -> Unreachable | TooLarge:
        if error.error_status_hint == 431:
            return TooLarge(url, what="header", limit=self._header_limit)
        if self._reader.at_eof():
            return Unreachable(url, reason=_CUT_OFF)
        return Unreachable(url, reason="it does not speak HTTP as it should")

    def _broken(self, url: str) -> Unreachable | Stale:
        if self._heard:
            return Unreachable(url, reason=_CUT_OFF)
        if self._used:
            return Stale()
        return Unreachable(url, reason="it hung up without an answer")
