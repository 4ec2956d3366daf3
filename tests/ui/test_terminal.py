"""The terminal: what it takes is written at once, what it does not take waits in a thread."""

from __future__ import annotations

import asyncio
import os
import sys
import tty

import pytest
from textual.app import App
from textual.drivers._writer_thread import WriterThread
from textual.events import Key

from tui_reader.ui import driver as driver_module
from tui_reader.ui.driver import TerminalDriver
from tui_reader.ui.terminal import Screen


@pytest.fixture
def pair():
    master, slave = os.openpty()
    tty.setraw(slave)
    yield master, slave
    os.close(master)
    os.close(slave)


@pytest.fixture
def screen(pair):
    with os.fdopen(pair[1], "w", encoding="utf-8", closefd=False) as terminal:
        screen = Screen(terminal)
        screen.open()
        yield screen
        screen.close()


def test_what_the_terminal_takes_waits_for_no_thread(pair, screen):
    assert screen.takes("Grüße")
    assert os.read(pair[0], 100).decode() == "Grüße"


def test_what_a_slow_terminal_does_not_take_comes_later_in_its_order(pair, screen):
    pieces = [f"{at}{'ä€' * 300}" for at in range(30)]
    waiting = [piece for piece in pieces if not screen.takes(piece)]
    assert 0 < len(waiting) < len(pieces)
    thread = WriterThread(screen)
    thread.start()
    for piece in waiting:
        thread.write(piece)
    wanted = "".join(pieces).encode()
    assert _read(pair[0], len(wanted)) == wanted
    thread.stop()
    assert screen.takes("at once again")


def test_of_a_terminal_that_is_gone_nothing_is_heard(pair):
    with os.fdopen(os.dup(pair[1]), "w", encoding="utf-8") as terminal:
        screen = Screen(terminal)
        screen.open()
        other, slave = os.openpty()
        os.dup2(other, pair[0])
        os.close(other)
        os.close(slave)
        assert not screen.takes("a")
        screen.write("a")
        screen.flush()
        assert not screen.takes("b")


def test_what_is_no_terminal_is_the_threads(tmp_path):
    with (tmp_path / "file").open("w") as file:
        screen = Screen(file)
        screen.open()
        assert not screen.takes("a")


@pytest.fixture
async def driver(pair, monkeypatch):
    """A driver of a pty, whose app is given nothing but keys, which it keeps."""
    terminal = os.fdopen(pair[1], "w", encoding="utf-8", closefd=False)
    monkeypatch.setattr(sys, "__stderr__", terminal)
    app = App()
    driver = TerminalDriver(app)
    driver.fileno = pair[1]
    driver.keys = asyncio.Queue()

    def post(event):
        if isinstance(event, Key):
            driver.keys.put_nowait(event.key)

    monkeypatch.setattr(app, "post_message", post)
    driver.start_application_mode()
    yield driver
    driver.stop_application_mode()
    driver.close()
    terminal.close()


async def test_the_loop_reads_keys_and_knows_escape_from_the_beginning_of_one(pair, driver):
    driver._key_thread.join()
    os.write(pair[0], b"j\x1b[A\x1b")
    async with asyncio.timeout(20):
        assert [await driver.keys.get() for _ in range(3)] == ["j", "up", "escape"]


async def test_a_fault_in_what_was_typed_is_the_apps(pair, driver, monkeypatch):
    told = asyncio.Queue()
    monkeypatch.setattr(driver._app, "call_later", lambda *call: told.put_nowait(call))
    fault = ValueError("no such key")

    def process(_message):
        raise fault

    monkeypatch.setattr(driver, "process_message", process)
    os.write(pair[0], b"j")
    async with asyncio.timeout(20):
        fail, error = await told.get()
    assert error is fault
    with pytest.raises(ValueError, match="no such key"):
        fail(error)


async def test_a_terminal_that_is_gone_is_not_asked_again_and_ends_the_app(
    pair, driver, monkeypatch
):
    ended = asyncio.Event()
    monkeypatch.setattr(driver_module, "_GRACE", 0.01)
    monkeypatch.setattr(driver._app, "panic", ended.set)
    other, slave = os.openpty()
    os.dup2(other, pair[0])
    os.close(other)
    async with asyncio.timeout(20):
        await ended.wait()
    assert driver._keyboard is None
    os.close(slave)


def _read(handle: int, count: int) -> bytes:
    read = b""
    while len(read) < count:
        read += os.read(handle, 1 << 16)
    return read
