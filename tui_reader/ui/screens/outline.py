"""The contents of an article: its headings, to jump to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui_reader.clean import clean_line
from tui_reader.ui.screens.dialog import KEY_LINES, Dialog
from tui_reader.ui.widgets.choice_list import ChoiceList
from tui_reader.ui.widgets.choice_rows import Choice, ChoiceRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget

    from tui_reader.article.lines import HeadingPlace

_INDENT = "  "
_DEEPEST = 4


class OutlineScreen(Dialog[int | None]):
    """Headings by level; gives the index of the one chosen, or None."""

    heading = "Contents"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("↑↓", "move"),
        ("Enter", "go there"),
        ("Esc", "close"),
    )

    def __init__(self, headings: Sequence[HeadingPlace], *, current: int, lines: int) -> None:
        """Offer ``headings``.

        Args:
            headings: Those of the article, top down.
            current: The index of the one that is read; -1 where it is before the first.
            lines: The article's, to tell how far down a heading is.
        """
        super().__init__()
        highest = min(place.level for place in headings)
        self._current = max(0, current)
        self._choices = tuple(
            Choice(
                id=str(index),
                text=_INDENT * min(place.level - highest, _DEEPEST) + clean_line(place.text),
                side=f"{place.line * 100 // max(1, lines)} %",
            )
            for index, place in enumerate(headings)
        )

    def body(self) -> Iterable[Widget]:
        """The list."""
        yield ChoiceList(
            self._choices,
            placeholder="a word of a heading",
            beside=KEY_LINES,
            at=str(self._current),
        )

    def on_choice_rows_chosen(self, event: ChoiceRows.Chosen) -> None:
        """Give back which it is."""
        self.dismiss(int(event.choice.id))
