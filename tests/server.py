"""A web server on loopback that answers as it is told, and remembers who asked for what.

    with Server() as server:
        server.feed("/feed", rss(3), etag='"1"')
        server.answer("/gone", status=410)
        server.raw("/cut", b"HTTP/1.1 200 OK\\r\\nContent-Length: 9\\r\\n\\r\\nhalf")

Nothing of it is a mock: real sockets, real bytes, one thread a connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import socketserver
import struct
import threading
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable

RSS = "application/rss+xml; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What came in."""

    path: str
    """With its query."""
    headers: dict[str, str]
    """Names in lower case; values byte for byte, as Latin-1."""
    connection: int
    """Which connection it came on, counted from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A well-formed answer; its length is told."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    content_type: str = RSS

    def encode(self) -> bytes:
        """Write it as it goes over the wire."""
        phrase = HTTPStatus(self.status).phrase if self.status in set(HTTPStatus) else "Odd"
        lines = [f"HTTP/1.1 {self.status} {phrase}"]
        if self.status != 304:
            lines += [f"Content-Length: {len(self.body)}", f"Content-Type: {self.content_type}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + self.body


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """Bytes as they are, then what happens to the connection."""

    pieces: Iterable[bytes]
    then: str = "close"
    """``close``, ``reset``, or ``hang``: say nothing more until the other side leaves."""
    pause: float = 0.0
    """Seconds between two pieces."""


Handler = "Callable[[Request], Answer | Raw]"


@dataclass
class _State:
    """What the connections' threads share."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    arrival: threading.Condition = field(default_factory=threading.Condition)
    closing: threading.Event = field(default_factory=threading.Event)
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    busy: Counter[str] = field(default_factory=Counter)
    peak: Counter[str] = field(default_factory=Counter)


