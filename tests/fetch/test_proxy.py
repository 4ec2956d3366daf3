"""Proxies: the configured one, the environment's, and the way through to https."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from relay import listening, pour
from server import Server, rss

from tui_reader.errors import BadCertificate, FetchError, Forbidden, Unreachable
from tui_reader.fetch.answer import Fetched
from tui_reader.fetch.client import Client, Lane

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from conftest import Clock

    from tui_reader.fetch.answer import Answer
    from tui_reader.fetch.client import Limits

BLOG = "http://blog.invalid/feed"
"""No name server knows it: only a proxy can lead there."""


@pytest.fixture
def fetch(clock: Clock, routed: None, calm: Limits) -> Callable[..., object]:
    """Fetch in a client that is made now, with the environment as it is now."""

    async def run(url: str, proxy: str = "") -> Answer:
        async with Client(now=clock, proxy=proxy, limits=calm) as client, Lane(client) as lane:
            return await lane.get(url)

    return run


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch, certificate: str) -> None:
    """Let this machine vouch for the test certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", certificate)


class Tunnel:
    """A proxy that knows CONNECT only, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.status = "200 Connection established"
        self.port = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        writer.write(f"HTTP/1.1 {self.status}\r\n\r\n".encode())
        if self.status.startswith("200"):
            port = int(self.asked[0].split(" ")[1].rpartition(":")[2])
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(
                pour(reader, far_writer), pour(far_reader, writer), return_exceptions=True
            )
        writer.close()


@pytest_asyncio.fixture
async def tunnel() -> AsyncIterator[Tunnel]:
    made = Tunnel()
    async with listening(made.talk) as made.port:
        yield made


async def test_the_proxy_of_the_environment_is_used_and_looks_the_name_up(
    server: Server, fetch: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url())
    server.feed(BLOG, rss(1))

    answer = await fetch(BLOG)

    assert isinstance(answer, Fetched)
    assert server.requests[0].headers["host"] == "blog.invalid"


async def test_the_configured_proxy_wins_over_the_environments(
    server: Server, fetch: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "*")
    server.feed(BLOG, rss(1))

    assert isinstance(await fetch(BLOG, proxy=server.url()), Fetched)


async def test_no_proxy_is_heeded(
    server: Server, fetch: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    server.feed("/feed", rss(1))

    assert isinstance(await fetch(server.url("/feed")), Fetched)


async def test_a_proxys_password_goes_to_the_proxy_and_into_no_error(
    server: Server, fetch: Callable[..., object]
) -> None:
    with pytest.raises(FetchError) as caught:
        await fetch(BLOG, proxy=server.url(host="ann:topsecret@127.0.0.1"))

    sent = server.requests[0].headers["proxy-authorization"]
    assert base64.b64decode(sent.removeprefix("Basic ")) == b"ann:topsecret"
    assert "topsecret" not in caught.value.message + caught.value.url


@pytest.mark.parametrize("proxy", ["socks4://127.0.0.1:1080", "ftp://127.0.0.1", "socks5://"])
async def test_a_proxy_of_a_kind_that_is_not_spoken_is_said(
    proxy: str, fetch: Callable[..., object]
) -> None:
    with pytest.raises(Forbidden, match="no address of http, https or socks5") as caught:
        await fetch(BLOG, proxy=proxy)
    assert "all_proxy" in caught.value.hint


async def test_https_goes_through_a_tunnel(
    tls_server: Server, tunnel: Tunnel, fetch: Callable[..., object], trusted: None
) -> None:
    tls_server.feed("/feed", rss(1))

    answer = await fetch(tls_server.url("/feed"), proxy=f"http://ann:pw@127.0.0.1:{tunnel.port}")

    assert isinstance(answer, Fetched)
    assert tunnel.asked[0] == f"CONNECT 127.0.0.1:{tls_server.port} HTTP/1.1"
    assert any(line.startswith("Proxy-Authorization: Basic ") for line in tunnel.asked)
    assert "proxy-authorization" not in tls_server.requests[0].headers


async def test_the_certificate_is_checked_through_a_tunnel_too(
    tls_server: Server, tunnel: Tunnel, fetch: Callable[..., object]
) -> None:
    with pytest.raises(BadCertificate):
        await fetch(tls_server.url("/feed"), proxy=f"127.0.0.1:{tunnel.port}")


async def test_a_tunnel_that_is_refused_is_said(
    tls_server: Server, tunnel: Tunnel, fetch: Callable[..., object]
) -> None:
    tunnel.status = "407 Proxy Authentication Required"

    with pytest.raises(Unreachable, match="407"):
        await fetch(tls_server.url("/feed"), proxy=f"http://127.0.0.1:{tunnel.port}")


async def test_https_works_where_the_machine_vouches_for_the_certificate(
    tls_server: Server, fetch: Callable[..., object], trusted: None
) -> None:
    tls_server.feed("/feed", rss(1))

    assert isinstance(await fetch(tls_server.url("/feed")), Fetched)
