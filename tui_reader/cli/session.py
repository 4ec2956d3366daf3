"""What a command needs before it can work: the configuration, and an open library.

Signals are turned into cancellation here, so that a sync or an import ends at a safe point,
closes the library, and the process then tells the shell which signal it was.
"""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tui_reader import paths
from tui_reader.cli import log, output
from tui_reader.config.load import LoadedConfig, load
from tui_reader.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from tui_reader.reader import Reader

    Clock = Callable[[], datetime]

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _Stopped(BaseException):
    """A signal ended the work; not an error, so no handler for errors may take it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One run of a command."""

    library: Path
    config_path: Path
    """Where the config file is, or would be."""
    loaded: LoadedConfig
    now: Clock

    def run(self, work: Callable[[Reader], Awaitable[int]]) -> int:
        """Open the library, do the work on it, close it; give the exit code.

        A signal cancels the work and makes the code 128 and its number.

        Raises:
            BlogreadError: What the library or the work raised.
        """
        return self.run_apart(lambda: self._on_library(work))

    def run_apart(self, work: Callable[[], Awaitable[int]]) -> int:
        """Do the same with work that needs no open library."""
        try:
            return asyncio.run(_until_signal(work))
        except _Stopped as stop:
            return 128 + stop.number

    async def _on_library(self, work: Callable[[Reader], Awaitable[int]]) -> int:
        from tui_reader.reader import Reader  # noqa: PLC0415 - the config is checked without it

        opened = await Reader.open(
            self.library, self.loaded.config, now=self.now, config_path=self.loaded.path
        )
        async with opened as reader:
            return await work(reader)


def begin(args: argparse.Namespace) -> Session:
    """Find the files, read the configuration, tell its warnings.

    Raises:
        ConfigError: The config file holds a mistake.
        UsageError: A file that was named does not exist, or a variable or flag is wrong.
    """
    log.start(paths.log_file())
    path, named = _config_path(args)
    exists = is_there(path)
    if named and not exists:
        raise UsageError(
            f"There is no config file {path}.",
            hint="Name one that exists, or leave --config and BLOGREAD_CONFIG out.",
        )
    loaded = load(path if exists else None, os.environ, dict(args.set))
    for warning in loaded.warnings:
        output.warning(warning)
    return Session(library=library_path(args), config_path=path, loaded=loaded, now=args.now)


def library_path(args: argparse.Namespace) -> Path:
    """Give the library's path: the flag's, the variable's, or the usual one."""
    named = args.library or _variable("BLOGREAD_LIBRARY")
    return named if named is not None else paths.library_file()


def config_path(args: argparse.Namespace) -> Path:
    """Give the path of the config file: the flag's, the variable's, or the usual one."""
    return _config_path(args)[0]


def _config_path(args: argparse.Namespace) -> tuple[Path, bool]:
    named = args.config or _variable("BLOGREAD_CONFIG")
    return (named, True) if named is not None else (paths.config_file(), False)


def is_there(path: Path) -> bool:
    """Whether there is something to read, or to tell why it can't be."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _variable(name: str) -> Path | None:
    text = os.environ.get(name, "")
    if not text:
        return None
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:
        raise UsageError(f"{name} names a home folder that does not exist: {text}") from error


async def _until_signal(work: Callable[[], Awaitable[int]]) -> int:
    """Await the work; the first signal cancels it, a second one ends the process at once."""
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    came: list[int] = []

    def stop(number: int) -> None:
        came.append(number)
        for each in watched:
            loop.remove_signal_handler(each)
        if task is not None:
            task.cancel()

    watched = [each for each in _SIGNALS if signal.getsignal(each) is not signal.SIG_IGN]
    for each in watched:
        loop.add_signal_handler(each, stop, each)
    try:
        return await work()
    except asyncio.CancelledError:
        if came:
            raise _Stopped(came[0]) from None
        raise
    finally:
        for each in watched:
            loop.remove_signal_handler(each)
