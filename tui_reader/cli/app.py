"""``blogread`` without a subcommand: check that there is a terminal, then open the screen."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import termios
from typing import TYPE_CHECKING, NoReturn

from tui_reader.bidi import EXPLICIT, IMPLICIT, is_vte, orders_here
from tui_reader.cli import session
from tui_reader.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from types import FrameType

_LEAVE_SCREEN = (
    "\x1b[?1049l\x1b[?1000l\x1b[?1003l\x1b[?1006l\x1b[?1004l\x1b[?2004l\x1b[<u\x1b[?25h\x1b[0m"
)
"""Main screen, no mouse, no focus or paste reports, plain keys, cursor, plain text."""


def run(args: argparse.Namespace) -> int:
    """Open the three-pane screen; give the exit code it ends with.

    Raises:
        UsageError: stdin or stdout is no terminal.
    """
    begun = session.begin(args)
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty()):
        raise UsageError(
            "The screen needs a terminal, and this is none.",
            hint="“blogread list” prints the unread entries; “blogread --help” tells more.",
        )
    from tui_reader.ui import app  # noqa: PLC0415 - a command without a screen must not load Textual

    orders = orders_here(begun.loaded.config.ui.bidi, os.environ) and is_vte(os.environ)
    with _Terminal(explicit=orders):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _leave)
        return app.run(begun.library, begun.loaded.config, begun.config_path)


def _leave(number: int, _: FrameType | None) -> NoReturn:
    """End the event loop: every task is cancelled, and so closes what it has open."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)


class _Terminal:
    """The terminal as it was before, for a fault that kept the screen from restoring it."""

    def __init__(self, *, explicit: bool = False) -> None:
        self._explicit = explicit
        """It is to leave the order of right-to-left text to us."""

    def __enter__(self) -> None:
        if self._explicit:
            sys.stdout.write(EXPLICIT)
            sys.stdout.flush()
        self._descriptor = sys.stdin.fileno()
        self._before = termios.tcgetattr(self._descriptor)

    def __exit__(self, *_: object) -> None:
        # A terminal that was closed is beyond help, and no reason for another error.
        with contextlib.suppress(OSError, termios.error):
            if self._explicit:
                sys.stdout.write(IMPLICIT)
                sys.stdout.flush()
            if termios.tcgetattr(self._descriptor) == self._before:
                return
            termios.tcsetattr(self._descriptor, termios.TCSADRAIN, self._before)
            sys.stdout.write(_LEAVE_SCREEN)
            sys.stdout.flush()
