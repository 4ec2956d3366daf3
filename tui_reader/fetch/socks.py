"""SOCKS 5: how a proxy of that kind is asked for a way to a host, which it looks up itself.

Source: RFC 1928, RFC 1929 (name and password).
"""

from __future__ import annotations

import asyncio
import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from tui_reader.errors import Forbidden, Unreachable
from tui_reader.fetch.origin import Origin, locate

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

SCHEMES = ("socks5", "socks5h")
_PORT = 1080
_LONGEST = 255
"""Bytes of a name, a password or a host: their length goes over in one byte."""
_REFUSALS = {
    2: "it may not go there",
    3: "no way leads to that network",
    4: "no way leads to that host",
    5: "that host refused the connection",
    6: "it took too long",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Socks:
    """A SOCKS proxy."""

    origin: Origin
    user: str
    password: str = field(repr=False)


def read(address: str) -> Socks:
    """Take the address of a SOCKS proxy apart.

    Raises:
        Forbidden: It is none.
    """
    place = locate(f"http://{address.partition('://')[2]}")
    parts = urlsplit(address)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if max(len(word.encode()) for word in (user, password, place.origin.host)) > _LONGEST:
        raise Forbidden(place.url, reason="its name or password is too long")
    origin = Origin(scheme="socks5", host=place.origin.host, port=parts.port or _PORT)
    return Socks(origin=origin, user=user, password=password)


async def lead(
    reader: StreamReader, writer: StreamWriter, proxy: Socks, *, to: Origin, url: str
) -> None:
    """Have a proxy, just connected to, lead on to a host.

    Raises:
        Unreachable: It does not; ``url`` is for that error.
    """
    try:
        await _log_in(reader, writer, proxy, url)
        writer.write(b"\x05\x01\x00" + _destination(to))
        _, status, _, kind = await reader.readexactly(4)
        if status:
            why = _REFUSALS.get(status, f"status {status}")
            raise Unreachable(url, reason=f"the proxy refuses: {why}")
        # Where the proxy goes out from; nobody needs it.
        size = {1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0]
        await reader.readexactly(size + 2)
    except (asyncio.IncompleteReadError, OSError):
        raise Unreachable(url, reason="the proxy hung up") from None


async def _log_in(reader: StreamReader, writer: StreamWriter, proxy: Socks, url: str) -> None:
    writer.write(b"\x05\x02\x00\x02" if proxy.user else b"\x05\x01\x00")
    version, method = await reader.readexactly(2)
    if version != 5:
        raise Unreachable(url, reason="the proxy does not speak SOCKS 5")
    if method == 2 and proxy.user:
        writer.write(b"\x01" + _counted(proxy.user) + _counted(proxy.password))
        if (await reader.readexactly(2))[1]:
            raise Unreachable(url, reason="the proxy refuses the login")
    elif method:
        raise Unreachable(url, reason="the proxy wants a login")


def _counted(word: str) -> bytes:
    data = word.encode()
    return bytes([len(data)]) + data


def _destination(to: Origin) -> bytes:
    """Write host and port; a name as a name, so that only the proxy looks it up."""
    try:
        ip = ipaddress.ip_address(to.host)
        host = bytes([1 if ip.version == 4 else 4]) + ip.packed
    except ValueError:
        host = b"\x03" + _counted(to.host[:_LONGEST])
    return host + to.port.to_bytes(2, "big")
