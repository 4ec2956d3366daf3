"""Names to addresses: looked up once a run, judged before a connection is made, then raced.

The check and the connection use the same addresses, so a name can't change between the two.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import ipaddress
import os
import socket
import threading
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from tui_reader.errors import Forbidden, Offline, UnknownName, Unreachable

if TYPE_CHECKING:
    from collections.abc import Sequence

    Address = tuple[int, tuple[str | int | bytes, ...]]

STAGGER = 0.25
"""Seconds until the next address is tried beside one that does not answer. Source: RFC 8305."""
MOST_ADDRESSES = 6
_NO_ROUTE = {errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an address belongs to the public internet.

    IPv4 inside IPv6 (mapped, 6to4, Teredo, NAT64) is judged by the IPv4 address.
    ``BLOGREAD_PUBLIC_HOSTS`` names addresses that count as public, for tests.
    """
    if address in os.environ.get("BLOGREAD_PUBLIC_HOSTS", "").split(","):
        return True
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return ip.is_global and not ip.is_multicast


class Resolver:
    """Looks names up, each once, in threads that never hold up the end of the program."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], asyncio.Task[list[Address]]] = {}

    async def addresses(self, host: str, port: int, *, url: str, guarded: bool) -> list[Address]:
        """Give the addresses of a host, IPv6 and IPv4 in turn.

        Args:
            host: A name or an address in any spelling.
            port: Part of each result.
            url: For the errors.
            guarded: Refuse a host of which any address is not public.

        Raises:
            Forbidden: It is guarded against.
            Offline: There is no network, or no name server answers.
            UnknownName: No such name.
        """
        key = host, port
        if key not in self._known:
            self._known[key] = asyncio.ensure_future(_lookup(host, port))
        try:
            found = await asyncio.shield(self._known[key])
        except socket.gaierror as error:
            if error.errno == socket.EAI_AGAIN or not has_route():
                raise Offline(url) from None
            raise UnknownName(url, name=host) from None
        except (UnicodeError, OSError):
            raise UnknownName(url, name=host) from None
        if guarded and not all(is_public(str(address[0])) for _, address in found):
            raise Forbidden(url, reason="it leads into a private network")
        return found

    def close(self) -> None:
        """Forget lookups that still run."""
        for task in self._known.values():
            task.cancel()


async def connect(addresses: Sequence[Address], *, url: str) -> socket.socket:
    """Open a TCP connection to whichever address answers first.

    Raises:
        Offline: No route leads to any of them.
        Unreachable: None answers.
    """
    loop = asyncio.get_running_loop()
    tasks: set[asyncio.Task[socket.socket]] = set()
    errors: list[OSError] = []
    waiting = list(addresses[:MOST_ADDRESSES])
    try:
        while waiting or tasks:
            if waiting:
                tasks.add(loop.create_task(_open(waiting.pop(0))))
            done, tasks = await asyncio.wait(
                tasks, timeout=STAGGER if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                error = task.exception()
                if error is None:
                    done.remove(task)
                    tasks |= done
                    return task.result()
                if not isinstance(error, OSError):
                    raise error
                errors.append(error)
    finally:
        for task in tasks:
            task.add_done_callback(_close_late)
            task.cancel()
    if errors and all(error.errno in _NO_ROUTE for error in errors):
        raise Offline(url)
    raise Unreachable(url, reason=_why(errors))


def has_route() -> bool:
    """Whether this machine has a way out at all. Sends nothing: UDP connects are local."""
    for family, address in (
        (socket.AF_INET, "192.0.2.1"),
        (socket.AF_INET6, "2001:db8::1"),
    ):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((address, 9))
            return True
    return False


async def _lookup(host: str, port: int) -> list[Address]:
    """Run getaddrinfo in a daemon thread: one that hangs must not keep the process alive."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[Address]] = loop.create_future()

    def deliver(result: list[Address] | OSError | UnicodeError) -> None:
        if answer.done():
            return
        if isinstance(result, Exception):
            answer.set_exception(result)
        else:
            answer.set_result(result)

    def work() -> None:
        result: list[Address] | OSError | UnicodeError
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            result = _in_turn([(family, address) for family, _, _, _, address in found])
        except (OSError, UnicodeError) as error:
            result = error
        # The loop may be gone by now: nobody waits any more.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(deliver, result)

    threading.Thread(target=work, daemon=True, name="lookup").start()
    return await answer


def _in_turn(addresses: list[Address]) -> list[Address]:
    """Interleave the families, each in the order the system prefers."""
    first = [one for one in addresses if one[0] == addresses[0][0]]
    second = [one for one in addresses if one[0] != addresses[0][0]]
    return [one for one in chain(*zip_longest(first, second)) if one is not None]


async def _open(address: Address) -> socket.socket:
    family, target = address
    connection = socket.socket(family, socket.SOCK_STREAM)
    with contextlib.ExitStack() as undo:
        undo.callback(connection.close)
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await asyncio.get_running_loop().sock_connect(connection, target)
        undo.pop_all()
    return connection


def _close_late(task: asyncio.Task[socket.socket]) -> None:
    """Close the connection of a runner-up that made it after all."""
    if not task.cancelled() and task.exception() is None:
        task.result().close()


def _why(errors: list[OSError]) -> str:
    if errors and all(error.errno == errno.ECONNREFUSED for error in errors):
        return "it refused the connection"
    if errors and errors[0].errno == errno.EHOSTUNREACH:
        return "no way leads to it"
    return "nothing answers there"
