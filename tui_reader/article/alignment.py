"""What two sequences have in common, in time that stays bounded. Pure."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

_MOST_PAIRS = 50_000
"""Equal pairs that are weighed against each other.

``difflib`` is quick where little repeats and quadratic where all does. So what repeats most does
not count as something in common, only as a continuation of it.
"""


class Stretch(NamedTuple):
    """A stretch of the old sequence beside the stretch of the new one in its place."""

    same: bool
    old: slice
    new: slice


def align(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Stretch]:
    """Give the stretches of both sequences in order; a side of one that differs may be empty."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    old_end, new_end = len(old) - tail, len(new) - tail
    if head:
        yield Stretch(True, slice(0, head), slice(0, head))
    for stretch in _between(old[head:old_end], new[head:new_end]):
        yield Stretch(stretch.same, _moved(stretch.old, head), _moved(stretch.new, head))
    if tail:
        yield Stretch(True, slice(old_end, len(old)), slice(new_end, len(new)))


def _between(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Stretch]:
    if not (old or new):
        return
    common = _commonplaces(old, new)
    matcher = SequenceMatcher(common.__contains__ if common else None, old, new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        yield Stretch(tag == "equal", slice(start, end), slice(new_start, new_end))


def _commonplaces(old: Sequence[Hashable], new: Sequence[Hashable]) -> set[Hashable]:
    """Choose what repeats too often to be weighed."""
    often = Counter(new)
    pairs = Counter({item: count * often[item] for item, count in Counter(old).items()})
    total = pairs.total()
    chosen: set[Hashable] = set()
    for item, count in pairs.most_common() if total > _MOST_PAIRS else ():
        if total <= _MOST_PAIRS:
            break
        chosen.add(item)
        total -= count
    return chosen


def _common(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _moved(stretch: slice, by: int) -> slice:
    return slice(stretch.start + by, stretch.stop + by)


def likeness(old: Sequence[Hashable], new: Sequence[Hashable]) -> float:
    """Tell how much of two sequences is in both, in whatever order, 0 to 1."""
    words, others = Counter(old), Counter(new)
    total = words.total() + others.total()
    return 2 * (words & others).total() / total if total else 1.0
