"""Writes docs/keys.md, docs/config.md and docs/cli.md: ``python -m tui_reader.cli.docs``.

Each comes from where its facts live: the command table, the docstrings of the option
dataclasses, the parsers and ``schema``. A test compares the files with what this makes.
"""

from __future__ import annotations

import ast
import inspect
import os
import re
import textwrap
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from tui_reader.cli import keys, parsing, schema
from tui_reader.cli.table import SUBCOMMANDS
from tui_reader.commands import Pane, show_key
from tui_reader.config.check import Option, options
from tui_reader.config.options import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MADE = "<!-- Made by “python -m tui_reader.cli.docs”; change the source, not this file. -->"
_SHARED = re.compile(r"\nfor every command:\n(?:  .*\n)+")
"""The options that every help text repeats; the page shows them once."""
_WIDTH = "90"
"""Columns the help texts are wrapped for."""


def documents() -> dict[str, str]:
    """Give each generated document by its file's name in ``docs``."""
    return {"keys.md": keys_page(), "config.md": config_page(), "cli.md": cli_page()}


def keys_page() -> str:
    """Make the page of keys, grouped as the screen's help."""
    lines = [
        "# Keys",
        "",
        _MADE,
        "",
        "Press `?` in the program for the keys of the moment; `blogread keys` prints them with",
        "your own changes. The ids are what `[keys]` in [the config file](config.md) goes by.",
        "Feeds, entries and article say in which pane a key works; all is every pane.",
    ]
    for group, commands in keys.grouped().items():
        lines += ["", f"## {group}", ""]
        lines += _table(
            ("Key", "What it does", "Pane", "Id"),
            (
                (
                    " ".join(f"`{show_key(key)}`" for key in command.keys),
                    f"**{command.title}.** {command.help}",
                    _panes(command.where),
                    f"`{command.id}`",
                )
                for command in commands
            ),
        )
    return _page(lines)


def config_page() -> str:
    """Make the page of options, with what the dataclasses say of each."""
    lines = ["# Configuration", "", _MADE, "", _CONFIG_INTRODUCTION]
    meanings = option_meanings()
    by_table: dict[str, list[Option]] = {table: [] for table in TABLES}
    for option in options().values():
        by_table[option.table].append(option)
    for table, record in TABLES.items():
        about = inspect.getdoc(record) or ""
        lines += ["", f"## `[{table}]`: {about.partition(': ')[2].rstrip('.')}", ""]
        lines += _table(
            ("Option", "Default", "Allowed", "Meaning", "Variable"),
            (
                (
                    f"`{option.name}`",
                    f"`{_toml(option.default)}`",
                    option.allowed,
                    meanings[option.id],
                    f"`{option.variable}`",
                )
                for option in by_table[table]
            ),
        )
    lines += ["", _CONFIG_KEYS]
    return _page(lines)


def cli_page() -> str:
    """Make the page of the command line: every help text, and every JSON form."""
    with _terminal_of_its_own():
        helps = list(_help_texts())
    lines = ["# Command line", "", _MADE, "", _CLI_INTRODUCTION]
    for title, text in helps:
        lines += ["", f"## {title}", "", "```text", text.rstrip(), "```"]
    lines += ["", "## JSON", "", _JSON_INTRODUCTION]
    for name, (introduction, known) in schema.OUTPUTS.items():
        lines += ["", f"### {name}", "", introduction, ""]
        lines += _table(
            ("Key", "Type", "Meaning"),
            ((f"`{key}`", kind, meaning) for key, (kind, meaning) in known.items()),
        )
    return _page(lines)


def option_meanings() -> dict[str, str]:
    """Read the text under each field of the option dataclasses, by the option's full name."""
    found = {}
    for table, record in TABLES.items():
        source = ast.parse(textwrap.dedent(inspect.getsource(record)))
        fields = [
            line for node in source.body if isinstance(node, ast.ClassDef) for line in node.body
        ]
        for field, text in pairwise(fields):
            if not isinstance(field, ast.AnnAssign) or not isinstance(field.target, ast.Name):
                continue
            if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
                meaning = inspect.cleandoc(str(text.value.value))
                found[f"{table}.{field.target.id}"] = meaning.replace("``", "`").replace("\n", " ")
    return found


