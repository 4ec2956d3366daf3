"""A terminal to write to, which holds nothing up: neither one that is slow nor one that is gone."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TextIO


def opened_again(handle: int, flags: int) -> int | None:
    """Open a terminal once more, with a handle that never waits; None where that cannot be.

    The handle that we were given is the shell's, too, which must go on waiting.
    """
    with suppress(OSError):
        return os.open(os.ttyname(handle), flags | os.O_NONBLOCK | os.O_NOCTTY)
    return None


class Screen:
    """What the driver writes to, and the thread that Textual writes in.

    Where the processors are busy, a frame that is handed to a thread waits for as long as it took
    to draw. What the terminal takes without a wait is written at once; what it does not take, the
    thread waits with. Where Textual's thread dies of an error (a closed window, a lost line), what
    is still to be written fills a queue that nobody empties, and the app waits for it for ever:
    so no error comes to it.
    """

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self._door: int | None = None
        """The handle that does not wait."""
        self._queued = self._begun = self._written = 0
        """Pieces that were left to the thread, by how far it has come."""
        self._torn = b""
        """The rest of a piece of which the terminal took the beginning; for the thread."""

    def open(self) -> None:
        """Begin to write at once, where that can be."""
        if self._door is None:
            self._door = opened_again(self.fileno(), os.O_WRONLY)

    def close(self) -> None:
        """Leave all to the thread from here on."""
        door, self._door = self._door, None
        if door is not None:
            os.close(door)

    def takes(self, piece: str) -> bool:
        """Write a piece now; False where the caller is to give it to the thread."""
        if self._door is not None and self._queued == self._written:
            rest = self._write_now(
                piece.encode(self._terminal.encoding, self._terminal.errors or "replace")
            )
            if not rest:
                return True
            self._torn = rest
        self._queued += 1
        return False

    def _write_now(self, data: bytes) -> bytes:
        """Write as much as is taken; give the rest."""
        if self._door is None:
            return data
        try:
            return data[os.write(self._door, data) :]
        except BlockingIOError:
            return data
        except OSError:
            self.close()
            return data

    # What the thread calls.

    def write(self, text: str) -> None:
        """Write, or drop what nobody sees."""
        self._begun += 1
        torn, self._torn = self._torn, b""
        try:
            if torn:
                self._terminal.buffer.write(torn)
            else:
                self._terminal.write(text)
        except OSError:
            self._give_up()

    def flush(self) -> None:
        """Hand on what was written, or drop it."""
        begun = self._begun
        try:
            self._terminal.flush()
        except OSError:
            self._give_up()
        self._written = begun

    def fileno(self) -> int:
        """Give the handle of the terminal."""
        return self._terminal.fileno()

    def _give_up(self) -> None:
        """Let all that is written from here on, by Python at its end too, go nowhere."""
        with suppress(OSError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
