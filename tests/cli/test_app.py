"""The terminal around the screen."""

from __future__ import annotations

import os
import pty
import sys
import termios
import tty
from typing import TYPE_CHECKING

import pytest

from tui_reader.cli import app

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def far_end(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A real terminal as stdin and stdout; gives the end that a person would see."""
    far, near = pty.openpty()
    with os.fdopen(near, "r", closefd=False) as stdin, os.fdopen(near, "w") as stdout:
        monkeypatch.setattr(sys, "stdin", stdin)
        monkeypatch.setattr(sys, "stdout", stdout)
        yield far
        monkeypatch.undo()
    os.close(far)


def written(far_end: int) -> bytes:
    os.set_blocking(far_end, False)
    try:
        return os.read(far_end, 4096)
    except BlockingIOError:
        return b""


def test_a_terminal_left_raw_is_restored(far_end: int) -> None:
    before = termios.tcgetattr(far_end)
    with app._Terminal():
        tty.setraw(sys.stdin.fileno())
    assert termios.tcgetattr(far_end) == before
    assert b"\x1b[?1049l" in written(far_end)


def test_a_terminal_that_is_well_gets_no_word(far_end: int) -> None:
    with app._Terminal():
        pass
    assert written(far_end) == b""


def test_an_error_passes_while_the_terminal_is_restored(far_end: int) -> None:
    before = termios.tcgetattr(far_end)
    with pytest.raises(ZeroDivisionError), app._Terminal():
        tty.setraw(sys.stdin.fileno())
        raise ZeroDivisionError
    assert termios.tcgetattr(far_end) == before


@pytest.mark.parametrize(("number", "code"), [(2, 130), (15, 143), (1, 129)])
def test_a_signal_leaves_with_its_code(number: int, code: int) -> None:
    import signal  # noqa: PLC0415 - for this test only

    watched = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {each: signal.getsignal(each) for each in watched}
    try:
        with pytest.raises(SystemExit) as left:
            app._leave(number, None)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    assert left.value.code == code
