"""Secrets in a file that only its owner may read, beside the config."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import stat
from typing import TYPE_CHECKING

from tui_reader import paths
from tui_reader.errors import UsageError, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_LARGEST = 4 << 20


def read(path: Path) -> dict[str, str]:
    """Give what is kept, by name; nothing where there is no file.

    Raises:
        UsageError: The file cannot be read, is not ours alone, or holds something else.
    """
    try:
        with path.open("rb") as file:
            _check(path, os.fstat(file.fileno()))
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {reason(error)}.", hint="It holds the feeds' logins."
        ) from error
    try:
        kept = json.loads(data[:_LARGEST])
    except ValueError:
        kept = None
    if not isinstance(kept, dict):
        raise UsageError(
            f"{path} is damaged: it should hold the feeds' logins as JSON.",
            hint="Move it away, and give the logins again.",
        )
    return {str(name): text for name, text in kept.items() if isinstance(text, str)}


def change(path: Path, how: Callable[[dict[str, str]], None]) -> None:
    """Change what is kept: the file is replaced whole, and was never readable by others.

    Raises:
        UsageError: It cannot be read or written, or is not ours alone.
    """
    try:
        paths.make_private_folder(path.parent)
        with _alone(path.parent):
            kept = read(path)
            how(kept)
            _replace(path, json.dumps(kept, indent=1).encode())
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {reason(error)}.", hint="Nothing was changed."
        ) from error


def _check(path: Path, found: os.stat_result) -> None:
    """Refuse a file that others may have read or written."""
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise UsageError(
            f"{path} may be read by others (mode {stat.S_IMODE(found.st_mode):04o}), "
            "so its logins are not used.",
            hint=f"Run “chmod 600 {path}”, and change the passwords if others use this machine.",
        )
    if found.st_uid != os.geteuid():
        raise UsageError(f"{path} belongs to another user.", hint="Its logins are not used.")


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep a second blogread from writing the same file at once."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # Some network file systems lock no folders; then the last one wins.
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _replace(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
