"""``blogread keys``: the live key map, grouped as the screen's help groups it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_reader.cells import cell_len
from tui_reader.cli import output, parsing, session
from tui_reader.commands import COMMANDS, Command, Pane, show_key
from tui_reader.config.keys import live_keys

if TYPE_CHECKING:
    import argparse

_PANES = {Pane.FEEDS: "feeds", Pane.ENTRIES: "entries", Pane.ARTICLE: "article"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``keys``."""
    parser.usage = "blogread keys [options]"
    parser.description = (
        "List the keys of the screen as they are now, your own [keys] included, with the ids\n"
        "by which that table of the config file names the commands."
    )
    parser.epilog = "Examples:\n  blogread keys\n  blogread keys --json | jq '.keys[].id'"
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the key map."""
    live = live_keys(session.begin(args).loaded.config.keys)
    if args.json:
        output.value(
            {
                "keys": [
                    {
                        "id": command.id,
                        "keys": list(live[command.id]),
                        "title": command.title,
                        "help": command.help,
                        "group": command.group,
                        "panes": [name for pane, name in _PANES.items() if pane & command.where],
                        "changed": live[command.id] != command.keys,
                    }
                    for command in COMMANDS
                ]
            }
        )
    elif output.is_terminal():
        _print_groups(live)
    else:
        for command in COMMANDS:
            output.row(" ".join(live[command.id]), command.id, command.title, command.group)
    return 0


def grouped() -> dict[str, list[Command]]:
    """Give the commands by their group, in the table's order."""
    groups: dict[str, list[Command]] = {}
    for command in COMMANDS:
        groups.setdefault(command.group, []).append(command)
    return groups


def _print_groups(live: dict[str, tuple[str, ...]]) -> None:
    shown = {name: " ".join(map(show_key, keys)) for name, keys in live.items()}
    narrowest = {
        0: max(map(cell_len, shown.values())),
        1: max(cell_len(command.title) for command in COMMANDS),
    }
    for number, (group, commands) in enumerate(grouped().items()):
        if number:
            output.line()
        output.line(group)
        output.table(
            [(shown[command.id], command.title, command.id) for command in commands],
            right=(0,),
            narrowest=narrowest,
        )
