"""Names and addresses: the race for a connection, lookups, and when there is no network."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import threading
from typing import TYPE_CHECKING

import pytest
from server import rss

from tui_reader.errors import Offline, UnknownName, Unreachable
from tui_reader.fetch import addresses
from tui_reader.fetch.addresses import Resolver, connect
from tui_reader.fetch.answer import Fetched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server import Server

    from tui_reader.fetch.client import Lane

URL = "http://example.org/"


def has_ipv6() -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET6) as probe:
        probe.bind(("::1", 0))
        return True
    return False


@pytest.fixture
def black_hole() -> Iterator[int]:
    """A port that takes no more connections and refuses none."""
    with swallowing(socket.AF_INET, "127.0.0.1") as port:
        yield port


@contextlib.contextmanager
def swallowing(family: int, address: str) -> Iterator[int]:
    """Open a port whose queue of connections is full."""
    with socket.socket(family) as listener:
        listener.bind((address, 0))
        listener.listen(0)
        fillers = [socket.socket(family) for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]
        for filler in fillers:
            filler.close()


def at(port: int) -> addresses.Address:
    return socket.AF_INET, ("127.0.0.1", port)


async def test_an_address_that_is_silent_does_not_hold_up_one_that_answers(
    server: Server, black_hole: int
) -> None:
    async with asyncio.timeout(3):
        made = await connect([at(black_hole), at(server.port)], url=URL)

    assert made.getpeername()[1] == server.port
    made.close()


@pytest.mark.skipif(not has_ipv6(), reason="it listens at ::1, which this machine lacks")
async def test_a_blog_whose_ipv6_swallows_everything_is_fetched_by_ipv4(
    server: Server, lane: Lane, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.feed("/feed", rss(1))
    with swallowing(socket.AF_INET6, "::1") as hole:
        found = [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", hole, 0, 0)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.port)),
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

        assert isinstance(await lane.get("http://blog.example/feed"), Fetched)


async def test_an_address_that_refuses_gives_way_at_once(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "STAGGER", 60)

    async with asyncio.timeout(3):
        made = await connect([at(1), at(server.port)], url=URL)

    made.close()


async def test_where_every_address_refuses_that_is_said() -> None:
    with pytest.raises(Unreachable, match="refused the connection"):
        await connect([at(1), at(1)], url=URL)


async def test_no_addresses_at_all_are_unreachable() -> None:
    with pytest.raises(Unreachable):
        await connect([], url=URL)


async def test_no_route_to_any_address_is_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unroutable(_: object) -> socket.socket:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    # A machine without a route can't be had in a test.
    monkeypatch.setattr(addresses, "_open", unroutable)

    with pytest.raises(Offline):
        await connect([at(1), at(2)], url=URL)


async def test_a_name_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    real = socket.getaddrinfo

    def counted(host: object, *args: object, **kwargs: object) -> object:
        asked.append(host)
        return real(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", counted)
    resolver = Resolver()

    for _ in range(3):
        await resolver.addresses("localhost", 80, url=URL, guarded=False)

    assert asked == ["localhost"]


async def test_a_name_server_that_does_not_answer_is_no_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def silent(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", silent)

    with pytest.raises(Offline):
        await Resolver().addresses("example.org", 80, url=URL, guarded=False)


async def test_an_unknown_name_without_a_route_is_no_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(addresses, "has_route", lambda: False)

    with pytest.raises(Offline):
        await Resolver().addresses("blog.invalid", 80, url=URL, guarded=False)


@pytest.mark.parametrize("host", ["a" * 300, "a..b", "\ud800"])
async def test_a_name_that_is_none_is_unknown(host: str, routed: None) -> None:
    with pytest.raises(UnknownName):
        await Resolver().addresses(host, 80, url=URL, guarded=False)


async def test_a_lookup_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()

    def hang(*_: object, **__: object) -> None:
        release.wait(30)
        raise socket.gaierror(socket.EAI_NONAME, "too late")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    resolver = Resolver()

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await resolver.addresses("example.org", 80, url=URL, guarded=False)
    resolver.close()
    release.set()

    assert all(thread.daemon for thread in threading.enumerate() if thread.name == "lookup")
