"""SOCKS proxies: the way through one, its login, and what it says where it does not lead on."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from relay import listening, pour
from server import Server, rss

from tui_reader.errors import FetchError, Unreachable
from tui_reader.fetch.answer import Fetched
from tui_reader.fetch.client import Client, Lane

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from conftest import Clock

    from tui_reader.fetch.answer import Answer
    from tui_reader.fetch.client import Limits

BLOG = "http://blog.invalid/feed"
"""No name server knows it: only a proxy can lead there."""


class Proxy:
    """A SOCKS 5 proxy that leads everything to one port of this machine."""

    def __init__(self) -> None:
        self.port = 0
        self.leads_to = 0
        self.login = b""
        """What it wants: name and password as they go over the wire."""
        self.reply = b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x07"
        self.greeting = b""
        """What it says first, in place of what it should."""
        self.asked: list[bytes] = []
        """What it was asked for: kind of address, address, port."""
        self.talks: set[asyncio.Task[None] | None] = set()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.talks.add(asyncio.current_task())
        with contextlib.suppress(asyncio.IncompleteReadError, OSError):
            await self._talk(reader, writer)
        writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, count = await reader.readexactly(2)
        await reader.readexactly(count)
        writer.write(self.greeting or (b"\x05\x02" if self.login else b"\x05\x00"))
        if self.login:
            said = await reader.readexactly(1 + len(self.login))
            writer.write(b"\x01\x00" if said == b"\x01" + self.login else b"\x01\x01")
        head = await reader.readexactly(4)
        size = {1: 4, 4: 16}.get(head[3]) or (await reader.readexactly(1))[0]
        self.asked.append(head[3:] + await reader.readexactly(size + 2))
        writer.write(self.reply)
        if self.reply[1] == 0:
            there = await asyncio.open_connection("127.0.0.1", self.leads_to)
            pours = pour(reader, there[1]), pour(there[0], writer)
            await asyncio.gather(*pours, return_exceptions=True)


@pytest_asyncio.fixture
async def proxy() -> AsyncIterator[Proxy]:
    made = Proxy()
    async with listening(made.talk) as made.port:
        yield made
        if made.talks:
            await asyncio.wait(made.talks)


@pytest.fixture
def fetch(
    clock: Clock, routed: None, calm: Limits, proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., object]:
    """Fetch through the proxy, which the environment names."""

    async def run(url: str = BLOG, login: str = "") -> Answer:
        monkeypatch.setenv("all_proxy", f"socks5h://{login}127.0.0.1:{proxy.port}")
        async with Client(now=clock, limits=calm) as client, Lane(client) as lane:
            return await lane.get(url)

    return run


async def test_the_proxy_of_the_environment_is_used_and_looks_the_name_up(
    server: Server, proxy: Proxy, fetch: Callable[..., object]
) -> None:
    server.feed("/feed", rss(1))
    proxy.leads_to = server.port

    assert isinstance(await fetch(), Fetched)
    assert proxy.asked == [b"\x03blog.invalid\x00\x50"]
    assert server.requests[0].headers["host"] == "blog.invalid"


async def test_an_address_goes_over_as_an_address(
    server: Server, proxy: Proxy, fetch: Callable[..., object]
) -> None:
    server.feed("/feed", rss(1))
    proxy.leads_to = server.port

    assert isinstance(await fetch("http://[2001:db8::7]/feed"), Fetched)
    assert proxy.asked[0][:3] == b"\x04\x20\x01"


async def test_https_goes_through_and_its_certificate_is_checked(
    tls_server: Server,
    proxy: Proxy,
    fetch: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
    certificate: str,
) -> None:
    tls_server.feed("/feed", rss(1))
    proxy.leads_to = tls_server.port
    with pytest.raises(FetchError):
        await fetch("https://127.0.0.1/feed")
    assert tls_server.requests == []

    monkeypatch.setenv("SSL_CERT_FILE", certificate)
    assert isinstance(await fetch("https://127.0.0.1/feed"), Fetched)


async def test_the_proxys_login_goes_to_the_proxy_alone(
    server: Server, proxy: Proxy, fetch: Callable[..., object]
) -> None:
    server.feed("/feed", rss(1))
    proxy.leads_to, proxy.login = server.port, b"\x03ann\x05p@ss1"

    assert isinstance(await fetch(login="ann:p%40ss1@"), Fetched)
    assert "authorization" not in server.requests[0].headers


@pytest.mark.parametrize(
    ("login", "reason"), [("", "wants a login"), ("ann:wrong@", "refuses the login")]
)
async def test_a_login_that_is_missing_or_wrong_is_said(
    login: str, reason: str, proxy: Proxy, fetch: Callable[..., object]
) -> None:
    proxy.login = b"\x03ann\x05p@ss1"

    with pytest.raises(Unreachable, match=reason) as caught:
        await fetch(login=login)
    assert "wrong" not in caught.value.message


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (b"\x05\x02\x00\x01", "it may not go there"),
        (b"\x05\x05\x00\x01", "that host refused"),
        (b"\x05\x63\x00\x01", "status 99"),
        (b"\x05", "hung up"),
        (b"\x05\x00\x00\x03\xffshort", "hung up"),
    ],
)
async def test_a_proxy_that_does_not_lead_on_is_said(
    reply: bytes, reason: str, proxy: Proxy, fetch: Callable[..., object]
) -> None:
    proxy.reply = reply
    proxy.leads_to = 1

    with pytest.raises(Unreachable, match=reason):
        await fetch()


async def test_what_speaks_no_socks_is_said(proxy: Proxy, fetch: Callable[..., object]) -> None:
    proxy.greeting = b"HTTP/1.1 400 Bad Request\r\n\r\n"

    with pytest.raises(Unreachable, match="does not speak SOCKS 5"):
        await fetch()
