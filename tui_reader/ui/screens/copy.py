"""What may be copied, each with its letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui_reader.ui.screens.dialog import KEY_LINES, Dialog
from tui_reader.ui.widgets.choice_rows import Choice, ChoiceRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual import events
    from textual.widget import Widget


class CopyScreen(Dialog[str | None]):
    """Rows with a letter or a number before each; gives the id of the one chosen, or None."""

    heading = "Copy"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("↑↓", "move"),
        ("Enter", "copy"),
        ("Esc", "close"),
    )

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._choices = tuple(choices)

    def body(self) -> Iterable[Widget]:
        """The rows."""
        yield ChoiceRows(self._choices, beside=KEY_LINES)

    def on_key(self, event: events.Key) -> None:
        """Choose by the letter of a row, before the rows make anything else of it."""
        chosen = next((each for each in self._choices if each.lead == event.character), None)
        if chosen is not None:
            event.stop()
            self.dismiss(chosen.id)

    def on_choice_rows_chosen(self, event: ChoiceRows.Chosen) -> None:
        """Give back which it is."""
        self.dismiss(event.choice.id)


class QuoteScreen(CopyScreen):
    """The paragraphs in sight."""

    heading = "Quote which paragraph?"


class CodeScreen(CopyScreen):
    """The code in sight."""

    heading = "Copy which code?"
