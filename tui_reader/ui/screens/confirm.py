"""A question before a loss; the harmless answer is the default."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tui_reader.clean import clean_block
from tui_reader.ui.screens.dialog import KEY_LINES, Dialog
from tui_reader.ui.widgets.choice_rows import Choice, ChoiceRows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

_QUESTION_LINES = 3


class ConfirmScreen(Dialog[bool]):
    """Ask; True only where the person chose ``yes`` on purpose."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", show=False),
        Binding("n,q", "answer(False)", show=False),
    ]
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("↑↓", "move"),
        ("Enter", "choose"),
        ("Esc", "leave it"),
    )

    def __init__(self, question: str, yes: str, no: str) -> None:
        super().__init__()
        self._question = clean_block(question)
        self._answers = (
            Choice(id="no", lead="n", text=no),
            Choice(id="yes", lead="y", text=yes),
        )

    def body(self) -> Iterable[Widget]:
        """The question and two answers."""
        yield Static(Content(self._question), classes="question", markup=False)
        yield ChoiceRows(self._answers, beside=KEY_LINES + _QUESTION_LINES)

    def on_choice_rows_chosen(self, event: ChoiceRows.Chosen) -> None:
        """Answer."""
        self.dismiss(event.choice.id == "yes")

    def action_answer(self, answer: bool) -> None:
        """Answer by a letter."""
        self.dismiss(answer)

    def action_close(self) -> None:
        """Esc is no."""
        self.dismiss(False)
