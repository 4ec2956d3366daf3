"""What all dialogs share: the box, Esc, and the line of keys at its foot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from tui_reader.clean import clean_line
from tui_reader.ui.messages import DialogOpened
from tui_reader.ui.widgets.choice_rows import ChoiceRows
from tui_reader.ui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.geometry import Size
    from textual.widget import Widget

    from tui_reader.errors import BlogreadError

Result = TypeVar("Result")

MUTED = "$muted"
PROBLEM = "$error"

KEY_LINES = 2
"""Lines at the foot of any dialog: the keys and a blank above them."""


def error_text(error: BlogreadError) -> Content:
    """Say what went wrong, and below it what to do."""
    said = Content.styled(clean_line(error.message), PROBLEM)
    return said + Content.styled(f"\n{clean_line(error.hint)}", MUTED) if error.hint else said


class Dialog(ModalScreen[Result]):
    """A box over the screen, as large as its content; Esc closes it without a result."""

    CSS_PATH = Path(__file__).with_name("dialogs.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", show=False)]

    heading: ClassVar[str] = ""
    """Our own word for the dialog, on its border."""
    keys: ClassVar[tuple[tuple[str, str], ...]] = (("Esc", "close"),)
    """The keys named at the foot."""

    def compose(self) -> ComposeResult:
        """Draw the box around the body."""
        self._fit(self.app.size)
        with Vertical(classes="dialog") as box:
            box.border_title = self.heading
            yield from self.body()
            yield KeyLine(self.keys)

    def body(self) -> Iterable[Widget]:
        """Give what is in the box."""
        raise NotImplementedError

    def name_keys(self, *pairs: tuple[str, str]) -> None:
        """Name other keys at the foot, because the dialog has moved on."""
        self.query_one(KeyLine).name_keys(pairs)

    @on(events.Mount)
    def _tell_opened(self) -> None:
        self.post_message(DialogOpened(self))

    def on_resize(self, event: events.Resize) -> None:
        """Follow the terminal."""
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        """Choose margins and padding by the size of the terminal.

        Not by Textual's breakpoints: they come after the first layout, which rows that measure
        the frame around them would then keep.
        """
        self.set_class(size.width < 72, "-narrow")
        self.set_class(20 <= size.height < 30, "-low")
        self.set_class(size.height < 20, "-lowest")
        for rows in self.query(ChoiceRows):
            rows.refresh(layout=True)

    def action_close(self) -> None:
        """Close without a result."""
        self.dismiss(None)
