"""The copies that are kept for reading offline: one file each, the least used go first.

A file's name holds a hash of the address and the size of the original, so the sizes of all
pictures that were ever seen are one listing of a folder. Whatever goes wrong with the files
costs a picture, never more: it is fetched again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import NamedTuple

from tui_reader.model.picture import Size
from tui_reader.paths import make_private_folder

MOST_BYTES = 200_000_000
_TRIMMED_TO = 0.9
_NAME = re.compile(r"([0-9a-f]{32})\.([1-9]\d{0,5})x([1-9]\d{0,5})")
_HALF_WRITTEN = ".new-"


class Kept(NamedTuple):
    """A file of the cache."""

    natural: Size
    """Pixels of the original."""
    length: int


class Cache:
    """The copies in one folder. Its files are listed once, when it is first asked."""

    def __init__(self, folder: Path, *, most: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most = most
        self._files: dict[str, Kept] | None = None
        """By the hash of the address, the longest unused first."""
        self._total = 0

    def size(self, url: str) -> Size | None:
        """Give the true size of a picture that is kept."""
        kept = self._listed().get(_key(url))
        return kept.natural if kept is not None else None

    def remember(self, url: str, natural: Size) -> None:
        """Learn that another process has kept a picture."""
        self._listed()[_key(url)] = Kept(natural, 0)

    def find(self, url: str) -> tuple[Size, bytes] | None:
        """Give a copy and the size of its original; it counts as used now."""
        key = _key(url)
        kept = self._listed().get(key)
        if kept is None:
            return None
        path = self._path(key, kept.natural)
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            self._forget(key)
            return None
        self._listed()[key] = self._listed().pop(key)
        return kept.natural, data

    def keep(self, url: str, natural: Size, data: bytes) -> None:
        """Keep a copy; where that is impossible (a full disk), it is as if it was not seen."""
        files, key = self._listed(), _key(url)
        with contextlib.suppress(OSError):
            make_private_folder(self._folder)
            # Only its owner can read what ``mkstemp`` makes.
            number, name = tempfile.mkstemp(prefix=_HALF_WRITTEN, dir=self._folder)
            half = Path(name)
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(data)
                half.replace(self._path(key, natural))
            except OSError:
                half.unlink()
                raise
            self._forget(key, but=natural)
            files[key] = Kept(natural, len(data))
            self._total += len(data)
            self._trim()

    def drop(self, url: str) -> None:
        """Take away a copy that turned out to be damaged."""
        key = _key(url)
        kept = self._listed().get(key)
        if kept is not None:
            self._remove(key, kept)

    def tidy(self) -> None:
        """Take away what a process that was ended had half written."""
        with contextlib.suppress(OSError):
            for path in self._folder.glob(f"{_HALF_WRITTEN}*"):
                path.unlink(missing_ok=True)

    def _trim(self) -> None:
        if self._total <= self._most:
            return
        for key, kept in tuple(self._listed().items()):
            if self._total <= self._most * _TRIMMED_TO:
                return
            self._remove(key, kept)

    def _remove(self, key: str, kept: Kept) -> None:
        with contextlib.suppress(OSError):
            self._path(key, kept.natural).unlink()
        self._forget(key)

    def _forget(self, key: str, *, but: Size | None = None) -> None:
        """Strike a file off; where it is of another size than ``but``, remove it, too."""
        kept = self._listed().pop(key, None)
        if kept is None:
            return
        self._total -= kept.length
        if but is not None and but != kept.natural:
            with contextlib.suppress(OSError):
                self._path(key, kept.natural).unlink()

    def _path(self, key: str, natural: Size) -> Path:
        return self._folder / f"{key}.{natural.width}x{natural.height}"

    def _listed(self) -> dict[str, Kept]:
        if self._files is None:
            found: list[tuple[int, str, Kept]] = []
            with contextlib.suppress(OSError), os.scandir(self._folder) as entries:
                for entry in entries:
                    match = _NAME.fullmatch(entry.name)
                    if match:
                        status = entry.stat()
                        kept = Kept(Size(int(match[2]), int(match[3])), status.st_size)
                        found.append((status.st_mtime_ns, match[1], kept))
            self._files = {key: kept for _, key, kept in sorted(found)}
            self._total = sum(kept.length for kept in self._files.values())
        return self._files


def _key(url: str) -> str:
    return hashlib.blake2b(url.encode(errors="surrogatepass"), digest_size=16).hexdigest()
