"""One polite exchange: conditional, bounded in time and bytes, redirects checked hop by hop."""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from tui_reader import __version__
from tui_reader.clean import clean_line
from tui_reader.errors import (
    BadCertificate,
    HttpStatus,
    Offline,
    TimedOut,
    UnknownName,
    Unreachable,
)
from tui_reader.fetch import socks
from tui_reader.fetch.addresses import Resolver, connect
from tui_reader.fetch.answer import Answer, Fetched, NotModified, Validators
from tui_reader.fetch.budget import FREE
from tui_reader.fetch.connection import Connection, Head, Stale
from tui_reader.fetch.decoding import Decoder
from tui_reader.fetch.origin import AS_OURSELVES, Location, Manner, Origin, follow, locate
from tui_reader.fetch.politeness import fresh_for, retry_after
from tui_reader.fetch.proxy import Proxies
from tui_reader.fetch.socks import Socks

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from tui_reader.fetch.budget import Budget

USER_AGENT = f"blogread/{__version__} (+https://github.com/blogread/blogread)"
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"
)
ACCEPT_PAGE = "text/html, application/xhtml+xml, application/xml;q=0.8, */*;q=0.1"
PER_HOST = 2
_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_LONGEST_VALIDATOR = 2000
_WORTH_READING = 64 * 1024
# The end of a feed of any kind. Where only the end of the connection ends the body, a cut may
# look like the end; a cut JSON document does not parse at all.
_LOOKS_WHOLE = re.compile(
    rb"(?:</(?:\w+:)?(?:rss|feed|rdf|channel)\s*>|\})\s*(?:<!--.{0,2000}-->\s*)?\Z",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one exchange may take; times in seconds, sizes in bytes."""

    connect: float = 5
    idle: float = 10
    whole: float = 30
    """Everything, redirects included."""
    headers: int = 64 * 1024
    body: int = 15 * 1024 * 1024
    redirects: int = 10


class Client:
    """What the exchanges of one run share: looked-up names, TLS, the two places per host."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime],
        proxy: str = "",
        limits: Limits | None = None,
        accept: str = ACCEPT,
        budget: Budget | None = None,
    ) -> None:
        self.budget = budget
        self.limits = limits or Limits()
        self.accept = accept
        self.now = now
        self.proxies = Proxies(proxy)
        self.resolver = Resolver()
        self._places: defaultdict[str, asyncio.Semaphore] = defaultdict(
            lambda: asyncio.Semaphore(PER_HOST)
        )
        self._tls: ssl.SSLContext | None = None

    def place(self, host: str) -> asyncio.Semaphore:
        """Give the two places that a host offers to all lanes together."""
        return self._places[host]

    @property
    def tls(self) -> ssl.SSLContext:
        """The one TLS context: the system's certificates, else those of certifi."""
        if self._tls is None:
            self._tls = ssl.create_default_context()
            if not self._tls.cert_store_stats()["x509_ca"]:
                import certifi  # noqa: PLC0415 - only machines without certificates need it

                self._tls.load_verify_locations(certifi.where())
            self._tls.set_alpn_protocols(["http/1.1"])
        return self._tls

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.resolver.close()


