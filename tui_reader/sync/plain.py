"""Values of the model as JSON and back, by their declared types.

What crosses a process border is JSON, never pickle: the process on the other side has read a
stranger's document. Instants are ISO 8601 in UTC, durations seconds, tuples and sets arrays,
enumerations their values; a field is left out where it has its default. Bytes stay bytes:
``frames`` carries them beside the JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from tui_reader.model.entry import PackedEntry
from tui_reader.model.feed import Author, FeedId, FeedInfo, Problem, Rhythm
from tui_reader.model.report import Candidate, FeedOutcome, OutcomeKind
from tui_reader.model.update import PackedFeed, ParsedPage

Plain = dict[str, "Plain"] | list["Plain"] | str | bytes | int | float | bool | None
T = TypeVar("T")
_Read = Callable[[object], object]

# The model imports its types for the checker only; these are the names its annotations use.
_NAMES = {
    kind.__name__: kind
    for kind in (
        Author, Candidate, FeedInfo, FeedOutcome, OutcomeKind, PackedEntry, PackedFeed, ParsedPage,
        Problem, Rhythm, datetime, timedelta,
    )
} | {"FeedId": FeedId}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    name: str
    default: object
    exact: object
    """The type of a value that is taken as it is; None where every value is read."""
    read: _Read


_AS_IT_IS = frozenset({str, bytes, int, float, bool, type(None)})
"""Types of most values, which need no change."""
_KNOWN: dict[type, tuple[_Field, ...]] = {}
"""The fields of each class, worked out once."""


def to_plain(value: object) -> Plain:
    """Make a value that ``json`` can write."""
    if type(value) in _AS_IT_IS:
        return cast("Plain", value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, StrEnum | timedelta):
        return value.value if isinstance(value, StrEnum) else value.total_seconds()
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(value)
    return record_to_plain(value)


def record_to_plain(value: object) -> dict[str, Plain]:
    """Make the same of a dataclass."""
    return {
        field.name: to_plain(found)
        for field in _fields(type(value))
        if (found := getattr(value, field.name)) != field.default
    }


def from_plain(kind: type[T], data: object) -> T:
    """Make a value of a dataclass out of what ``to_plain`` gave.

    Raises:
        ValueError: It is not that.
    """
    try:
        found = _record(kind, data)
    except (TypeError, OverflowError) as error:
        raise ValueError(f"not a {kind.__name__}") from error
    if not isinstance(found, kind):
        raise TypeError(kind)
    return found


def _record(kind: type, data: object) -> object:
    if not isinstance(data, dict):
        raise TypeError(kind)
    given = {
        field.name: value if type(value := data[field.name]) is field.exact else field.read(value)
        for field in _fields(kind)
        if field.name in data
    }
    made: object = kind(**given)
    return made


def _fields(kind: type) -> tuple[_Field, ...]:
    found = _KNOWN.get(kind)
    if found is None:
        if not is_dataclass(kind):
            raise TypeError(kind)
        hints = get_type_hints(kind, localns=_NAMES)
        found = _KNOWN[kind] = tuple(
            _Field(
                name=field.name,
                default=_default(field),
                exact=hints[field.name] if hints[field.name] in _AS_IT_IS else None,
                read=_reader(hints[field.name]),
            )
            for field in fields(kind)
        )
    return found


def _default(field: Field[object]) -> object:
    made: object = field.default_factory() if field.default_factory is not MISSING else None
    return field.default if made is None else made


def _reader(hint: object) -> _Read:
    """Choose how to read a value of this type."""
    inner = get_args(hint)
    if type(None) in inner:
        return _optional(_reader(inner[0]))
    if (origin := get_origin(hint)) in {tuple, frozenset}:
        return _several(origin, _reader(inner[0]))
    kind = getattr(hint, "__supertype__", hint)
    if not isinstance(kind, type):
        raise TypeError(hint)
    if is_dataclass(kind):
        return lambda data: _record(kind, data)
    if issubclass(kind, StrEnum):
        return lambda data: kind(str(data))
    return _SPECIAL.get(kind) or _exactly(kind)


def _optional(read: _Read) -> _Read:
    return lambda data: None if data is None else read(data)


def _several(kind: Callable[[Any], object], read: _Read) -> _Read:
    def read_all(data: object) -> object:
        if not isinstance(data, list):
            raise TypeError(data)
        return kind(map(read, data))

    return read_all


def _exactly(kind: type) -> _Read:
    def read(data: object) -> object:
        if not isinstance(data, kind):
            raise TypeError(kind)
        return data

    return read


def _instant(data: object) -> datetime:
    if not isinstance(data, str):
        raise TypeError(data)
    return datetime.fromisoformat(data)


def _duration(data: object) -> timedelta:
    if not isinstance(data, int | float):
        raise TypeError(data)
    return timedelta(seconds=data)


_SPECIAL: dict[type, _Read] = {
    datetime: _instant,
    timedelta: _duration,
}
