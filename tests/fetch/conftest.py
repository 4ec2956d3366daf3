"""A server, and a client whose limits are met only where a test is about them."""

from __future__ import annotations

import ssl
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from server import Server

from tui_reader.fetch import addresses
from tui_reader.fetch.client import Client, Lane, Limits

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from conftest import Clock

CERTIFICATE = Path(__file__).parent.parent / "data" / "tls" / "loopback.pem"
"""Key and certificate of 127.0.0.1, made for these tests and of no other use."""
CALM = Limits(connect=20, idle=20, whole=30, headers=8 * 1024, body=100_000)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def calm() -> Limits:
    return CALM


@pytest.fixture
def certificate() -> str:
    return str(CERTIFICATE)


@pytest.fixture
def tls_server() -> Iterator[Server]:
    """A server whose certificate nobody vouches for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with Server(tls=context) as running:
        yield running


@pytest.fixture
def routed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that there is a network: whether the machine has one must not matter."""
    monkeypatch.setattr(addresses, "has_route", lambda: True)


@pytest.fixture
async def client(clock: Clock, routed: None) -> AsyncIterator[Client]:
    async with Client(now=clock, limits=CALM) as made:
        yield made


@pytest.fixture
async def impatient(clock: Clock, routed: None) -> AsyncIterator[Lane]:
    """A lane that bears no pause."""
    limits = replace(CALM, idle=0.3)
    async with Client(now=clock, limits=limits) as made, Lane(made) as lane:
        yield lane


@pytest.fixture
async def lane(client: Client) -> AsyncIterator[Lane]:
    async with Lane(client) as made:
        yield made
