"""The line in which words are typed that are looked for in the article, at its foot."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.message import Message

from tui_reader.ui.widgets.text_field import TextField


class FindLine(TextField):
    """Tells what was typed at every key, and when Enter ends the typing."""

    @dataclass
    class Typed(Message):
        """The words have changed."""

        text: str

    @dataclass
    class Entered(Message):
        """Enter: on to the text."""

        text: str

    def __init__(self) -> None:
        super().__init__(placeholder="find in this article", id="find")
        self.start = 0
        """The line that was at the top when the line was opened: from there hits are counted."""

    @on(TextField.Changed)
    def _typed(self, event: TextField.Changed) -> None:
        event.stop()
        if self.display:
            self.post_message(self.Typed(self.value))

    @on(TextField.Submitted)
    def _entered(self, event: TextField.Submitted) -> None:
        event.stop()
        self.post_message(self.Entered(self.value))
