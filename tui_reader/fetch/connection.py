"""One HTTP/1.1 connection, spoken by httpx over a socket of ours, for one exchange after another.

httpx is given a transport of exactly one connection, whose socket we opened: so the address that
was judged is the address that is used, and the limits and the end of an answer are ours to see.
Source: RFC 9112.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpcore
import httpx

from tui_reader.errors import TooLarge, Unreachable
from tui_reader.fetch.stream import Stream

if TYPE_CHECKING:
    import asyncio
    import ssl
    from collections.abc import AsyncIterator, Sequence

_CUT_OFF = "its answer was cut off"
_NO_HTTP = "it does not speak HTTP as it should"


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


class _OneConnection(httpx.AsyncBaseTransport):
    """Sends what httpx asks over one httpcore connection."""

    def __init__(self, connection: httpcore.AsyncHTTP11Connection) -> None:
        self._connection = connection

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Pass the request on; httpcore's errors stay what they are."""
        url = request.url
        answer = await self._connection.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer), extensions={}
        )


class _Body(httpx.AsyncByteStream):
    """An answer's body, as httpx reads one."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._answer.aiter_stream():
            yield piece

    async def aclose(self) -> None:
        """Let go of the answer; an unread rest closes the connection."""
        await self._answer.aclose()


class Connection:
    """A socket, and what httpx makes of it."""

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        idle: float,
        header_limit: int,
    ) -> None:
        self._stream = Stream(reader, writer)
        self._idle = idle
        self._header_limit = header_limit
        self._used = False
        self._ended = False
        self._http: httpcore.AsyncHTTP11Connection | None = None
        self._client: httpx.AsyncClient | None = None
        self._answer: httpx.Response | None = None
        self._headers: tuple[tuple[str, str], ...] = ()

    async def ask(self, url: str, target: str, headers: Sequence[tuple[str, str]]) -> Head:
        """Send a GET and read the head of its answer.

        Raises:
            Stale: The server closed this kept connection; nothing was answered.
            TooLarge: The headers exceed their limit.
            Unreachable: The exchange broke off, or is no HTTP.
            TimeoutError: Nothing came for too long.
        """
        if self._client is None:
            self._http = httpcore.AsyncHTTP11Connection(
                origin=httpcore.URL(url).origin, stream=self._stream
            )
            self._client = httpx.AsyncClient(
                transport=_OneConnection(self._http),
                trust_env=False,
                timeout=self._idle,
                event_hooks={"response": [self._take]},
            )
        self._stream.begin()
        self._ended = False
        # Validators go back as the bytes that came, which were read as Latin-1.
        coded = [(name.encode(), value.encode("latin-1")) for name, value in headers]
        request = httpx.Request(
            "GET",
            url,
            headers=coded,
            extensions={
                "target": target.encode("ascii"),
                "timeout": {"read": self._idle, "write": self._idle},
            },
        )
        try:
            self._answer = await self._client.send(request, stream=True)
        except httpcore.TimeoutException:
            raise TimeoutError from None
        except (httpcore.ProtocolError, httpcore.NetworkError) as error:
            raise self._broken(url, error) from None
        if sum(len(name) + len(value) + 4 for name, value in self._headers) > self._header_limit:
            raise TooLarge(url, what="header", limit=self._header_limit)
        return Head(status=self._answer.status_code, headers=self._headers)

    async def tunnel(
        self, url: str, context: ssl.SSLContext, host: str, port: int, secret: str
    ) -> None:
        """Ask a proxy for a way to a host, and speak TLS with that host through it.

        Raises:
            Unreachable: The proxy refuses.
        """
        target = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        headers = [(b"Host", target.encode())]
        if secret:
            headers.append((b"Proxy-Authorization", secret.encode()))
        place = httpcore.URL(scheme=b"http", host=b"proxy", port=None, target=target.encode())
        proxy = httpcore.AsyncHTTP11Connection(origin=place.origin, stream=self._stream)
        try:
            answer = await proxy.handle_async_request(
                httpcore.Request(
                    "CONNECT", place, headers=headers, extensions={"timeout": {"read": self._idle}}
                )
            )
        except httpcore.TimeoutException:
            raise TimeoutError from None
        except (httpcore.ProtocolError, httpcore.NetworkError) as error:
            raise self._broken(url, error) from None
        if not 200 <= answer.status < 300:
            raise Unreachable(url, reason=f"the proxy refuses (status {answer.status})")
        await self.secure(context, host)

    async def secure(self, context: ssl.SSLContext, host: str) -> None:
        """Speak TLS with a host from here on."""
        await self._stream.start_tls(context, server_hostname=host)

    async def body(self, url: str) -> AsyncIterator[bytes]:
        """Yield the body as it comes.

        Raises:
            Unreachable: It was cut off or garbled.
            TimeoutError: Nothing came for too long.
        """
        if self._answer is None:
            return
        size = 0
        try:
            async for piece in self._answer.aiter_raw():
                size += len(piece)
                yield piece
        except httpcore.TimeoutException:
            raise TimeoutError from None
        except (httpcore.ProtocolError, httpcore.NetworkError) as error:
            raise self._broken(url, error) from None
        self._used = True
        # Bytes behind an answer would be taken for the next one: so every byte that came must be
        # its head's or its body's. Of a chunked body that can't be told; it ends the connection.
        self._ended = self._stream.heard == self._stream.head_size + size

    async def reusable(self) -> bool:
        """Whether the next exchange may use it: answered, open, and not a byte left over."""
        if self._http is None or not self._ended or not self._http.is_idle():
            return False
        return await self._stream.quiet()

    async def close(self) -> None:
        """Hang up at once; what is on its way is dropped."""
        await self._stream.aclose()

    async def _take(self, answer: httpx.Response) -> None:
        """Keep the headers, and hide Location: httpx would resolve it, and fail where it can't."""
        self._headers = tuple(
            (name.decode("latin-1").lower(), value.decode("latin-1"))
            for name, value in answer.headers.raw
        )
        answer.headers.pop("location", None)

    def _broken(self, url: str, error: Exception) -> Unreachable | TooLarge | Stale:
        """Say in our words what ended the exchange."""
        cause = error.__cause__
        # Source: h11 hints at 431 where the head does not end within its limit.
        if getattr(cause, "error_status_hint", 0) == 431:
            return TooLarge(url, what="header", limit=self._header_limit)
        if self._stream.heard:
            garbled = isinstance(error, httpcore.ProtocolError) and not self._stream.ended
            return Unreachable(url, reason=_NO_HTTP if garbled else _CUT_OFF)
        return Stale() if self._used else Unreachable(url, reason="it hung up without an answer")
