"""A question with a handful of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widgets import Static

from tui_reader.clean import clean_line
from tui_reader.ui.screens.dialog import KEY_LINES, Dialog
from tui_reader.ui.widgets.choice_rows import Choice, ChoiceRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.widget import Widget


class ChooserScreen(Dialog[str | None]):
    """Gives the id of the row that was chosen."""

    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("↑↓", "move"),
        ("Enter", "choose"),
        ("Esc", "leave it"),
    )

    def __init__(self, question: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._question = clean_line(question)
        self._choices = choices

    def body(self) -> Iterable[Widget]:
        """The question and the answers."""
        yield Static(Content.styled(self._question, "bold"), classes="question", markup=False)
        yield ChoiceRows(self._choices, beside=KEY_LINES + 3)

    def on_choice_rows_chosen(self, event: ChoiceRows.Chosen) -> None:
        """Give the answer."""
        self.dismiss(event.choice.id)
