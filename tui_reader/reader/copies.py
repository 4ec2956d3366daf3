"""The daily copies of subscriptions and marks: small files, some kept by day, some by week."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import logging
import os
import re
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from tui_reader import paths
from tui_reader.errors import UsageError, reason
from tui_reader.store import marks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tui_reader.store.database import Database
    from tui_reader.store.marks import MarksApplied

__all__ = ["Copies", "Kept"]

DAILY, WEEKLY = 7, 4
"""So many of the last days with a copy are kept, and of the weeks before them."""
MOST_BYTES = 256 << 20
"""A copy that unpacks to more is none of ours."""
_MARKS = re.compile(r"-marks-(\d{4})(\d\d)(\d\d)\.json\.gz$")
_GZIP = b"\x1f\x8b"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file in the folder of backups."""

    path: Path
    kind: str
    """“marks”, or “library” for a whole one."""
    bytes: int
    made_at: datetime


class Copies:
    """The folder of backups beside a library."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._folder = paths.backup_folder(database.path)

    async def keep_daily(self) -> Path | None:
        """Copy subscriptions and marks, unless today has its copy; give where it is.

        One that cannot be written is told in the log: nothing else depends on it.
        """
        today = self._now().astimezone(UTC)
        target = self._folder / f"{self._database.path.stem}-marks-{today:%Y%m%d}.json.gz"
        if target.exists():
            return None
        copy = await self._database.read(marks.gather, self._now())
        try:
            await asyncio.to_thread(self._write, copy, target)
        except OSError as error:
            _log.warning("no copy of the marks: %s", error)
            return None
        return target

    def _write(self, copy: dict[str, Any], target: Path) -> None:
        paths.make_private_folder(target.parent)
        data = gzip.compress(json.dumps(copy, separators=(",", ":")).encode(), mtime=0)
        incoming = target.with_name(f"{target.name}.incoming-{os.getpid()}")
        with contextlib.ExitStack() as undo:
            undo.callback(incoming.unlink, missing_ok=True)
            os.close(os.open(incoming, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            with incoming.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            incoming.replace(target)
        stem = f"{self._database.path.stem}-marks-"
        found = sorted(path for path in target.parent.iterdir() if path.name.startswith(stem))
        for old in outdated([path for path in found if path != target], new=target):
            old.unlink(missing_ok=True)

    async def listed(self) -> tuple[Kept, ...]:
        """Give what lies in the folder of backups, the newest first."""
        return await asyncio.to_thread(_listed, self._folder)

    async def apply(self, source: Path) -> MarksApplied:
        """Subscribe to what a copy has and the library lacks, and set its marks.

        Raises:
            UsageError: It is no such copy, or of a newer program.
        """
        copy = await asyncio.to_thread(_read, source)
        try:
            return await self._database.write(marks.apply, copy, self._now())
        except (KeyError, TypeError, ValueError, AttributeError):
            raise _no_copy(source) from None


def is_marks(path: Path) -> bool:
    """Whether a file looks like a copy of marks rather than a library."""
    try:
        with path.open("rb") as file:
            return file.read(2) == _GZIP
    except OSError:
        return False


def outdated(paths_: Sequence[Path], *, new: Path) -> list[Path]:
    """Choose what to remove beside a new copy: by the names alone, whatever the clock says."""
    days = {path: day for path in (*paths_, new) if (day := _day(path)) is not None}
    newest_first = sorted(days, key=lambda path: days[path], reverse=True)
    kept = set(newest_first[:DAILY])
    weeks: dict[tuple[int, int], Path] = {}
    for path in newest_first[DAILY:]:
        weeks.setdefault(days[path].isocalendar()[:2], path)
    kept |= set(list(weeks.values())[:WEEKLY])
    return [path for path in newest_first if path not in kept and path != new]


def _day(path: Path) -> date | None:
    found = _MARKS.search(path.name)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _listed(folder: Path) -> tuple[Kept, ...]:
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        kind = "marks" if _MARKS.search(path.name) else "library" if path.suffix == ".db" else ""
        if kind and path.is_file():
            facts = path.stat()
            made_at = datetime.fromtimestamp(facts.st_mtime, UTC)
            found.append(Kept(path=path, kind=kind, bytes=facts.st_size, made_at=made_at))
    return tuple(sorted(found, key=lambda each: (each.made_at, each.path), reverse=True))


def _read(source: Path) -> dict[str, Any]:
    try:
        with gzip.open(source) as file:
            data = file.read(MOST_BYTES + 1)
        copy = json.loads(data) if len(data) <= MOST_BYTES else None
    except OSError as error:
        raise UsageError(f"{source} cannot be read: {reason(error)}.") from None
    except (EOFError, zlib.error, ValueError, RecursionError):
        raise _no_copy(source) from None
    if not isinstance(copy, dict) or copy.get("kind") != marks.KIND:
        raise _no_copy(source)
    version = copy.get("version")
    if not isinstance(version, int) or version > marks.VERSION:
        raise UsageError(f"{source} was made by a newer blogread.", hint="Update blogread first.")
    return copy


def _no_copy(source: Path) -> UsageError:
    return UsageError(
        f"{source} is no whole copy of subscriptions and marks.",
        hint="“blogread backup --list” lists those there are.",
    )
