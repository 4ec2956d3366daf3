"""A dataclass that nobody may change, and that costs little to make."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make a dataclass of named fields, for values that are made by the thousand.

    The type checker takes it for frozen, and refuses whatever would change one. When the program
    runs nothing does: there, a frozen dataclass sets each field through a call of
    ``object.__setattr__``, and takes four times as long to make.
    """
    return dataclass(slots=True, kw_only=True, unsafe_hash=True)(cls)
