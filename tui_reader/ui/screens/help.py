"""The help: every key of the moment, to be searched, and run from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from tui_reader.commands import COMMANDS, EVERYWHERE, Command, Pane, show_key
from tui_reader.ui.screens.dialog import KEY_LINES, Dialog
from tui_reader.ui.widgets.choice_list import ChoiceList
from tui_reader.ui.widgets.choice_rows import Choice, ChoiceRows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from textual.widget import Widget

_PANES = {Pane.FEEDS: "feeds", Pane.ENTRIES: "list", Pane.ARTICLE: "article"}
_GROUPS = ("Move", "Read", "Mark", "Feeds", "View", "Program")


class HelpScreen(Dialog[str | None]):
    """The live key map by group; what works in the focused pane comes first.

    Gives the id of the command to run, or None.
    """

    heading = "Keys"
    keys: ClassVar[tuple[tuple[str, str], ...]] = (
        ("↑↓", "move"),
        ("Enter", "do it"),
        ("Esc", "close"),
    )

    def __init__(self, bindings: Mapping[str, tuple[str, ...]], pane: Pane) -> None:
        super().__init__()
        self._choices = tuple(_choices(bindings, pane))

    def body(self) -> Iterable[Widget]:
        """The list and two lines of help."""
        yield ChoiceList(
            self._choices,
            placeholder="type a key or a word",
            beside=KEY_LINES,
            detail_lines=2,
        )

    def on_choice_rows_chosen(self, event: ChoiceRows.Chosen) -> None:
        """Give the command back."""
        self.dismiss(event.choice.id)


def shown_keys(keys: Iterable[str]) -> str:
    """Write the keys of a command side by side."""
    return " ".join(show_key(key) for key in keys)


def _choices(bindings: Mapping[str, tuple[str, ...]], pane: Pane) -> Iterator[Choice]:
    for group in _GROUPS:
        if group != _GROUPS[0]:
            yield Choice(id=f"blank:{group}", text="", heading=True)
        yield Choice(id=f"group:{group}", text=group, heading=True)
        members = [command for command in COMMANDS if command.group == group]
        for command in sorted(members, key=lambda member: pane not in member.where):
            yield _choice(command, bindings.get(command.id, ()), pane)


def _choice(command: Command, keys: tuple[str, ...], pane: Pane) -> Choice:
    return Choice(
        id=command.id,
        text=command.title,
        lead=shown_keys(keys) or "–",
        side=_where(command.where),
        detail=command.help,
        beside=f"{command.help} {command.label} {command.id}",
        muted=pane not in command.where,
    )


def _where(where: Pane) -> str:
    if where == EVERYWHERE:
        return ""
    return ", ".join(name for pane, name in _PANES.items() if pane in where)
