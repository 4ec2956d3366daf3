"""A terminal to drive the installed command in: a real pty, with pyte as its screen.

``Terminal`` starts a command at a size, answers what a modern terminal answers, sends keys by
their Textual names, and waits until a condition over the screen holds. It never sleeps for a
fixed time: every wait ends with the output that fulfils it, or fails with the screen shown.
"""

from __future__ import annotations

import base64
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PATIENCE = float(os.environ.get("TERMINAL_PATIENCE", "20"))
"""Seconds a wait lasts at most; far more than needed, so that a slow machine fails no test.
While one works on a test that fails, a few are enough."""

_TAKE_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""
LAUNCHER = (sys.executable, "-ISc", _TAKE_TERMINAL)
"""Makes the pty the controlling terminal, then becomes the command. (Code between fork and
exec could do the same without a second program, but is unsafe beside threads.)"""

_KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "space": " ",
    "shift+space": "\x1b[32;2u",
    "question_mark": "?",
    "exclamation_mark": "!",
    "slash": "/",
    "full_stop": ".",
    "apostrophe": "'",
    "minus": "-",
    "equals_sign": "=",
    "plus": "+",
    "colon": ":",
    "comma": ",",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}

_ANSWERS = (
    (b"\x1b[c", b"\x1b[?62;22c"),
    (b"\x1b[6n", b"\x1b[1;1R"),
    (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
    (b"\x1b[?2048$p", b"\x1b[?2048;0$y"),
    (b"\x1b[?u", b"\x1b[?0u"),
)

_AT_REST = frozenset({7, 25})
"""The private modes that a terminal has set by itself: lines wrap, the cursor shows."""

_STRING = re.compile(rb"\x1b[\]P_^X](.*?)(?:\x07|\x1b\\)", re.DOTALL)
"""An operating system command, or a device string: no cell of the screen changes."""
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\??[0-9;]*[$ ][a-zA-Z]")
_PRIVATE_MODES = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")
_UNFINISHED = re.compile(
    rb"\x1b(?:\[[0-9;:<=>?]*[$ ]?|[\]P_^X](?:[^\x07\x1b]|\x1b(?!\\))*)?\Z", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring cells of one style."""

    text: str
    fg: str
    bg: str
    bold: bool
    reverse: bool
    underscore: bool
    italics: bool


class Terminal:
    """One command on one pty."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        answer: bool = True,
    ) -> None:
        """Start the command.

        Args:
            argv: The command and its arguments.
            columns: Cells across.
            rows: Cells down.
            env: The whole environment, but for ``TERM`` and ``COLORTERM``; ours without one.
            answer: Reply to the questions programs ask their terminal.
        """
        self.columns, self.rows = columns, rows
        self.raw = bytearray()
        """Every byte the command wrote."""
        self.modes: set[int] = set(_AT_REST)
        """Private modes now set, by number: 1049 is the second screen, 1000 the mouse."""
        self.clipboard: list[str] = []
        """What was copied through OSC 52."""
        self.read_at = 0.0
        """When the newest output came, by ``time.perf_counter``, before the screen drew it."""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._pending = b""
        self._answer = answer
        self._handles: tuple[int, ...] = os.openpty()
        self._master, self._slave = self._handles
        self._set_size()
        self.settings = termios.tcgetattr(self._slave)
        """The line discipline before the command started."""
        self.started_at = time.perf_counter()
        self.process = subprocess.Popen(
            [*LAUNCHER, *argv],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            env={"TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or os.environ)},
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The command's process."""
        return self.process.pid

    def close(self) -> None:
        """End the command if it still runs, and let the pty go."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._let_go()

    def vanish(self) -> int:
        """Go away as a closed window or a lost line does; give the command's exit code."""
        self._let_go()
        return self.process.wait(PATIENCE)

    def _let_go(self) -> None:
        for handle in self._handles:
            os.close(handle)
        self._handles = ()

    # What stands on the screen

    @property
    def lines(self) -> list[str]:
        """The screen's rows, without trailing blanks."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines)

    def row_of(self, words: str) -> int:
        """Give the first row that holds these words."""
        for number, line in enumerate(self.lines):
            if words in line:
                return number
        raise AssertionError(f"No row holds {words!r}:\n{self.framed()}")

    def cells(self, row: int) -> list[str]:
        """Give a row cell by cell; the second cell of a wide character is empty."""
        cells = self._screen.buffer[row]
        return [cells[column].data for column in range(self.columns)]

    def ground(self, row: int, column: int) -> str:
        """Give the background of a cell: six hexadecimal digits, or a colour's name."""
        return self._screen.buffer[row][column].bg

    def runs(self, row: int, left: int = 0, right: int | None = None) -> list[Run]:
        """Give a row, or its cells from ``left`` to before ``right``, as runs of one style."""
        runs: list[Run] = []
        cells = self._screen.buffer[row]
        for column in range(left, self.columns if right is None else right):
            cell = cells[column]
            run = Run(
                text=cell.data,
                fg=cell.fg,
                bg=cell.bg,
                bold=cell.bold,
                reverse=cell.reverse,
                underscore=cell.underscore,
                italics=cell.italics,
            )
            if runs and _style(runs[-1]) == _style(run):
                runs[-1] = Run(runs[-1].text + run.text, *_style(run))
            else:
                runs.append(run)
        return runs

    def style_of(self, words: str) -> Run:
        """Give the run of style that holds these words, the topmost on the screen."""
        for row in range(self.rows):
            for run in self.runs(row):
                if words in run.text:
                    return run
        raise AssertionError(f"No run of one style holds {words!r}:\n{self.framed()}")

    def framed(self) -> str:
        """Give the screen in a frame, for messages."""
        edge = "─" * self.columns
        body = "\n".join(f"│{line:<{self.columns}}│" for line in self._screen.display)
        return f"┌{edge}┐\n{body}\n└{edge}┘"

    @property
    def leftovers(self) -> list[str]:
        """What is not as a shell expects it: modes still set, an echo that is off."""
        now = termios.tcgetattr(self._slave)
        parts = zip(("iflag", "oflag", "cflag", "lflag"), self.settings, now, strict=False)
        return [
            *(f"mode {mode}" for mode in sorted(self.modes ^ _AT_REST)),
            *(f"{name} {then:o} is {after:o}" for name, then, after in parts if then != after),
        ]

    # What a person does

    def send(self, text: str) -> None:
        """Type text as it is."""
        data = text.encode()
        while data:
            _, writable, _ = select.select([], [self._master], [], PATIENCE)
            if not writable:
                raise AssertionError("The command takes no more input")
            data = data[os.write(self._master, data[:1024]) :]

    def press(self, *keys: str) -> None:
        """Press keys, by their Textual names."""
        for key in keys:
            self.send(key_bytes(key))

    def resize(self, columns: int, rows: int) -> None:
        """Change the terminal's size; the command gets SIGWINCH."""
        self.columns, self.rows = columns, rows
        self._screen.resize(rows, columns)
        self._set_size()
        os.killpg(self.process.pid, signal.SIGWINCH)

    def signal(self, number: signal.Signals) -> None:
        """Send the command a signal."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Do as a closed terminal window does: SIGHUP to all in the session."""
        os.killpg(self.process.pid, signal.SIGHUP)

    # What is waited for

    @property
    def _is_painting(self) -> bool:
        """Whether the command is amid a frame, which a terminal shows when it is whole."""
        return 2026 in self.modes

    def wait_for(
        self, wanted: str | Callable[[Terminal], object], *, within: float = PATIENCE
    ) -> Self:
        """Read until words stand on the screen, or a condition over it holds."""
        holds = wanted if callable(wanted) else lambda terminal: wanted in terminal.text
        end = time.monotonic() + within
        while True:
            if not self._is_painting and holds(self):
                return self
            left = end - time.monotonic()
            if left <= 0 or not self.read(left):
                if holds(self):
                    return self
                why = "ended" if self.process.poll() is not None else f"took over {within:.0f} s"
                name = repr(wanted) if isinstance(wanted, str) else _source(wanted)
                raise AssertionError(f"The command {why}, waiting for {name}:\n{self.framed()}")

    def wait_gone(self, words: str, *, within: float = PATIENCE) -> Self:
        """Read until words stand on the screen no more."""
        return self.wait_for(lambda terminal: words not in terminal.text, within=within)

    def wait_exit(self, *, within: float = PATIENCE) -> int:
        """Read until the command ends; give its exit code, negative for a signal."""
        end = time.monotonic() + within
        while self.process.poll() is None:
            if time.monotonic() > end:
                raise AssertionError(f"The command did not end:\n{self.framed()}")
            self.read(0.02)
        while self.read(0):
            pass
        return self.process.returncode

    def read(self, timeout: float) -> bool:
        """Take what the command writes within a time; false where that was nothing.

        The pty is polled in short turns, since our own hold on its far side keeps the end of
        the command from showing as an end of file.
        """
        end = time.monotonic() + timeout
        while True:
            turn = max(0.0, min(0.1, end - time.monotonic()))
            readable, _, _ = select.select([self._master], [], [], turn)
            if readable:
                self._take(os.read(self._master, 1 << 20))
                return True
            if time.monotonic() >= end or self.process.poll() is not None:
                return False

    def _take(self, data: bytes) -> None:
        self.read_at = time.perf_counter()
        self.raw += data
        if self._answer and self.process.poll() is None:
            for question, answer in _ANSWERS:
                if question in data:
                    os.write(self._master, answer * data.count(question))
        data = self._pending + data
        unfinished = _UNFINISHED.search(data)
        cut = unfinished.start() if unfinished else len(data)
        data, self._pending = data[:cut], data[cut:]
        for string in _STRING.findall(data):
            if string.startswith(b"52;"):
                copied = base64.b64decode(string.split(b";", 2)[2])
                self.clipboard.append(copied.decode())
        for numbers, switch in _PRIVATE_MODES.findall(data):
            modes = {int(number) for number in numbers.split(b";")}
            self.modes = self.modes | modes if switch == b"h" else self.modes - modes
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", _STRING.sub(b"", data)))

    def _set_size(self) -> None:
        size = struct.pack("HHHH", self.rows, self.columns, 0, 0)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, size)


def key_bytes(key: str) -> str:
    """Give what a terminal sends for a key, by its Textual name."""
    if key in _KEYS:
        return _KEYS[key]
    if key.startswith("ctrl+") and len(key) == 6:
        return chr(ord(key[5]) & 0x1F)
    if len(key) == 1:
        return key
    raise KeyError(f"{key!r} has no sequence here yet")


def _style(run: Run) -> tuple[str, str, bool, bool, bool, bool]:
    return run.fg, run.bg, run.bold, run.reverse, run.underscore, run.italics


def _source(condition: Callable[[Terminal], object]) -> str:
    code = getattr(condition, "__code__", None)
    return f"the condition at line {code.co_firstlineno}" if code else repr(condition)
