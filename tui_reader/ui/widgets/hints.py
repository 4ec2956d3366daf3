"""The letters that link hints are made of: pure, without a widget."""

from __future__ import annotations

from itertools import islice, product

LETTERS = "asdfghjkl"
"""The home row."""


def labels(count: int) -> tuple[str, ...]:
    """Make ``count`` labels of one length, so that none begins another; as short as can be."""
    length, room = 1, len(LETTERS)
    while room < count:
        length, room = length + 1, room * len(LETTERS)
    return tuple(islice(map("".join, product(LETTERS, repeat=length)), count))
