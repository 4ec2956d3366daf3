"""From the command table to Textual's bindings, and what a key means in which pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from tui_reader.commands import BY_ID, COMMANDS, show_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tui_reader.commands import Command, Pane

LiveKeys = dict[str, tuple[str, ...]]
"""The keys of every command, as the user has them."""
Items = tuple[tuple[str, str], ...]
"""Keys and labels."""


def make_bindings(keys: LiveKeys) -> list[Binding]:
    """Make one binding per command and key.

    A key may stand for different commands in different panes: Textual tries them in turn, and
    the screen's ``check_action`` lets through the one that the focused pane is for.
    """
    bindings = [
        Binding(key, f"command('{command_id}')", id=command_id, show=False)
        for command_id, its_keys in keys.items()
        for key in its_keys
    ]
    return [
        *bindings,
        Binding("ctrl+c", "app.interrupt", show=False, system=True),
        Binding("ctrl+z", "app.suspend_process", show=False, system=True),
    ]


def footer_commands(pane: Pane) -> list[Command]:
    """Give the commands that the footer may show for a pane, the most useful first."""
    shown = [command for command in COMMANDS if command.rank < 99 and command.where & pane]
    return sorted(shown, key=lambda command: command.rank)


class KeyTable:
    """What the keys stand for, and what the footer says of them; each worked out once."""

    def __init__(self, keys: LiveKeys) -> None:
        self._keys = keys
        self._commands: dict[str, tuple[Command, ...]] = {}
        """What each key may stand for, in the order in which that is tried."""
        for command_id, its_keys in keys.items():
            for key in its_keys:
                self._commands[key] = (*self._commands.get(key, ()), BY_ID[command_id])
        self._footers: dict[tuple[Pane, bool, frozenset[str]], Items] = {}

    def command(self, key: str, pane: Pane, *, finding: bool) -> Command | None:
        """Give what a key stands for in a pane; ``finding``: while something is found there."""
        for command in self._commands.get(key, ()):
            if command.where & pane and (finding or not command.while_finding):
                return command
        return None

    def footer(self, pane: Pane, refused: Iterable[str], *, finding: bool) -> Items:
        """Give keys and labels of what can be done in a pane, the most useful first.

        Args:
            pane: Where.
            refused: Ids of commands that cannot be carried out now.
            finding: Whether something is found in the article.
        """
        asked = pane, finding, frozenset(refused)
        items = self._footers.get(asked)
        if items is None:
            found: dict[str, str] = {}
            for command in footer_commands(pane):
                is_live = self._keys[command.id] and command.id not in asked[2]
                if is_live and (finding or not command.while_finding):
                    found.setdefault(first_key(self._keys, command.id), command.label)
            items = self._footers[asked] = tuple(found.items())
        return items


def keys_hint(keys: LiveKeys, *acts: tuple[str, str]) -> str:
    """Say which keys do what, as “x fetch · o open”; an act without a key is left out.

    A key stays on the line of its act.
    """
    found = ((first_key(keys, command_id), label) for command_id, label in acts)
    return " · ".join(f"{key}\u00a0{label}" for key, label in found if key)


def first_key(keys: LiveKeys, command_id: str) -> str:
    """Give a command's first key in the form for people; empty where it has none."""
    its_keys = keys.get(command_id, ())
    return show_key(its_keys[0]) if its_keys else ""
