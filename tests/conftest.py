"""Furniture for all tests: an isolated home, a fake clock, an open reader, no network."""

from __future__ import annotations

import gc
import ipaddress
import logging
import os
import signal
import socket
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from builders import NOON
from effort import examples

from tui_reader.config import Config
from tui_reader.reader import Reader

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

CORPUS = os.environ.get("BLOGREAD_CORPUS", "")
"""Where real feeds lie, read before the environment is isolated."""

# A busy machine may take long over an example; how long says nothing about the program.
hypothesis.settings.register_profile("suite", deadline=None, max_examples=examples(50))
hypothesis.settings.load_profile("suite")

# A shell lets what it starts in the background ignore Ctrl-C, and children inherit that: tests of
# Ctrl-C would wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_finish() -> None:
    """Keep the collector from walking, again and again, over all that was imported."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


class Clock:
    """A clock that moves only when told."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **duration: float) -> datetime:
        """Move on, by what ``timedelta`` takes."""
        self.now += timedelta(**duration)
        return self.now


@pytest.fixture(autouse=True)
def isolated_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test its own home, and none of the developer's settings."""
    home = tmp_path / "home"
    home.mkdir()
    # A command that ran in this process sends the log to its file alone.
    monkeypatch.setattr(logging.getLogger("tui_reader"), "propagate", True)
    # import-linter, run by another test, configures logging, which disables every logger there is.
    for name, logger in logging.root.manager.loggerDict.items():
        if name.startswith(("tui_reader", "asyncio")) and isinstance(logger, logging.Logger):
            logger.disabled = False
    for name in list(os.environ):
        if name.startswith(("BLOGREAD_", "XDG_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    # A person's Python keeps what it has compiled; without, each child compiles the package anew.
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    monkeypatch.setenv("HOME", str(home))
    # The developer's own keyring is no place for a test's secrets.
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    for name, folder in (
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_CACHE_HOME", ".cache"),
        ("XDG_STATE_HOME", ".local/state"),
    ):
        monkeypatch.setenv(name, str(home / folder))


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every socket that would leave this machine."""
    connect, connect_ex, lookup = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def guard(address: object) -> None:
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            raise AssertionError(f"a test reached for the network: {address}")

    def guarded_connect(self: socket.socket, address: object) -> object:
        guard(address)
        return connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: object) -> object:
        guard(address)
        return connect_ex(self, address)

    def guarded_lookup(host: object, *args: object, **kwargs: object) -> object:
        name = host.decode() if isinstance(host, bytes) else host
        if name and not _is_loopback(str(name)):
            raise socket.gaierror(socket.EAI_NONAME, "tests have no network")
        return lookup(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_lookup)


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Where a library may be made."""
    return tmp_path / "data" / "library.db"


@pytest.fixture
def clock() -> Clock:
    """A clock that stands at noon, 24 November 2026, UTC."""
    return Clock()


@pytest.fixture
async def reader(library: Path, clock: Clock) -> AsyncIterator[Reader]:
    """An open reader over a fresh library."""
    async with await Reader.open(library, Config(), now=clock) as opened:
        yield opened


@pytest.fixture
def corpus() -> Path:
    """The folder of real feeds and pages, where this machine has it."""
    if not CORPUS or not Path(CORPUS).is_dir():
        pytest.skip(
            "the corpus of real feeds is no part of the project; BLOGREAD_CORPUS names none"
        )
    return Path(CORPUS)
