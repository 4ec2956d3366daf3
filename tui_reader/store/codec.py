"""How values of the model look inside the library: instants, positions, packed bodies."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import blake2b
from json.encoder import encode_basestring as _in_quotes
from typing import TYPE_CHECKING, Any

from tui_reader.model.entry import Enclosure, EntryId
from tui_reader.model.feed import Author, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = timedelta(seconds=1)
_DAY = timedelta(days=1)

ID_BITS = 26
"""A position keeps this many bits for the entry's id: 67 million entries."""
ID_MASK = (1 << ID_BITS) - 1
FIRST_POSITION = -(1 << 63)
LAST_POSITION = (1 << 63) - 1


def micros(instant: datetime) -> int:
    """Give the microseconds since 1970, UTC; exact for every aware ``datetime``."""
    return (instant - EPOCH) // _MICROSECOND


def optional_micros(instant: datetime | None) -> int | None:
    """Give the same, and None for None."""
    return None if instant is None else micros(instant)


def instant(value: int) -> datetime:
    """Give the instant back."""
    return EPOCH + timedelta(microseconds=value)


def optional_instant(value: int | None) -> datetime | None:
    """Give the same, and None for None."""
    return None if value is None else instant(value)


def sort_second(published: datetime | None, updated: datetime | None, first_seen: datetime) -> int:
    """Give the whole second an entry is sorted by: a feed cannot push it into the future."""
    return (min(published or updated or first_seen, first_seen + _DAY) - EPOCH) // _SECOND


def position(second: int, entry_id: int) -> int:
    """Pack the sort key and the id into one integer that orders as (sort_at, id) does.

    Every list of the library is a walk over such integers, which makes a keyset page one
    range of one B-tree, in ``entry``, ``unread``, ``starred`` and the search index alike.
    """
    return (second << ID_BITS) | entry_id


