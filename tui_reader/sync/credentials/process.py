"""A program that is given a moment and little room to answer."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Mapping, Sequence


async def ask(
    command: Sequence[str],
    *,
    said: bytes = b"",
    seconds: float,
    most: int,
    env: Mapping[str, str] | None = None,
) -> tuple[int, bytes]:
    """Run a program without a shell; give its status and what it printed.

    What it writes to stderr is dropped: it may hold what must not be told.

    Raises:
        TimeoutError: It took too long, and was ended with all that it had started.
        OSError: It could not be started, or printed more than ``most`` bytes.
    """
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=env, start_new_session=True
    )
    try:
        async with asyncio.timeout(seconds):
            heard = await _talk(process, said, most)
            return await process.wait(), heard
    finally:
        await _end(process)


async def _talk(process: Process, said: bytes, most: int) -> bytes:
    if process.stdin is None or process.stdout is None:
        return b""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(said)
        await process.stdin.drain()
    process.stdin.close()
    heard = b""
    while data := await process.stdout.read(most + 1):
        heard += data
        if len(heard) > most:
            raise OSError("it printed too much")
    return heard


async def _end(process: Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
