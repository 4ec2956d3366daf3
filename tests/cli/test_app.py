"""The terminal around the screen."""

from __future__ import annotations

import os
import pty
import signal
import sys
import termios
import tty
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tui_reader.cli import app

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def terminal() -> Iterator[int]:
    """Make a real terminal stdin and stdout; give the end that a person would see.

    No fixture: pytest puts its own stdout in place between a fixture and the test.
    """
    far, near = pty.openpty()
    with (
        os.fdopen(near, "r", closefd=False) as stdin,
        os.fdopen(near, "w") as stdout,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(sys, "stdin", stdin)
        patch.setattr(sys, "stdout", stdout)
        yield far
    os.close(far)


def written(far: int) -> bytes:
    os.set_blocking(far, False)
    try:
        return os.read(far, 4096)
    except BlockingIOError:
        return b""


def test_a_terminal_left_raw_is_restored() -> None:
    with terminal() as far:
        before = termios.tcgetattr(far)
        with app._Terminal():
            tty.setraw(sys.stdin.fileno())
        assert termios.tcgetattr(far) == before
        assert b"\x1b[?1049l" in written(far)


def test_a_terminal_that_is_well_gets_no_word() -> None:
    with terminal() as far:
        with app._Terminal():
            pass
        assert written(far) == b""


def test_a_terminal_that_orders_text_is_asked_to_leave_it_to_us_and_told_when_we_go() -> None:
    with terminal() as far:
        with app._Terminal(explicit=True):
            assert written(far) == b"\x1b[8l"
        assert written(far) == b"\x1b[8h"


def test_an_error_passes_while_the_terminal_is_restored() -> None:
    def fail() -> None:
        with app._Terminal():
            tty.setraw(sys.stdin.fileno())
            raise ZeroDivisionError

    with terminal() as far:
        before = termios.tcgetattr(far)
        with pytest.raises(ZeroDivisionError):
            fail()
        assert termios.tcgetattr(far) == before


@pytest.mark.parametrize(("number", "code"), [(2, 130), (15, 143), (1, 129)])
def test_a_signal_leaves_with_its_code(number: int, code: int) -> None:
    watched = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {each: signal.getsignal(each) for each in watched}
    try:
        with pytest.raises(SystemExit) as left:
            app._leave(number, None)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    assert left.value.code == code