class Lane:
    """A place for one exchange after another, which keeps its last connection open.

    At most one connection is open in a lane, so as many lanes, as many connections in all.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._kept: Connection | None = None
        self._kept_to: tuple[Origin, bool] | None = None
        self._deadline: asyncio.Timeout | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.let_go()
        await self._drop()

    def let_go(self) -> None:
        """Give back what the last body had of the budget: whoever asked for it is done with it."""
        if self._client.budget is not None:
            self._client.budget.give_back(self)

    async def get(
        self,
        url: str,
        validators: Validators | None = None,
        *,
        trusted: bool = True,
        manner: Manner = AS_OURSELVES,
    ) -> Answer:
        """Fetch an address.

        Args:
            url: May carry userinfo.
            validators: Of the body that is stored; None or empty asks without a condition.
            trusted: It is the user's own address, so it may lead into a private network.
            manner: As whom to ask.

        Raises:
            FetchError: No usable answer came.
        """
        start = locate(url).asked(manner)
        self.let_go()
        try:
            async with asyncio.timeout(self._client.limits.whole) as self._deadline:
                return await self._walk(start, validators or Validators(), trusted=trusted)
        except TimeoutError:
            await self._drop()
            raise TimedOut(
                start.url, what=f"{self._client.limits.whole:g} seconds for everything"
            ) from None

    async def _walk(self, start: Location, validators: Validators, *, trusted: bool) -> Answer:
        here, moved_to, permanent = start, "", True
        for _ in range(self._client.limits.redirects + 1):
            guarded = not trusted or here.origin.host != start.origin.host
            async with self._client.place(here.origin.host):
                answer = await self._exchange(here, validators, guarded=guarded)
            if not isinstance(answer, Head):
                return _moved(answer, moved_to)
            here = follow(here, _text(answer.get("location")))
            permanent = permanent and answer.status in _PERMANENT
            moved_to = here.url if permanent else moved_to
        raise Unreachable(start.url, reason="it redirects in circles")

    async def _exchange(
        self, here: Location, validators: Validators, *, guarded: bool
    ) -> Answer | Head:
        """Ask once, and once more where the kept connection had been closed meanwhile."""
        async with contextlib.AsyncExitStack() as undo:
            undo.push_async_callback(self._drop)
            try:
                answer = await self._ask(here, validators, guarded=guarded)
            except Stale:
                await self._drop()
                answer = await self._ask(here, validators, guarded=guarded)
            except HttpStatus:
                # A whole answer: its connection is as good as before.
                undo.pop_all()
                raise
            undo.pop_all()
            return answer

    async def _ask(self, here: Location, validators: Validators, *, guarded: bool) -> Answer | Head:
        proxy = self._client.proxies.choose(here)
        connection = await self._connection(here, proxy, guarded=guarded)
        through = isinstance(proxy, Location) and here.origin.scheme == "http"
        headers = _request_headers(here, validators, self._client.accept)
        if isinstance(proxy, Location) and through and proxy.secret:
            headers.append(("Proxy-Authorization", proxy.secret))
        try:
            head = await connection.ask(here.url, here.url if through else here.target, headers)
            return await self._receive(here.url, connection, head, validators)
        except TimeoutError:
            # The deadline around everything cancels this task; what ends here is the pause.
            raise TimedOut(
                here.url, what=f"a pause of {self._client.limits.idle:g} seconds"
            ) from None

    async def _receive(
        self, url: str, connection: Connection, head: Head, validators: Validators
    ) -> Answer | Head:
        sent = _validators(head)
        fresh = self._fresh(head)
        if head.status != 200:
            await self._skip(connection, url, head)
        if head.status in _REDIRECTS:
            return head
        if head.status == 304 and validators != Validators():
            return NotModified(url=url, validators=sent, fresh_for=fresh)
        if head.status != 200:
            raise self._refusal(url, head)
        if validators.strong and sent == validators:
            # The server ignored the condition, and says that every byte is the same.
            await self._drop()
            return NotModified(url=url, validators=sent, fresh_for=fresh)
        decoder = Decoder(url, head.get("content-encoding"), limit=self._client.limits.body)
        async for data in connection.body(url):
            for _ in decoder.feed(data):
                if self._client.budget is not None and decoder.size > FREE:
                    await self._client.budget.take(self, self._deadline)
        body = decoder.finish()
        whole = head.delimited or _LOOKS_WHOLE.search(body[-4096:]) is not None
        return Fetched(
            url=url,
            body=body,
            content_type=clean_line(head.get("content-type"), limit=200),
            validators=sent if whole else Validators(),
            fresh_for=fresh,
        )

    async def _connection(
        self, here: Location, proxy: Location | Socks | None, *, guarded: bool
    ) -> Connection:
        """Take the kept connection, or make one."""
        kept = self._kept
        wanted = here.origin, guarded
        if kept is not None and self._kept_to == wanted and await kept.reusable():
            return kept
        await self._drop()
        limits = self._client.limits
        try:
            async with asyncio.timeout(limits.connect):
                connection = await self._connect(here, proxy, guarded=guarded)
        except TimeoutError:
            what = f"no connection in {limits.connect:g} seconds"
            raise TimedOut(here.url, what=what, connecting=True) from None
        except ssl.SSLCertVerificationError as error:
            reason = clean_line(error.verify_message, limit=200).rstrip(".")
            raise BadCertificate(here.url, reason=reason) from None
        except OSError:
            raise Unreachable(here.url, reason="no secure connection came about") from None
        self._kept, self._kept_to = connection, wanted
        return connection

    async def _connect(
        self, here: Location, proxy: Location | Socks | None, *, guarded: bool
    ) -> Connection:
        look_up = self._client.resolver.addresses
        origin = here.origin
        if proxy is not None:
            origin = proxy.origin
            # The proxy looks the name up itself, perhaps because we can't.
            with contextlib.suppress(Offline, UnknownName):
                await look_up(here.origin.host, 0, url=here.url, guarded=guarded)
        addresses = await look_up(
            origin.host, origin.port, url=here.url, guarded=guarded and proxy is None
        )
        plain = await connect(addresses, url=here.url)
        tls = self._client.tls if origin.scheme == "https" else None
        reader, writer = await asyncio.open_connection(
            sock=plain, ssl=tls, server_hostname=origin.host if tls else None
        )
        limits = self._client.limits
        connection = Connection(reader, writer, idle=limits.idle, header_limit=limits.headers)
        if proxy is None:
            return connection
        async with contextlib.AsyncExitStack() as undo:
            undo.push_async_callback(connection.close)
            target, secured = here.origin, here.origin.scheme == "https"
            if isinstance(proxy, Socks):
                await socks.lead(reader, writer, proxy, to=target, url=here.url)
                if secured:
                    await connection.secure(self._client.tls, target.host)
            elif secured:
                await connection.tunnel(
                    here.url, self._client.tls, target.host, target.port, proxy.secret
                )
            undo.pop_all()
        return connection

    async def _skip(self, connection: Connection, url: str, head: Head) -> None:
        """Read over a small body that nobody wants, to keep the connection; or hang up."""
        length = head.get("content-length")
        if head.status in {204, 304} or (length.isdigit() and int(length) <= _WORTH_READING):
            # What the status says counts, even where the rest of the answer breaks off.
            with contextlib.suppress(TimeoutError, Unreachable):
                async for _ in connection.body(url):
                    pass
                return
        await self._drop()

    async def _drop(self) -> None:
        kept, self._kept = self._kept, None
        if kept is not None:
            await kept.close()

    def _fresh(self, head: Head) -> timedelta | None:
        return fresh_for(
            self._client.now(),
            cache_control=head.get("cache-control"),
            expires=head.get("expires"),
            date=head.get("date"),
            age=head.get("age"),
        )

    def _refusal(self, url: str, head: Head) -> HttpStatus:
        wait = retry_after(head.get("retry-after"), self._client.now())
        seconds = None if wait is None else wait.total_seconds()
        return HttpStatus(url, head.status, retry_after=seconds)


def _moved(answer: Answer, moved_to: str) -> Answer:
    return replace(answer, moved_to=moved_to) if moved_to else answer


def _request_headers(here: Location, validators: Validators, accept: str) -> list[tuple[str, str]]:
    headers = [
        ("Host", here.origin.netloc),
        ("User-Agent", here.agent or USER_AGENT),
        ("Accept", accept),
        ("Accept-Encoding", "gzip, deflate"),
        ("If-None-Match", validators.etag),
        ("If-Modified-Since", validators.last_modified),
        (here.header, here.secret),
    ]
    return [(name, value) for name, value in headers if value]


def _validators(head: Head) -> Validators:
    """Take what the server sent; an absurdly long one is not worth carrying around."""
    etag, last_modified = head.get("etag"), head.get("last-modified")
    return Validators(
        etag=etag if len(etag) <= _LONGEST_VALIDATOR else "",
        last_modified=last_modified if len(last_modified) <= _LONGEST_VALIDATOR else "",
    )


def _text(value: str) -> str:
    """Read a Location as UTF-8, as servers mean it, where it is that."""
    with contextlib.suppress(UnicodeDecodeError):
        return value.encode("latin-1").decode()
    return value
