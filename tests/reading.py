"""One person reading in a terminal of three panes: what the panes show, and where the focus is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_reader.ui.themes import INK

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal import Terminal

FEEDS, LIST, ARTICLE = range(3)
RULE = "▕"
BARS = {INK.primary.lstrip("#"), (INK.panel or "").lstrip("#")}
"""The ground of a cursor, in the pane with the focus and in the others."""


@dataclass(frozen=True, slots=True)
class Pane:
    """A pane: columns of the screen, as they stand at the moment."""

    terminal: Terminal
    left: int
    right: int

    @property
    def lines(self) -> list[str]:
        """The pane's rows, its header first, the footer not among them."""
        return [self._line(row) for row in range(self.terminal.rows - 1)]

    @property
    def header(self) -> str:
        """What the header says."""
        return self._line(0).strip()

    @property
    def body(self) -> str:
        """All below the header."""
        return "\n".join(self.lines[1:])

    @property
    def has_focus(self) -> bool:
        """Whether the keys go here: then, and only then, is the header bold."""
        return any(run.bold for run in self.terminal.runs(0, self.left, self.right))

    @property
    def selected(self) -> str:
        """The words on the cursor's bar, in one line; empty where the pane shows none."""
        rows = [
            self._line(row)
            for row in range(1, self.terminal.rows - 1)
            if self.terminal.ground(row, self.left + 1) in BARS
        ]
        return " ".join(" ".join(rows).split())

    def _line(self, row: int) -> str:
        return "".join(self.terminal.cells(row)[self.left : self.right]).rstrip()


class Reading:
    """A screen on which the panes stand side by side."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    @property
    def panes(self) -> list[Pane]:
        """The panes now seen, from the left."""
        first = self.terminal.cells(1)
        edges = [column for column, cell in enumerate(first[:-1]) if cell == RULE]
        lefts = [0, *(edge + 1 for edge in edges)]
        return [
            Pane(self.terminal, left, right)
            for left, right in zip(lefts, [*edges, self.terminal.columns], strict=True)
        ]

    @property
    def feeds(self) -> Pane:
        """The left pane of three."""
        return self.panes[FEEDS]

    @property
    def list(self) -> Pane:
        """The middle pane of three."""
        return self.panes[LIST]

    @property
    def article(self) -> Pane:
        """The right pane of three."""
        return self.panes[ARTICLE]

    @property
    def footer(self) -> str:
        """The last row."""
        return self.terminal.lines[-1]

    def press(self, *keys: str) -> None:
        """Press keys, by their Textual names."""
        self.terminal.press(*keys)

    def wait(self, condition: Callable[[Reading], object]) -> None:
        """Wait until a condition over the panes holds; a pane not yet there holds nothing."""

        def holds(_: Terminal) -> bool:
            try:
                return bool(condition(self))
            except IndexError:
                return False

        self.terminal.wait_for(holds)