class Server:
    """The server; a context manager. Every address of 127.0.0.0/8 leads to it."""

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self._routes: dict[str, Callable[[Request], Answer | Raw]] = {}
        self._state = _State()
        outer = self

        class _Connection(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                outer._serve(self.request)

        class _Threads(socketserver.ThreadingTCPServer):
            daemon_threads = True
            request_queue_size = 256

            def handle_error(self, request: object, client_address: object) -> None:
                """Stay silent: clients that hang up are what these tests are about."""

        self._server = _Threads(("0.0.0.0", 0), _Connection)
        if tls is not None:
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._scheme = "https" if tls else "http"
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._state.closing.set()
        self._server.shutdown()
        self._server.server_close()

    def url(self, path: str = "/", *, host: str = "127.0.0.1") -> str:
        """Give the address of a path, under a name of this machine."""
        return f"{self._scheme}://{host}:{self.port}{path}"

    def route(self, path: str, handler: Callable[[Request], Answer | Raw]) -> None:
        """Let a function answer."""
        self._routes[path] = handler

    def answer(
        self,
        path: str,
        *,
        status: int = 200,
        body: bytes | str = b"",
        headers: Iterable[tuple[str, str]] = (),
        content_type: str = RSS,
    ) -> None:
        """Answer always the same."""
        data = body.encode() if isinstance(body, str) else body
        made = Answer(status=status, body=data, headers=tuple(headers), content_type=content_type)
        self.route(path, lambda _: made)

    def feed(
        self,
        path: str,
        body: bytes | str,
        *,
        etag: str = "",
        last_modified: str = "",
        headers: Iterable[tuple[str, str]] = (),
        content_type: str = RSS,
    ) -> None:
        """Answer with a body, or with 304 where the request names its validators."""
        data = body.encode() if isinstance(body, str) else body
        validators = [("ETag", etag), ("Last-Modified", last_modified)]
        sent = (*headers, *[(name, value) for name, value in validators if value])

        def handler(request: Request) -> Answer:
            asked = request.headers.get("if-none-match", "")
            since = request.headers.get("if-modified-since", "")
            if (etag and asked == etag) or (not asked and last_modified and since == last_modified):
                return Answer(status=304, headers=sent)
            return Answer(body=data, headers=sent, content_type=content_type)

        self.route(path, handler)

    def redirect(self, path: str, to: str, *, status: int = 302) -> None:
        """Send elsewhere."""
        self.answer(path, status=status, headers=[("Location", to)])

    def raw(self, path: str, *pieces: bytes, then: str = "close", pause: float = 0.0) -> None:
        """Send these bytes, and nothing that makes them an answer."""
        self.route(path, lambda _: Raw(pieces=pieces, then=then, pause=pause))

    @property
    def requests(self) -> list[Request]:
        """Give what has come in so far, in order."""
        with self._state.lock:
            return list(self._state.requests)

    def to(self, path: str) -> list[Request]:
        """Give the requests for one path."""
        return [request for request in self.requests if request.path == path]

    @property
    def peak(self) -> dict[str, int]:
        """Give the most requests that were being answered at once, by Host."""
        with self._state.lock:
            return dict(self._state.peak)

    def wait(self, seconds: float) -> None:
        """Let a handler take its time; the end of the server ends the wait."""
        self._state.closing.wait(seconds)

    async def asked(self, times: int = 1) -> None:
        """Wait until so many requests have come in."""
        await asyncio.to_thread(self._await, times)

    def _await(self, times: int) -> None:
        state = self._state
        with state.arrival:
            state.arrival.wait_for(lambda: len(state.requests) >= times, timeout=10)

    def _serve(self, connection: socket.socket) -> None:
        state = self._state
        with state.lock:
            state.connections += 1
            number = state.connections
        stream = connection.makefile("rb")
        with contextlib.suppress(OSError, ValueError):
            while (request := _read(stream, number)) is not None:
                host = request.headers.get("host", "")
                with state.lock:
                    state.requests.append(request)
                    state.busy[host] += 1
                    state.peak[host] = max(state.peak[host], state.busy[host])
                with state.arrival:
                    state.arrival.notify_all()
                try:
                    handler = self._routes.get(request.path, lambda _: Answer(status=404))
                    if not self._reply(connection, handler(request)):
                        return
                finally:
                    with state.lock:
                        state.busy[host] -= 1

    def _reply(self, connection: socket.socket, answer: Answer | Raw) -> bool:
        """Send an answer; say whether the connection stays open."""
        if isinstance(answer, Answer):
            connection.sendall(answer.encode())
            return ("Connection", "close") not in answer.headers
        for index, piece in enumerate(answer.pieces):
            if index and answer.pause and self._state.closing.wait(answer.pause):
                return False
            connection.sendall(piece)
        if answer.then == "reset":
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        if answer.then == "hang":
            connection.settimeout(30)
            connection.recv(1)
        return False


def _read(stream: object, number: int) -> Request | None:
    line = stream.readline().decode("latin-1")
    if not line:
        return None
    headers: dict[str, str] = {}
    while field_line := stream.readline().decode("latin-1").strip():
        name, _, value = field_line.partition(":")
        headers[name.lower()] = value.strip()
    return Request(path=line.split(" ")[1], headers=headers, connection=number)


def rss(
    items: int | Iterable[str] = 3, *, title: str = "A feed", extra: str = "", start: int = 1
) -> str:
    """Write an RSS document; a number stands for so many ordinary items, newest first."""
    if isinstance(items, int):
        items = [item(number) for number in range(start + items - 1, start - 1, -1)]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>'
        f"<title>{title}</title><link>http://example.org/</link><description/>{extra}"
        f"{''.join(items)}</channel></rss>\n"
    )


def item(
    number: int,
    *,
    guid: str | None = None,
    link: str | None = None,
    title: str | None = None,
    body: str = "Some text.",
    day: int | None = None,
) -> str:
    """Write an RSS item; an empty guid leaves the element out."""
    guid = f"g-{number}" if guid is None else guid
    link = f"http://example.org/post-{number}" if link is None else link
    date = f"{(number if day is None else day) % 28 + 1:02} Oct 2026 10:00:00 GMT"
    tag = f'<guid isPermaLink="false">{guid}</guid>' if guid else ""
    return (
        f"<item><title>{title or f'Post {number}'}</title>{tag}<link>{link}</link>"
        f"<pubDate>{date}</pubDate><description>{body}</description></item>"
    )
