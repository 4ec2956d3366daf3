"""A list to choose from, with a line to filter it: what most dialogs are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tui_reader.ui.widgets.choice_rows import Choice, ChoiceRows, Row
from tui_reader.ui.widgets.fuzzy import fold, match
from tui_reader.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

_BY_KEY = 10_000.0
"""Typing a key itself finds its row before all others."""


class ChoiceList(Vertical):
    """A line to filter by, the rows, and what there is to say of the one under the cursor.

    The keys stay in the filter line; up and down go to the rows.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,ctrl+p", "rows('step', -1)", show=False),
        Binding("down,ctrl+n", "rows('step', 1)", show=False),
        Binding("pageup", "rows('page', -1)", show=False),
        Binding("pagedown", "rows('page', 1)", show=False),
    ]

    def __init__(
        self,
        choices: Sequence[Choice],
        *,
        placeholder: str = "type to filter",
        beside: int = 0,
        detail_lines: int = 0,
        at: str = "",
    ) -> None:
        """Offer ``choices``.

        Args:
            choices: All rows, in the order they have without a filter.
            placeholder: What the empty filter line says.
            beside: Lines in the same box that are not of this list.
            detail_lines: Lines below the rows for ``Choice.detail``; 0 is none.
            at: The id of the row where the cursor begins.
        """
        super().__init__()
        self._choices = tuple(choices)
        self._folded = [
            (choice, fold(choice.text), fold(f"{choice.beside} {choice.lead}"))
            for choice in choices
            if not choice.heading
        ]
        self._placeholder = placeholder
        self._beside = beside + 2 + (detail_lines + 1 if detail_lines else 0)
        self._detail_lines = detail_lines
        self._at = at

    @property
    def query_text(self) -> str:
        """What was typed, trimmed."""
        return self.query_one(TextField).value.strip()

    @property
    def chosen(self) -> Choice | None:
        """The choice under the cursor."""
        return self.query_one(ChoiceRows).chosen

    def compose(self) -> ComposeResult:
        """Filter line, rows, details."""
        yield TextField(placeholder=self._placeholder)
        rows = ChoiceRows(beside=self._beside)
        rows.can_focus = False
        yield rows
        if self._detail_lines:
            detail = Static("", classes="detail", markup=False)
            detail.styles.height = self._detail_lines
            yield detail

    def on_mount(self) -> None:
        """Show everything."""
        self._filter("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter by what was typed."""
        event.stop()
        self._filter(event.value.strip())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose the row under the cursor."""
        event.stop()
        if self.chosen is not None:
            # Sent from here, not from the rows: Textual ends at the sender's parent.
            self.post_message(ChoiceRows.Chosen(self.chosen))

    def on_choice_rows_highlighted(self, event: ChoiceRows.Highlighted) -> None:
        """Tell what there is to say of the row."""
        if self._detail_lines:
            text = event.choice.detail if event.choice else ""
            self.query_one(".detail", Static).update(Content(text))

    def action_rows(self, move: str, by: int) -> None:
        """Move the cursor of the rows."""
        rows = self.query_one(ChoiceRows)
        if move == "page":
            rows.action_page(by)
        else:
            rows.action_step(by)

    def newcomer(self, typed: str) -> Choice | None:
        """Give a last row made of what was typed; a dialog that makes new things overrides it."""
        del typed
        return None

    def _filter(self, typed: str) -> None:
        rows = self.query_one(ChoiceRows)
        if not typed:
            rows.show([Row(choice) for choice in self._choices], at=self._at)
            return
        words = fold(typed).split()
        found: list[tuple[float, Row]] = []
        for choice, text, beside in self._folded:
            hit = match(words, text, beside)
            if typed in choice.lead.split():
                found.append((_BY_KEY, Row(choice)))
            elif hit is not None:
                found.append((hit.score, Row(choice, hit.positions)))
        found.sort(key=lambda one: -one[0])
        shown = [row for _, row in found]
        new = self.newcomer(typed)
        if new is not None:
            shown.append(Row(new))
        rows.show(shown, empty=f"Nothing matches “{typed}”.")
