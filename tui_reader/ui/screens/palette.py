"""The command palette: one line that finds a command, a feed, a folder or a category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from tui_reader.clean import clean_line
from tui_reader.commands import COMMANDS
from tui_reader.model.query import ViewKind
from tui_reader.ui.screens.dialog import KEY_LINES, Dialog
from tui_reader.ui.screens.help import shown_keys
from tui_reader.ui.widgets.choice_list import ChoiceList
from tui_reader.ui.widgets.choice_rows import Choice, ChoiceRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from textual.widget import Widget

    from tui_reader.model.query import View

_COMMAND = "command:"
_VIEW = "view:"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaletteChoice:
    """What was chosen: a command or a view, never both."""

    command_id: str = ""
    view_id: str = ""


class PaletteScreen(Dialog[PaletteChoice | None]):
    """Commands with their keys, then what the sidebar holds."""

    heading = "Go to"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("↑↓", "move"),
        ("Enter", "go"),
        ("Esc", "close"),
    )

    def __init__(self, bindings: Mapping[str, tuple[str, ...]], views: Sequence[View]) -> None:
        super().__init__()
        self._choices = (*_commands(bindings), *_views(views))

    def body(self) -> Iterable[Widget]:
        """The list."""
        yield ChoiceList(
            self._choices,
            placeholder="a command, a feed, a folder or a category",
            beside=KEY_LINES,
        )

    def on_choice_rows_chosen(self, event: ChoiceRows.Chosen) -> None:
        """Give back what was chosen."""
        chosen = event.choice.id
        if chosen.startswith(_COMMAND):
            self.dismiss(PaletteChoice(command_id=chosen.removeprefix(_COMMAND)))
        else:
            self.dismiss(PaletteChoice(view_id=chosen.removeprefix(_VIEW)))


def _commands(bindings: Mapping[str, tuple[str, ...]]) -> Iterator[Choice]:
    for command in COMMANDS:
        if command.id != "app.palette" and not command.id.startswith("move."):
            yield Choice(
                id=f"{_COMMAND}{command.id}",
                text=command.title,
                side=shown_keys(bindings.get(command.id, ())),
                beside=f"{command.label} {command.id}",
            )


def _views(views: Sequence[View]) -> Iterator[Choice]:
    """Name each view with what it lies in, which the sidebar tells by its depth."""
    above: list[str] = []
    for view in views:
        title = clean_line(view.title)
        del above[view.depth :]
        path = [*above, title]
        above.append(title)
        if view.kind is ViewKind.FOLDER:
            text = " / ".join(path)
        elif view.kind in {ViewKind.CATEGORY, ViewKind.YEAR}:
            text = " · ".join(path[-2:])
        elif view.kind is ViewKind.MONTH:
            text = f"{path[-3]} · {title} {path[-2]}"
        else:
            text = title
        yield Choice(
            id=f"{_VIEW}{view.id}",
            text=text,
            side="view" if view.kind is ViewKind.SMART else view.kind.value,
            beside=" ".join(path[:-1]),
        )
