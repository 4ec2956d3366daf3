"""A library read page by page, without SQLite, which gives up on a file where one page is bad.

It believes nothing: whatever does not fit is passed over and counted.
Source: the database file format, sqlite.org/fileformat2.html §1.5, §1.6, §2, §4.
"""

from __future__ import annotations

import os
import struct
import weakref
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tui_reader.store import opening

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


PAGES = (opening.PAGE, 4096)
"""What our libraries are made with, and were; the header tells which, where it can be read."""
_MAGIC = b"SQLite format 3\0"
_INDEX_NODE, _TABLE_NODE, _INDEX_LEAF, _TABLE_LEAF = 2, 5, 10, 13
_WAL = {0x377F0682: "<", 0x377F0683: ">"}
_FLAWS = (IndexError, ValueError, OverflowError, OSError, struct.error)
_MOST_COLUMNS = 200
_LOOKED_AT = 2_000
"""Pages that are looked at where nothing tells how large they are."""
_NEAR = 256
"""Bytes up to which a blob is kept; a longer one is read again where it is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Far:
    """A blob that lies in the file: all texts of a library at once would be too much to hold."""

    file: PageFile
    page: int
    at: int
    """Where on the page its row begins."""
    has_number: bool
    column: int
    head: bytes
    """Its first byte."""

    def read(self) -> bytes:
        """Give the blob."""
        return self.file.blob(self)


Value = int | float | str | bytes | Far | None
Record = tuple[Value, ...]


@dataclass(slots=True, kw_only=True)
class Tree:
    """What was read of one table."""

    rows: list[tuple[int, Record]] = field(default_factory=list)
    """The row's number (0 where the table has none) and its values."""
    flaws: int = 0
    """Pages and rows that could not be read."""