def position_at(when: datetime, entry_id: int) -> int:
    """Give the position of an entry sorted at ``when``."""
    return position((when - EPOCH) // _SECOND, entry_id)


def first_position_at(when: datetime) -> int:
    """Give the least position of anything sorted at or after ``when``."""
    return position(-((EPOCH - when) // _SECOND), 0)


def entry_of(place: int) -> EntryId:
    """Give the entry's id back."""
    return EntryId(place & ID_MASK)


def sort_at_of(place: int) -> datetime:
    """Give the sort key back."""
    return EPOCH + timedelta(seconds=place >> ID_BITS)


def storable(text: str) -> str:
    """Replace lone surrogates, which SQLite cannot hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def digest(text: str) -> bytes:
    """Give 16 bytes that stand for an alias: short in the index, however long the address."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""Made once: making it takes longer than writing a short list."""


def compact(value: object) -> str:
    """Give JSON without blanks."""
    return _ENCODER.encode(value)


def pack_authors(authors: Sequence[Author]) -> str:
    """Give authors as compact JSON; empty for none."""
    if not authors:
        return ""
    rows = []
    for author in authors:
        row = [author.name, author.role, author.url]
        while len(row) > 1 and not row[-1]:
            row.pop()
        rows.append(row)
    return storable(compact(rows))


def unpack_authors(text: str) -> tuple[Author, ...]:
    """Give the authors back."""
    if not text:
        return ()
    return tuple(
        Author(**dict(zip(("name", "role", "url"), row, strict=False))) for row in json.loads(text)
    )


def pack_names(names: Sequence[str]) -> str:
    """Give names as compact JSON; empty for none."""
    return storable(compact(list(names))) if names else ""


def unpack_names(text: str) -> tuple[str, ...]:
    """Give the names back."""
    return tuple(json.loads(text)) if text else ()


def pack_problem(problem: Problem | None) -> str:
    """Give a problem as compact JSON; empty for none."""
    if problem is None:
        return ""
    return storable(
        compact(
            [problem.kind, problem.message, problem.hint, problem.status, micros(problem.since)]
        )
    )


def unpack_problem(text: str) -> Problem | None:
    """Give the problem back."""
    if not text:
        return None
    kind, message, hint, status, since = json.loads(text)
    return Problem(kind=kind, message=message, hint=hint, status=status, since=instant(since))


_LEVEL = 1
"""Of zlib. Level 4 makes the bodies of real feeds 5 % smaller and takes two fifths longer;
level 1 of igzip makes them as small as level 1 of zlib."""


_MOST_BODY = 64 << 20
"""Bytes of an unpacked text: four times of what a document may have."""
_TEXTS = ("html", "base", "summary", "language", "image", "comments", "url")
"""Fields of it that are text."""


_BACKSLASH = ord("\\")
_QUOTES = {code: compact(chr(code)).encode()[1:-1] for code in (*range(0x20), ord('"'), _BACKSLASH)}
"""What stands for a character inside a JSON string."""
_UNQUOTED = bytes(code for code in range(256) if code not in _QUOTES)


_LONG = 200
"""Characters from which on it takes less time to look for what needs a backslash."""


class Garbled(ValueError):
    """A packed text is not what was packed."""


def pack_body(fields: dict[str, Any]) -> bytes:
    """Compress what only the open article needs; empty fields cost nothing.

    Args:
        fields: Texts, as ``str`` or in UTF-8, and lists of what JSON has.
    """
    pairs = [
        _named(name) + (_quoted(value) if isinstance(value, str | bytes) else _compact(value))
        for name, value in fields.items()
        if value
    ]
    return _compressor()(b"{" + b",".join(pairs) + b"}", _LEVEL)


@cache
def _named(name: str) -> bytes:
    return _quoted(name) + b":"


def _compact(value: object) -> bytes:
    return compact(value).encode("utf-8", "surrogatepass")


def _quoted(text: str | bytes) -> bytes:
    """Give a string as ``json`` gives it, long ones in a third of its time."""
    if isinstance(text, str):
        if len(text) < _LONG:
            return _in_quotes(text).encode("utf-8", "surrogatepass")
        text = text.encode("utf-8", "surrogatepass")
    data = text
    for code in sorted(set(data.translate(None, _UNQUOTED)), key=lambda code: code != _BACKSLASH):
        data = data.replace(bytes([code]), _QUOTES[code])
    return b'"' + data + b'"'


@cache
def _compressor() -> Callable[[bytes, int], bytes]:
    """Give what makes a zlib stream: igzip, where it has a wheel, in a third of zlib's time."""
    try:
        from isal import isal_zlib  # noqa: PLC0415 - only who writes texts needs it
    except ImportError:
        return zlib.compress
    return isal_zlib.compress


def unpack_body(blob: bytes) -> dict[str, Any]:
    """Give the fields back, those that were not empty, each of its type.

    A worker packed it that had read a stranger's document: it is not taken at its word.

    Raises:
        Garbled: It is no packed body, or larger than one can be.
    """
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(blob, _MOST_BODY)
        fields = json.loads(text.decode("utf-8", "surrogatepass"))
    except (zlib.error, ValueError, RecursionError) as error:
        raise Garbled("a packed text cannot be read") from error
    if not unpacker.eof or not isinstance(fields, dict) or not _is_sound(fields):
        raise Garbled("a packed text holds something else")
    return fields


def _is_sound(fields: dict[str, Any]) -> bool:
    aliases, enclosures = fields.get("aliases", []), fields.get("enclosures", [])
    return (
        all(isinstance(fields.get(name, ""), str) for name in _TEXTS)
        and isinstance(aliases, list)
        and all(isinstance(alias, str) for alias in aliases)
        and isinstance(enclosures, list)
        and all(map(_is_enclosure, enclosures))
    )


def _is_enclosure(row: object) -> bool:
    match row:
        case [str(), str(), int() | None, str()]:
            return True
        case _:
            return False


def pack_enclosures(enclosures: Sequence[Enclosure]) -> list[list[object]]:
    """Give enclosures as plain lists."""
    return [[e.url, e.media_type, e.size, e.title] for e in enclosures]


def unpack_enclosures(rows: Sequence[Sequence[Any]]) -> tuple[Enclosure, ...]:
    """Give the enclosures back."""
    return tuple(
        Enclosure(url=url, media_type=media_type, size=size, title=title)
        for url, media_type, size, title in rows
    )