def write(folder: Path) -> None:
    """Write the documents into a folder."""
    for name, text in documents().items():
        (folder / name).write_text(text, encoding="utf-8")


@contextmanager
def _terminal_of_its_own() -> Iterator[None]:
    """Let help texts come out the same wherever they are made: of one width, without colours."""
    wanted = {"COLUMNS": _WIDTH, "NO_COLOR": "1"}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _help_texts() -> Iterator[tuple[str, str]]:
    yield "blogread", parsing.app_parser().format_help()
    for command in SUBCOMMANDS.values():
        parser, _ = parsing.command_parser(command)
        yield f"blogread {command.name}", _SHARED.sub("", parser.format_help())


def _panes(where: Pane) -> str:
    names = [(pane.name or "").lower() for pane in Pane if pane & where]
    return "all" if len(names) == len(Pane) else ", ".join(names)


def _toml(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else f'"{value}"'


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    heads = list(heads)
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return lines


def _page(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


_CONFIG_INTRODUCTION = """
Nothing needs to be configured. `blogread config --path` says where the file is looked for, and
`blogread config` shows every option with its value and where that was set. A later source wins:

1. the defaults below;
2. the file, TOML in UTF-8, named by `--config FILE`, by `BLOGREAD_CONFIG`, or the usual one;
3. the variable beside each option; true is `1`, `true`, `yes` or `on`, false the opposite;
4. `--set OPTION=VALUE` on the command line, such as `--set ui.theme=paper`.

A wrong value is an error: blogread names the file, the line, the option and what is allowed, and
ends with exit code 2 before anything is opened. A name that means nothing is a warning with the
nearest name, because a file that you share with a newer blogread should not stop an older one.

`BLOGREAD_LIBRARY` names the library file, as `--library` does. `BLOGREAD_PUBLIC_HOSTS` (for
tests) names addresses of this machine that a redirect may lead to.

```toml
[reader]
measure = 80

[ui]
theme = "paper"

[keys]
"entry.toggle-read" = "W"
"view.mark-read" = ""
```""".strip("\n")

_CONFIG_KEYS = """
## `[keys]`: your own keys

The name is a command's id (see [the keys](keys.md)), the value its keys, parted by blanks or
commas, or a list of them. They replace the default ones; an empty text takes all keys away.
Write a key as its sign (`x`, `G`, `?`), by name (`space`, `enter`, `escape`, `tab`, `pageup`,
`f5`, `comma`) or with modifiers (`ctrl+d`, `Ctrl-d`, `alt+x`, `shift+tab`).

One key for two commands of the same pane is an error that names both.""".strip("\n")

_CLI_INTRODUCTION = """
Data goes to stdout, everything else to stderr. Into a pipe goes plain text: records are lines,
cells are parted by TABs, and no control character of any feed gets through. `--library`,
`--config` and `--set` may stand before or after the command.

| Exit code | Meaning |
| --- | --- |
| 0 | done |
| 1 | some feeds failed; `extract`: the page holds no article |
| 2 | a mistake in the request or in the config file |
| 3 | trouble with the library file; nothing was lost |
| 70 | a fault of blogread; the message names the log |
| 75 | another sync of this library is running |
| 128 + n | ended by signal n: 130 Ctrl-C, 143 TERM, 141 a closed pipe |""".strip("\n")

_JSON_INTRODUCTION = """
`--json` prints one JSON value (`sync`: one object a line). Keys are permanent; more may come.
An instant is RFC 3339 in UTC (`2026-11-24T06:30:00Z`). Addresses hold no passwords.""".strip("\n")


if __name__ == "__main__":
    write(Path(__file__).parents[2] / "docs")
