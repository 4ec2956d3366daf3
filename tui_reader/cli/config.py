"""``blogread config``: every option, its value, and where it was set."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from tui_reader import paths, urls
from tui_reader.cli import output, parsing, session
from tui_reader.config.check import options

if TYPE_CHECKING:
    import argparse

    from tui_reader.config.load import LoadedConfig


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``config``."""
    parser.usage = "blogread config [--path] [options]"
    parser.description = (
        "Show every option with its value and where that was set: default, the file with the\n"
        "line, a BLOGREAD_ variable, or --set. Later ones win, in this order. docs/config.md\n"
        "explains the options."
    )
    parser.epilog = (
        "Examples:\n"
        "  blogread config\n"
        "  blogread config --set ui.theme=paper\n"
        '  $EDITOR "$(blogread config --path)"'
    )
    parser.add_argument(
        "--path", action="store_true", help="print only where the config file is or would be"
    )
    parsing.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the merged configuration, or where its file is."""
    if args.path:
        path = session.config_path(args)
        if args.json:
            output.value({"path": str(path), "exists": path.exists()})
        else:
            output.line(str(path))
        return 0
    begun = session.begin(args)
    found = values(begun.loaded)
    if args.json:
        output.value(
            {
                "path": str(begun.config_path),
                "exists": begun.loaded.path is not None,
                "options": {
                    name: {"value": value, "source": begun.loaded.sources[name]}
                    for name, value in found.items()
                },
                "warnings": list(begun.loaded.warnings),
            }
        )
        return 0
    rows = [(name, _toml(value), begun.loaded.sources[name]) for name, value in found.items()]
    if output.is_terminal():
        output.table(rows, flexible=1)
        output.note("")
        output.note(f"Config: {begun.config_path}" + ("" if begun.loaded.path else " (none yet)"))
        output.note(f"Library: {begun.library}")
        output.note(f"Log: {paths.log_file()}")
    else:
        for cells in rows:
            output.row(*cells)
    return 0


def values(loaded: LoadedConfig) -> dict[str, str | int | bool]:
    """Give every option's value by its full name, the changed keys included; no secrets."""
    found: dict[str, str | int | bool] = {}
    for name, option in options().items():
        table = dataclasses.asdict(getattr(loaded.config, option.table))
        found[name] = table[option.name]
    found["sync.proxy"] = urls.display(str(found["sync.proxy"]))
    for command_id, keys in loaded.config.keys.items():
        found[f"keys.{command_id}"] = ", ".join(keys)
    return found


def _toml(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