class PageFile:
    """The pages of a file, the newest of each: from its log where that is whole."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY)
        weakref.finalize(self, os.close, self._descriptor)
        self._length = os.fstat(self._descriptor).st_size
        head = os.pread(self._descriptor, 100, 0)
        told = int.from_bytes(head[16:18], "big")
        size = 65536 if told == 1 else told
        whole = head[:16] == _MAGIC and 512 <= size <= 65536 and not size & (size - 1)
        self.size = size if whole else max(PAGES, key=self._likely)
        self._usable = self.size - (head[20] if whole else 0)
        log = path.with_name(f"{path.name}-wal")
        self._newer = _log_pages(log.read_bytes(), self.size) if log.is_file() else {}
        self.count = max(-(-self._length // self.size), max(self._newer, default=0))
        self.seen: set[int] = set()
        """Pages that belong to a table that was read."""

    def _likely(self, size: int) -> int:
        """Count what looks like a page of rows, were the pages of this size."""
        starts = range(size, self._length, size)
        heads = (os.pread(self._descriptor, size, start) for start in starts[:_LOOKED_AT])
        return sum(_is_of_rows(head) for head in heads)

    def page(self, number: int) -> bytes:
        """Give a page, cut off where the file is.

        Raises:
            IndexError: There is none.
        """
        if number in self._newer:
            return self._newer[number]
        start = (number - 1) * self.size
        if number < 1 or start >= self._length:
            raise IndexError(number)
        return os.pread(self._descriptor, self.size, start)

    def blob(self, far: Far) -> bytes:
        """Give a blob that was left in the file."""
        _, payload = self._payload(self.page(far.page), far.at, has_number=far.has_number)
        value = _record(payload)[far.column]
        if not isinstance(value, bytes):
            raise TypeError(far)
        return value

    def roots(self) -> dict[str, int]:
        """Give the first page of each table; none where the list of tables cannot be read."""
        return {
            str(values[1]): int(values[3])
            for _, values in self.tree(1).rows
            if len(values) >= 4 and values[0] == "table" and isinstance(values[3], int)
        }

    def tree(self, root: int) -> Tree:
        """Read all that can be reached from a table's first page."""
        found = Tree()
        waiting = [root]
        visited: set[int] = set()
        while waiting:
            number = waiting.pop()
            if number in visited:
                found.flaws += 1
                continue
            visited.add(number)
            try:
                waiting += self._read(number, found)
            except _FLAWS:
                found.flaws += 1
        # A page that a bad pointer led here is read once more from where it belongs.
        self.seen |= visited
        return found

    def strays(self) -> Iterator[tuple[int, Tree]]:
        """Give the leaves that no tree led to, each by its kind: those of tables, then of indexes.

        A free page may hold what was deleted, so those that the file calls free are left out.
        """
        self.seen |= self._free()
        for number in range(1, self.count + 1):
            if number in self.seen:
                continue
            leaf = Tree()
            try:
                kind = self.page(number)[100 if number == 1 else 0]
                if kind in {_TABLE_LEAF, _INDEX_LEAF}:
                    self._read(number, leaf)
                    yield kind, leaf
            except _FLAWS:
                continue

    def _free(self) -> set[int]:
        free: set[int] = set()
        try:
            trunk = int.from_bytes(self.page(1)[32:36], "big")
            while trunk and trunk not in free:
                free.add(trunk)
                page = self.page(trunk)
                trunk, count = struct.unpack(">II", page[:8])
                count = min(count, self.size // 4 - 2)
                free.update(struct.unpack(f">{count}I", page[8 : 8 + 4 * count]))
        except _FLAWS:
            pass
        return free

    def _read(self, number: int, into: Tree) -> list[int]:
        """Read a page's rows; give the pages below it."""
        page = self.page(number)
        start = 100 if number == 1 else 0
        kind, cells = page[start], int.from_bytes(page[start + 3 : start + 5], "big")
        if kind not in {_INDEX_NODE, _TABLE_NODE, _INDEX_LEAF, _TABLE_LEAF}:
            raise ValueError(kind)
        is_node = kind in {_INDEX_NODE, _TABLE_NODE}
        below = [int.from_bytes(page[start + 8 : start + 12], "big")] if is_node else []
        list_at = start + (12 if is_node else 8)
        for at in range(list_at, min(list_at + 2 * cells, self.size), 2):
            try:
                cell = int.from_bytes(page[at : at + 2], "big")
                if is_node:
                    below.append(int.from_bytes(page[cell : cell + 4], "big"))
                    cell += 4
                if kind != _TABLE_NODE:
                    into.rows.append(self._row(number, page, cell, has_number=kind == _TABLE_LEAF))
            except _FLAWS:
                into.flaws += 1
        return below

    def _row(self, number: int, page: bytes, at: int, *, has_number: bool) -> tuple[int, Record]:
        key, payload = self._payload(page, at, has_number=has_number)
        values = [
            Far(
                file=self,
                page=number,
                at=at,
                has_number=has_number,
                column=column,
                head=value[:1],
            )
            if isinstance(value, bytes) and len(value) > _NEAR
            else value
            for column, value in enumerate(_record(payload))
        ]
        return key, tuple(values)

    def _payload(self, page: bytes, at: int, *, has_number: bool) -> tuple[int, bytes]:
        size, at = _varint(page, at)
        number = 0
        if has_number:
            number, at = _varint(page, at)
            number -= (number >> 63) << 64
        most = self._usable - 35 if has_number else (self._usable - 12) * 64 // 255 - 23
        if size > self._length + len(self._newer) * self.size:
            raise ValueError(size)
        if size <= most:
            payload = page[at : at + size]
        else:
            least = (self._usable - 12) * 32 // 255 - 23
            kept = least + (size - least) % (self._usable - 4)
            kept = kept if kept <= most else least
            next_page = int.from_bytes(page[at + kept : at + kept + 4], "big")
            payload = page[at : at + kept] + self._overflow(next_page, size - kept)
        if len(payload) != size:
            raise ValueError(size)
        return number, payload

    def _overflow(self, number: int, size: int) -> bytes:
        parts = []
        while size > 0:
            page = self.page(number)
            parts.append(page[4 : 4 + min(size, self._usable - 4)])
            if not parts[-1]:
                raise ValueError(number)
            size -= len(parts[-1])
            number = int.from_bytes(page[:4], "big")
        return b"".join(parts)


def _is_of_rows(page: bytes) -> bool:
    """Whether its rows all lie within it, behind the list of where they are."""
    if len(page) < 12 or page[0] not in {_INDEX_NODE, _TABLE_NODE, _INDEX_LEAF, _TABLE_LEAF}:
        return False
    list_at = 12 if page[0] in {_INDEX_NODE, _TABLE_NODE} else 8
    list_end = list_at + 2 * int.from_bytes(page[3:5], "big")
    if not list_at < list_end < len(page):
        return False
    places = struct.unpack(f">{(list_end - list_at) // 2}H", page[list_at:list_end])
    return all(list_end <= place < len(page) for place in places)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(9):
        byte = data[at + step]
        if step == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    raise ValueError(at)


def _record(payload: bytes) -> Record:
    end, at = _varint(payload, 0)
    kinds = []
    while at < end:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    if at != end or len(kinds) > _MOST_COLUMNS:
        raise ValueError(end)
    values: list[Value] = []
    for kind in kinds:
        value, at = _value(payload, at, kind)
        values.append(value)
    if at != len(payload):
        raise ValueError(at)
    return tuple(values)


def _value(data: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind == 0:
        return None, at
    if kind in {8, 9}:
        return kind - 8, at
    if kind in {10, 11}:
        raise ValueError(kind)
    size = (kind - 12) // 2 if kind >= 12 else (0, 1, 2, 3, 4, 6, 8, 8)[kind]
    part = data[at : at + size]
    if len(part) != size:
        raise ValueError(size)
    if kind == 7:
        return float(struct.unpack(">d", part)[0]), at + size
    if kind < 7:
        return int.from_bytes(part, "big", signed=True), at + size
    # A letter that was hit is marked; the rest of its text is worth keeping.
    return (part.decode("utf-8", "replace") if kind % 2 else part), at + size


def _log_pages(log: bytes, size: int) -> dict[int, bytes]:
    """Give the pages of a log up to its last whole transaction."""
    pages: dict[int, bytes] = {}
    pending: dict[int, bytes] = {}
    if len(log) < 32 or (order := _WAL.get(int.from_bytes(log[:4], "big"))) is None:
        return pages
    if int.from_bytes(log[8:12], "big") != size:
        return pages
    sums = _sums(log[:24], (0, 0), order)
    if sums != struct.unpack(">II", log[24:32]):
        return pages
    for at in range(32, len(log) - 24 - size + 1, 24 + size):
        head, page = log[at : at + 24], log[at + 24 : at + 24 + size]
        sums = _sums(page, _sums(head[:8], sums, order), order)
        if head[8:16] != log[16:24] or sums != struct.unpack(">II", head[16:24]):
            break
        pending[int.from_bytes(head[:4], "big")] = page
        if head[4:8] != b"\0\0\0\0":
            pages |= pending
            pending = {}
    return pages


def _sums(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    first, second = sums
    for one, other in struct.iter_unpack(f"{order}II", data):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second
