"""Colours of code while a first screen is waited for: those at hand, of the first lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.article.highlight import highlighted, is_loaded
from tui_reader.article.paragraphs import Flowing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tui_reader.article.blocks import Code
    from tui_reader.article.galley import Item
    from tui_reader.article.lines import Role

_LINES = 60
"""A screen or two."""
_USUAL_LINE = 60


class FirstColours:
    """Gives colours that take no time, and notes whether there are more."""

    def __init__(self) -> None:
        self.has_more = False
        """Some code was left plain, or a part of it."""
        self._counted = self._lines = 0
        """Leaf blocks of which lines were counted, and about how many they have."""

    def of(self, block: Code, before: Sequence[Item]) -> Iterable[tuple[int, Role]]:
        """Give where the role of code changes, and to which.

        Args:
            block: The code.
            before: All leaf blocks above it.
        """
        self._count(before)
        most = _end_of(block.text, _LINES - self._lines)
        is_at_hand = most > 0 and is_loaded(block.text, block.language)
        self.has_more |= not is_at_hand or most < len(block.text)
        return highlighted(block.text, block.language, most=most) if is_at_hand else ()

    def _count(self, items: Sequence[Item]) -> None:
        for item in items[self._counted :]:
            text = item.leaf.text if isinstance(item.leaf, Flowing) else ""
            self._lines += 2 + max(text.count("\n"), len(text) // _USUAL_LINE)
        self._counted = len(items)


def _end_of(text: str, lines: int) -> int:
    """Count the characters of the first lines."""
    end = 0
    for _ in range(lines):
        end = text.find("\n", end) + 1
        if not end:
            return len(text)
    return end
