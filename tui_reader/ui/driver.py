"""The way to the terminal and from it: Textual's own, with fewer threads in between."""

from __future__ import annotations

import os
import select
from codecs import getincrementaldecoder
from contextlib import ExitStack, suppress
from contextvars import Context
from typing import TYPE_CHECKING, Any, TextIO, cast

from textual import constants
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

from tui_reader.ui.terminal import Screen, opened_again

if TYPE_CHECKING:
    from asyncio import TimerHandle
    from collections.abc import Callable, Iterable

    from textual.app import App
    from textual.message import Message

_MOST = 4096
"""Bytes read at a time."""
_LATE = 0.002
"""Seconds after the parser's own patience with half a key that it is asked again."""
_GRACE = 1.0
"""Seconds that a signal has to end the app in order when its terminal is gone."""


class TerminalDriver(LinuxDriver):
    """Drives the terminal that the command was started in.

    Textual reads keys in one thread and writes in another. Where the processors are busy, a key
    waited for a turn of three threads: now the loop reads, and what the terminal takes without a
    wait is written at once.
    """

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._screen = Screen(cast("TextIO", self._file))
        # Textual asks no more of it than to be written to.
        self._file = cast("Any", self._screen)
        self._frame: list[str] | None = None
        """The parts of a frame that is not whole yet."""
        self._keyboard: int | None = None
        """The terminal, opened once more, so that whoever reads from it need not wait."""
        self._parser = XTermParser(debug)
        self._decode = _decoder()
        self._asks: TimerHandle | None = None

    def start_application_mode(self) -> None:
        """Take the terminal."""
        self._screen.open()
        thread = self._key_thread
        if self._keyboard is None:
            self._keyboard = _readable(self.fileno)
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's
        if self._keyboard is not None and self._key_thread is not thread:
            self._parser, self._decode = XTermParser(self._debug), _decoder()
            # With no context of the app's: what it holds back from its own messages is no key's.
            Context().run(self._loop.add_reader, self._keyboard, self._read)

    def disable_input(self) -> None:
        """Read no more."""
        self._let_go_of_keyboard()
        super().disable_input()

    def close(self) -> None:
        """Let go of the terminal, with all written."""
        super().close()
        self._screen.close()

    # Keys.

    def run_input_thread(self) -> None:
        """Read in Textual's thread where the loop cannot wait for the terminal."""
        if self._keyboard is None:
            super().run_input_thread()

    def send_message(self, message: Message) -> None:
        """Hand what came to the app, by the shortest way from where it was read."""
        if self._keyboard is None:
            super().send_message(message)
        else:
            self._app.post_message(message)

    def _read(self) -> None:
        if self._keyboard is None:
            return
        try:
            data = os.read(self._keyboard, _MOST)
        except BlockingIOError:
            # Somebody else has read it.
            return
        except OSError:
            data = b""
        if not data:
            # The terminal is gone. A signal says so, too, unless whoever began us kept it away.
            self._let_go_of_keyboard()
            self._loop.call_later(_GRACE, self._app.panic)
            return
        self._tell(self._parser.feed(self._decode(data)))
        if self._asks is not None:
            self._asks.cancel()
        patience = constants.ESCAPE_DELAY + _LATE
        self._asks = self._loop.call_later(patience, self._ask)

    def _ask(self) -> None:
        """Take what was not continued for what it is: the beginning of many keys is Escape."""
        self._tell(self._parser.tick())

    def _tell(self, messages: Iterable[Message]) -> None:
        with ExitStack() as stack:
            stack.push(self._report)
            for message in messages:
                self.process_message(message)

    def _report(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        """Let a fault end the app as one of its own does: the loop would log it, and go on deaf."""
        if not isinstance(error, Exception):
            return False
        self._app.call_later(_fail, error)
        return True

    def _let_go_of_keyboard(self) -> None:
        if self._asks is not None:
            self._asks.cancel()
        keyboard, self._keyboard = self._keyboard, None
        if keyboard is not None:
            self._loop.remove_reader(keyboard)
            os.close(keyboard)

    # Frames.

    def write(self, data: str) -> None:
        """Write; a frame is written as one piece.

        Each piece is a call of the system, or wakes the thread that writes, which is a good part
        of what a small frame costs.
        """
        if data == SYNC_START:
            self._frame = []
        if self._frame is None:
            self._write_piece(data)
            return
        self._frame.append(data)
        if data == SYNC_END:
            frame, self._frame = self._frame, None
            self._write_piece("".join(frame))

    def _write_piece(self, piece: str) -> None:
        if not self._screen.takes(piece):
            super().write(piece)


def _fail(error: Exception) -> None:
    raise error


def _decoder() -> Callable[[bytes], str]:
    return getincrementaldecoder("utf-8")(errors="replace").decode


def _readable(handle: int) -> int | None:
    """Open a terminal once more, so that a loop can wait for it; None where that is not to be."""
    with suppress(OSError, AttributeError):
        # kqueue, which macOS has instead, does not know every terminal.
        with select.epoll() as waits:
            waits.register(handle)
        return opened_again(handle, os.O_RDONLY)
    return None
