"""One line to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content
from textual.widgets import Input, Static

from tui_reader.clean import clean_block, clean_line
from tui_reader.ui.screens.dialog import MUTED, Dialog
from tui_reader.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget


class PromptScreen(Dialog[str | None]):
    """Ask for one line; gives what was typed, trimmed, and None where it was left."""

    keys: ClassVar[tuple[tuple[str, str], ...]] = (("Enter", "keep it"), ("Esc", "leave it"))

    def __init__(
        self, title: str, value: str = "", hint: str = "", *, secret: bool = False
    ) -> None:
        """Ask.

        Args:
            title: What for.
            value: What stands there already.
            hint: Below the line.
            secret: What is typed is not shown, and not trimmed.
        """
        super().__init__()
        self._secret = secret
        self._title = clean_line(title)
        self._value = value
        self._hint = clean_block(hint)

    def body(self) -> Iterable[Widget]:
        """Title, field and hint."""
        yield Static(Content.styled(self._title, "bold"), classes="question", markup=False)
        yield TextField(self._value, secret=self._secret)
        if self._hint:
            yield Static(Content.styled(self._hint, MUTED), classes="status below", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the line back."""
        self.dismiss(event.value if self._secret else event.value.strip())
