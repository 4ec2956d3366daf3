"""The line in which a search is typed, between the header and the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from tui_reader.ui.messages import SearchChanged, SearchSubmitted
from tui_reader.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from textual.timer import Timer

TYPING_PAUSE = 0.12
"""Seconds without a key before the list follows what was typed."""


class SearchLine(TextField):
    """Tells what was typed once the typing pauses, and at once when Enter is pressed."""

    def __init__(self) -> None:
        super().__init__(placeholder="search titles, authors and texts", id="search")
        self._pause: Timer | None = None

    @on(TextField.Changed)
    def _typed(self, event: TextField.Changed) -> None:
        event.stop()
        self._stop_waiting()
        self._pause = self.set_timer(TYPING_PAUSE, self._tell)

    @on(TextField.Submitted)
    def _entered(self, event: TextField.Submitted) -> None:
        event.stop()
        self._stop_waiting()
        self.post_message(SearchSubmitted(self.value.strip()))

    def empty(self) -> None:
        """Take the words away, telling no one."""
        self._stop_waiting()
        with self.prevent(TextField.Changed):
            self.value = ""

    def _tell(self) -> None:
        self.post_message(SearchChanged(self.value.strip()))

    def _stop_waiting(self) -> None:
        if self._pause is not None:
            self._pause.stop()
            self._pause = None
