"""The picture process seen from the app: started when first needed. Never loads HTTP.

To it go lines of JSON: first ``{"folder": …, "proxy": …, "now": …}``, then wishes,
``{"id": 1, "wish": {…}}``, with the fields of ``PictureWish``, and ``{"drop": 1}`` for one that
is wished no more. Back come pairs of frames (``frames``): JSON, ``{"id": 1, "size": [w, h],
"natural": [w, h], "opaque": true}`` or ``{"id": 1, "failed": why}``, then the bytes of the
picture. The end of the input is the end of the process.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from asyncio.subprocess import DEVNULL, PIPE
from typing import TYPE_CHECKING, Any

from tui_reader.clean import clean_line
from tui_reader.model.picture import PictureView, Size
from tui_reader.sync.frames import MOST_ANSWER
from tui_reader.sync.plain import to_plain
from tui_reader.sync.python import command, environment

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from tui_reader.model.picture import PictureWish

_log = logging.getLogger(__name__)

IDLE = 60.0
"""Seconds without a wish after which the process is ended."""
_MOST_STARTS = 3
"""Starts in a row that bring nothing; then there are no pictures in this session."""


class PictureChild:
    """Answers wishes by a process that is started, ended and started again as needed."""

    def __init__(self, folder: Path, *, proxy: str, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._proxy = proxy
        self._now = now
        self._process: Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._waiting: dict[int, asyncio.Future[PictureView | None]] = {}
        self._number = 0
        self._starts = 0
        self._starting = asyncio.Lock()
        self._idle: asyncio.TimerHandle | None = None
        self._ending: set[asyncio.Task[None]] = set()

    async def view(self, wish: PictureWish) -> PictureView | None:
        """Give a picture; None where it cannot be had. Cancelling ends its fetch."""
        process = await self._running()
        if process is None or process.stdin is None:
            return None
        self._number += 1
        number = self._number
        answer: asyncio.Future[PictureView | None] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            _say(process, {"id": number, "wish": to_plain(wish)})
            return await answer
        except asyncio.CancelledError:
            _say(process, {"drop": number})
            raise
        finally:
            self._waiting.pop(number, None)
            self._rest()

    async def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._idle is not None:
            self._idle.cancel()
        process, self._process = self._process, None
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait([self._reading])
        if process is not None:
            await process.wait()

    async def _running(self) -> Process | None:
        """Give the process, started now where there is none; None where that is in vain."""
        if self._idle is not None:
            self._idle.cancel()
        async with self._starting:
            if self._process is None and self._starts < _MOST_STARTS:
                self._starts += 1
                try:
                    self._process = await asyncio.create_subprocess_exec(
                        *command("tui_reader.sync.picture_process"),
                        stdin=PIPE,
                        stdout=PIPE,
                        stderr=DEVNULL,
                        env=environment(),
                        # Ctrl-C and a hang-up of the terminal are the app's to answer.
                        start_new_session=True,
                    )
                except OSError as error:
                    _log.warning("no picture process: %s", error)
                    return None
                _say(self._process, {
                    "folder": str(self._folder),
                    "proxy": self._proxy,
                    "now": self._now().isoformat(),
                })  # fmt: skip
                self._reading = asyncio.create_task(self._read(self._process))
            return self._process

    def _rest(self) -> None:
        if not self._waiting and self._process is not None:
            loop = asyncio.get_running_loop()
            self._idle = loop.call_later(IDLE, self._end_soon)

    def _end_soon(self) -> None:
        task = asyncio.create_task(self.close())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _read(self, process: Process) -> None:
        """Hand out the answers; at the end of the process nothing is left waiting."""
        source = process.stdout
        try:
            while source is not None:
                head = json.loads(await _frame(source))
                self._hand_out(head, await _frame(source))
        except (asyncio.IncompleteReadError, ValueError):
            _log.warning("the picture process ended")
        finally:
            if self._process is process:
                self._process = None
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_result(None)

    def _hand_out(self, head: dict[str, Any], data: bytes) -> None:
        self._starts = 0
        answer = self._waiting.get(head["id"])
        if answer is None or answer.done():
            return
        if "failed" in head:
            _log.info("no picture: %s", clean_line(str(head["failed"]), limit=200))
            answer.set_result(None)
        else:
            view = PictureView(
                size=Size(*head["size"]),
                natural=Size(*head["natural"]),
                opaque=head["opaque"],
                data=data,
            )
            answer.set_result(view)


def _say(process: Process, words: dict[str, Any]) -> None:
    if process.stdin is not None and not process.stdin.is_closing():
        process.stdin.write(json.dumps(words).encode() + b"\n")


async def _frame(source: asyncio.StreamReader) -> bytes:
    length = int.from_bytes(await source.readexactly(4), "big")
    if length > MOST_ANSWER:
        raise ValueError(length)
    return await source.readexactly(length)
