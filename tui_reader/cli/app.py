"""``blogread`` without a subcommand: check that there is a terminal, then open the screen."""

from __future__ import annotations

import sys
import termios
from typing import TYPE_CHECKING

from tui_reader.cli import session
from tui_reader.errors import UsageError

if TYPE_CHECKING:
    import argparse

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
    from tui_reader.ui import app  # noqa: PLC0415 - Textual costs most of a second

    before = termios.tcgetattr(sys.stdin.fileno())
    try:
        return app.run(begun.library, begun.loaded.config, begun.config_path)
    except BaseException:
        # The screen restores the terminal itself; this is for the fault that kept it from that.
        sys.stdout.write(_LEAVE_SCREEN)
        sys.stdout.flush()
        termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, before)
        raise
