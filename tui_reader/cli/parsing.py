"""Words to arguments: argparse with lazily imported subcommands and errors of our own tree.

``--library``, ``--config`` and ``--set`` may stand before or after the subcommand, so the
subcommand's word is found first and one parser then reads everything else.
"""

from __future__ import annotations

import argparse
import importlib
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

from tui_reader import __version__
from tui_reader.cli.table import SUBCOMMANDS, Subcommand
from tui_reader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Run = Callable[[argparse.Namespace], int]

T = TypeVar("T")

_WITH_VALUE = ("--library", "--config", "--set")


class Parser(argparse.ArgumentParser):
    """An argparse parser that raises ``UsageError`` and knows what was meant."""

    def __init__(self, prog: str, usage: str, description: str) -> None:
        super().__init__(
            prog=prog,
            usage=usage,
            description=description,
            formatter_class=_Formatter,
            allow_abbrev=False,
            add_help=False,
        )

    def error(self, message: str) -> NoReturn:
        """Raise instead of leaving the process, so that ``--json`` errors are JSON."""
        message = re.sub(r"^argument ", "", message)
        raise UsageError(f"{self.prog}: {message}.", hint=f"See “{self.prog} --help”.")

    def _hint_for(self, unknown: str) -> str:
        option = unknown.partition("=")[0]
        for action in self._get_positional_actions():
            if option.casefold() == f"--{action.dest}":
                return f"It is no option, but a word: {self.prog} {action.metavar}"
        meant = nearest(option, re.findall(r"--[a-z-]+", self.format_help()))
        return f"Did you mean {meant}?" if meant else f"See “{self.prog} --help”."

    def read(self, words: Sequence[str]) -> argparse.Namespace:
        """Parse; what nobody knows is an error with the nearest option."""
        # Options between the words of a list need the second way, which cannot take “--”.
        known = self.parse_known_args if "--" in words else self.parse_known_intermixed_args
        args, rest = known(words)
        if rest:
            raise UsageError(
                f"{self.prog}: “{rest[0]}” means nothing here.", hint=self._hint_for(rest[0])
            )
        return args


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def __init__(self, prog: str) -> None:
        width = min(shutil.get_terminal_size().columns, 100) - 2
        super().__init__(prog, max_help_position=26, width=width)


def parse(words: Sequence[str]) -> tuple[argparse.Namespace, Run | None]:
    """Give the arguments and what runs them; None runs the app.

    Raises:
        UsageError: The words cannot be meant.
        SystemExit: Help or the version was asked for and is printed.
    """
    name, rest = _find_subcommand(words)
    if name is None:
        return app_parser().read(rest), None
    command = SUBCOMMANDS.get(name)
    if command is None:
        meant = nearest(name, list(SUBCOMMANDS))
        raise UsageError(
            f"blogread: there is no command “{name}”.",
            hint=f"Did you mean “blogread {meant}”?" if meant else "See “blogread --help”.",
        )
    parser, run = command_parser(command)
    return parser.read(rest), run


def app_parser() -> Parser:
    """Make the parser of ``blogread`` itself, whose help lists the subcommands."""
    parser = Parser(
        "blogread",
        "blogread [COMMAND] [options]",
        "Read blogs in the terminal. Without a command, the three-pane screen opens.\n\n"
        + _command_list(),
    )
    parser.epilog = (
        "“blogread COMMAND --help” tells more about one.\n\n"
        "Exit codes: 0 done, 1 some feeds failed, 2 a mistake in the request or the config,\n"
        "3 trouble with the library file, 70 a fault of blogread, 75 another sync is running."
    )
    add_shared(parser)
    parser.add_argument(
        "--version", action="version", version=f"blogread {__version__}", help="print the version"
    )
    return parser


def command_parser(command: Subcommand) -> tuple[Parser, Run]:
    """Import one subcommand and make its parser."""
    module = importlib.import_module(command.module)
    prog = f"blogread {command.name}"
    parser = Parser(prog, f"{prog} [options]", command.summary)
    module.add_arguments(parser)
    add_shared(parser)
    run: Run = module.run
    return parser, run


def add_shared(parser: argparse.ArgumentParser) -> None:
    """Add the options that every command takes."""
    group = parser.add_argument_group("for every command")
    group.add_argument(
        "--library",
        metavar="FILE",
        type=file_path,
        help="the library (else BLOGREAD_LIBRARY, else your data folder)",
    )
    group.add_argument(
        "--config",
        metavar="FILE",
        type=file_path,
        help="the config file (else BLOGREAD_CONFIG, else your config folder)",
    )
    group.add_argument(
        "--set",
        metavar="OPTION=VALUE",
        type=setting,
        action="append",
        default=[],
        help="an option for this run, such as ui.theme=paper; may be repeated",
    )
    group.add_argument("-h", "--help", action="help", help="print this help")


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json`` to a command that prints data."""
    parser.add_argument("--json", action="store_true", help="print one JSON value instead")


def file_path(text: str) -> Path:
    """Read a file's name; ``~`` is the home folder."""
    if not text:
        raise argparse.ArgumentTypeError("it names no file")
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:
        raise argparse.ArgumentTypeError(f"{text}: there is no such home folder") from error


def setting(text: str) -> tuple[str, str]:
    """Read ``ui.theme=paper``."""
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"“{text}” has no “=”; write it as ui.theme=paper")
    return name.strip(), value.strip()


def count(text: str) -> int:
    """Read a whole number, 0 or more."""
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError(f"“{text}” is no whole number, 0 or more")
    return int(text)


def entry_id(text: str) -> int:
    """Read an entry's id as ``list`` prints it."""
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise argparse.ArgumentTypeError(
            f"“{text}” is no entry's id; “blogread list” shows them in its first column"
        )
    return int(text)


def folder(text: str) -> tuple[str, ...]:
    """Read a folder's path: the names from the top, with ``/`` between."""
    return tuple(name for part in text.split("/") if (name := part.strip()))


def choose(word: str, known: Mapping[str, T]) -> T | None:
    """Give what goes by this name: exactly, else without regard to case where that is one."""
    if word in known:
        return known[word]
    alike = [value for name, value in known.items() if name.casefold() == word.casefold()]
    return alike[0] if len(alike) == 1 else None


def nearest(word: str, known: list[str]) -> str:
    """Give the known word that ``word`` was probably meant to be, or an empty string."""
    from tui_reader.config import keys  # noqa: PLC0415 - only a mistake needs it, not every start

    by_folded = {name.casefold(): name for name in known}
    return by_folded.get(keys.nearest(word.casefold(), list(by_folded)), "")


def _find_subcommand(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """Find the first word that is no option or its value; give it and all the others."""
    index = 0
    while index < len(words) and words[index] != "--":
        if words[index] in _WITH_VALUE:
            index += 1
        elif not words[index].startswith("-"):
            return words[index], [*words[:index], *words[index + 1 :]]
        index += 1
    return None, list(words)


def _command_list() -> str:
    lines = []
    for group in dict.fromkeys(command.group for command in SUBCOMMANDS.values()):
        lines.append(f"{group}:")
        lines += [
            f"  {command.name:<10}{command.summary}"
            for command in SUBCOMMANDS.values()
            if command.group == group
        ]
    return "\n".join(lines)
