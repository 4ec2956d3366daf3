"""The way to the terminal: Textual's own, but a terminal that is gone holds nothing up."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.app import App


class _Screen:
    """A terminal to write to, as long as it is there.

    Textual writes in a thread. Where that dies of an error (a closed window, a lost line), what
    is still to be written fills a queue that nobody empties, and the app waits for it for ever.
    """

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal

    def write(self, text: str) -> None:
        """Write, or drop what nobody sees."""
        try:
            self._terminal.write(text)
        except OSError:
            self._give_up()

    def flush(self) -> None:
        """Hand on what was written, or drop it."""
        try:
            self._terminal.flush()
        except OSError:
            self._give_up()

    def fileno(self) -> int:
        """Give the handle of the terminal."""
        return self._terminal.fileno()

    def _give_up(self) -> None:
        """Let all that is written from here on, by Python at its end too, go nowhere."""
        with suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)


class TerminalDriver(LinuxDriver):
    """Drives the terminal that the command was started in."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        # Textual asks no more of it than to be written to.
        self._file = cast("Any", _Screen(cast("TextIO", self._file)))
        self._frame: list[str] | None = None
        """The parts of a frame that is not whole yet."""

    def write(self, data: str) -> None:
        """Write; a frame is handed to the thread that writes as one piece.

        Each piece wakes that thread, which is a good part of what a small frame costs.
        """
        if data == SYNC_START:
            self._frame = []
        if self._frame is None:
            super().write(data)
            return
        self._frame.append(data)
        if data == SYNC_END:
            frame, self._frame = self._frame, None
            super().write("".join(frame))
